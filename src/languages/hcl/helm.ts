/**
 * The values of a chart that `helm_release` installs, as the tree that a values file gives.
 * Reference: https://registry.terraform.io/providers/hashicorp/helm/latest/docs/resources/release
 */
import { type Located, locate, type Source, sliceSource } from '../../text/source.ts'
import type { MapNode, TreeNode } from '../../text/tree.ts'
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

/** A map or list that grows value by value. */
interface Growing {
  readonly isList: boolean
  readonly below: Map<string, { readonly key: Located; value: Growing | TreeNode }>
}

const MOST_STEPS = 50

/** The values as one tree: `a.b[0].c` is an item of a list in a map in a map. A dot behind a backslash belongs to a key. */
export function treeOf(values: readonly SetValue[], { start, end }: Block, source: Source): MapNode {
  const root: Growing = { isList: false, below: new Map() }
  for (const { name, value } of values) {
    const steps = [...name.text.matchAll(/\[(\d{1,6})\]|((?:\\.|[^.[\\])+)/g)].slice(0, MOST_STEPS)
    let at = root
    for (const [index, step] of steps.entries()) {
      const text = step[1] ?? step[2]!.replace(/\\(.)/g, '$1')
      const known = at.below.get(text)
      const isLast = index === steps.length - 1
      if (known && !isLast && 'below' in known.value) {
        at = known.value
        continue
      }
      const inner: Growing = { isList: steps[index + 1]?.[1] !== undefined, below: new Map() }
      const key = locate(name, step.index, step.index + step[0].length, text)
      at.below.set(text, { key, value: isLast ? nodeOf(value, source) : inner })
      at = inner
    }
  }
  const grown = (growing: Growing): TreeNode => {
    const below = [...growing.below.values()].map(({ key, value }) => ({
      key,
      value: 'below' in value ? grown(value) : value,
    }))
    return growing.isList
      ? { kind: 'list', items: below.map(({ value }) => value), start, end }
      : { kind: 'map', entries: below, merged: [], start, end }
  }
  return grown(root) as MapNode
}
