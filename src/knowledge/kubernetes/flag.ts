/** A flag of a component, and the form in which the tables of flags are written. */
import type { Version } from '../versions.ts'
import type { Change } from './change.ts'

/** The components whose flags the tables know. */
export type Component =
  | 'kubelet'
  | 'kube-apiserver'
  | 'kube-controller-manager'
  | 'kube-scheduler'
  | 'kube-proxy'
  | 'kubeadm'

/** A flag of a component: see `findFlag`. */
export interface Flag extends Change {
  readonly component: Component
  /** With two dashes in front. */
  readonly name: string
  /** The change is about these values only; other values of the flag stay. */
  readonly values?: readonly string[]
  /** The flag itself still exists in that version, but this value stops the component. */
  readonly valueRefused?: true
}

type Names = string | readonly string[]

/** Flags that share versions, each with its replacement and source. */
export interface Group {
  readonly deprecatedIn?: Version
  readonly removedIn?: Version
  readonly values?: readonly string[]
  readonly stillValid?: true
  readonly flags: readonly (readonly [names: Names, replacement: string, source: string])[]
}

/** A flag that still exists, but from a version on stops the component unless it has one of these values. */
export interface Refusal {
  readonly names: readonly string[]
  readonly accepts: readonly string[]
  readonly from: Version
  readonly source: string
}

/** What to do with a flag that nothing takes the place of. */
export const gone = 'Remove it.'
