/** The settings of a map as keys with their texts. */
import type { NamedText } from '../facts.ts'
import { scalarsOf, type TreeNode } from '../text/tree.ts'

/** Every scalar that a key of the map has, or each of its list. */
export const namedSettings = (node: TreeNode | undefined): readonly NamedText[] =>
  node?.kind === 'map'
    ? node.entries.flatMap(({ key, value }) => scalarsOf(value).map(({ located }) => ({ key, value: located })))
    : []
