/** Values of a chart that are set one by one under dotted names, as the tree that a values file gives. */
import { type Located, locate, type Source } from '../text/source.ts'
import type { MapNode, TreeNode } from '../text/tree.ts'

/** `agent.socket` and what it is set to. */
export interface NamedValue {
  readonly name: Source
  readonly value: TreeNode
}

/** A map or list that grows value by value. */
interface Growing {
  readonly isList: boolean
  readonly below: Map<string, { readonly key: Located; value: Growing | TreeNode }>
}

const MOST_STEPS = 50

/** The values as one tree: `a.b[0].c` is an item of a list in a map in a map. A dot behind a backslash belongs to a key. */
export function valuesTree(values: readonly NamedValue[], start: number, end: number): MapNode {
  const root: Growing = { isList: false, below: new Map() }
  for (const { name, value } of values) {
    const steps = [...name.text.matchAll(/\[(\d{1,6})\]|((?:\\.|[^.[\\])+)/g)].slice(0, MOST_STEPS)
    let at = root
    for (const [index, step] of steps.entries()) {
      const text = step[1] ?? step[2]!.replace(/\\(.)/g, '$1')
      const known = at.below.get(text)
      const isLast = index === steps.length - 1
      if (known && !isLast && 'below' in known.value) {
        at = known.value
        continue
      }
      const inner: Growing = { isList: steps[index + 1]?.[1] !== undefined, below: new Map() }
      const key = locate(name, step.index, step.index + step[0].length, text)
      at.below.set(text, { key, value: isLast ? value : inner })
      at = inner
    }
  }
  const grown = (growing: Growing): TreeNode => {
    const below = [...growing.below.values()].map(({ key, value }) => ({
      key,
      value: 'below' in value ? grown(value) : value,
    }))
    return growing.isList
      ? { kind: 'list', items: below.map(({ value }) => value), start, end }
      : { kind: 'map', entries: below, merged: [], start, end }
  }
  return grown(root) as MapNode
}
