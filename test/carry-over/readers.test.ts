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
function installed(what: string, names: readonly string[], version = /./, args = ['--version']): string | undefined {
  const found = names.find(name => {
    const { status, stdout } = spawnSync(name, args, { encoding: 'utf8' })
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
const podman = installed('podman', ['podman'])
const kubelet = installed('kubelet', ['kubelet', process.env['KUBELET'] ?? 'kubelet'])
const kubeadm = installed('kubeadm', ['kubeadm', process.env['KUBEADM'] ?? 'kubeadm'], /./, ['version'])
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

function call(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): { readonly out: string; readonly err: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 50_000,
    env: { ...process.env, ...env },
  })
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

test(`podman reads the registries that are written for CRI-O${podman ? '' : ' (NOT RUN)'}`, async () => {
  const folder = onDisk(await carry({ 'etc/docker/daemon.json': DAEMON }, { runtime: 'cri-o' }))
  if (!podman) return
  const file = join(folder, 'etc/containers/registries.conf.d/50-docker-settings.conf')
  const own = ['--root', join(temporary, 'images'), '--runroot', join(temporary, 'run')]
  const args = [...own, 'info', '--format', '{{json .Registries}}']
  const registries = JSON.parse(call(podman, args, { CONTAINERS_REGISTRIES_CONF: file }).out)
  expect(registries['docker.io']).toMatchObject({
    Location: 'docker.io',
    Insecure: false,
    Mirrors: [
      { Location: 'mirror.example.com', Insecure: true },
      { Location: '10.1.2.3:5000', Insecure: true },
    ],
  })
  expect(registries['registry.lan:5000']).toMatchObject({ Insecure: true })
})

test(`kubeadm merges the patch, and kubelet takes what comes of it${kubeadm && kubelet ? '' : ' (NOT RUN)'}`, async () => {
  const folder = onDisk(await carry({ 'etc/docker/daemon.json': DAEMON }))
  const patches = join(folder, 'etc/kubernetes/patches')
  let config = join(patches, 'kubeletconfiguration.yaml')
  if (kubeadm) {
    const settings = join(folder, 'kubeadm.yaml')
    const { out: version } = call(kubeadm, ['version', '-o', 'short'])
    writeFileSync(
      settings,
      [
        'apiVersion: kubeadm.k8s.io/v1beta4',
        'kind: InitConfiguration',
        'nodeRegistration: {name: one, criSocket: "unix:///run/containerd/containerd.sock"}',
        'localAPIEndpoint: {advertiseAddress: 10.0.0.1}',
        `patches: {directory: ${JSON.stringify(patches)}}`,
        '---',
        'apiVersion: kubeadm.k8s.io/v1beta4',
        'kind: ClusterConfiguration',
        `kubernetesVersion: ${version}`,
      ].join('\n'),
    )
    mkdirSync(join(folder, 'dry-run'))
    const args = ['init', 'phase', 'kubelet-start', '--dry-run', '--config', settings]
    call(kubeadm, args, { KUBEADM_INIT_DRYRUN_DIR: join(folder, 'dry-run') })
    config = join(folder, 'dry-run/config.yaml')
    for (const line of [
      'cgroupDriver: systemd',
      'containerLogMaxSize: 100Mi',
      'containerLogMaxFiles: 3',
      'containerRuntimeEndpoint: unix:///run/containerd/containerd.sock',
    ])
      expect(readFileSync(config, 'utf8')).toContain(line)
  }
  if (!kubelet) return
  // It goes no further than to its API server, of which its configuration has none, or to certificates that are not there.
  const { stderr } = spawnSync(kubelet, ['--config', config, '--root-dir', join(folder, 'root')], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(stderr).toContain('"command failed"')
  expect(stderr).not.toMatch(/failed to (?:load|validate) kubelet config|unknown field|strict decoding/i)
})
