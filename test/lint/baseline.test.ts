import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { BAD, findings, folderWith, GOOD, podWith, run } from '../program.ts'

const BASELINE = 'known.json'
const write = (folder: string, path: string, text: string) => writeFileSync(join(folder, path), text)
const read = (folder: string) => readFileSync(join(folder, BASELINE), 'utf8')
const update = (folder: string, ...paths: string[]) =>
  run(folder, ['--baseline', BASELINE, '--update-baseline', ...(paths.length ? paths : ['.'])])
const lint = (folder: string, ...args: string[]) =>
  run(folder, ['--baseline', BASELINE, '--format', 'json', ...(args.length ? args : ['.'])])

const twice = `${BAD}---\n${BAD}`

test('what is known is silent and what is new fails', () => {
  const folder = folderWith({ 'a.yaml': BAD, 'b/c.yaml': GOOD })
  expect(update(folder)).toMatchObject({
    code: 0,
    err: 'known.json has 1 finding now: 1 added, 0 dropped.\n',
  })
  const clean = lint(folder)
  expect({ ...clean, found: findings(clean) }).toMatchObject({ code: 0, err: '', found: [] })
  write(folder, 'b/c.yaml', BAD)
  const added = lint(folder)
  expect({ code: added.code, found: findings(added) }).toEqual({
    code: 1,
    found: ['b/c.yaml:9 error docker-socket-mount'],
  })
})

test('a finding stays known when its line moves, and not in another file, object or text', () => {
  const folder = folderWith({ 'a.yaml': BAD })
  update(folder)
  write(folder, 'a.yaml', `# a comment\n\n${BAD}`)
  expect(lint(folder).code).toBe(0)
  for (const [path, text] of [
    ['b.yaml', BAD],
    ['a.yaml', podWith('/var/run/docker.sock', 'other')],
    ['a.yaml', podWith('/run/docker.sock')],
  ] as const) {
    const other = folderWith({ 'a.yaml': GOOD, [BASELINE]: read(folder) })
    write(other, path, text)
    expect(lint(other).code, `${path} ${text}`).toBe(1)
  }
})

test('a change of what was found is new, also where the marked text stays', () => {
  const folder = folderWith({ 'a.sh': 'kubeadm reset\ndocker ps\n' })
  update(folder)
  expect(lint(folder).code).toBe(0)
  write(folder, 'a.sh', 'kubeadm reset\ndocker rm -f x\n')
  expect(findings(lint(folder))).toEqual(['a.sh:2 error docker-cli'])
})

test('a baseline of version 1 is read, and is written as version 2', () => {
  const old = { file: 'a.yaml', rule: 'docker-socket-mount', object: 'Pod agent', text: '/var/run/docker.sock' }
  const folder = folderWith({
    'a.yaml': BAD,
    'b.yaml': BAD,
    [BASELINE]: JSON.stringify({ version: 1, findings: [old, { ...old, file: 'b.yaml' }] }),
  })
  expect(lint(folder)).toMatchObject({ code: 0, err: '' })
  expect(update(folder, 'a.yaml').err).toBe('known.json has 2 findings now: 0 added, 0 dropped.\n')
  expect(lint(folder)).toMatchObject({ code: 0, err: '' })
  update(folder)
  expect(read(folder)).not.toContain('"text"')
  expect(lint(folder)).toMatchObject({ code: 0, err: '' })
})

test('equal findings are counted', () => {
  const folder = folderWith({ 'a.yaml': twice })
  update(folder)
  expect(read(folder)).toContain('"count":2')
  write(folder, 'a.yaml', `${twice}---\n${BAD}`)
  expect(findings(lint(folder))).toEqual(['a.yaml:41 error docker-socket-mount'])
  write(folder, 'a.yaml', BAD)
  const { code, err } = lint(folder)
  expect(code).toBe(0)
  expect(err).toBe(
    '1 of the findings in known.json are gone. --update-baseline drops them:\n' +
      '  a.yaml: docker-socket-mount: Mounts the Docker socket "/var/run/docker.sock" of the node, Pod agent\n',
  )
})

test('what is gone is told until the file has shrunk', () => {
  const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD, 'c.yaml': BAD })
  update(folder)
  write(folder, 'a.yaml', GOOD)
  rmSync(join(folder, 'c.yaml'))
  const told = lint(folder)
  expect(told.code).toBe(0)
  expect(told.err).toContain('2 of the findings in known.json are gone.')
  expect(told.err).toContain('  a.yaml: docker-socket-mount')
  expect(told.err).toContain('  c.yaml: docker-socket-mount')
  expect(update(folder).err).toBe('known.json has 1 finding now: 0 added, 2 dropped.\n')
  expect(read(folder)).not.toMatch(/[ac]\.yaml/)
  expect(lint(folder).err).toBe('')
})

describe('a run over a part, as a hook makes it', () => {
  test('says nothing of files and rules that it did not look at', () => {
    const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD })
    update(folder)
    expect(lint(folder, 'a.yaml')).toMatchObject({ code: 0, err: '' })
    expect(lint(folder, '--only', 'docker-cli', '.')).toMatchObject({ code: 0, err: '' })
  })

  test('leaves them in the baseline that it writes', () => {
    const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD })
    update(folder)
    const before = read(folder)
    update(folder, 'a.yaml')
    expect(read(folder)).toBe(before)
    run(folder, ['--baseline', BASELINE, '--update-baseline', '--only', 'docker-cli', '.'])
    expect(read(folder)).toBe(before)
  })

  test('from another folder names the same files', () => {
    const folder = folderWith({ 'a/a.yaml': BAD })
    update(folder)
    const inner = run(join(folder, 'a'), ['--baseline', `../${BASELINE}`, '.'])
    expect(inner).toMatchObject({ code: 0, err: '' })
    expect(run(folder, ['--baseline', BASELINE, join(folder, 'a/a.yaml')]).code).toBe(0)
  })
})

test('the file is sorted, has one finding a line, and is the same from run to run', () => {
  const folder = folderWith({ 'b.yaml': BAD, 'a.yaml': twice, 'a/z.sh': 'kubeadm reset\ndocker ps "a\u001b"\n' })
  update(folder)
  const first = read(folder)
  const lines = first.split('\n')
  expect(lines.slice(0, 3)).toEqual(['{', '"version": 2,', '"findings": ['])
  const entries = lines.slice(3, -3)
  expect(entries.map(line => JSON.parse(line.replace(/,$/, '')).file)).toEqual(['a.yaml', 'a/z.sh', 'b.yaml'])
  update(folder)
  expect(read(folder)).toBe(first)
})

test('what is silenced by a comment is not in it, and notes are not', () => {
  const folder = folderWith({
    'a.yaml': podWith('/var/run/docker.sock # dockershim-lint: ignore[docker-socket-mount] x'),
    Makefile: 'all:\n\tdocker build .\n',
  })
  update(folder)
  expect(read(folder)).toBe('{\n"version": 2,\n"findings": []\n}\n')
})

test.each([
  ['not there', undefined, 'known.json does not exist. --baseline known.json --update-baseline writes it'],
  ['no JSON', '<<<<<<< ours', 'known.json is not a baseline: '],
  ['of another version', '{"version": 3, "findings": []}', 'known.json is not a baseline of version 1 or 2.'],
  [
    'not whole',
    '{"version": 1, "findings": [{"file": "a"}]}',
    'known.json is not a baseline: its finding 1 is incomplete',
  ],
])('a baseline that is %s is refused', (_, text, message) => {
  const folder = folderWith({ 'a.yaml': BAD, ...(text === undefined ? {} : { [BASELINE]: text }) })
  const { code, out, err } = lint(folder, 'a.yaml')
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})

test('--update-baseline needs --baseline', () => {
  expect(run(folderWith({}), ['--update-baseline', '.'])).toMatchObject({ code: 2 })
})
