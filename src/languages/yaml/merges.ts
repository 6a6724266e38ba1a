/** What `<<` merges into a map. */
import type { MapNode, TreeNode } from '../../text/tree.ts'

/** So many entries can be merged in with `<<` altogether, counted once for each map that they are merged into. */
export const MOST_MERGED = 200_000

/** The maps of a document that may be merged into another, of a `<<` with a value. It tells when they become too many. */
export function mergesOf(tooMany: () => void): (value: Exclude<TreeNode, { kind: 'scalar' }>) => readonly MapNode[] {
  /** How many entries each map that was merged has, merged ones included. */
  const weights = new Map<MapNode, number>()
  let mergedEntries = 0

  function weightOf(map: MapNode): number {
    const known = weights.get(map)
    if (known !== undefined) return known
    let weight = map.entries.length + 1
    for (const merged of map.merged) weight += weightOf(merged)
    weights.set(map, weight)
    return weight
  }

  /** Merging is lookup by lookup, so what is merged a hundred thousand times costs as much as a file of that size. */
  function mayMerge(map: MapNode): boolean {
    mergedEntries += weightOf(map)
    if (mergedEntries <= MOST_MERGED) return true
    tooMany()
    return false
  }

  return value =>
    (value.kind === 'map' ? [value] : value.items.filter(item => item?.kind === 'map')).filter(map => mayMerge(map))
}
