/** What git tracks is linted, also where an ignore file names it. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { trackedPaths } from '../../src/files/git-index.ts'
import { BAD, findings, folderWith, run } from '../program.ts'

const git = (folder: string, ...args: readonly string[]) => {
  const { status, stderr } = spawnSync('git', args, { cwd: folder, encoding: 'utf8' })
  expect(status, stderr).toBe(0)
}
const found = (folder: string) => findings(run(folder, ['--format', 'json', '.'])).map(line => line.split(':')[0])

/** A repository whose ignore file names files that are tracked and files that are not. */
function repository(...init: readonly string[]): string {
  const files = {
    '.gitignore': 'build/\n*.local.yaml\n',
    'a.local.yaml': BAD,
    'other.local.yaml': BAD,
    'build/deep/tracked.yaml': BAD,
    'build/deep/made.yaml': BAD,
    'build/made/x.yaml': BAD,
  }
  const folder = folderWith(files, false)
  git(folder, 'init', '-q', ...init)
  git(folder, 'add', '-f', '.gitignore', 'a.local.yaml', 'build/deep/tracked.yaml')
  return folder
}

describe('tracked files that .gitignore names are linted', () => {
  test.each([
    ['version 2', [], '2'],
    ['version 4, with shared beginnings', [], '4'],
    ['SHA-256', ['--object-format=sha256'], '2'],
  ])('%s', (_, init, version) => {
    const folder = repository(...init)
    git(folder, 'update-index', '--index-version', version)
    expect(found(folder)).toEqual(['a.local.yaml', 'build/deep/tracked.yaml'])
  })

  test('an entry with extended flags', () => {
    const folder = repository()
    git(folder, 'add', '-N', '-f', 'other.local.yaml')
    expect(found(folder)).toEqual(['a.local.yaml', 'build/deep/tracked.yaml', 'other.local.yaml'])
  })

  test('but not those that the ignore file of the linter names', () => {
    const folder = repository()
    writeFileSync(join(folder, '.dockershimlintignore'), 'build/\n')
    expect(found(folder)).toEqual(['a.local.yaml'])
  })
})

test('an index that cannot be read is told, once a file is left out', () => {
  const folder = repository()
  writeFileSync(join(folder, '.git/index'), 'DIRC and nothing else')
  const { out } = run(folder, ['.'])
  expect(out).toContain(".git/index: git's list of tracked files cannot be read")
})

test('an index that is cut anywhere is no index, or names fewer files', () => {
  const folder = repository()
  git(folder, 'update-index', '--index-version', '4')
  const whole = readFileSync(join(folder, '.git/index'))
  for (let end = 0; end < whole.length; end++) trackedPaths(whole.subarray(0, end))
  expect([...trackedPaths(whole)!]).toEqual(['.gitignore', 'a.local.yaml', 'build/deep/tracked.yaml'])
})
