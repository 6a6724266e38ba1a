/** Configuration as facts, one for each key and list item. */
import { type Place, placeOf, type Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { TreeNode } from '../../text/tree.ts'

/** Such configuration is on nodes, where nothing around it says otherwise: a ConfigMap's is in a pod. */
export const nodeUnlessKnown = ({ scope }: Reader): Place | undefined =>
  placeOf(scope) === 'unknown' ? 'node' : undefined

/** Deeper and larger configuration is nobody's. */
const MOST_DEPTH = 30
const MOST_SETTINGS = 20_000

/** Says every setting below a node: maps and lists without a value, then what is in them. */
export function saySettings(root: TreeNode | undefined, program: string, reader: Reader, scope: Scope): void {
  let left = MOST_SETTINGS
  const say = (node: TreeNode | undefined, path: readonly string[]): void => {
    if (!node || node.kind === 'scalar' || path.length > MOST_DEPTH) return
    if (node.kind === 'map')
      for (const { key, value } of [...node.entries, ...node.merged.flatMap(({ entries }) => entries)]) {
        if (left-- <= 0) return
        const keys = [...path, key.value]
        const scalar = value?.kind === 'scalar' ? value.located : undefined
        reader.fact({ kind: 'setting', program, key: keys, at: key, value: scalar }, scope)
        say(value, keys)
      }
    else
      for (const [index, item] of node.items.entries()) {
        if (left-- <= 0) return
        const keys = [...path, String(index)]
        if (item?.kind === 'scalar')
          reader.fact({ kind: 'setting', program, key: keys, at: item.located, value: item.located }, scope)
        else say(item, keys)
      }
  }
  say(root, [])
}
