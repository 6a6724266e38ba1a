import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD, findings, folderWith, run } from '../program.ts'

const CALL = '#!/bin/sh\nkubectl get nodes\ndocker ps\n'

describe('a configuration extends others', () => {
  const folder = folderWith({
    '.dockershim-lint.yaml': `extends:
  - ./company/base.yaml
  - "@company/settings"
rules:
  docker-cli: note
overrides:
  - paths: loud/**
    rules: {docker-cli: error}
`,
    'company/base.yaml':
      'extends: ../deep.json\nrules: {docker-cli: off, docker-socket-mount: note}\nlevel: error\nignore:\n  - rules: docker-cli\n    paths: quiet/**\n',
    'deep.json': '{"level": "note", "failOn": "warning", "exclude": ["left-out"]}',
    'node_modules/@company/settings/dockershim-lint.yaml':
      'rules: {docker-socket-mount: warning}\nlevel: note\nexclude: [also-left-out]\n',
    'a.yaml': BAD,
    'a.sh': CALL,
    'loud/b.sh': CALL,
    'quiet/c.sh': CALL,
    'left-out/d.sh': CALL,
    'also-left-out/e.sh': CALL,
  })

  test('what stands nearer counts, and lists come together', () => {
    const outcome = run(folder, ['--format', 'json', '.'])
    expect(findings(outcome)).toEqual([
      'a.sh:3 note docker-cli',
      'a.yaml:9 warning docker-socket-mount',
      'loud/b.sh:3 warning docker-cli',
    ])
    expect(outcome.code).toBe(1)
    expect(run(folder, ['--print-config']).out).toContain(
      '# From deep.json, company/base.yaml, node_modules/@company/settings/dockershim-lint.yaml, .dockershim-lint.yaml',
    )
  })
})

/** The complaint about a configuration, with other files beside it. */
function complaint(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): string {
  const folder = folderWith({ 'a.yaml': BAD, ...files })
  for (const [from, to] of Object.entries(links)) {
    mkdirSync(dirname(join(folder, from)), { recursive: true })
    symlinkSync(to, join(folder, from))
  }
  const outcome = run(folder, ['a.yaml'])
  expect(outcome.code).toBe(2)
  return outcome.err
}

describe('what cannot be extended is said with its line', () => {
  const config = (...names: string[]) => ({
    '.dockershim-lint.yaml': `level: note\nextends:\n${names.map(name => `  - "${name}"\n`).join('')}`,
  })

  test('a mistake stands in the file that has it', () => {
    expect(complaint({ ...config('./b.yaml'), 'b.yaml': '\nlevle: note\n' })).toContain(
      'b.yaml:2:1: There is no key "levle"',
    )
  })

  test('a circle', () => {
    const circle = { ...config('./b.yaml'), 'b.yaml': 'extends: ./c.yaml\n', 'c.yaml': 'extends: ./b.yaml\n' }
    expect(complaint(circle)).toContain(
      'c.yaml:1:10: "extends" goes in a circle: .dockershim-lint.yaml → b.yaml → c.yaml → b.yaml.',
    )
  })

  test('so many that it never ends', () => {
    const many = 'extends: [./c.yaml, ./c.yaml, ./c.yaml, ./c.yaml, ./c.yaml, ./c.yaml, ./c.yaml, ./c.yaml]\n'
    const files = {
      ...config('./b.yaml'),
      'b.yaml': many,
      'c.yaml': many.replaceAll('c.', 'd.'),
      'd.yaml': 'level: note\n',
    }
    expect(complaint(files)).toContain('more than 50 files')
  })

  test('what is not there, no data, or outside', () => {
    expect(complaint(config('./none.yaml'))).toContain('.dockershim-lint.yaml:3:6: "./none.yaml" is not there.')
    expect(complaint(config('company'))).toContain('"company" is not there.')
    expect(complaint({ ...config('./b.js'), 'b.js': 'export {}' })).toContain('is not a YAML or JSON file')
    expect(complaint({ ...config('x/../../b.yaml'), 'b.yaml': '' })).toContain('"x/../../b.yaml" is not there.')
    const outside = folderWith({ 'secret.yaml': 'password: hunter2\n' })
    const far = complaint(config('./link.yaml'), { 'link.yaml': join(outside, 'secret.yaml') })
    expect(far).toContain('"./link.yaml" is outside the repository, and is not read.')
    expect(far).not.toContain('hunter2')
    expect(complaint(config(`${outside}/secret.yaml`))).toContain('is outside the repository')
    expect(complaint(config('company'), { 'node_modules/company': outside })).not.toContain('hunter2')
  })
})
