/**
 * What `AWS::CloudFormation::Init` does on a machine: files with their content, commands, and services.
 * Source: docs.aws.amazon.com, "CloudFormation helper scripts reference", AWS::CloudFormation::Init.
 */
import type { Scope } from '../facts.ts'
import { placeOfMachine } from '../reading/cluster-words.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { shellLine } from '../reading/words.ts'
import { joinSources, type Source, UNKNOWN } from '../text/source.ts'
import {
  at,
  documentText,
  type Entry,
  itemsOf,
  keysOf,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const KEY = 'AWS::CloudFormation::Init'

export const cloudformationInit: Dialect = {
  id: 'cloudformation-init',
  recognises: document => documentText(document).includes(KEY) && keysOf(document).has(KEY),
  read(document, reader) {
    for (const { entry } of keysOf(document).get(KEY) ?? [])
      for (const { key, value } of entriesOf(entry.value))
        if (key.value !== 'configSets') config(value, document, reader)
  },
}

function config(node: TreeNode | undefined, document: TreeDocument, reader: Reader): void {
  const scope = reader.open('branch', placeOfMachine(reader.scope, document.source))
  const inside = (name: string): Scope => reader.open('script', { name }, scope)
  for (const { key, value } of entriesOf(at(node, 'files'))) {
    const text = textIn(at(value, 'content'), document)
    if (text && textAt(value, 'encoding') !== 'base64') reader.embed({ file: key.value }, text, inside(key.value))
  }
  for (const { key, value } of entriesOf(at(node, 'commands'))) {
    const command = at(value, 'command')
    const words = command?.kind === 'list' ? scalarsOf(command).map(word => word.content()) : []
    const text = words.length > 0 ? shellLine(document.source.file, words) : textIn(command, document)
    if (text) reader.embed({ language: 'shell' }, text, inside(key.value))
    const test = textIn(at(value, 'test'), document)
    if (test) reader.embed({ language: 'shell' }, test, inside(key.value))
  }
  for (const { value: manager } of entriesOf(at(node, 'services')))
    for (const { key, value } of entriesOf(manager)) {
      const action = /^true$/i.test(textAt(value, 'ensureRunning') ?? '')
        ? 'started'
        : /^true$/i.test(textAt(value, 'enabled') ?? '')
          ? 'enabled'
          : undefined
      if (action) reader.fact({ kind: 'service', unit: key, action }, inside(key.value))
    }
}

/** A text, or one that `Fn::Sub` or `Fn::Join` makes; what refers to other resources is not known. */
function textIn(node: TreeNode | undefined, document: TreeDocument): Source | undefined {
  if (node?.kind === 'scalar') return node.content()
  const made = node?.kind === 'map' ? (at(node, 'Fn::Sub') ?? at(node, 'Fn::Join')) : node
  if (made?.kind === 'scalar') return made.content()
  const [first, second] = itemsOf(made)
  if (first?.kind !== 'scalar') return undefined
  if (second?.kind !== 'list') return first.content()
  const parts = itemsOf(second).flatMap(part => [part.kind === 'scalar' ? part.content() : UNKNOWN, first.value])
  return joinSources(document.source.file, parts.slice(0, -1))
}

const entriesOf = (node: TreeNode | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : [])
