/** The GitHub action: its shell steps are run as a runner runs them, from the tree of a release. */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { parse } from 'yaml'

// Each test starts several programs.
vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'action-')))
const release = join(temporary, 'release')

interface Step {
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly shell?: string
  readonly env?: Record<string, string>
  readonly with?: Record<string, string>
}
const action: {
  inputs: Record<string, { default?: string; description: string }>
  outputs: Record<string, { value: string }>
  runs: { using: string; steps: Step[] }
} = parse(readFileSync(join(root, 'action.yml'), 'utf8'))
const [lint, upload] = action.runs.steps as [Step, Step]

const BAD = `apiVersion: v1
kind: Pod
metadata: {name: bad}
spec:
  containers: [{name: a, image: b, volumeMounts: [{name: sock, mountPath: /var/run/docker.sock}]}]
  volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]
`
const GOOD = BAD.replaceAll('/var/run/docker.sock', '/tmp/data')

beforeAll(() => {
  execFileSync(process.execPath, [join(root, '.ci/release.mjs'), release])
}, 60_000)
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

let runs = 0

/** Runs the first step with inputs, in a repository with some files, as the runner does with `shell: bash`. */
function runStep(inputs: Record<string, string>, files: Record<string, string>) {
  const folder = join(temporary, `run ${++runs}`)
  const workspace = join(folder, 'work space')
  for (const name of [workspace, join(workspace, '.git'), join(folder, 'temp')]) mkdirSync(name, { recursive: true })
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, name)), { recursive: true })
    writeFileSync(join(workspace, name), text)
  }
  const given = (expression: string): string =>
    expression
      .replace('${{ github.event.pull_request.base.sha }}', inputs['BASE'] ?? '')
      .replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? action.inputs[name]!.default ?? '')
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')]
  const { status, stdout, stderr } = spawnSync(
    '/bin/bash',
    ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', lint.run!],
    {
      cwd: join(workspace, inputs['working-directory'] ?? '.'),
      encoding: 'utf8',
      env: {
        PATH: inputs['PATH'] ?? process.env.PATH,
        RUNNER_TEMP: join(folder, 'temp'),
        GITHUB_ACTION_PATH: release,
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...Object.fromEntries(Object.entries(lint.env!).map(([name, value]) => [name, given(value)])),
      },
    },
  )
  const sarif = existsSync(output) ? /^sarif=(.*)$/m.exec(readFileSync(output, 'utf8'))?.[1] : undefined
  return {
    status,
    stdout,
    stderr,
    workspace,
    results: sarif && (JSON.parse(readFileSync(sarif, 'utf8')).runs[0].results as { locations: unknown[] }[]),
    summary: existsSync(summary) ? readFileSync(summary, 'utf8') : '',
  }
}

test('a finding fails the step, is written for the upload and stands on the page of the job', () => {
  const { status, stdout, results, summary } = runStep({}, { 'bad.yaml': BAD, 'good.yaml': GOOD })
  expect(status).toBe(1)
  expect(stdout).toContain('docker-socket-mount')
  expect(results).toHaveLength(1)
  expect(results![0]).toMatchObject({
    ruleId: 'docker-socket-mount',
    locations: [{ physicalLocation: { artifactLocation: { uri: 'bad.yaml' } } }],
    partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]+:1$/) },
  })
  expect(summary).toContain('1 problem (1 error) in 1 file')
})

test('a clean repository passes, and its empty list of results is uploaded', () => {
  const { status, results, summary } = runStep({}, { 'good.yaml': GOOD })
  expect(status).toBe(0)
  expect(results).toEqual([])
  expect(summary).toContain('No problems found in 1 file')
})

test('paths are one a line, with blanks and leading dashes', () => {
  const { status, results } = runStep(
    { paths: 'two words.yaml\n-dash.yaml\n' },
    { 'two words.yaml': BAD, '-dash.yaml': BAD, 'other.yaml': BAD },
  )
  expect(status).toBe(1)
  expect(results).toHaveLength(2)
})

test('on a pull request what it changes is compared with its base, where that is asked for', () => {
  const asked = runStep({ 'only-changed': 'true', BASE: 'not-there' }, { 'bad.yaml': BAD })
  expect(asked.status).toBe(2)
  expect(asked.stderr).toContain('--since not-there')
  expect(runStep({ 'only-changed': 'true' }, { 'bad.yaml': BAD }).results).toHaveLength(1)
  expect(runStep({ BASE: 'not-there' }, { 'bad.yaml': BAD }).results).toHaveLength(1)
})

test('inputs reach the linter', () => {
  expect(runStep({ runtime: 'cri-dockerd' }, { 'bad.yaml': BAD })).toMatchObject({ status: 0, results: [] })
  expect(runStep({ 'target-version': '2.0' }, { 'bad.yaml': BAD }).stderr).toContain('--target-version')
  const files = {
    'a/bad.yaml': BAD,
    'a/out/bad.yaml': BAD,
    'b.sh': 'docker ps\n',
    Makefile: 'all:\n\tdocker build .\n',
  }
  const resultsOf = (inputs: Record<string, string>) => runStep(inputs, files).results?.length
  expect(resultsOf({})).toBe(3)
  expect(resultsOf({ level: 'note' })).toBe(4)
  expect(resultsOf({ exclude: 'a/out\nb.sh\n' })).toBe(1)
  expect(resultsOf({ args: '--only=docker-cli\n' })).toBe(1)
  expect(resultsOf({ 'working-directory': 'a', exclude: 'out' })).toBe(1)
  const baseline = { version: 2, findings: [] }
  const known = runStep({ baseline: 'known.json' }, { ...files, 'known.json': JSON.stringify(baseline) })
  expect(known.results).toHaveLength(3)
})

test('a version that YAML took for a number is told', () => {
  const { status, stdout } = runStep({ 'target-version': '1.3' }, { 'bad.yaml': BAD })
  expect({ status, told: stdout.includes("quote it, target-version: '1.30'") }).toEqual({ status: 2, told: true })
})

test('a runner without Node is told what to do', () => {
  const { status, stdout } = runStep({ PATH: '/nowhere' }, { 'bad.yaml': BAD })
  expect(status).toBe(2)
  expect(stdout).toContain('Put actions/setup-node before this step')
})

test('an input is text, never code', () => {
  const hostile = '$(touch owned) `touch owned`; touch owned; "\'\n'
  const inputs = Object.fromEntries(
    ['paths', 'fail-on', 'runtime', 'target-version', 'level', 'baseline', 'exclude', 'args'].map(name => [
      name,
      hostile,
    ]),
  )
  const { status, workspace } = runStep(inputs, { 'bad.yaml': BAD })
  expect(status).toBe(2)
  expect(existsSync(join(workspace, 'owned'))).toBe(false)
})

test('bad usage uploads nothing', () => {
  const { status, results, stderr } = runStep({ paths: 'missing.yaml' }, {})
  expect(status).toBe(2)
  expect(results).toBeUndefined()
  expect(stderr).toContain('missing.yaml does not exist')
})

test('the upload also follows a failed step, and is pinned', () => {
  expect(action.runs.using).toBe('composite')
  expect(action.runs.steps).toHaveLength(2)
  expect(upload.uses).toMatch(/^github\/codeql-action\/upload-sarif@[0-9a-f]{40}$/)
  expect(upload.if).toBe("always() && inputs.upload == 'true' && steps.lint.outputs.sarif != ''")
  expect(upload.with!.sarif_file).toBe('${{ steps.lint.outputs.sarif }}')
  expect(action.outputs.sarif!.value).toBe('${{ steps.lint.outputs.sarif }}')
  expect(lint.id).toBe('lint')
  expect(lint.run).not.toContain('${{')
})

test('a release holds what is used, and nothing that makes npm build or install', () => {
  const released = JSON.parse(readFileSync(join(release, 'package.json'), 'utf8'))
  for (const absent of ['scripts', 'devDependencies', 'dependencies', 'workspaces', 'knip'])
    expect(released).not.toHaveProperty(absent)
  expect(released.bin['dockershim-lint']).toBe('dist/cli.js')
  expect(statSync(join(release, 'dist/cli.js')).mode & 0o111).toBe(0o111)
  for (const file of [
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'action.yml',
    '.pre-commit-hooks.yaml',
    'dist/index.js',
    'dist/index.d.ts',
    'dist/NOTICE.txt',
  ])
    expect(existsSync(join(release, file)), file).toBe(true)
})
