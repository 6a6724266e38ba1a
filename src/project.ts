/** Which files belong together: a run may be over one project's folder, or over a folder of many. */
import { enclosing, type Fact } from './facts.ts'

/** The path of the file that a fact was found in. */
export const pathOf = (fact: Fact): string => enclosing(fact.scope, 'file')?.name ?? ''

/**
 * Whether two facts stand in files of one project: below the same first folder, or both no deeper than one folder
 * (`docker/daemon.json` and `containerd/config.toml`).
 */
export function sameProject(one: Fact, other: Fact): boolean {
  const a = pathOf(one).split('/')
  const b = pathOf(other).split('/')
  return a[0] === b[0] || a.length === 1 || b.length === 1 || (a.length === 2 && b.length === 2)
}

/** How many folders lead to both files: the more, the closer they are. */
export function sharedFolders(one: Fact, other: Fact): number {
  const a = pathOf(one).split('/')
  const b = pathOf(other).split('/')
  let shared = 0
  while (shared < a.length - 1 && shared < b.length - 1 && a[shared] === b[shared]) shared++
  return pathOf(one) === pathOf(other) ? shared + 1 : shared
}
