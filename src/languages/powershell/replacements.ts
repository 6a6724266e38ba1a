/** Options that a replacement adds to a text: `$c.Replace('--v=6', '--v=6 --network-plugin=cni')`, `$c -replace 'a', '--v=2'`. */
import { flagWords } from '../../reading/flag-words.ts'
import type { Here } from './here.ts'
import type { Expression, Word } from './tree.ts'
import { sourceOf } from './word.ts'

/** Says the options of each text that takes another's place and that the other does not have. */
export function saysReplacements({ items }: Expression, { source, scope, script }: Here): void {
  for (const [index, item] of items.entries()) {
    if (item.kind !== 'operator' || !/^(?:\.|-[ci]?)replace$/.test(item.name)) continue
    const [before, after] = textsBehind(items.slice(index + 1))
    if (!before || !after) continue
    const known = new Set(flagWords(sourceOf(source, before, true)).map(({ name }) => name))
    for (const flag of flagWords(sourceOf(source, after, true)))
      if (!known.has(flag.name)) script.reader.fact({ kind: 'flag', program: undefined, ...flag }, scope)
  }
}

/** The quoted texts that follow at once, in the brackets of a call or without. */
function textsBehind(items: Expression['items']): readonly Word[] {
  const [first] = items
  const part = first?.kind === 'word' ? first.word.parts[0] : undefined
  const inside =
    part?.kind === 'script' ? part.nodes.flatMap(node => (node.kind === 'expression' ? node.items : [])) : items
  return inside.slice(0, 2).flatMap(item => (item.kind === 'word' && item.word.quoted ? [item.word] : []))
}
