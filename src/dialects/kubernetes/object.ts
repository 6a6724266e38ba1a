/** Kubernetes objects: what they are, and what they carry besides pods. */

import type { NamedText, Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { fromBase64 } from '../../text/bytes.ts'
import { innerSource, type Located, type Source, written } from '../../text/source.ts'
import {
  allOf,
  at,
  itemsOf,
  locatedAt,
  type MapNode,
  type Path,
  type ScalarNode,
  type TreeNode,
  textAt,
} from '../../text/tree.ts'
import { shown } from './pod.ts'
import { entriesOf, isMap } from './shape.ts'

/** Opens the scope of an object and says what it is. The kind of an item may stand at the list around it. */
export function openObject(
  object: MapNode,
  reader: Reader,
  parent: Scope | undefined,
  type = locatedAt(object, 'kind')!,
): Scope {
  const name = locatedAt(object, 'metadata', 'name') ?? locatedAt(object, 'metadata', 'generateName')
  const namespace = locatedAt(object, 'metadata', 'namespace')
  const path = [namespace, name].map(part => (part ? textOf(part) : '')).filter(part => part !== '')
  const scope = reader.open('object', { name: [textOf(type), path.join('/')].filter(Boolean).join(' ') }, parent)
  reader.fact(
    {
      kind: 'object',
      apiVersion: locatedAt(object, 'apiVersion'),
      type,
      name,
      namespace,
      annotations: namedTexts(at(object, 'metadata', 'annotations')),
      labels: namedTexts(at(object, 'metadata', 'labels')),
      status: statusOf(at(object, 'status')),
    },
    scope,
  )
  readChecks(at(object, 'metadata', 'annotations'), reader, scope)
  return scope
}

/** The configuration of checks that Datadog's Agent takes from annotations, as JSON. Source: docs.datadoghq.com, "Autodiscovery annotations". */
function readChecks(annotations: TreeNode | undefined, reader: Reader, scope: Scope): void {
  if (!isMap(annotations)) return
  for (const { key, value } of entriesOf(annotations))
    if (value?.kind === 'scalar' && /^ad\.datadoghq\.com\/[^/]{1,200}\.(?:instances|checks|logs)$/.test(key.value))
      reader.embed(
        { language: 'yaml' },
        value.content(),
        reader.open('script', { name: key.value, place: 'pod' }, scope),
      )
}

/** A name for people: what is known of it, with dots for the rest; the text of the file where nothing is. */
const textOf = ({ value, span }: Located): string =>
  /[^\uE000]{3}/.test(value) ? value.replaceAll(/\uE000+/g, '…') : shown(value, written(span))

/** Whether it is a job of Prow's configuration, which makes a pod of its `spec` with what its labels ask for. */
export const isProwJob = (node: MapNode, path: Path): boolean =>
  /^(?:periodics|presubmits|postsubmits)$/.test(path[0] ?? '') &&
  (path.length === 2 || path.length === 3) &&
  isMap(at(node, 'spec')) &&
  locatedAt(node, 'name') !== undefined

/** Opens the scope of a job of Prow's configuration, which names no kind. */
export function openProwJob(job: MapNode, reader: Reader, parent: Scope | undefined): Scope {
  const name = locatedAt(job, 'name')!
  const scope = reader.open('object', { name: `ProwJob ${name.value}` }, parent)
  const type = { value: 'ProwJob', span: name.span, exact: false }
  const labels = namedTexts(at(job, 'labels'))
  reader.fact({ kind: 'object', apiVersion: undefined, type, name, annotations: [], labels, status: [] }, scope)
  return scope
}

const namedTexts = (node: TreeNode | undefined): readonly NamedText[] =>
  isMap(node)
    ? entriesOf(node).flatMap(({ key, value }) => (value?.kind === 'scalar' ? [{ key, value: value.located }] : []))
    : []

/** The scalars of a status that rules ask for. */
function statusOf(status: TreeNode | undefined): readonly NamedText[] {
  const found: NamedText[] = []
  const add = (name: string, value: Located | undefined): void => {
    if (value) found.push({ key: { value: name, span: value.span, exact: false }, value })
  }
  add('nodeInfo.containerRuntimeVersion', locatedAt(status, 'nodeInfo', 'containerRuntimeVersion'))
  add('nodeInfo.kubeletVersion', locatedAt(status, 'nodeInfo', 'kubeletVersion'))
  for (const list of ['initContainerStatuses', 'containerStatuses', 'ephemeralContainerStatuses'])
    for (const container of itemsOf(at(status, list))) add(`${list}.containerID`, locatedAt(container, 'containerID'))
  return found
}

/** Gives the files in a ConfigMap or Secret to the languages, each by its key. A template may give the data once in each branch. */
export function readData(object: MapNode, reader: Reader, source: Source, scope: Scope): void {
  const encoded = textAt(object, 'kind') === 'Secret' ? ['data', 'binaryData'] : ['binaryData']
  for (const field of ['data', 'stringData', 'binaryData'])
    for (const data of allOf(object, field))
      if (isMap(data)) readFiles(data, encoded.includes(field), reader, source, scope)
}

/** Reads the entries of a map of files. */
function readFiles(data: MapNode, isEncoded: boolean, reader: Reader, source: Source, scope: Scope): void {
  for (const { key, value } of entriesOf(data)) {
    // What Jsonnet writes out by a function is a document at once.
    if (value && value.kind !== 'scalar')
      reader.tree(
        { root: value, source, name: key.value, comments: [] },
        reader.open('script', { name: key.value, place: 'pod' }, scope),
      )
    if (value?.kind !== 'scalar') continue
    const content = isEncoded ? decoded(value, source) : value.content()
    if (!content) continue
    const inner = reader.open('script', { name: key.value, place: 'pod' }, scope)
    reader.embed({ file: key.value }, content, inner)
    // What `envFrom` makes a variable of.
    if (!isEncoded && VARIABLE.test(key.value) && !value.value.includes('\n'))
      reader.fact({ kind: 'env', name: key, value: value.located }, inner)
  }
}

const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]*$/

/** The text that base64 stands for, as one piece; undefined where it is no text. */
function decoded(value: ScalarNode, source: Source): Source | undefined {
  const packed = value.value.replace(/\s+/g, '')
  if (packed === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(packed)) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(packed))
    return text.includes('\0') ? undefined : innerSource(source, [{ text, start: value.start, end: value.end }])
  } catch {
    return undefined
  }
}
