import { describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { lintFiles } from '../../src/lint/linter.ts'
import type { Runtime } from '../../src/rule.ts'

/** Node files with one flag a line, each with the version that refuses it. */
const KUBELET: readonly (readonly [flag: string, removedIn: string | undefined])[] = [
  ['--network-plugin=cni', '1.24'],
  ['--cni-bin-dir=/opt/cni/bin', '1.24'],
  ['--docker-endpoint=unix:///run/docker', '1.24'],
  ['--image-pull-progress-deadline=2m', '1.24'],
  ['--dynamic-config-dir=/x', '1.24'],
  ['--logtostderr=true', '1.26'],
  ['--log-dir=/var/log', '1.26'],
  ['--container-runtime=remote', '1.27'],
  ['--container-runtime=docker', '1.24'],
  ['--keep-terminated-pod-volumes=true', '1.31'],
  ['--cloud-config=/etc/cloud.conf', '1.34'],
  ['--pod-infra-container-image=pause:3.6', '1.35'],
  ['--containerd=/run/containerd/containerd.sock', '1.37'],
  ['--seccomp-profile-root=/x', '1.23'],
  ['--container-runtime-endpoint=unix:///run/containerd/containerd.sock', undefined],
  ['--cgroup-driver=systemd', undefined],
  ['--runtime-cgroups=/system.slice', undefined],
  ['--image-service-endpoint=unix:///run/containerd/containerd.sock', undefined],
  ['--container-log-max-size=10Mi', undefined],
  ['--vmodule=a=1', undefined],
]
const SCHEDULER: typeof KUBELET = [
  ['--port=10251', '1.23'],
  ['--port=0', '1.24'],
  ['--address=0.0.0.0', '1.24'],
  ['--alsologtostderr', '1.26'],
  ['--lock-object-name=x', '1.28'],
  ['--secure-port=10259', undefined],
]
const minor = (version: string): number => Number(version.split('.')[1])

async function refused(
  path: string,
  text: string,
  targetVersion: string,
  runtime: Runtime = 'containerd',
): Promise<string[]> {
  async function* files() {
    yield { path, bytes: Buffer.from(text) }
  }
  const { diagnostics } = await lintFiles(files(), { rules, runtime, targetVersion })
  const lines = text.split('\n')
  return diagnostics
    .filter(({ rule, level }) => /^removed-(kubelet|component)-flag$/.test(rule) && level === 'error')
    .map(({ location }) => lines[location.line - 1]!.trim())
}

const VERSIONS = ['1.23', '1.24', '1.26', '1.27', '1.31', '1.35', '1.37']

describe.each(VERSIONS)('for Kubernetes %s a file names exactly the flags that this version refuses', version => {
  const wanted = (flags: typeof KUBELET): string[] =>
    flags.filter(([, removedIn]) => removedIn && minor(version) >= minor(removedIn)).map(([flag]) => flag)

  test('argument files', async () => {
    for (const [path, flags] of [
      ['args/kubelet', KUBELET],
      ['args/kube-scheduler', SCHEDULER],
    ] as const)
      expect(await refused(path, flags.map(([flag]) => flag).join('\n'), version)).toEqual(wanted(flags))
  })

  test('environment files, units and scripts', async () => {
    const flags = KUBELET.map(([flag]) => flag)
    const continued = wanted(KUBELET).map(flag => `${flag} \\`)
    expect(await refused('kubelet.env', `A="\n${flags.join(' \\\n')} \\\n"`, version)).toEqual(continued)
    expect(
      await refused(
        'kubelet.service',
        `[Service]\nExecStart=/usr/bin/kubelet \\\n${flags.join(' \\\n')} \\\n`,
        version,
      ),
    ).toEqual(continued)
    expect(await refused('start.sh', `kubelet \\\n${flags.join(' \\\n')} \\\n`, version)).toEqual(continued)
  })

  test('kubeadm’s maps and lists', async () => {
    const pairs = KUBELET.map(([flag]) => /^--([^=]+)=(.*)$/.exec(flag)!)
    const map = `kind: JoinConfiguration\napiVersion: x/v1\nnodeRegistration:\n  kubeletExtraArgs:\n${pairs.map(([, name, value]) => `    ${name}: "${value}"`).join('\n')}\n`
    const list = `kind: JoinConfiguration\napiVersion: x/v1\nnodeRegistration:\n  kubeletExtraArgs:\n${pairs.map(([, name, value]) => `    - {name: ${name}, value: "${value}"}`).join('\n')}\n`
    const names = wanted(KUBELET).map(flag => /^--([^=]+)/.exec(flag)![1])
    expect((await refused('kubeadm.yaml', map, version)).map(line => line.split(':')[0])).toEqual(names)
    expect((await refused('kubeadm.yaml', list, version)).map(line => /name: ([\w-]+)/.exec(line)![1])).toEqual(names)
  })
})

test('a unit of cri-dockerd is right with every version and runtime', async () => {
  const unit =
    '[Unit]\nAfter=docker.service\nRequires=cri-docker.socket\n[Service]\nExecStart=/usr/bin/cri-dockerd --container-runtime-endpoint fd:// --network-plugin=cni --pod-infra-container-image=pause:3.9\n'
  async function* files() {
    yield { path: 'cri-docker.service', bytes: Buffer.from(unit) }
  }
  for (const targetVersion of VERSIONS)
    for (const runtime of ['containerd', 'cri-o', 'cri-dockerd'] as const) {
      const { diagnostics } = await lintFiles(files(), { rules, runtime, targetVersion })
      expect(diagnostics).toEqual([])
    }
})

test('with cri-dockerd kubelet loses the same flags', async () => {
  expect(await refused('args/kubelet', '--network-plugin=cni\n--v=2', '1.30', 'cri-dockerd')).toEqual([
    '--network-plugin=cni',
  ])
})
