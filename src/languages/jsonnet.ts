/**
 * Jsonnet, in which dashboards, rules and Kubernetes objects are written: its objects as the trees that JSON gives. Nothing is
 * evaluated: what is computed is not known, and objects that are added are one.
 */
import type { Language } from '../reading/language.ts'
import { spanOf } from '../text/source.ts'
import type { Entry, MapNode, TreeNode } from '../text/tree.ts'
import { parseJsonnet } from './jsonnet/parse.ts'

export const jsonnet: Language = {
  id: 'jsonnet',
  read(source, reader) {
    const { roots, problem } = parseJsonnet(source)
    if (problem !== undefined) reader.unread(spanOf(source, problem, problem + 1), 'it is not valid Jsonnet here', true)
    for (const root of roots)
      for (const document of documentsOf(root)) reader.tree({ root: document, source, comments: [] })
  },
}

const MOST_DEPTH = 100

/** A tree and the Kubernetes objects in it, each a document of its own, as the files are that Jsonnet makes of them. */
function documentsOf(root: TreeNode): readonly TreeNode[] {
  const objects: MapNode[] = []
  const without = (node: TreeNode, depth: number): TreeNode | undefined => {
    if (node.kind === 'scalar' || depth > MOST_DEPTH) return node
    if (node.kind === 'list') return { ...node, items: node.items.map(item => item && without(item, depth + 1)) }
    const entries = node.entries.map(
      (entry): Entry => ({ ...entry, value: entry.value && without(entry.value, depth + 1) }),
    )
    const rest: MapNode = { ...node, entries }
    if (!['apiVersion', 'kind'].every(name => entries.some(({ key }) => key.value === name))) return rest
    objects.push(rest)
    return undefined
  }
  const rest = without(root, 0)
  return rest ? [rest, ...objects] : objects
}
