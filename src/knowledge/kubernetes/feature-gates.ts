/** What a component does with a feature gate that it is given. */
import { compareVersions, type Version } from '../versions.ts'
import { COMPONENT_GATES, type FeatureGateRow, KUBEADM_GATES } from './feature-gate-rows.ts'

/**
 * The kubelet keeps the gate of its dynamic configuration for two more versions, for the API server's sake, and refuses to
 * start with it. Source: cmd/kubelet/app/server.go in 1.24.0 and 1.25.0.
 */
const KUBELET_LOCK = { name: 'DynamicKubeletConfig', lockedTo: false, lockedIn: '1.24' } as const

/** What stands where some gates stood. Source: kubeadm.k8s.io/v1beta4, types.go; CHANGELOG-1.31 #125029. */
const REPLACEMENTS: Readonly<Record<string, string>> = {
  PublicKeysECDSA: 'Set encryptionAlgorithm in ClusterConfiguration (kubeadm.k8s.io/v1beta4).',
}

const components = new Map(COMPONENT_GATES.map(row => [row.name, row]))
const kubeadm = new Map(KUBEADM_GATES.map(row => [row.name, row]))

/** Why a component stops at a gate, and what to write. */
export interface GateProblem {
  /** `removed`: it does not know the gate. `locked`: it refuses the value. */
  readonly kind: 'removed' | 'locked'
  readonly since: Version
  /** The value that the gate is locked to, or was when it went. */
  readonly lockedTo?: boolean
  readonly replacement: string
}

/**
 * What is wrong in a version with a gate of a component, or of kubeadm itself. `value` as it is written, if it is known. A gate
 * that no version ever had is nobody's mistake here: it may be newer than the tables.
 */
export function gateProblem(
  program: string,
  name: string,
  value: string | undefined,
  targetVersion: Version,
): GateProblem | undefined {
  const row = (program === 'kubeadm' ? kubeadm : components).get(name)
  if (row?.removedIn && compareVersions(targetVersion, row.removedIn) >= 0) {
    const replacement = REPLACEMENTS[name] ?? replacementOf(row)
    return { kind: 'removed', since: row.removedIn, replacement, ...lockOf(row) }
  }
  const lock = program === 'kubelet' && name === KUBELET_LOCK.name ? KUBELET_LOCK : row
  if (lock?.lockedTo === undefined || lock.lockedIn === undefined) return undefined
  if (compareVersions(targetVersion, lock.lockedIn) < 0 || isTrue(value) !== !lock.lockedTo) return undefined
  return { kind: 'locked', since: lock.lockedIn, lockedTo: lock.lockedTo, replacement: 'Remove it.' }
}

const lockOf = ({ lockedTo }: FeatureGateRow): { lockedTo?: boolean } => (lockedTo === undefined ? {} : { lockedTo })

function replacementOf({ lockedTo, lockedIn }: FeatureGateRow): string {
  if (lockedTo === undefined) return 'Remove it.'
  return `Remove it: the feature has been ${lockedTo ? 'on' : 'off'} for good since ${lockedIn}.`
}

/** A truth value as the components read it (strconv.ParseBool), or undefined for what is none or not known. */
function isTrue(value: string | undefined): boolean | undefined {
  if (/^(?:1|t|true)$/i.test(value ?? '')) return true
  return /^(?:0|f|false)$/i.test(value ?? '') ? false : undefined
}
