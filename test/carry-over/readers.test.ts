/**
 * What `--carry-over` writes, held to the programs that read it. A program that is not installed is told of loudly: see
 * the last lines of .ci/run for what has to be there.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { carry, DAEMON } from './carry.ts'

// Real programs, on machines that do other things as well.
vi.setConfig({ testTimeout: 60_000 })

const temporary = mkdtempSync(join(tmpdir(), 'carry-over-'))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

/** The first of some programs that is there and is of the version that is asked for. */
function installed(what: string, names: readonly string[], version = /./): string | undefined {
  const found = names.find(name => {
    const { status, stdout } = spawnSync(name, ['--version'], { encoding: 'utf8' })
    return status === 0 && version.test(stdout)
  })
  if (!found) process.stderr.write(`\nNOT RUN: ${what} is not installed, so what it reads is not held to it.\n`)
  return found
}

const containerds = [
  'containerd',
  '/usr/bin/containerd',
  ...(process.env['CONTAINERD_2'] ? [process.env['CONTAINERD_2']] : []),
]
const containerd1 = installed('containerd 1.6 or 1.7', containerds, / 1\.[67]\./)
const containerd2 = installed('containerd 2', containerds, / v?2\./)
const systemd = installed('systemd-analyze', ['systemd-analyze'])

let folders = 0

/** Writes files below a new folder and gives its path. */
function onDisk(files: ReadonlyMap<string, string>): string {
  const folder = join(temporary, `${++folders}`)
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

function call(program: string, args: readonly string[]): { readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 30_000 })
  expect(status, stderr).toBe(0)
  return { out: stdout, err: stderr }
}

/** The tables of a dump that are of interest, without blanks and with one kind of quotes. */
const dumpOf = (out: string): string => out.replaceAll("'", '"').replace(/^\s+/gm, '')

const NAMES = ['1.7', '2'] as const
for (const runtimeVersion of NAMES) {
  const program = runtimeVersion === '2' ? containerd2 : containerd1
  test(`containerd ${runtimeVersion} reads every value${program ? '' : ' (NOT RUN)'}`, async () => {
    const folder = onDisk(await carry({ 'etc/docker/daemon.json': DAEMON }, { runtimeVersion }))
    const main = join(folder, 'etc/containerd/config.toml')
    if (!program) return
    const { out, err } = call(program, ['--config', main, 'config', 'dump'])
    const dump = dumpOf(out)
    for (const line of [
      'root = "/data/containerd"',
      'oom_score = -500',
      'level = "warn"',
      'address = "127.0.0.1:9323"',
      'config_path = "/etc/containerd/certs.d"',
      'default_runtime_name = "nvidia"',
      'BinaryName = "/usr/bin/nvidia-container-runtime"',
      'snapshotter = "btrfs"',
      'enable_selinux = true',
      'max_concurrent_downloads = 10',
    ])
      expect(dump).toContain(line)
    for (const name of ['runc', 'nvidia'])
      expect(dump).toMatch(
        new RegExp(
          `runtimes\\.${name}\\]\n(?:\\w.*\n)*?runtime_type = "io\\.containerd\\.runc\\.v2"[^]*?runtimes\\.${name}\\.options\\]\n(?:\\w.*\n)*?SystemdCgroup = true`,
        ),
      )
    // CDI came with 1.7.
    if (runtimeVersion === '2') expect(dump).toContain('cdi_spec_dirs = ["/etc/cdi", "/opt/cdi"]')
    expect(err.replace(/^.*(?:Configuration migrated from version).*$/gm, '').trim()).toBe('')
  })
}

test(`containerd 2 migrates what is written for either version${containerd2 ? '' : ' (NOT RUN)'}`, async () => {
  for (const runtimeVersion of NAMES) {
    const folder = onDisk(await carry({ 'daemon.json': DAEMON }, { runtimeVersion }))
    if (!containerd2) continue
    const path = join(folder, 'etc/containerd/conf.d/50-docker-settings.toml')
    const { out, err } = call(containerd2, ['--config', path, 'config', 'migrate'])
    expect(dumpOf(out)).toContain('default_runtime_name = "nvidia"')
    expect(err.replace(/^.*Configuration migrated from version.*$/gm, '').trim()).toBe('')
  }
})

test(`systemd takes the drop-ins${systemd ? '' : ' (NOT RUN)'}`, async () => {
  const files = new Map(await carry({ 'etc/docker/daemon.json': DAEMON }))
  const unit = 'etc/systemd/system/containerd.service'
  files.set(unit, '[Service]\nExecStart=/bin/true\n')
  const folder = onDisk(files)
  if (!systemd) return
  const { err } = call(systemd, ['verify', '--man=no', join(folder, unit)])
  expect(err).not.toContain('50-docker')
  expect(err).not.toMatch(/containerd\.service\.d/)
  const limits = readFileSync(join(folder, `${unit}.d/limits.conf`), 'utf8')
  expect(limits).toContain('LimitNOFILE=32000:64000')
  expect(readFileSync(join(folder, `${unit}.d/http-proxy.conf`), 'utf8')).toContain(
    'Environment="HTTP_PROXY=http://user:p%%40ss\\"word@proxy.example.com:3128"',
  )
})
