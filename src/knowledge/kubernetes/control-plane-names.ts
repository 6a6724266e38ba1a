/** Names that kubeadm gave to what it wrote, and what they became. */
import type { Change } from './change.ts'

/** The label and taint of nodes of the control plane, as they were called. */
export const MASTER = 'node-role.kubernetes.io/master'

/** The label and taint as they are called now. */
export const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

/** What the versions do to the name, as a label of nodes and as a taint. */
export const MASTER_BECAME: Readonly<Record<'label' | 'taint', Change>> = {
  label: {
    deprecatedIn: '1.20',
    removedIn: '1.24',
    replacement: `Use "${CONTROL_PLANE}".`,
    source: 'CHANGELOG-1.20 #95382; CHANGELOG-1.24 #107533',
    stillValid: false,
  },
  taint: {
    deprecatedIn: '1.20',
    removedIn: '1.25',
    replacement: `Use "${CONTROL_PLANE}".`,
    source: 'CHANGELOG-1.24 #107533; CHANGELOG-1.25 #110095',
    stillValid: false,
  },
}

/** How a name of a node's role is used: by pods, and by commands. */
export type RoleUse = 'selects' | 'selects-daemon' | 'tolerates' | 'tolerates-daemon' | 'sets' | 'removes' | 'asks'

/** What becomes of who uses the old name; source: kubeadm's and kubectl's own behaviour, and the scheduler's for pods. */
export const masterBreaks: Readonly<Record<RoleUse, string>> = {
  selects: 'From Kubernetes 1.24 on, nodes that kubeadm sets up do not have this label: the pod stays Pending.',
  'selects-daemon':
    'From Kubernetes 1.24 on, nodes that kubeadm sets up do not have this label: the DaemonSet silently gets no pods.',
  tolerates: `From Kubernetes 1.25 on, kubeadm gives control plane nodes the taint "${CONTROL_PLANE}" only: the pod no longer runs on control plane nodes.`,
  'tolerates-daemon': `From Kubernetes 1.25 on, kubeadm gives control plane nodes the taint "${CONTROL_PLANE}" only: the DaemonSet silently has no pods on control plane nodes.`,
  sets: 'What asks for the old name keeps working. Kubernetes itself and newer manifests ask for the new name only.',
  removes: `From Kubernetes 1.25 on, control plane nodes have the taint "${CONTROL_PLANE}" only: kubectl fails with "not found", and the nodes keep their taint.`,
  asks: 'From Kubernetes 1.24 on, nodes that kubeadm sets up do not have this label: the selector silently matches nothing.',
}

/** Whether a word of kubectl's arguments names it: `node-role.kubernetes.io/master-`, `-l=!node-role.kubernetes.io/master`. */
export const asksForMaster = (word: string): boolean =>
  /^!?node-role\.kubernetes\.io\/master(?=[-=:,]|$)/.test(word.replace(/^--?(?:l|selector)=/, ''))

/** What became of a name, and what does not work with it any more, as the end of a sentence. */
export interface Renamed {
  readonly change: Change
  readonly breaks: string
}

const kubeletConfigMap: Renamed = {
  change: {
    deprecatedIn: '1.23',
    removedIn: '1.24',
    replacement: 'Use the name kubelet-config, and the RBAC role kubeadm:kubelet-config.',
    source: 'CHANGELOG-1.24 #108027; CHANGELOG-1.25 #110327',
    stillValid: false,
  },
  breaks: 'kubeadm and the kubelet read the ConfigMap kubelet-config',
}

/** What became of the ConfigMap of the kubelet's configuration, where an object of this kind has its name. */
export const renamedConfigMap = (kind: string, name: string): Renamed | undefined =>
  /^(?:ConfigMap|Role|RoleBinding)$/.test(kind) && /(?:^|:)kubelet-config-1\.\d+$/.test(name)
    ? kubeletConfigMap
    : undefined
