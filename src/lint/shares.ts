/** Projects shared out among machines. */

/** What is shared out: how much work it is, and a name that does not change. */
export interface Shared {
  readonly bytes: number
  readonly name: string
}

/**
 * Which share each project goes to, from 0. The largest goes to the share that has least, and so on: the same projects give the
 * same shares on every machine.
 */
export function sharesOf(projects: readonly Shared[], shares: number): readonly number[] {
  const loads = Array.from({ length: shares }, () => 0)
  const chosen = projects.map(() => 0)
  const order = [...projects.keys()].sort((a, b) => compared(projects[a]!, projects[b]!))
  for (const project of order) {
    const least = loads.indexOf(loads.reduce((one, other) => Math.min(one, other)))
    loads[least]! += projects[project]!.bytes
    chosen[project] = least
  }
  return chosen
}

const compared = (a: Shared, b: Shared): number => b.bytes - a.bytes || (a.name < b.name ? -1 : 1)
