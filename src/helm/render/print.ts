/** What actions print, each alternative of it. */
import { locate, type Source, spanOf, UNKNOWN } from '../../text/source.ts'
import { printed } from '../functions/tools.ts'
import { fillerOf, through } from '../marks.ts'
import type { Output } from '../output.ts'
import type { Print } from '../parse.ts'
import type { Value } from '../value.ts'
import type { Rendering, Scope } from './rendering.ts'

/** No filler for what is not known is longer. */
const MOST_FILLER = 200

/** Writes what an action prints. */
export function print(
  value: Value,
  { at: { start, end }, broke }: Pick<Print, 'at' | 'broke'>,
  { source, unsure }: Scope,
  output: Output,
  { tools: { file } }: Rendering,
): void {
  const action = spanOf(source, start, end)
  const comesFrom = through(action)
  const textOf = (one: Value): Source => {
    const text = printed(one, file)
    if (text) return comesFrom(text)
    const filler = locate(source, start, end, UNKNOWN.repeat(Math.min(end - start, MOST_FILLER)))
    return fillerOf(filler.value, action)
  }
  const all = (value.kind === 'choice' ? value.values : [value]).map(one => (unsure ? notEmpty(one) : one))
  const told = all.filter(one => one.kind !== 'unknown')
  // Lines that may be there say nothing beside those that are known.
  const values = told.length > 0 && all.some(isLines) ? told : all
  if (told.length > 0) {
    writeVariants(values.map(textOf), output)
    return
  }
  const margin = ' '.repeat(Math.max(...values.map(one => (one.kind === 'unknown' && one.indent) || 0)))
  if (values.some(isLines) || (broke && output.line().trim() !== '')) output.write('\n')
  // Where blanks stand already, the text that comes is indented like the lines around it.
  if (margin !== '' && !/^[ \t]+$/.test(output.line())) output.write(margin)
  // A value behind its key begins with a blank or a line end, whatever it is.
  else if (output.line() !== '' && BEHIND_KEY.test(source.text.slice(Math.max(0, start - LONGEST_KEY), start)))
    output.write(' ')
  writeVariants(values.map(textOf), output)
}

const LONGEST_KEY = 200
const BEHIND_KEY = /(?:^|\n)[ \t]{0,99}(?:- )?(?:[\w./-]{1,99}|\{\{[^{}\n]{1,99}\}\}):[ \t]{1,9}$/

/** Whether a value that is not known begins on a line of its own. */
const isLines = (value: Value): boolean => value.kind === 'unknown' && value.lines === true

/** A value as it is when somebody sets what is empty by default. */
const notEmpty = (value: Value): Value =>
  value.kind === 'nil' || (value.kind === 'text' && /^(?:\{\}|\[\]|null)?$/.test(value.source.text.trim()))
    ? { kind: 'unknown', lines: value.kind === 'text' && value.source.text.startsWith('\n') }
    : value

/** Writes alternatives: beside each other in one line, or one below the other. */
export function writeVariants(variants: readonly Source[], output: Output): void {
  const [first, ...rest] = variants
  if (!first) return
  if (rest.length === 0) output.write(first)
  else if (variants.every(({ text }) => !text.includes('\n'))) output.choose(variants)
  else {
    const before = output.line()
    for (const [index, variant] of variants.entries()) {
      if (index > 0 && variant.text !== '' && !/^[ \t]*\n/.test(variant.text) && output.line().trim() !== '') {
        output.breakLine()
        output.write(before)
      }
      output.write(variant)
    }
  }
}
