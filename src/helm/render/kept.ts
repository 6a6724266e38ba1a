/** What a template sets in maps that are not its own: `set .Values "key" value`. It holds in this template alone. */
import type { TreeNode } from '../../text/tree.ts'
import type { Value } from '../value.ts'

export interface Kept {
  /** The value that was set. */
  of(map: Value, name: string): Value | undefined
  set(map: Value, name: string, to: Value): void
}

export function keptFields(): Kept {
  const fields = new WeakMap<TreeNode, Map<string, Value>>()
  return {
    of: (map, name) => (map.kind === 'node' ? fields.get(map.node)?.get(name) : undefined),
    set(map, name, to) {
      if (map.kind === 'map') map.entries.set(name, to)
      if (map.kind !== 'node') return
      const own = fields.get(map.node) ?? new Map<string, Value>()
      fields.set(map.node, own.set(name, to))
    },
  }
}
