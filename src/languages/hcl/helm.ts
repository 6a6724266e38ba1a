/**
 * The values of a chart that `helm_release` installs, as the tree that a values file gives.
 * Reference: https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 */
import { valuesTree } from '../../reading/values-tree.ts'
import { type Source, sliceSource } from '../../text/source.ts'
import type { MapNode } from '../../text/tree.ts'
import { nodeOf } from './kubernetes.ts'
import type { Attribute, Block, Body, Expression } from './tree.ts'

/** `set { name = "agent.socket" value = "/run/x.sock" }`, as Helm's own `--set` reads it. */
export interface SetValue {
  readonly name: Source
  readonly value: Expression
}

const SETS = new Set(['set', 'set_list', 'set_sensitive', 'set_string'])

/** Every single value that a release sets: in blocks, in blocks that a loop makes, or in a list of objects. */
export function setValues({ body }: Block, source: Source): readonly SetValue[] {
  const bodies: Body[] = []
  const pairs: SetValue[] = []
  for (const block of body.blocks)
    if (SETS.has(block.type)) bodies.push(block.body)
    else if (block.type === 'dynamic' && SETS.has(block.labels[0] ?? ''))
      for (const object of objectsIn(attributeOf(block.body.attributes, 'for_each'))) {
        const named = attributeOf(object.entries, 'name') && attributeOf(object.entries, 'value')
        if (named) bodies.push({ attributes: object.entries, blocks: [] })
        else for (const entry of object.entries) pairs.push({ name: nameOf(entry, source), value: entry.value })
      }
  for (const { name, value } of body.attributes)
    if (SETS.has(name)) for (const object of objectsIn(value)) bodies.push({ attributes: object.entries, blocks: [] })
  for (const { attributes } of bodies) {
    const name = attributeOf(attributes, 'name')
    const value = attributeOf(attributes, 'value')
    if (name?.kind === 'text' && value) pairs.push({ name: name.text(), value })
  }
  return pairs
}

const attributeOf = (attributes: readonly Attribute[], name: string): Expression | undefined =>
  attributes.find(attribute => attribute.name === name)?.value

const objectsIn = (value: Expression | undefined): readonly Extract<Expression, { kind: 'object' }>[] =>
  value?.kind === 'object' ? [value] : value?.kind === 'list' ? value.items.flatMap(objectsIn) : []

const nameOf = ({ start, end }: Attribute, source: Source): Source =>
  source.text[start] === '"' ? sliceSource(source, start + 1, end - 1) : sliceSource(source, start, end)

/** The values as one tree. */
export const treeOf = (values: readonly SetValue[], { start, end }: Block, source: Source): MapNode =>
  valuesTree(
    values.map(({ name, value }) => ({ name, value: nodeOf(value, source) })),
    start,
    end,
  )
