/** `range`: what its body makes of each item, or of one that is not known. */
import type { Guard, SourceFile } from '../../text/source.ts'
import { guarded } from '../marks.ts'
import type { Output } from '../output.ts'
import type { Part } from '../parse.ts'
import { chosen, fieldsOf, itemsOf, ownText, plainText, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'
import { evaluateAlone } from './evaluate.ts'
import { seeksOther } from './mode.ts'
import { writeVariants } from './print.ts'
import type { Rendering, Scope } from './rendering.ts'
import { variablesIn } from './variables.ts'

/** More items say nothing more. */
const MOST_ROUNDS = 50

/** Writes the rounds of a `range`. False where its `else` is to be written as well. */
export function writeRange(
  { pipe, body }: Extract<Part, { kind: 'range' }>,
  scope: Scope,
  output: Output,
  rendering: Rendering,
): boolean {
  const value = pipe ? chosen(evaluateAlone(pipe, scope, rendering)) : UNKNOWN_VALUE
  const rounds = roundsOf(value, rendering.tools.file)
  const [first, second] = pipe?.variables ?? []
  const keys = new Set(rounds?.flatMap(([key]) => plainText(key) ?? []))
  const keyed = first !== undefined && second !== undefined ? { name: first, keys } : undefined
  const round = (at: Value, item: Value, guards: readonly Guard[]): void => {
    const unsure = scope.unsure || item.kind === 'unknown'
    const within: Scope = { ...scope, dot: item, unsure, variables: variablesIn(scope.variables, keyed) }
    if (second !== undefined) {
      within.variables.values.set(first!, at)
      within.variables.values.set(second, item)
    } else if (first !== undefined) within.variables.values.set(first, item)
    const variants = rendering.body(body, within)
    const { text } = variants[0]!
    if (/^[^\n]*\S/.test(text) && text.includes('\n') && output.line().trim() !== '') output.breakLine()
    writeVariants(guards.length > 0 ? variants.map(one => guarded(one, guards)) : variants, output)
  }
  if (rounds && rounds.length > 0) {
    for (const [key, item] of rounds.slice(0, MOST_ROUNDS)) {
      rendering.budget.step()
      round(key, item, [])
    }
    return true
  }
  const { mode } = rendering
  if (mode === 'all' || seeksOther(mode) || !(rounds ?? value.kind === 'nil')) {
    // A list that the template itself makes may be filled in ways that are not followed; an empty one of the values is empty.
    const empty = value.kind === 'node' || value.kind === 'nil'
    round(
      isIndex(first, body) ? FIRST : UNKNOWN_VALUE,
      UNKNOWN_VALUE,
      empty ? [{ condition: 'range', others: [], off: true }] : [],
    )
  }
  return false
}

/** The index of an item that is not known: a comma is only written before a second one. */
const FIRST: Value = { kind: 'number', value: 0 }

/** Whether a body asks of a key whether it is the first, as only the index of a list can be: `if $index`, `if gt $index 0`. */
const isIndex = (name: string | undefined, body: readonly Part[]): boolean =>
  body.some(
    part =>
      part.kind === 'choose' &&
      part.branches.some(({ condition }) => ASKS_FIRST.exec(condition)?.groups?.name === name),
  )

const ASKS_FIRST = /^\(?(?:(?:gt|ne|eq|not)\s{1,9})?\$(?<name>\w{1,99})(?:\s{1,9}0)?\)?$/

/** The keys and items that a `range` goes through; undefined where they are not known. */
function roundsOf(value: Value, file: SourceFile): readonly (readonly [Value, Value])[] | undefined {
  const items = itemsOf(value)
  if (items) return items.map((item, index) => [{ kind: 'number', value: index }, item])
  return fieldsOf(value)?.map(([key, field]) => [typeof key === 'string' ? ownText(file, key) : textValue(key), field])
}
