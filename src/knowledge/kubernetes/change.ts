/*
 * What the versions of Kubernetes do to flags and configuration of its components: deprecated, removed, and those that
 * only look so.
 * Sources in this folder: 'CHANGELOG-1.NN #P' is the release note of pull request P in kubernetes/kubernetes
 * CHANGELOG-1.NN; a file is one of kubernetes/kubernetes (or of the staging repository of that name) at the versions
 * given. Every version was compared with the flags that the source trees register, 1.20 to 1.36; 1.37 is from its
 * release notes.
 */
import type { Version } from '../versions.ts'

/** What the versions do to a flag, a command or a setting. */
export interface Change {
  /** Deprecated in this version; 1.20 and older ones mean: in this version at the latest. */
  readonly deprecatedIn?: Version
  /** The first version that refuses it or no longer has it. */
  readonly removedIn?: Version
  /** What to do instead, in a sentence or two. */
  readonly replacement: string
  readonly source: string
  /** It looks removed and is not: never call it removed. */
  readonly stillValid: boolean
}

/** The status of something in one version: see `flagStatus`. */
export type Status = 'removed' | 'deprecated' | 'valid'

/**
 * What a change means for a cluster of the target version. What is still valid is 'valid', even where help texts call
 * it deprecated.
 */
export function flagStatus(change: Change, targetVersion: Version): Status {
  if (change.stillValid) return 'valid'
  if (change.removedIn && minor(targetVersion) >= minor(change.removedIn)) return 'removed'
  return change.deprecatedIn && minor(targetVersion) >= minor(change.deprecatedIn) ? 'deprecated' : 'valid'
}

function minor(version: Version): number {
  return Number(version.split('.')[1])
}
