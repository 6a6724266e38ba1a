import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import packageJson from '../package.json' with { type: 'json' }
import { format, lint } from '../src/index.ts'
import { program as cli } from './program.ts'

/** The README and the pages of the reference. */
const pages = ['README.md', ...readdirSync('.github/docs').map(name => `.github/docs/${name}`)]
const textOf = (page: string) => readFileSync(page, 'utf8')

/** The calls of the program in their shell blocks, each once. Those of npm itself are run by .ci/run. */
const commands = [...new Set(pages.flatMap(shellLines))]

function shellLines(page: string): readonly string[] {
  return [...textOf(page).matchAll(/```sh\n([\s\S]*?)```/g)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .filter(line => line.includes('dockershim-lint') && !line.startsWith('#') && !line.startsWith('npm ci'))
}

const folder = mkdtempSync(join(tmpdir(), 'readme-'))
const stub = (name: string, script: string) => {
  writeFileSync(join(folder, '.bin-of-test', name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(folder, '.bin-of-test', name), 0o755)
}
const manifest = 'kind: Pod\nspec: {volumes: [{name: s, hostPath: {path: /var/run/docker.sock}}]}'

beforeAll(() => {
  cpSync('examples', folder, { recursive: true })
  cpSync('examples/manifests/node-cleaner.yaml', join(folder, 'manifests/agent.yaml'))
  cpSync('examples/manifests', join(folder, 'clones'), { recursive: true })
  for (const made of ['.bin-of-test', 'chart', 'results']) mkdirSync(join(folder, made))
  writeFileSync(join(folder, 'chart/Chart.yaml'), 'apiVersion: v2\nname: chart\nversion: 0.1.0\n')
  stub('npx', `shift; exec '${process.execPath}' '${cli}' "$@"`)
  for (const name of ['helm', 'kubectl']) stub(name, `cat <<'YAML'\n${manifest}\nYAML`)
  for (const args of [
    ['init', '-q'],
    ['add', 'manifests'],
  ])
    spawnSync('git', args, { cwd: folder })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('every command of the documentation works as it is written', () => {
  test('there are commands', () => {
    expect(commands.length).toBeGreaterThan(6)
  })
  test.each(commands)('%s', command => {
    const PATH = `${join(folder, '.bin-of-test')}:${process.env.PATH}`
    const run = spawnSync('bash', ['-c', command], { cwd: folder, env: { ...process.env, PATH }, encoding: 'utf8' })
    // xargs says 123 when a program that it runs leaves with 1.
    expect([0, 1, 123], `${run.stdout}${run.stderr}`).toContain(run.status)
    expect(run.stderr).not.toMatch(/^dockershim-lint:/m)
    expect(run.stdout + run.stderr).not.toBe('')
  })
})

describe('the documentation can be read where it is shown', () => {
  test('the README is the first five minutes, with one table and a picture of each output for people', () => {
    const lines = textOf('README.md').split('\n')
    expect(lines.length).toBeLessThanOrEqual(180)
    expect(lines.filter(line => /^\| ?---/.test(line))).toHaveLength(1)
    expect(lines.filter(line => line.startsWith('!['))).toHaveLength(3)
  })

  const files = `${packageJson.homepage}/blob/main/`
  const picture = `${packageJson.homepage.replace('https://github.com/', 'https://raw.githubusercontent.com/')}/main/`
  // What .github/workflows/page.yml publishes.
  const site = packageJson.homepage.replace(/^https:\/\/github\.com\/([^/]+)\/(.+)$/, 'https://$1.github.io/$2/')
  test.each(pages)('every link of %s leads somewhere', page => {
    const prose = textOf(page)
      .replace(/```[\s\S]*?```/g, '')
      .replace(/`[^`\n]*`/g, '')
    for (const [, link = ''] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
      const [path = '', anchor] = link.split('#')
      if (link === site) continue
      const target = [files, picture].find(start => path.startsWith(start))
      // npm shows the README without the files beside it.
      if (page === 'README.md') expect(target, link).toBeDefined()
      if (target === undefined && path.startsWith('https:')) continue
      const file = target === undefined ? join(dirname(page), path || '.') : path.slice(target.length)
      expect(existsSync(file), link).toBe(true)
      if (anchor) expect(textOf(file)).toContain(`\n## ${anchor}\n`)
    }
  })
})

test('the example of the API prints what the page says', async () => {
  const page = textOf('.github/docs/api.md')
  const code = /```js\nimport [^\n]*\n([\s\S]*?)```/.exec(page)![1]!
  const shown = /```text\n([\s\S]*?)```/.exec(page)![1]!
  const printed: string[] = []
  const body = `return async (format, lint, console) => {${code}}`
  const example = new Function(body)() as (...given: readonly unknown[]) => Promise<void>
  await example(format, lint, { log: (text: string) => printed.push(text) })
  expect(`${printed.join('\n').trimEnd()}\n`).toBe(shown)
})
