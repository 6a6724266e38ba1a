/** What a file of templates is given: the map of `templatefile`, and `vars` of the data source `template_file`. */
import type { Attribute, Body, Expression } from './tree.ts'

const MOST_PARTS = 50_000

/** The variables that templates are given, by their names in them. */
export function templateVariables(body: Body): readonly Attribute[] {
  const found: Attribute[] = []
  const bodies = [body]
  let left = MOST_PARTS
  for (let next = bodies.pop(); next && left > 0; next = bodies.pop()) {
    for (const block of next.blocks) {
      bodies.push(block.body)
      if (block.type !== 'data' || block.labels[0] !== 'template_file') continue
      const vars = block.body.attributes.find(({ name }) => name === 'vars')?.value
      if (vars?.kind === 'object') found.push(...vars.entries)
    }
    const stack: Expression[] = next.attributes.map(({ value }) => value)
    for (let part = stack.pop(); part && left > 0; part = stack.pop()) {
      left--
      if (part.kind === 'list') stack.push(...part.items)
      else if (part.kind === 'object') stack.push(...part.entries.map(({ value }) => value))
      else if (part.kind === 'other') stack.push(...part.parts)
      else if (part.kind === 'call') {
        const [, given] = part.args
        if (part.name === 'templatefile' && given?.kind === 'object') found.push(...given.entries)
        stack.push(...part.args)
      }
    }
  }
  return found
}
