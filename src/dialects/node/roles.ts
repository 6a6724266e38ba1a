/** What pods ask of nodes by the old name of the control plane's role: selectors, affinities and tolerations. */
import type { Reader } from '../../reading/language.ts'
import { itemsOf, locatedAt, type TreeDocument, type TreeNode, textAt, walk } from '../../text/tree.ts'

import { textOf } from './settings.ts'

const ROLE = 'node-role.kubernetes.io/'

export const namesNodeRoles = (document: TreeDocument): boolean => textOf(document).includes(ROLE)

/** Says the node roles that are asked for, as settings of a pod: `nodeSelector`, `affinity` or `tolerations`, and the label. */
export function readNodeRoles({ root }: TreeDocument, reader: Reader): void {
  walk(root, (node, path) => {
    const field = path.at(-1)
    if (field === 'nodeSelector' && node.kind === 'map') {
      for (const { key, value } of node.entries)
        if (key.value.startsWith(ROLE)) {
          const scalar = value?.kind === 'scalar' ? value.located : undefined
          reader.fact({ kind: 'setting', program: 'pod', key: [field, key.value], at: key, value: scalar })
        }
    } else if (field === 'nodeSelectorTerms' || field === 'tolerations') {
      const items = field === 'tolerations' ? itemsOf(node) : itemsOf(node).flatMap(expressionsOf)
      // One that any node fulfils, or that asks for the new name too, asks for nothing by the old one.
      const names = items.map(item => textAt(item, 'key'))
      if (names.includes(`${ROLE}control-plane`) || (field === 'tolerations' && names.includes(undefined))) return
      for (const item of items) {
        const key = locatedAt(item, 'key')
        if (key?.value.startsWith(ROLE) && !/^(?:DoesNotExist|NotIn)$/.test(textAt(item, 'operator') ?? ''))
          reader.fact({ kind: 'setting', program: 'pod', key: [field, key.value], at: key, value: key })
      }
    }
  })
}

const expressionsOf = (term: TreeNode): readonly TreeNode[] =>
  term.kind === 'map'
    ? term.entries.flatMap(({ key, value }) => (key.value === 'matchExpressions' ? itemsOf(value) : []))
    : []
