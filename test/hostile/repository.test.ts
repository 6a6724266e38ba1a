/** A hostile repository, linted in each way of use: what it opens, writes, starts and reaches. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { parse } from 'yaml'
import { BAD, folderWith, program } from '../program.ts'
import { type Hostile, hostileRepository, MARK, SECRET } from './repository.ts'
import { isTraceable, type Trace, traced } from './traced.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const hasPreCommit = spawnSync('pre-commit', ['--version']).status === 0

if (!isTraceable)
  process.stderr.write(
    '\nNOT RUN: strace is not installed or may not trace, so nothing holds what a run opens and writes.\n',
  )

/** Where the program may write: its own temporary folder. */
const temporary = folderWith({}, false)
const env = { PATH: process.env['PATH']!, HOME: temporary, TMPDIR: temporary, npm_config_cache: join(temporary, 'npm') }
let count = 0
const trace = (folder: string, command: readonly string[], more: Record<string, string> = {}, input?: string): Trace =>
  traced(command, join(temporary, `trace-${++count}`), {
    cwd: folder,
    env: { ...env, ...more },
    ...(input === undefined ? {} : { input }),
  })

/** Devices, and what Node asks of its own process. */
const isOwn = (path: string): boolean =>
  path.startsWith(`${temporary}/`) || /^\/(?:dev|proc|sys)\//.test(path) || path === ''

/** What must hold of every run. `mayChange` are files of the repository that the user wanted changed. */
function holds(
  { folder, outside }: Hostile,
  run: Trace,
  programs: readonly string[],
  mayChange: readonly string[] = [],
): void {
  expect([...run.opened].filter(path => path.startsWith(`${outside}/`))).toEqual([])
  const changed = [...run.changed].filter(
    path => !isOwn(path) && !mayChange.some(each => path.startsWith(join(folder, each))),
  )
  expect(changed).toEqual([])
  expect(run.connections).toEqual([])
  expect([...new Set(run.started.map(path => basename(path)))].filter(name => !programs.includes(name))).toEqual([])
  expect(run.printed).not.toContain(SECRET)
  // Nothing that a terminal or a runner heeds, but the colours that were asked for.
  expect(run.printed).not.toMatch(/\u001b\[2J|\u001b\]|^::error::x/m)
  expect(existsSync(join(folder, MARK))).toBe(false)
}

describe.runIf(isTraceable)('a hostile repository', () => {
  let hostile: Hostile
  beforeAll(() => {
    hostile = hostileRepository()
  })

  test('by npx', () => {
    const installed = folderWith({ 'package.json': '{"name":"x","version":"1.0.0"}' }, false)
    mkdirSync(join(installed, 'node_modules/.bin'), { recursive: true })
    const shim = join(installed, 'node_modules/.bin/dockershim-lint')
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 })
    const run = trace(hostile.folder, [
      'npx',
      '--offline',
      '--no-update-notifier',
      '--prefix',
      installed,
      'dockershim-lint',
      '--fail-on',
      'unread',
      '.',
    ])
    expect(run.code, run.printed.slice(0, 3_000)).toBe(1)
    holds(hostile, run, ['npx', 'npm', 'node', 'env', 'sh', 'dash', 'bash', 'dockershim-lint', 'cli.js'])
    expect(run.printed).toContain('caf\\xE9.yaml')
    expect(run.printed).toContain('docker-socket-mount')
  })

  test("by xargs and the hook's entry, with every name that git has", () => {
    const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as [{ entry: string }]
    const [, ...options] = hook.entry.split(' ')
    // As pre-commit does: the names follow the entry.
    const line = 'git -c core.fsmonitor=false ls-files -z --cached --others | xargs -0 "$@"'
    const names = ['bash', '-c', line, 'bash', process.execPath, program, ...options]
    const run = trace(hostile.folder, names)
    expect(run.code, run.printed.slice(0, 3_000)).toBe(123)
    holds(hostile, run, ['bash', 'git', 'xargs', 'node'])
    expect(existsSync(join(hostile.folder, 'written'))).toBe(false)
    expect(run.printed).toMatch(/^--exit-zero$/m)
  })

  test.runIf(hasPreCommit)('by pre-commit itself', () => {
    const own = hostileRepository('clone')
    const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as [{ entry: string }]
    const [, ...options] = hook.entry.split(' ')
    const entry = [`'${process.execPath}'`, `'${program}'`, ...options].join(' ')
    const local = { id: 'lint', name: 'lint', language: 'system', entry, require_serial: true }
    const config = join(temporary, 'pre-commit.yaml')
    writeFileSync(config, JSON.stringify({ repos: [{ repo: 'local', hooks: [local] }] }))
    const git = { GIT_CONFIG_NOSYSTEM: '1', PRE_COMMIT_HOME: join(temporary, 'pre-commit') }
    const added = spawnSync('git', ['add', '--all', '--', '.'], { cwd: own.folder, env: { ...env, ...git } })
    expect(added.status, String(added.stderr)).toBe(0)
    const run = trace(own.folder, ['pre-commit', 'run', '--config', config, '--all-files', '--color', 'never'], git)
    expect(run.code, run.printed.slice(0, 3_000)).toBe(1)
    holds(own, { ...run, started: run.started.filter(path => basename(path) === 'node') }, ['node'], ['.git/'])
    expect(existsSync(join(own.folder, 'written'))).toBe(false)
    expect(run.printed).toMatch(/^--exit-zero$/m)
  })

  test('by an editor', () => {
    const message = (more: object): string => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...more })
      return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`
    }
    const uriOf = (name: string): string => pathToFileURL(join(hostile.folder, name)).href
    const opened = ['pod.yaml', 'bomb.yaml', 'main.tf', 'noext', 'chart/templates/a.yaml'].map(name => ({
      method: 'textDocument/didOpen',
      params: {
        textDocument: {
          uri: uriOf(name),
          languageId: '',
          version: 1,
          text: readFileSync(join(hostile.folder, name), 'utf8'),
        },
      },
    }))
    const start = { rootUri: uriOf(''), capabilities: {}, processId: null }
    const asked = [
      { id: 1, method: 'initialize', params: start },
      { method: 'initialized', params: {} },
      ...opened,
      {
        id: 2,
        method: 'textDocument/hover',
        params: { textDocument: { uri: uriOf('pod.yaml') }, position: { line: 8, character: 16 } },
      },
    ]
    writeFileSync(join(temporary, 'asked'), asked.map(message).join(''))
    writeFileSync(join(temporary, 'end'), [{ id: 3, method: 'shutdown' }, { method: 'exit' }].map(message).join(''))
    // It hears of the last text before it says that it is enough, and has the answer before its pipe ends.
    const line = `{ cat '${temporary}/asked'; sleep 6; cat '${temporary}/end'; sleep 1; } | '${process.execPath}' '${program}' --lsp`
    const run = trace(hostile.folder, ['bash', '-c', line])
    expect(run.code, run.printed.slice(0, 3_000)).toBe(0)
    holds(hostile, run, ['bash', 'cat', 'sleep', 'node'])
    for (const name of ['pod.yaml', 'main.tf', 'a.yaml'])
      expect(run.printed).toContain(`${name}","version":1,"diagnostics":[{`)
  })

  test("by the Action's step", () => {
    const { runs } = parse(readFileSync('action.yml', 'utf8')) as {
      runs: { steps: { run: string; env: Record<string, string> }[] }
    }
    const [lint] = runs.steps as [{ run: string; env: Record<string, string> }]
    const inputs = Object.fromEntries(Object.keys(lint.env).map(name => [name, '']))
    const run = trace(hostile.folder, ['bash', '--noprofile', '--norc', '-eo', 'pipefail', '-c', lint.run], {
      ...inputs,
      INPUT_FAIL_ON: 'error',
      INPUT_PATHS: '.',
      RUNNER_TEMP: temporary,
      GITHUB_ACTION_PATH: dirname(dirname(program)),
      GITHUB_STEP_SUMMARY: join(temporary, 'summary'),
      GITHUB_OUTPUT: join(temporary, 'output'),
    })
    expect(run.code, run.printed.slice(0, 3_000)).toBe(1)
    holds(hostile, run, ['bash', 'rm', 'cat', 'node'])
    expect(readFileSync(join(temporary, 'dockershim-lint.sarif'), 'utf8')).not.toContain(SECRET)
  })

  test('by a pipe, file for file', () => {
    for (const name of [
      'pod.yaml',
      'bomb.yaml',
      'deep.json',
      'noext',
      'user-data',
      'main.tf',
      'run.sh',
      'chart/templates/a.yaml',
    ]) {
      const text = readFileSync(join(hostile.folder, name), 'utf8')
      const run = trace(
        hostile.folder,
        [process.execPath, program, '--stdin-filename', name, '--fail-on', 'unread', '-'],
        {},
        text,
      )
      expect([0, 1], `${name}: ${run.printed.slice(0, 3_000)}`).toContain(run.code)
      holds(hostile, run, ['node'])
    }
  })

  test('by a pipe that does not end', () => {
    const command = 'head -c 200000000 /dev/zero | "$@"'
    const run = trace(hostile.folder, ['bash', '-c', command, 'bash', process.execPath, program, '-'])
    expect(run.code).toBe(2)
    expect(run.printed).toContain('what is piped in is too large to be read (more than 100 MB)')
  })

  test('with its fixes, which change its own files and no link', () => {
    const own = hostileRepository()
    const before = readFileSync(join(own.outside, 'pod.yaml'), 'utf8')
    const run = trace(own.folder, [process.execPath, program, '--fix', '--unsafe-fixes', '.'])
    expect([0, 1], run.printed.slice(0, 3_000)).toContain(run.code)
    holds(own, run, ['node'], [''])
    expect(before).toBe(BAD)
    expect(readFileSync(join(own.outside, 'pod.yaml'), 'utf8')).toBe(before)
  })
})
