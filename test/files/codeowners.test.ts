import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { ownersOf, readCodeowners } from '../../src/files/codeowners.ts'
import { ownersIn } from '../../src/files/owners.ts'

const owners = (text: string, path: string, isGitLab = false) =>
  ownersOf(path, readCodeowners(text, isGitLab)).join(' ')

describe("GitHub's rules", () => {
  test.each([
    ['* @all', 'a/b/c.yaml', '@all'],
    ['* @all\n*.js @js', 'a/b.js', '@js'],
    ['*.js @js\n* @all', 'a/b.js', '@all'],
    ['/build/logs/ @ops', 'build/logs/a/b.log', '@ops'],
    ['/build/logs/ @ops', 'x/build/logs/b.log', ''],
    ['docs/* docs@example.org', 'docs/a.md', 'docs@example.org'],
    ['docs/* docs@example.org', 'docs/deep/a.md', ''],
    ['apps/ @apps', 'x/apps/y/z.yaml', '@apps'],
    ['apps/ @apps', 'apps', ''],
    ['/docs @docs', 'docs/deep/a.md', '@docs'],
    ['**/logs @logs', 'build/a/logs/x', '@logs'],
    ['/a/**/z @deep', 'a/z', '@deep'],
    ['/a/**/z @deep', 'a/b/c/z/file', '@deep'],
    ['/a/**/z @deep', 'a/b/c/y', ''],
    ['/apps/ @octo\n/apps/github', 'apps/github/a.yaml', ''],
    ['*.tf @a @org/b c@d.example # the platform', 'x.tf', '@a @org/b c@d.example'],
    ['# * @all\n\n  ', 'x', ''],
    ['a\\ b/ @blank', 'a b/c', '@blank'],
    ['k?s/ @k', 'k8s/pod.yaml', '@k'],
    ['/x/y.yaml @me\r\n', 'x/y.yaml', '@me'],
    ['[Section] @who\n*.md @md', 'a.md', '@md'],
  ])('%j of %s: %s', (text, path, expected) => expect(owners(text, path)).toBe(expected))
})

describe("GitLab's rules", () => {
  test.each([
    ['[Docs] @docs\n*.md\n[Code]\n* @dev', 'a/b.md', '@docs @dev'],
    ['^[Optional][2] @docs @more\ndocs/', 'x/docs/b.md', '@docs @more'],
    ['[A]\n*.md @one\n[a]\n/b.md @two', 'b.md', '@two'],
    ['/docs @docs', 'docs/a.md', ''],
    ['/docs/ @docs', 'docs/a/b.md', '@docs'],
    ['/docs/* @docs', 'docs/a/b.md', ''],
    ['/docs/**/*.md @docs', 'docs/a/b/c.md', '@docs'],
    ['* @all\n!/vendor/\n/vendor/x @x', 'vendor/x', ''],
    ['\\#odd @odd', '#odd', '@odd'],
  ])('%j of %s: %s', (text, path, expected) => expect(owners(text, path, true)).toBe(expected))
})

test('a pattern that is made to be slow is not', () => {
  const text = `${'*a'.repeat(900)}b @x\n${'**/a/'.repeat(300)}b @y\n`
  const started = performance.now()
  expect(owners(text, `${'a/'.repeat(500)}${'a'.repeat(3_000)}`)).toBe('')
  expect(performance.now() - started).toBeLessThan(5_000)
})

describe('a file in its repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'owners-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const put = (path: string, text = '') => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  put('one/.git/HEAD')
  put('one/.github/CODEOWNERS', '/deploy/ @one\n')
  put('one/CODEOWNERS', '* @not-asked\n')
  put('two/.git/HEAD')
  put('two/.gitlab-ci.yml')
  put('two/CODEOWNERS', '[Ops] @ops\n*\n')
  put('three/.git/HEAD')
  symlinkSync(join(folder, 'two/CODEOWNERS'), join(folder, 'three/CODEOWNERS'))

  test.each([
    ['one/deploy/a.yaml', '@one'],
    ['one/a.yaml', undefined],
    ['two/a/b.yaml', '@ops'],
    ['three/a.yaml', undefined],
    ['a.yaml', undefined],
  ])('%s', (path, expected) => expect(ownersIn(folder)(path)).toBe(expected))
})
