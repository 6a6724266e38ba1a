/** What pods ask of nodes by the old name of the control plane's role: selectors, affinities and tolerations. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import {
  documentText,
  itemsOf,
  locatedAt,
  type MapNode,
  type Path,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../../text/tree.ts'

const ROLE = 'node-role.kubernetes.io/'

export const namesNodeRoles = (document: TreeDocument): boolean => documentText(document).includes(ROLE)

/** Says the node roles that are asked for, as settings of a pod: `nodeSelector`, `affinity` or `tolerations`, and the label. */
export function readNodeRoles({ root }: TreeDocument, reader: Reader): void {
  let object: { readonly node: MapNode; readonly scope: Scope } | undefined
  // What one template asks for stands in one scope.
  let template: { readonly node: MapNode; readonly scope: Scope } | undefined
  const scopeOf = (node: TreeNode): Scope | undefined =>
    template && holds(template.node, node) ? template.scope : undefined
  walk(root, (node, path) => {
    if (node.kind === 'map') {
      const name = objectName(node)
      if (name !== undefined) object = { node, scope: reader.open('object', { name }) }
      if (scopeOf(node) === undefined && node.entries.some(({ key }) => FIELDS.has(key.value))) {
        const around = object && holds(object.node, node) ? object.scope : undefined
        template = { node, scope: reader.open('pod', { place: 'pod' }, around) }
      }
    }
    readField(node, path, reader, scopeOf(node))
  })
}

/** Where a template asks for nodes. */
const FIELDS = new Set(['nodeSelector', 'affinity', 'nodeAffinity', 'tolerations'])

const holds = (outer: TreeNode, inner: TreeNode): boolean => outer.start <= inner.start && inner.end <= outer.end

/** An object as people name it: `DaemonSet kube-system/fluentd`. */
function objectName(node: MapNode): string | undefined {
  const kind = textAt(node, 'kind')
  const name = textAt(node, 'metadata', 'name')
  const namespace = textAt(node, 'metadata', 'namespace')
  return kind === undefined || name === undefined ? undefined : `${kind} ${namespace ? `${namespace}/` : ''}${name}`
}

function readField(node: TreeNode, path: Path, reader: Reader, scope: Scope | undefined): void {
  const field = path.at(-1)
  if (field === 'nodeSelector' && node.kind === 'map') {
    for (const { key, value } of node.entries)
      if (key.value.startsWith(ROLE)) {
        const scalar = value?.kind === 'scalar' ? value.located : undefined
        reader.fact({ kind: 'setting', program: 'pod', key: [field, key.value], at: key, value: scalar }, scope)
      }
  } else if (field === 'nodeSelectorTerms' || field === 'tolerations') {
    const items = field === 'tolerations' ? itemsOf(node) : itemsOf(node).flatMap(expressionsOf)
    // One that any node fulfils, or that asks for the new name too, asks for nothing by the old one.
    const names = items.map(item => textAt(item, 'key'))
    if (names.includes(`${ROLE}control-plane`) || (field === 'tolerations' && names.includes(undefined))) return
    for (const item of items) {
      const key = locatedAt(item, 'key')
      if (key?.value.startsWith(ROLE) && !/^(?:DoesNotExist|NotIn)$/.test(textAt(item, 'operator') ?? ''))
        reader.fact({ kind: 'setting', program: 'pod', key: [field, key.value], at: key, value: key }, scope)
    }
  }
}

const expressionsOf = (term: TreeNode): readonly TreeNode[] =>
  term.kind === 'map'
    ? term.entries.flatMap(({ key, value }) => (key.value === 'matchExpressions' ? itemsOf(value) : []))
    : []
