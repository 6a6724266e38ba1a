/** Names that kubeadm gave to what it wrote, and what they became. */
import type { Change } from './change.ts'

/** The label and taint of nodes of the control plane, as they were called. */
export const MASTER = 'node-role.kubernetes.io/master'

/** What they are called today. */
export const CONTROL_PLANE = 'node-role.kubernetes.io/control-plane'

const label: Change = {
  deprecatedIn: '1.20',
  removedIn: '1.24',
  replacement: 'Use node-role.kubernetes.io/control-plane.',
  source: 'CHANGELOG-1.20 #95382; CHANGELOG-1.24 #107533',
  stillValid: false,
}

/** What became of a name, and what does not work with it any more, as the end of a sentence. */
export interface Renamed {
  readonly change: Change
  readonly breaks: string
}

/** What became of the name as a label of nodes and as a taint. */
export const MASTER_BECAME: Readonly<Record<'label' | 'taint', Renamed>> = {
  label: {
    change: label,
    breaks: 'nodes that kubeadm sets up do not have this label, and a selector for it matches nothing, silently',
  },
  taint: {
    change: { ...label, removedIn: '1.25', source: 'CHANGELOG-1.25 #110095' },
    breaks: 'control plane nodes that kubeadm sets up have the taint node-role.kubernetes.io/control-plane instead',
  },
}

/** Whether a word of kubectl's arguments names it: `node-role.kubernetes.io/master-`, `-l=!node-role.kubernetes.io/master`. */
export const asksForMaster = (word: string): boolean =>
  /^!?node-role\.kubernetes\.io\/master(?=[-=:,]|$)/.test(word.replace(/^--?(?:l|selector)=/, ''))

const kubeletConfigMap: Renamed = {
  change: {
    deprecatedIn: '1.23',
    removedIn: '1.24',
    replacement: 'Use the name kubelet-config, and the RBAC role kubeadm:kubelet-config.',
    source: 'CHANGELOG-1.24 #108027; CHANGELOG-1.25 #110327',
    stillValid: false,
  },
  breaks: 'kubeadm and kubelet read the ConfigMap kubelet-config',
}

/** What became of the ConfigMap of kubelet's configuration, where an object of this kind has its name. */
export const renamedConfigMap = (kind: string, name: string): Renamed | undefined =>
  /^(?:ConfigMap|Role|RoleBinding)$/.test(kind) && /(?:^|:)kubelet-config-1\.\d+$/.test(name)
    ? kubeletConfigMap
    : undefined
