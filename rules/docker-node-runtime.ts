import { criDockerdSocket } from '../src/knowledge/paths.ts'
import { compareVersions, parseVersion } from '../src/knowledge/versions.ts'
import { defineRule, type FactOf, type Level } from '../src/rule.ts'

export default defineRule({
  id: 'docker-node-runtime',
  level: 'error',
  summary: 'A node runs its containers with Docker Engine',
  docs: {
    why: 'Up to Kubernetes 1.23 kubelet spoke to Docker Engine through dockershim, which 1.24 removed. A kubelet of 1.24 or newer does not start on such a node until another runtime is set up.',
    instead:
      'Drain the node, install containerd or CRI-O, point kubelet at its socket, and upgrade kubelet after that. A replaced node pool does the same.',
    bad: [
      'nodes.yaml',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\nstatus:\n  nodeInfo:\n    containerRuntimeVersion: docker://20.10.24\n    kubeletVersion: v1.23.17\n',
    ],
    good: [
      'nodes.yaml',
      'apiVersion: v1\nkind: Node\nmetadata:\n  name: worker-1\nstatus:\n  nodeInfo:\n    containerRuntimeVersion: containerd://2.2.1\n    kubeletVersion: v1.23.17\n',
    ],
  },
  triggers: [
    'containerRuntimeVersion',
    { word: 'containerRuntime', followedBy: /^['"]?\s*:\s*['"]?docker/ },
    'enable_cri_dockerd',
    { word: 'docker', followedBy: /^\s*:\s*['"]?true/ },
    { word: '--docker', followedBy: /^(?![\w-])/ },
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    object(object, { report, settings }) {
      const runtime = statusOf(object, 'nodeInfo.containerRuntimeVersion')
      if (object.type.value !== 'Node' || !runtime?.value.startsWith('docker://')) return
      const node = object.name ? `The node "${object.name.value}"` : 'The node'
      const what = `${node} runs containers with "${runtime.value}"`
      const target = settings.runtime === 'cri-o' ? 'CRI-O' : 'containerd'
      if (throughCriDockerd(object))
        report(runtime, {
          what: `${what}, through cri-dockerd`,
          breaks:
            'It keeps working, for cri-dockerd took the place of dockershim. Pods on it still see Docker, and pods elsewhere do not.',
          instead: `Drain the node and move it to ${target}, or lint with --runtime cri-dockerd if it is to stay.`,
          level: 'warning',
        })
      else
        report(runtime, {
          what,
          breaks:
            'From Kubernetes 1.24 on kubelet has no dockershim: after the upgrade it does not start, and the node stays NotReady.',
          instead: `Before the upgrade drain the node, install ${target}, set kubelet's container runtime endpoint to its socket, and uncordon the node; or replace it by a node that has ${target}.`,
        })
    },
    setting(setting, { report, settings }) {
      const chosen = CHOICES.find(choice => isChosen(choice, setting))
      if (!chosen || compareVersions(settings.targetVersion, '1.24') < 0) return
      const { what, breaks, instead, level } = chosen
      report(setting.value ?? setting.at, { what, breaks, instead, level })
    },
    flag(flag, { report }) {
      if (flag.program !== 'k3s' || flag.name !== 'docker' || flag.value?.value === 'false') return
      const { what, breaks, instead, level } = K3S
      report(flag.flag, { what, breaks, instead, level })
    },
  },
})

/** A setting of a tool that sets up clusters, by which nodes run Docker Engine. */
interface Choice {
  readonly program: string
  readonly key: string
  readonly value: string
  readonly what: string
  readonly breaks: string
  readonly instead: string
  readonly level: Level
}

// Source: K3s issue 5741 (cri-dockerd is part of K3s from 1.24.4).
const K3S: Choice = {
  program: 'k3s',
  key: 'docker',
  value: 'true',
  what: 'K3s is told to run containers with Docker',
  breaks: 'It keeps working from K3s 1.24.4 on, which brings cri-dockerd; pods on such a node still see Docker.',
  instead: 'Remove the setting to use the containerd that K3s brings.',
  level: 'note',
}

const CHOICES: readonly Choice[] = [
  K3S,
  // Source: kops pkg/apis/kops/validation, kops pull request 12927.
  {
    program: 'kops',
    key: 'spec.containerRuntime',
    value: 'docker',
    what: 'kops is told to run containers with "docker"',
    breaks: 'kops refuses it for clusters of Kubernetes 1.24 and newer.',
    instead: 'Write "containerRuntime: containerd", or remove the line: containerd is the default. Roll the nodes.',
    level: 'error',
  },
  // Source: RKE pull request 2948.
  {
    program: 'rke',
    key: 'enable_cri_dockerd',
    value: 'false',
    what: 'RKE is told not to use cri-dockerd',
    breaks:
      'RKE runs containers with Docker only, and from Kubernetes 1.24 on that needs cri-dockerd: the cluster is not set up.',
    instead: 'Write "enable_cri_dockerd: true", or remove the line. RKE2 and K3s run containerd.',
    level: 'error',
  },
]

const isChosen = (choice: Choice, { program, key, value }: FactOf<'setting'>): boolean =>
  program === choice.program && key.join('.') === choice.key && value?.value === choice.value

const statusOf = (object: FactOf<'object'>, name: string) => object.status.find(({ key }) => key.value === name)?.value

/** Docker Engine behind a kubelet that has no dockershim any more, or one that was told so. */
function throughCriDockerd(object: FactOf<'object'>): boolean {
  const socket = object.annotations.find(({ key }) => key.value === 'kubeadm.alpha.kubernetes.io/cri-socket')
  if (socket && criDockerdSocket(socket.value.value)) return true
  const kubelet = parseVersion(statusOf(object, 'nodeInfo.kubeletVersion')?.value ?? '')
  return kubelet !== undefined && compareVersions(kubelet, '1.24') >= 0
}
