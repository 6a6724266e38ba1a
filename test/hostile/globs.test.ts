/** Patterns of ignore files and of the configuration: as git has them, and never slow. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig, resolveConfig } from '../../src/config/config.ts'
import { ignorePatterns } from '../../src/files/ignore-rules.ts'
import { isIgnored, rulesAbove, rulesIn } from '../../src/files/ignored.ts'
import { BAD, folderWith, run } from '../program.ts'

const PATHS = [
  'a',
  'b.yaml',
  'a.yaml',
  'x/a',
  'x/b.yaml',
  'x/y/a',
  'x/y/b.yaml',
  'x/y/z/a.yaml',
  'y/a',
  'y/x/a',
  'foo/bar',
  '#a',
  '!a',
  'a b',
  'A',
]
const PATTERNS = [
  'a',
  '/a',
  'a/',
  'x/',
  '/x',
  'x/y',
  'x/*',
  'x/**',
  '**/a',
  '**/y/a',
  'x/**/a',
  '*.yaml',
  '!a',
  '!x/a',
  '!b.yaml',
  '[ab].yaml',
  '[!a].yaml',
  '?',
  '\\#a',
  '\\!a',
  '# a',
  'a\\ b',
  'a b ',
  '**',
  '*',
  '!*/',
  'y',
  '!y',
  'x/y/',
  'fo[o]/',
  '***/a',
  'x/***',
  'x/**y/a',
  '[A-Z]',
]

test('what is ignored is what git ignores', () => {
  const folder = mkdtempSync(join(tmpdir(), 'globs'))
  spawnSync('git', ['init', '-q', folder])
  for (const path of PATHS) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
  let seed = 7
  const random = (below: number) => {
    seed = (seed * 48271) % 2147483647
    return seed % below
  }
  for (let round = 0; round < 60; round++) {
    const text = `${Array.from({ length: 1 + random(4) }, () => PATTERNS[random(PATTERNS.length)]).join('\n')}\n`
    writeFileSync(join(folder, '.gitignore'), text)
    const { stdout } = spawnSync('git', ['check-ignore', '--no-index', '-z', '--stdin'], {
      cwd: folder,
      input: PATHS.join('\0'),
    })
    const rules = rulesIn(folder)
    const found = PATHS.filter(path => {
      const names = path.split('/')
      return names.some((_, at) => isIgnored(join(folder, ...names.slice(0, at + 1)), at < names.length - 1, rules))
    })
    expect(found, text).toEqual(stdout.toString().split('\0').filter(Boolean))
  }
  expect(rulesAbove(folder)).toEqual([])
  rmSync(folder, { recursive: true })
})

const inTime = (work: () => void, milliseconds: number): void => {
  const start = process.cpuUsage().user
  work()
  expect((process.cpuUsage().user - start) / 1000).toBeLessThan(milliseconds)
}

test.each([
  ['twelve stars', `${'*a'.repeat(12)}b`],
  ['folders', `${'**/a/'.repeat(60)}b`],
  ['classes', `${'[!b]*'.repeat(80)}b`],
  ['an open class', `${'['.repeat(400)}b`],
  ['blanks', `a${' '.repeat(450)}b`],
])('%s in an ignore file are no work', (_, pattern) => {
  inTime(() => {
    const patterns = ignorePatterns(`${pattern}\n`.repeat(1_000))
    for (let i = 0; i < 10; i++) patterns.says(`${'a/'.repeat(60)}${'a'.repeat(255)}`, false)
  }, 4_000)
})

test('an ignore file of a hundred thousand lines is heeded as far as lists go, and its end is told', () => {
  const folder = folderWith({ '.gitignore': '!\n'.repeat(50_000) + 'x*y\n'.repeat(80_000), 'a.yaml': BAD })
  const { code, out, err } = run(folder, ['.'])
  expect(code).toBe(1)
  expect(`${out}${err}`).toContain('there are more than 5000')
  expect(out).toContain('docker.sock')
})

test('a pattern that is too long is told, and no other is lost', () => {
  const { says, problem } = ignorePatterns(`${'a'.repeat(600)}\nb\n`)
  expect(problem).toContain('the pattern in line 1 is longer')
  expect(says('b', false)).toBe(true)
})

test('patterns of a configuration are no work', () => {
  const stars = `${'*a'.repeat(200)}b`
  const braces = '{a,b}'.repeat(90)
  const text = `exclude: ["${stars}", "${braces}"]\ncontexts: {"${stars}": pod}\noverrides:\n  - paths: ["${stars}", "${braces}"]\n    runtime: cri-o\n`
  inTime(() => {
    const config = readConfig({ path: '.dockershim-lint.yaml', text }, [])
    const resolved = resolveConfig(config, { folder: '/r', directory: '/r', today: '2030-01-01' })
    for (let i = 0; i < 100; i++) {
      resolved.isExcluded(`/r/${'a'.repeat(255)}${i}`)
      resolved.settingsOf(`${'a'.repeat(255)}${i}`)
    }
  }, 6_000)
})
