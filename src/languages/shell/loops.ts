/** Loops over words that are written out, read once for every word. */

import type { Guard } from '../../facts.ts'
import type { Definitions } from './definitions.ts'
import type { Here } from './here.ts'
import { heldWords } from './resolve.ts'
import type { Loop } from './tree.ts'
import { literalOf, textOf } from './word.ts'

/** Loops over more words, or longer ones, are read once, without the words. */
const MOST_TURNS = 6
const LONGEST_LOOP = 2_000
const NONE: ReadonlyMap<string, never> = new Map<string, never>()

/** A guard with the words of the loop's turn for its variable: `systemctl is-active $s` in the turn of `docker`. */
export function guardInTurn(guard: Guard, { turned, definitions }: Here): Guard {
  if (turned !== true) return guard
  const turns: (readonly [name: RegExp, word: string])[] = []
  const others: string[] = []
  for (let next: Definitions | undefined = definitions; next; next = next.parent)
    for (const [name, [value]] of next.values) {
      const text = value?.turn === true && value.words[0] && literalOf(value.words[0])
      if (!text) continue
      turns.push([new RegExp(`\\$(?:${name}(?!\\w)|\\{${name}\\})`, 'g'), text])
      others.push(...(value.others ?? []))
    }
  const filled = (text: string): string =>
    turns.reduce((result, [name, word]) => result.replace(name, () => word), text)
  const condition = filled(guard.condition)
  if (condition === guard.condition) return guard
  // What is asked of each word of the loop is asked of this one beside the others.
  return { ...guard, condition, others: [...guard.others, ...others] }
}

/** The turns of a loop over words that are written out, each with its word as the variable's value; else one turn. */
export function turnsOf({ variable, words: given, source, start, end }: Loop, here: Here): readonly Here[] {
  const words = given.flatMap(each => heldWords(each, here.definitions) ?? [each])
  const isShort = words.length <= MOST_TURNS && end - start <= LONGEST_LOOP && here.turned !== true
  if (!variable || words.length === 0 || !isShort) return [here]
  const text = source.text.slice(start, end)
  const isUsed = text.includes(`$${variable}`) || text.includes(`\${${variable}`)
  if (!isUsed || words.some(each => literalOf(each) === undefined)) return [here]
  return words.map(each => {
    const others = words.filter(word => word !== each).map(textOf)
    const values = new Map([[variable, [{ words: [each], array: false, turn: true, others }]]])
    const definitions = { parent: here.definitions, sameShell: true, values, functions: NONE, aliases: NONE }
    return { ...here, turned: true, definitions }
  })
}
