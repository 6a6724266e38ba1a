/**
 * Terraform's JSON syntax as the blocks and attributes that HCL has: an object below a block's name is its body, below its
 * labels first. Reference: https://developer.hashicorp.com/terraform/language/syntax/json
 */
import type { Attribute, Block, Body, Expression } from './tree.ts'

/** How many labels the blocks have that stand at the top of a file. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  module: 1,
  output: 1,
  provider: 1,
  variable: 1,
  locals: 0,
  terraform: 0,
}
/** Blocks in which any object is a block of its own, as far as its name does not say otherwise. */
const WITH_BLOCKS = new Set(['resource', 'data', 'ephemeral'])
/** What is a map in a resource: its keys are texts of the user's own. */
const MAPS = new Set(
  'annotations binary_data data environment labels limits manifest match_labels node_selector requests string_data tags triggers variables'.split(
    ' ',
  ),
)

/** The body of a file, whose root is an object or a list of objects. */
export function bodyOfJson(root: Expression): Body {
  const entries = objectsIn(root).flatMap(object => object.entries)
  const attributes: Attribute[] = []
  const blocks: Block[] = []
  for (const entry of entries) {
    const labels = Object.hasOwn(LABELS, entry.name) ? LABELS[entry.name] : undefined
    if (labels === undefined) attributes.push(entry)
    else blocks.push(...blocksOf(entry, entry.value, labels, [], WITH_BLOCKS.has(entry.name)))
  }
  return { attributes, blocks }
}

/** One block, or several where a list or the labels' objects hold them. */
function blocksOf(
  entry: Attribute,
  value: Expression,
  missing: number,
  labels: readonly string[],
  nested: boolean,
): readonly Block[] {
  return objectsIn(value).flatMap(object =>
    missing > 0
      ? object.entries.flatMap(({ name, value: inner }) =>
          blocksOf(entry, inner, missing - 1, [...labels, name], nested),
        )
      : {
          type: entry.name,
          labels,
          body: nested ? bodyOf(object.entries) : { attributes: object.entries, blocks: [] },
          start: entry.start,
          typeEnd: entry.end,
          end: object.end,
        },
  )
}

function bodyOf(entries: readonly Attribute[]): Body {
  const attributes: Attribute[] = []
  const blocks: Block[] = []
  for (const entry of entries) {
    const labels = entry.name === 'provisioner' || entry.name === 'dynamic' ? 1 : 0
    const inner = MAPS.has(entry.name) ? [] : blocksOf(entry, entry.value, labels, [], true)
    if (inner.length > 0) blocks.push(...inner)
    else attributes.push(entry)
  }
  return { attributes, blocks }
}

type ObjectExpression = Extract<Expression, { kind: 'object' }>

const objectsIn = (value: Expression): readonly ObjectExpression[] =>
  value.kind === 'object' ? [value] : value.kind === 'list' ? value.items.filter(item => item.kind === 'object') : []
