/** Commands of kubeadm, and flags of kubeadm or of one of its commands. */
import type { Version } from '../versions.ts'
import type { Change } from './change.ts'
import { gone } from './flag.ts'

/** `flag` without `command` is for every command. */
export interface KubeadmRow {
  readonly command?: string
  readonly flags?: readonly string[]
  readonly deprecatedIn?: Version
  readonly removedIn?: Version
  readonly replacement: string
  readonly source: string
  readonly stillValid?: true
}

/** What the versions took away. */
export const KUBEADM_ROWS: readonly KubeadmRow[] = [
  {
    command: 'alpha phase', removedIn: '1.13', replacement: 'Use `kubeadm init phase`.',
    source: 'commands of kubeadm in 1.12 and 1.13',
  },
  {
    command: 'alpha preflight', removedIn: '1.14', replacement: 'Use `kubeadm init phase preflight`.',
    source: 'commands of kubeadm in 1.13 and 1.14',
  },
  {
    command: 'config print-default', removedIn: '1.14', replacement: 'Use `kubeadm config print init-defaults`.',
    source: 'commands of kubeadm in 1.13 and 1.14',
  },
  {
    command: 'config upload', removedIn: '1.19', replacement: 'Use `kubeadm init phase upload-config`.',
    source: 'commands of kubeadm in 1.18 and 1.19',
  },
  {
    command: 'config view', removedIn: '1.22',
    replacement: 'Use `kubectl get configmap kubeadm-config --namespace kube-system --output yaml`.',
    source: 'cmd/kubeadm/app/cmd/config.go in 1.21 and 1.22',
  },
  {
    command: 'upgrade node experimental-control-plane', deprecatedIn: '1.15', removedIn: '1.16',
    replacement: 'Use `kubeadm upgrade node`.', source: 'commands of kubeadm in 1.15 and 1.16',
  },
  {
    flags: ['--skip-preflight-checks'], deprecatedIn: '1.9', removedIn: '1.12',
    replacement: 'Use --ignore-preflight-errors=all.', source: 'flag registrations in 1.11 and 1.12',
  },
  {
    flags: ['--cri-socket-path'], deprecatedIn: '1.12', removedIn: '1.14', replacement: 'Use --cri-socket.',
    source: 'flag registrations in 1.13 and 1.14',
  },
  {
    flags: ['--experimental-control-plane'], deprecatedIn: '1.15', removedIn: '1.16', replacement: 'Use --control-plane.',
    source: 'flag registrations in 1.15 and 1.16',
  },
  {
    flags: ['--experimental-upload-certs'], deprecatedIn: '1.15', removedIn: '1.16', replacement: 'Use --upload-certs.',
    source: 'flag registrations in 1.15 and 1.16',
  },
  {
    flags: ['--use-api'], deprecatedIn: '1.18', removedIn: '1.19', replacement: gone,
    source: 'flag registrations in 1.18 and 1.19',
  },
  {
    command: 'upgrade node', flags: ['--kubelet-version'], deprecatedIn: '1.19', removedIn: '1.20', replacement: gone,
    source: 'cmd/kubeadm/app/cmd/upgrade/node.go in 1.19 and 1.20',
  },
  {
    flags: ['--experimental-kustomize'], deprecatedIn: '1.19', removedIn: '1.20', replacement: 'Use --patches.',
    source: 'CHANGELOG-1.19 #92017; CHANGELOG-1.20 #94871',
  },
  {
    command: 'alpha kubelet config enable-dynamic', deprecatedIn: '1.19', removedIn: '1.20', replacement: gone,
    source: 'CHANGELOG-1.20 #94668',
  },
  {
    command: 'alpha certs', deprecatedIn: '1.20', removedIn: '1.21', replacement: 'Use `kubeadm certs`.',
    source: 'CHANGELOG-1.20 #94938; CHANGELOG-1.21 #97706',
  },
  {
    command: 'alpha selfhosting', deprecatedIn: '1.20', removedIn: '1.21', replacement: gone,
    source: 'CHANGELOG-1.20 #95125; CHANGELOG-1.21 #97627',
  },
  {
    command: 'alpha kubeconfig', deprecatedIn: '1.21', removedIn: '1.22', replacement: 'Use `kubeadm kubeconfig`.',
    source: 'CHANGELOG-1.21 #97583; CHANGELOG-1.22 #101938',
  },
  {
    command: 'upgrade apply', flags: ['--image-pull-timeout'], deprecatedIn: '1.19', removedIn: '1.22',
    replacement: gone, source: 'CHANGELOG-1.19 #90788; CHANGELOG-1.22 #102093',
  },
  {
    command: 'init phase certs', flags: ['--csr-only', '--csr-dir'], deprecatedIn: '1.19', removedIn: '1.22',
    replacement: 'Use `kubeadm certs generate-csr`.', source: 'CHANGELOG-1.19 #92183; CHANGELOG-1.22 #102108',
  },
  {
    command: 'certs renew', flags: ['--csr-only', '--csr-dir'], deprecatedIn: '1.22', removedIn: '1.23',
    replacement: 'Use `kubeadm certs generate-csr`.', source: 'CHANGELOG-1.22 #102108; CHANGELOG-1.23 #104796',
  },
  {
    flags: ['--experimental-patches'], deprecatedIn: '1.22', removedIn: '1.23',
    replacement: 'Use --patches, or patches.directory in the configuration.',
    source: 'CHANGELOG-1.22 #103063; CHANGELOG-1.23 #104065',
  },
  {
    flags: ['--experimental-output'], deprecatedIn: '1.31', removedIn: '1.32', replacement: 'Use --output.',
    source: 'CHANGELOG-1.31 #124393; CHANGELOG-1.32 #126914',
  },
  {
    command: 'init phase kubelet-finalize experimental-cert-rotation', deprecatedIn: '1.31', removedIn: '1.32',
    replacement: 'Use the phase enable-client-cert-rotation.', source: 'CHANGELOG-1.31 #124419; CHANGELOG-1.32 #126913',
  },
  {
    command: 'upgrade apply', flags: ['--feature-gates'], deprecatedIn: '1.31', removedIn: '1.32',
    replacement: 'Set featureGates of ClusterConfiguration in the ConfigMap kubeadm-config.',
    source: 'CHANGELOG-1.31 #125797; CHANGELOG-1.32 #127123',
  },
  {
    command: 'upgrade plan', flags: ['--feature-gates'], deprecatedIn: '1.31', removedIn: '1.32',
    replacement: 'Set featureGates of ClusterConfiguration in the ConfigMap kubeadm-config.',
    source: 'cmd/kubeadm/app/cmd/upgrade/upgrade.go in 1.31 and 1.32',
  },
  {
    command: 'upgrade diff', flags: ['--api-server-manifest', '--controller-manager-manifest', '--scheduler-manifest'],
    deprecatedIn: '1.31', removedIn: '1.32', replacement: gone,
    source: 'CHANGELOG-1.31 #125779; CHANGELOG-1.32 #127123',
  },
  {
    command: 'join phase control-plane-join update-status', deprecatedIn: '1.22', removedIn: '1.31', replacement: gone,
    source: 'CHANGELOG-1.22 #101915; CHANGELOG-1.31 #124373',
  },
  {
    command: 'reset phase update-cluster-status', deprecatedIn: '1.22', removedIn: '1.23', replacement: gone,
    source: 'CHANGELOG-1.22 #101915; CHANGELOG-1.23 #105888',
  },
  {
    flags: ['--alsologtostderr', '--log-backtrace-at', '--log-dir', '--log-file', '--log-file-max-size',
    '--logtostderr', '--one-output', '--skip-log-headers', '--stderrthreshold'], deprecatedIn: '1.23',
    removedIn: '1.31', replacement: 'Remove it. -v stays.', source: 'CHANGELOG-1.31 #125179; CHANGELOG-1.34 #131647',
  },
  {
    flags: ['--add-dir-header', '--skip-headers'], deprecatedIn: '1.23', removedIn: '1.34',
    replacement: 'Remove it. -v stays.', source: 'cmd/kubeadm/app/kubeadm.go in 1.31 and 1.34',
  },
  {
    flags: ['--vmodule'], replacement: 'It stays; 1.31 to 1.33 refuse it.', stillValid: true,
    source: 'CHANGELOG-1.31 #125179; CHANGELOG-1.34 #131647',
  },
]

/** A kubeadm command, or flag of a kubeadm command, that a version changed: see `findKubeadmUse`. */
export interface KubeadmUse extends Change {
  /** The command without 'kubeadm' ('upgrade apply'); '' for every command. */
  readonly command: string
  /** The flag of that command; absent if the command itself changed. */
  readonly flag?: string
}

/** Every kubeadm command and flag that the tables know. */
export const KUBEADM_USES: readonly KubeadmUse[] = KUBEADM_ROWS.flatMap(row => {
  const { command = '', flags: names, stillValid = false, ...change } = row
  return names ? names.map(flag => ({ command, flag, ...change, stillValid })) : [{ command, ...change, stillValid }]
})

/** Options of kubeadm that take a value and stand in front of the command. */
const kubeadmValued = ['--rootfs', '-v', '--v', '--kubeconfig', '--config']

/** What the versions changed of `kubeadm ARGS`: the command itself, and flags of it. */
export function findKubeadmUse(args: readonly string[]): readonly KubeadmUse[] {
  const words: string[] = []
  const given = new Set<string>()
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('-')) words.push(arg)
    else {
      given.add(arg.split('=', 1)[0] ?? arg)
      if (kubeadmValued.includes(arg)) index++
    }
  }
  const line = `${words.join(' ')} `
  return KUBEADM_USES.filter(({ command, flag }) => {
    const inCommand = command === '' || line.startsWith(`${command} `)
    return inCommand && (flag === undefined || given.has(flag))
  })
}
