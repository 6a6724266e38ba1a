/**
 * Kubernetes objects in HCL as the trees that YAML gives, so that the Kubernetes dialect reads both: the blocks of
 * `kubernetes_daemonset` with their singular snake_case names, and `manifest = { apiVersion = ... }`.
 */
import { innerSource, type Located, locate, type Source, sliceSource, UNKNOWN, withText } from '../../text/source.ts'
import type { Entry, MapNode, ScalarNode, TreeNode } from '../../text/tree.ts'
import { encodedText, mergedOf } from './encode.ts'
import type { Block, Body, Expression } from './tree.ts'

/** An expression as a tree node. What is computed is a scalar that is not known. */
export function nodeOf(given: Expression, source: Source): TreeNode {
  const encoded = encodedText(given, source)
  if (encoded) return scalar(encoded, given.start, given.end, 'quoted')
  const expression = mergedOf(given)
  const { start, end } = expression
  switch (expression.kind) {
    case 'text':
      return scalar(expression.text(), start, end, expression.heredoc ? 'block' : 'quoted')
    case 'list':
      return { kind: 'list', items: expression.items.map(item => nodeOf(item, source)), start, end }
    case 'object': {
      const entries = expression.entries
        .filter(({ name }) => name !== '')
        .map(entry => ({ key: named(source, entry.start, entry.end, entry.name), value: nodeOf(entry.value, source) }))
      return { kind: 'map', entries, merged: [], start, end }
    }
    case 'other':
      if (expression.parts.length === 0 && /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(source.text.slice(start, end)))
        return scalar(sliceSource(source, start, end), start, end, 'plain')
  }
  return scalar(unknown(source, start, end), start, end, 'plain')
}

/** Blocks that may stand more than once, by the name of the list that they are in the object. */
const LISTS: Readonly<Record<string, string>> = {
  container: 'containers',
  init_container: 'initContainers',
  volume: 'volumes',
  volume_mount: 'volumeMounts',
  volume_device: 'volumeDevices',
  env: 'env',
  env_from: 'envFrom',
  port: 'ports',
  toleration: 'tolerations',
  allowed_host_paths: 'allowedHostPaths',
  items: 'items',
  // Of an application of Argo CD.
  parameter: 'parameters',
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  DaemonSet: 'apps/v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  ReplicaSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  PodSecurityPolicy: 'policy/v1beta1',
}

/** Resources of other providers that are objects of Kubernetes. */
const OTHER_OBJECTS: Readonly<Record<string, readonly [kind: string, apiVersion: string]>> = {
  argocd_application: ['Application', 'argoproj.io/v1alpha1'],
}

/** Whether a resource is an object of Kubernetes, whose blocks are its fields. */
export const isObject = (type: string): boolean =>
  Object.hasOwn(OTHER_OBJECTS, type) || (type.startsWith('kubernetes_') && type !== 'kubernetes_manifest')

/** The object of a `kubernetes_daemonset` resource. */
export function objectOf(resource: Block, source: Source): MapNode {
  const type = (resource.labels[0] ?? '').replace(/^kubernetes_/, '').replace(/_v\d\w{0,20}$/, '')
  const [ofOther, itsVersion] = OTHER_OBJECTS[type] ?? []
  const kind = ofOther ?? (type === 'daemonset' ? 'DaemonSet' : camelCase(`_${type}`))
  const { start, typeEnd } = resource
  const said = (name: string, value: string): Entry => ({
    key: named(source, start, typeEnd, name),
    value: fixed(source, start, typeEnd, value),
  })
  const entries = [
    said('apiVersion', itsVersion ?? API_VERSIONS[kind] ?? 'v1'),
    said('kind', kind),
    // Terraform encodes the data of a Secret itself.
    ...entriesOf(resource.body, source).map(entry =>
      kind === 'Secret' && entry.key.value === 'data'
        ? { ...entry, key: { ...entry.key, value: 'stringData', exact: false } }
        : entry,
    ),
  ]
  return { kind: 'map', entries, merged: [], start, end: resource.end }
}

function entriesOf(body: Body, source: Source): readonly Entry[] {
  const entries: Entry[] = body.attributes.map(attribute => ({
    key: named(source, attribute.start, attribute.end, camelCase(attribute.name)),
    value: nodeOf(attribute.value, source),
  }))
  const lists = new Map<string, TreeNode[]>()
  for (const block of body.blocks.map(undynamic)) {
    // The source of a PersistentVolume is a block around what the object has at once.
    if (block.type === 'persistent_volume_source') {
      entries.push(...entriesOf(block.body, source))
      continue
    }
    const node: MapNode = {
      kind: 'map',
      entries: entriesOf(block.body, source),
      merged: [],
      start: block.start,
      end: block.end,
    }
    const list = LISTS[block.type]
    const key = named(source, block.start, block.typeEnd, list ?? camelCase(block.type))
    const items = list === undefined ? undefined : lists.get(list)
    if (items) items.push(node)
    else if (list) {
      const first: TreeNode[] = [node]
      lists.set(list, first)
      entries.push({ key, value: { kind: 'list', items: first, start: block.start, end: block.end } })
    } else entries.push({ key, value: node })
  }
  return entries
}

/** `dynamic "volume" { for_each = ... content { ... } }` is the block that it makes. */
function undynamic(block: Block): Block {
  const content = block.type === 'dynamic' ? block.body.blocks.find(inner => inner.type === 'content') : undefined
  return content ? { ...content, type: block.labels[0] ?? '' } : block
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const named = (source: Source, start: number, end: number, name: string): Located => locate(source, start, end, name)

function scalar(content: Source, start: number, end: number, style: ScalarNode['style']): ScalarNode {
  const length = content.text.endsWith('\n') ? content.text.length - 1 : content.text.length
  const located = locate(content, 0, length)
  return { kind: 'scalar', value: content.text, located, style, start, end, content: () => content }
}

/** A text that is not written out: `var.path`. */
function unknown(source: Source, start: number, end: number): Source {
  const inner = sliceSource(source, start, end)
  return withText(inner, inner.text.replace(/[^\n]/g, UNKNOWN))
}

/** A text that follows from another one, which is its place. */
const fixed = (source: Source, start: number, end: number, value: string): ScalarNode =>
  scalar(innerSource(source, [{ text: value, start, end }]), start, end, 'plain')
