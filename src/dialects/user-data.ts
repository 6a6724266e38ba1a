/** User data in documents that make machines: kops, eksctl, Karpenter, CloudFormation, Heat and others, told by the key that it stands under. */

import type { Scope } from '../facts.ts'
import { isAboutCluster, placeOfMachine } from '../reading/cluster-words.ts'
import { base64Text } from '../reading/encoded.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { shellLines } from '../reading/words.ts'
import { joinSources, type Source, UNKNOWN } from '../text/source.ts'
import {
  at,
  documentText,
  itemsOf,
  type MapNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../text/tree.ts'

/** Templates whose user data stands in expressions of their own. */
const EXPRESSIONS = /deploymentTemplate\.json/i

const KEYS = /user_?data|BootstrapCommand|additionalConfig|fileAssets|startup-script|\bhooks\b/i

export const userDataKeys: Dialect = {
  id: 'user-data',
  recognises: document =>
    document.root?.kind === 'map' &&
    !EXPRESSIONS.test(textAt(document.root, '$schema') ?? '') &&
    KEYS.test(documentText(document)),
  read(document, reader) {
    // An object of kops, eksctl or Karpenter makes nodes and nothing else.
    const apiVersion = textAt(document.root, 'apiVersion')
    // A machine of KubeVirt is any machine: what it is told says whether it becomes a node.
    if (/^kubevirt\.io\//.test(apiVersion ?? '')) {
      readAll(document, reader, name => reader.open('script', { name }))
      return
    }
    const isObject = apiVersion !== undefined
    const place = placeOfMachine(reader.scope, document.source, isObject || isAboutCluster(document.source))
    let scope: Scope | undefined
    readAll(document, reader, name => {
      scope ??= reader.open('branch', place)
      return reader.open('script', { name }, scope)
    })
  },
}

function readAll(document: TreeDocument, reader: Reader, script: Machine['script']): void {
  walk(document.root, node => {
    if (node.kind === 'map') readMap(node, { document, reader, script })
  })
}

interface Machine {
  readonly document: TreeDocument
  readonly reader: Reader
  /** Opens the scope of a script. */
  script(name: string): Scope
}

function readMap(node: MapNode, machine: Machine): void {
  const { document, reader, script } = machine
  const { file } = document.source
  for (const { key, value } of node.entries)
    switch (key.value) {
      case 'userData':
      case 'user_data':
      case 'UserData':
        give(key.value, userDataIn(value, document), machine)
        break
      case 'additionalUserData':
        for (const item of itemsOf(value)) give(key.value, userDataIn(at(item, 'content'), document), machine)
        break
      case 'additionalConfig':
        if (value?.kind === 'scalar') reader.embed({ language: 'yaml' }, value.content(), script(key.value))
        break
      case 'preBootstrapCommands':
      case 'overrideBootstrapCommand': {
        const lines = scalarsOf(value).map(line => line.content())
        if (lines.length > 0) reader.embed({ language: 'shell' }, shellLines(file, lines), script(key.value))
        break
      }
      case 'fileAssets':
        for (const asset of itemsOf(value)) readAsset(asset, machine)
        break
      case 'hooks':
        for (const hook of itemsOf(value)) readHook(hook, machine)
    }
  // Metadata of Google's machines.
  const text = at(node, 'value')
  if (/^(?:startup-script|shutdown-script|user-data)$/.test(textAt(node, 'key') ?? '') && text?.kind === 'scalar')
    give('startup-script', text.content(), machine)
}

/** The text of user data: itself, `Fn::Base64` of it, with `Fn::Sub` or `Fn::Join` inside, or a template of Heat. */
function userDataIn(node: TreeNode | undefined, document: TreeDocument, depth = 0): Source | undefined {
  if (node?.kind === 'scalar') return node.content()
  if (depth > 5) return undefined
  if (node?.kind === 'list') {
    // `!Join ["\n", [...]]`, or `!Sub ["text", {names}]`.
    const [first, second] = itemsOf(node)
    if (second?.kind === 'list') return joined(first, second, document, depth)
    return userDataIn(first, document, depth + 1)
  }
  for (const key of ['Fn::Base64', 'Fn::Sub', 'Fn::Join', 'str_replace', 'template'])
    if (at(node, key)) return userDataIn(at(node, key), document, depth + 1)
  return undefined
}

function joined(separator: TreeNode | undefined, list: TreeNode, document: TreeDocument, depth: number): Source {
  const between = separator?.kind === 'scalar' ? separator.value : ''
  const parts = itemsOf(list).flatMap(item => {
    // What refers to another resource is known only when the stack is made.
    const part = item.kind === 'scalar' ? item.content() : userDataIn(item, document, depth + 1)
    return [part ?? UNKNOWN, between]
  })
  return joinSources(document.source.file, parts.slice(0, -1))
}

function give(name: string, content: Source | undefined, { reader, script }: Machine): void {
  if (content) reader.embed({ language: 'user-data' }, content, script(name))
}

/** A file that kops writes on each node. */
function readAsset(asset: TreeNode, { reader, script }: Machine): void {
  const content = at(asset, 'content')
  const path = textAt(asset, 'path') ?? `/srv/kubernetes/assets/${textAt(asset, 'name') ?? ''}`
  if (content?.kind !== 'scalar') return
  const text = textAt(asset, 'isBase64') === 'true' ? base64Text(content.content()) : content.content()
  if (text) reader.embed({ file: path }, text, script(path))
}

/** A unit that kops adds: the lines of its service section, unless they say otherwise. */
function readHook(hook: TreeNode, { document, reader, script }: Machine): void {
  const manifest = at(hook, 'manifest')
  if (manifest?.kind !== 'scalar') return
  const name = `${textAt(hook, 'name') ?? 'hook'}`.replace(/(?:\.service)?$/, '.service')
  const text = /^\s*\[/.test(manifest.value)
    ? manifest.content()
    : joinSources(document.source.file, ['[Service]\n', manifest.content()])
  reader.embed({ file: name }, text, script(name))
}
