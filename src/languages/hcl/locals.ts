/** `local.name` as what it stands for: the values of `locals` blocks in the places where they are used. */
import type { Attribute, Block, Body, Expression } from './tree.ts'

/** So large may an expression become: locals that use each other often would make it grow without end. */
const MOST_PARTS = 5_000
const MOST_DEPTH = 100

interface Resolved {
  readonly expression: Expression
  readonly size: number
}

/** The same body, in which every local that the file defines stands for itself, and the values of those that it does not use. */
export function withLocals(body: Body, text: string): { readonly body: Body; readonly unused: readonly Expression[] } {
  const defined = new Map<string, Expression>()
  for (const block of body.blocks)
    if (block.type === 'locals') for (const { name, value } of block.body.attributes) defined.set(name, value)
  if (defined.size === 0) return { body, unused: [] }
  const known = new Map<string, Resolved | undefined>()

  function local(name: string, depth: number): Resolved | undefined {
    if (known.has(name)) return known.get(name)
    // Whoever asks again before there is an answer asks for itself.
    known.set(name, undefined)
    const value = defined.get(name)
    const made = value && resolve(value, depth)
    const kept = made && made.size <= MOST_PARTS ? made : undefined
    known.set(name, kept)
    return kept
  }

  function resolve(expression: Expression, depth: number): Resolved {
    if (depth > MOST_DEPTH || expression.kind === 'text') return { expression, size: 1 }
    let size = 1
    const each = (parts: readonly Expression[]): readonly Expression[] =>
      parts.map(part => {
        const made = size > MOST_PARTS ? { expression: part, size: 1 } : resolve(part, depth + 1)
        size += made.size
        return made.expression
      })
    switch (expression.kind) {
      case 'list':
        return { expression: { ...expression, items: each(expression.items) }, size }
      case 'call':
        return { expression: { ...expression, args: each(expression.args) }, size }
      case 'object': {
        const values = each(expression.entries.map(({ value }) => value))
        const entries = expression.entries.map((entry, index): Attribute => ({ ...entry, value: values[index]! }))
        return { expression: { ...expression, entries }, size }
      }
      default: {
        if (expression.parts.length > 0) return { expression: { ...expression, parts: each(expression.parts) }, size }
        const [, name, path] =
          /^local\.([\w-]{1,100})((?:\.[\w-]{1,100}){0,20})$/.exec(text.slice(expression.start, expression.end)) ?? []
        const made = name === undefined ? undefined : local(name, depth + 1)
        const found = made && below(made.expression, (path ?? '').split('.').slice(1))
        return made && found ? { expression: found, size: made.size } : { expression, size }
      }
    }
  }

  const inAttributes = (attributes: readonly Attribute[]): readonly Attribute[] =>
    attributes.map(attribute => ({ ...attribute, value: resolve(attribute.value, 0).expression }))
  const inBody = (outer: Body): Body => ({
    attributes: inAttributes(outer.attributes),
    blocks: outer.blocks.map(
      (block): Block => (block.type === 'locals' ? block : { ...block, body: inBody(block.body) }),
    ),
  })
  const resolved = inBody(body)
  return { body: resolved, unused: [...defined].flatMap(([name, value]) => (known.has(name) ? [] : [value])) }
}

/** What stands below an object by its keys. */
function below(expression: Expression, path: readonly string[]): Expression | undefined {
  let found: Expression | undefined = expression
  for (const key of path)
    found = found?.kind === 'object' ? found.entries.find(({ name }) => name === key)?.value : undefined
  return found
}
