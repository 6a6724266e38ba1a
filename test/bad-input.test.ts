/** Input that no linter should see and every linter does: never a crash, never a hang, never silence. */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { rules } from '../rules/index.ts'
import { lint } from '../src/index.ts'
import { lintFiles as lintBytes } from '../src/lint/linter.ts'
import { reporters } from '../src/reporters/index.ts'
import { BAD, findings, folderWith, GOOD, program, run } from './program.ts'

interface Result {
  readonly found: readonly string[]
  readonly notices: readonly { path: string; line?: number; reason: string; partly: boolean }[]
  readonly code: number | null
  readonly err: string
}

function lintFolder(folder: string, ...args: readonly string[]): Result {
  const outcome = run(folder, ['--format', 'json', ...(args.length ? args : ['.'])])
  expect(outcome.err).not.toContain('mistake in dockershim-lint')
  return {
    found: findings(outcome),
    notices: JSON.parse(outcome.out).notices,
    code: outcome.code,
    err: outcome.err,
  }
}

const lintFiles = (files: Record<string, string | Buffer>): Result => lintFolder(folderWith(files))

const inTime = (start: number, seconds: number) => expect((Date.now() - start) / 1000).toBeLessThan(seconds)

describe('YAML', () => {
  test('that is invalid is told with its line, and the rest of the file is linted', () => {
    const { found, notices, code } = lintFiles({
      'a.yaml': `${BAD}---\na: [1, 2\nb: "c\n---\n${BAD.replace('agent', 'other')}`,
      'b.yaml': BAD,
    })
    expect(found).toContain('a.yaml:9 error docker-socket-mount')
    expect(found).toContain('b.yaml:9 error docker-socket-mount')
    expect(notices).toMatchObject([{ path: 'a.yaml', partly: true }])
    expect(notices[0]!.reason).toContain('not valid YAML')
    expect(code).toBe(1)
  })

  test('with a mistake in one document does not hide the documents around it', () => {
    const { found, notices } = lintFiles({ 'a.yaml': `${BAD}---\na: b: c\n\t- d\n---\n${BAD}` })
    expect(found).toEqual(['a.yaml:9 error docker-socket-mount', 'a.yaml:28 error docker-socket-mount'])
    expect(notices).toMatchObject([{ path: 'a.yaml', line: 17, partly: true }])
  })

  test('with an alias bomb takes no time and no memory', () => {
    const bomb = Array.from(
      { length: 40 },
      (_, i) => `a${i}: &a${i} [${Array(10).fill(i ? `*a${i - 1}` : '/var/run/docker.sock')}]`,
    ).join('\n')
    const merge = Array.from(
      { length: 60 },
      (_, i) => `b${i}: &b${i}\n  <<: [${i ? `*b${i - 1}, *b${i - 1}` : ''}]\n  k${i}: docker.sock`,
    ).join('\n')
    const start = Date.now()
    const { found } = lintFiles({ 'a.yaml': `${bomb}\n---\n${BAD}`, 'b.yaml': `${merge}\n---\n${BAD}` })
    expect([...new Set(found.map(line => line.split(':')[0]))]).toEqual(['a.yaml', 'b.yaml'])
    expect(found.length).toBeLessThan(100)
    inTime(start, 30)
  })

  test.each([
    ['flow lists', '['.repeat(10_000)],
    ['flow maps', '{a: '.repeat(10_000)],
    ['block lists', '- '.repeat(10_000)],
    ['block maps', Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')],
    ['closed lists', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['JSON', `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`],
  ])('nested 10,000 deep: %s', (_, text) => {
    const start = Date.now()
    const { notices } = lintFiles({
      'a.yaml': `${text.trimEnd()} # docker.sock\n`,
      'b.json': `{"docker.sock": ${text}}`,
    })
    expect(notices.map(notice => notice.path)).toEqual(['a.yaml', 'b.json'])
    inTime(start, 60)
  })
})

test.each([
  ['shell', 'a.sh', `docker ps; ${'$('.repeat(10_000)}`],
  ['shell', 'b.sh', `docker ps\n${'if true; then\n'.repeat(10_000)}`],
  ['shell', 'c.sh', `docker ps; ${'{ '.repeat(10_000)}`],
  ['Terraform', 'a.tf', `x = ${'['.repeat(10_000)} # docker.sock`],
  ['TOML', 'config.toml', `a = ${'['.repeat(10_000)} # docker.sock`],
  ['Fluentd', 'fluent.conf', `${'<match docker>\n'.repeat(10_000)}`],
  ['Jenkins pipeline', 'Jenkinsfile', `pipeline { ${'stage("a") { '.repeat(10_000)} sh "docker ps"`],
  ['Go template', 'chart/templates/a.yaml', `${'{{ if .a }}\n'.repeat(10_000)}docker.sock`],
])('%s nested 10,000 deep does no harm: %s', (_, path, text) => {
  const start = Date.now()
  const { found } = lintFiles({ [path]: text, 'z.yaml': BAD })
  expect(found).toContain('z.yaml:9 error docker-socket-mount')
  inTime(start, 60)
})

describe('one line of 50 MB', () => {
  const filler = 'x '.repeat(25_000_000)
  test.each([
    ['a.yaml', `a: "docker.sock ${filler}"`],
    ['a.json', JSON.stringify({ ...parse(BAD), filler })],
    ['a.sh', `docker ps ${filler}`],
    ['fluent.conf', `<source> docker ${filler}`],
    ['Dockerfile', `RUN docker ps ${filler}`],
    ['Makefile', `a:\n\tdocker ps ${filler}`],
    ['a.service', `[Service]\nExecStart=docker ps ${filler}`],
    ['a.tf', `a = "docker ps ${filler}"`],
  ])('in %s ends in time, and is read or told', (path, text) => {
    const start = Date.now()
    const { found, notices } = lintFiles({ [path]: text, 'z.yaml': BAD })
    expect(found).toContain('z.yaml:9 error docker-socket-mount')
    expect(found.length > 1 || notices.some(notice => notice.path === path) || path.endsWith('.tf')).toBe(true)
    inTime(start, 90)
  })
})

describe('thousands of the same thing are no more work for each', () => {
  const many = (text: (i: number) => string) => Array.from({ length: 20_000 }, (_, i) => text(i)).join('')
  const pod = (containers: string, volumes: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${containers}  volumes:\n${volumes}`
  const socket = 'hostPath: {path: /var/run/docker.sock}'
  test.each([
    ['values of a chart', 'values.yaml', `sock: /var/run/docker.sock\n${many(i => `key${i}: /a/${i}\n`)}`, 1],
    [
      'volumes',
      'a.yaml',
      pod(
        `  - name: c\n    volumeMounts:\n${many(i => `    - {name: s${i}, mountPath: /s${i}}\n`)}`,
        many(i => `  - {name: s${i}, ${socket}}\n`),
      ),
      20_000,
    ],
    [
      'variables',
      'a.yaml',
      pod(
        `  - name: c\n    volumeMounts: [{name: s, mountPath: /var/run/docker.sock}]\n    env:\n${many(i => `    - {name: DOCKER_HOST, value: "unix:///var/run/docker.sock#${i}"}\n`)}`,
        `  - {name: s, ${socket}}\n`,
      ),
      1,
    ],
    [
      'scrape configurations',
      'promtail.yaml',
      `scrape_configs:\n${many(i => `- {job_name: a${i}, pipeline_stages: [{docker: {}}]}\n`)}`,
      20_000,
    ],
  ])('%s', (_, path, text, least) => {
    const start = Date.now()
    const { found, notices } = lintFiles({ [path]: text, 'z.yaml': BAD })
    expect(found).toContain('z.yaml:9 error docker-socket-mount')
    expect(found.length).toBeGreaterThan(least)
    expect(notices).toEqual([])
    inTime(start, 60)
  })
})

describe('signs that fill the memory', () => {
  test.each(['[', '{', '{{ ', '- ', '? ', 'a: ', '&a '])('12 MB of %j are told in time', sign => {
    const start = Date.now()
    const text = `a: docker.sock\nb: ${sign.repeat(12_000_000 / sign.length)}`
    const { found, notices } = lintFiles({ 'a.yaml': text, 'z.yaml': BAD })
    expect(found).toContain('z.yaml:9 error docker-socket-mount')
    expect(notices).toMatchObject([{ path: 'a.yaml', reason: 'it is too large to be parsed (12 MB)' }])
    inTime(start, 60)
  })

  test('base64 of 20 MB does no harm', () => {
    const start = Date.now()
    const { found } = lintFiles({ 'a.sh': `docker ps\nbase64 -d <<< ${'a'.repeat(20_000_000)}`, 'z.yaml': BAD })
    expect(found).toContain('z.yaml:9 error docker-socket-mount')
    inTime(start, 60)
  })
})

describe('bytes that are no text', () => {
  test('UTF-16 is read, with a byte order mark and without', () => {
    const little = Buffer.from(`\uFEFF${BAD}`, 'utf16le')
    const big = Buffer.from(little).swap16()
    const files = { 'a.yaml': little, 'b.yaml': big, 'c.yaml': little.subarray(2), 'd.yaml': big.subarray(2) }
    const { found, notices } = lintFiles(files)
    expect(found).toEqual(Object.keys(files).map(name => `${name}:9 error docker-socket-mount`))
    expect(notices).toEqual([])
  })

  test('NUL bytes and binaries are told', () => {
    const { found, notices, code } = lintFiles({
      'b.yaml': `docker.sock\0${BAD}`,
      'c.sh': Buffer.concat([Buffer.from('\x7fELF docker.sock '), Buffer.alloc(100)]),
    })
    expect({ found, code }).toEqual({ found: [], code: 0 })
    expect(notices.map(({ path, reason }) => `${path} ${reason}`)).toEqual([
      'b.yaml it is a binary file',
      'c.sh it is a binary file',
    ])
  })

  test('invalid UTF-8 is read as far as it goes, and told', () => {
    const { found, notices } = lintFiles({
      'a.yaml': Buffer.concat([Buffer.from(BAD), Buffer.from('# \xe9\xff', 'latin1')]),
    })
    expect(found).toEqual(['a.yaml:9 error docker-socket-mount'])
    expect(notices).toMatchObject([{ path: 'a.yaml', partly: true, reason: expect.stringContaining('UTF-8') }])
  })

  test('empty files and files of blanks are nothing', () => {
    for (const text of ['', '\n', ' ', '\uFEFF', '\r\n\r\n', '---\n', '...\n', '\0'])
      expect(
        lintFiles({ 'a.yaml': text, 'a.sh': text, Makefile: text, 'b.json': text, Dockerfile: text }).found,
      ).toEqual([])
  })
})

describe('what is no regular file', () => {
  test('links that lead nowhere, to themselves, in a circle, and out of the folder', () => {
    const folder = folderWith({ 'in/a.yaml': BAD, 'out.yaml': BAD, 'outside/b.yaml': BAD })
    symlinkSync('missing.yaml', join(folder, 'in/nowhere.yaml'))
    symlinkSync('itself.yaml', join(folder, 'in/itself.yaml'))
    symlinkSync('two', join(folder, 'in/one'))
    symlinkSync('one', join(folder, 'in/two'))
    symlinkSync('.', join(folder, 'in/circle'))
    symlinkSync('../out.yaml', join(folder, 'in/out.yaml'))
    symlinkSync('../outside', join(folder, 'in/outside'))
    const { found, notices } = lintFolder(folder, 'in')
    expect(found).toEqual(['in/a.yaml:9 error docker-socket-mount'])
    expect(notices.map(({ path, reason }) => `${path}: ${reason}`)).toEqual([
      'in/itself.yaml: it is a symbolic link that leads to itself',
      'in/nowhere.yaml: it is a symbolic link that leads nowhere',
      'in/one: it is a symbolic link that leads to itself',
      'in/out.yaml: it is a symbolic link that leads out of the folder, and links are not followed',
      'in/outside: it is a symbolic link that leads out of the folder, and links are not followed',
      'in/two: it is a symbolic link that leads to itself',
    ])
  })

  test('pipes and devices are told and not opened', () => {
    const folder = folderWith({ 'a.yaml': BAD })
    expect(spawnSync('mkfifo', [join(folder, 'pipe.yaml')]).status).toBe(0)
    const start = Date.now()
    expect(lintFolder(folder).notices).toMatchObject([{ path: 'pipe.yaml', reason: 'it is not a regular file' }])
    expect(lintFolder(folder, 'pipe.yaml', '/dev/zero', '*.yaml').notices.map(notice => notice.path)).toEqual([
      '/dev/zero',
      'pipe.yaml',
    ])
    inTime(start, 30)
  })

  test('a folder that is named like a file', () => {
    const { found, notices } = lintFiles({ 'a.yaml/b.yaml': BAD, '.gitignore/x': '', '.dockershimlintignore/x': '' })
    expect({ found, notices }).toEqual({ found: ['a.yaml/b.yaml:9 error docker-socket-mount'], notices: [] })
  })
})

/** How to run as somebody who may not read everything, or undefined. */
const asNobody = (() => {
  if (process.getuid?.() !== 0) return []
  const setpriv = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--no-new-privs']
  return spawnSync(setpriv[0]!, [...setpriv.slice(1), 'true']).status === 0 ? setpriv : undefined
})()
if (!asNobody)
  process.stderr.write('NOT TESTED: unreadable files, since root can read them all and setpriv is missing\n')

test.skipIf(!asNobody)('files and folders that cannot be read are told', () => {
  const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD, 'c/d.yaml': BAD, 'c/e/f.yaml': BAD })
  // Everybody may come this far.
  for (const open of [join(folder, '..'), join(program, '..'), join(program, '../chunks')])
    spawnSync('chmod', ['a+rx', open])
  chmodSync(join(folder, 'a.yaml'), 0)
  chmodSync(join(folder, 'c'), 0)
  const [command = process.execPath, ...args] = [...asNobody!, process.execPath, program]
  const lintAs = (...given: string[]) => spawnSync(command, [...args, ...given], { cwd: folder, encoding: 'utf8' })
  const { stdout, status, stderr } = lintAs('--format', 'json', '.')
  chmodSync(join(folder, 'c'), 0o755)
  expect(stderr).toContain('a.yaml was not read: it cannot be read (EACCES)')
  expect(status).toBe(1)
  const { notices, diagnostics } = JSON.parse(stdout)
  expect(diagnostics).toHaveLength(1)
  expect(notices).toMatchObject([
    { path: 'a.yaml', reason: 'it cannot be read (EACCES)', partly: false },
    { path: 'c', reason: 'the folder cannot be read (EACCES)', partly: false },
  ])
})

test('a file that vanishes during the run is told, and one that comes does no harm', async () => {
  const { inputFiles } = await import('../src/files.ts')
  const { rmSync } = await import('node:fs')
  const folder = folderWith({ 'a.yaml': BAD, 'b.yaml': BAD, 'c.yaml': BAD, 'd/e.yaml': BAD })
  const seen: string[] = []
  for await (const file of inputFiles(['.'], folder)) {
    seen.push('problem' in file ? `${file.path}: ${file.problem}` : file.path)
    if (file.path === 'a.yaml') {
      rmSync(join(folder, 'b.yaml'))
      rmSync(join(folder, 'd'), { recursive: true })
      writeFileSync(join(folder, 'new.yaml'), BAD)
    }
  }
  expect(seen).toEqual([
    'a.yaml',
    'b.yaml: it vanished during the run',
    'c.yaml',
    'd: the folder cannot be read (ENOENT)',
  ])
})

test('what is not read is named in every format and in the summary', () => {
  const files = { 'one.yaml': 'docker.sock\0', 'two.yaml': `a: [1\n---\n${GOOD}--- # docker.sock\n` }
  const folder = folderWith(files)
  for (const format of Object.keys(reporters)) {
    const { code, out } = run(folder, ['--format', format, '.'])
    expect(code, format).toBe(0)
    expect(out, format).toContain('one.yaml')
    expect(out, format).toContain('two.yaml')
  }
  expect(run(folder, ['.']).out).toContain('No problems found in 2 files; 1 file not read; 1 file read only in part.')
  expect(run(folder, ['--quiet', '.']).out).toContain('one.yaml')
})

describe('control characters never reach the terminal raw', () => {
  const nasty = '\u001b[31m\u001b]0;owned\u0007\u009b1m\u202e\u0000'.replace('\u0000', '\u007f')
  const files = {
    [`a${nasty}.yaml`]: BAD.replaceAll('agent', `"a${nasty}"`).replace('name: data', `name: data # ${nasty}`),
    [`b${nasty}.yaml`]: `docker.sock\0`,
    [`c\n::error::x.yaml`]: BAD,
    'd.sh': `docker run ${nasty} "${nasty}" ; dockershim-lint\n# dockershim-lint: ignore[${nasty}]\nx\n`,
  }
  const folder = folderWith(files)
  const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/

  test.each(Object.keys(reporters))('%s', format => {
    const { out, err } = run(folder, ['--format', format, '--level', 'note', '.'])
    expect(out).not.toMatch(RAW)
    expect(err).not.toMatch(RAW)
    expect(out.length).toBeGreaterThan(200)
  })

  test('in what it says beside', () => {
    for (const args of [
      [`x${nasty}`],
      ['--config', `x${nasty}`],
      ['--facts', '.'],
      ['-o', `x/${nasty}`, '.'],
      [`*${nasty}x`],
    ]) {
      const { out, err } = run(folder, args)
      expect(out + err, JSON.stringify(args)).not.toMatch(RAW)
    }
    writeFileSync(
      join(folder, 'known.json'),
      `{"version":1,"findings":[{"file":"${JSON.stringify(nasty).slice(1, -1)}","rule":"x","text":"y"}]}`,
    )
    const { err } = run(folder, ['--baseline', 'known.json', '.'])
    expect(err).toContain('are gone')
    expect(err).not.toMatch(RAW)
  })
})

test('names of every kind are shown and read back', () => {
  const names = [
    'a b.yaml',
    '%41.yaml',
    '#.yaml',
    '"q\'.yaml',
    'é😀.yaml',
    '-dash.yaml',
    '\\back.yaml',
    '~.yaml',
    '$(x).yaml',
    '__proto__.yaml',
  ]
  const { found, code } = lintFiles(Object.fromEntries(names.map(name => [name, BAD])))
  expect(found.map(line => line.replace(/:9 .*/, '')).sort()).toEqual([...names].sort())
  expect(code).toBe(1)
})

test('the library too gives what it can', async () => {
  const texts = [
    { path: 'a.yaml', text: 'a: [' },
    { path: 'b.yaml', text: BAD },
    { path: '', text: BAD },
    { path: 'constructor', text: 'docker ps' },
  ]
  const { diagnostics } = await lint({ texts })
  expect(diagnostics.map(found => found.location.path)).toContain('b.yaml')
  await expect(lint({ paths: ['no/such/file'] })).rejects.toThrow('no/such/file does not exist')
})

test('a mistake of our own in one file is told, and costs no other file', async () => {
  const mount = () => {
    throw new Error('no such thing')
  }
  const failing = rules.filter(rule => rule.id === 'docker-socket-mount').map(rule => ({ ...rule, check: { mount } }))
  async function* files() {
    yield { path: 'a.yaml', bytes: Buffer.from(BAD) }
    yield { path: 'b.sh', bytes: Buffer.from('docker ps') }
  }
  const others = rules.filter(rule => rule.id === 'docker-cli')
  const result = await lintBytes(files(), {
    rules: [...failing, ...others],
    runtime: 'containerd',
    targetVersion: '1.36',
  })
  expect(result.notices).toEqual([
    { path: 'a.yaml', reason: 'dockershim-lint failed on it (no such thing); please report that', partly: true },
  ])
  expect(result.diagnostics.map(({ location }) => location.path)).toEqual(['b.sh'])
})

test('a report is written whole before the program ends, also into a slow pipe', () => {
  const folder = folderWith(Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`${i}.yaml`, BAD])))
  mkdirSync(join(folder, 'out'))
  const { status } = spawnSync(
    'sh',
    ['-c', `'${process.execPath}' '${program}' --format json . | { sleep 1; cat > out/a.json; }`],
    { cwd: folder },
  )
  expect(status).toBe(0)
  expect(JSON.parse(readFileSync(join(folder, 'out/a.json'), 'utf8')).diagnostics).toHaveLength(300)
})
