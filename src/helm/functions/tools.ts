/** What the functions of templates are given, and what they do with values alike. */
import { joinSources as join, type Source, type SourceFile } from '../../text/source.ts'
import { chosen, NIL, plainText, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'

/** What functions are given beside their arguments. */
export interface Tools {
  /** The file that is rendered. */
  readonly file: SourceFile
  /** Reads a text as YAML. */
  parse(source: Source): Value
  /** The value of a field of a map. */
  field(value: Value, name: string): Value
  /** Sets a field of a map for the rest of this template. */
  set(value: Value, name: string, to: Value): void
}

/** A function: what it makes of its arguments, the last of which a pipe may bring. */
export type Fn = (args: readonly Value[], tools: Tools) => Value

/** No text of a template is longer; a hostile one doubles itself until it is. */
const MOST_CHARACTERS = 2_000_000

/** Texts one after another. Throws RangeError where that is too much, which ends the reading of the template. */
export function joinSources(file: SourceFile, parts: readonly (Source | string)[]): Source {
  let length = 0
  for (const part of parts) length += typeof part === 'string' ? part.length : part.text.length
  if (length > MOST_CHARACTERS) throw new RangeError('a text is too long')
  return join(file, parts)
}

/** The text of a value as a template prints it; undefined for what has none that is known. */
export function printed(value: Value, file: SourceFile): Source | undefined {
  switch (value.kind) {
    case 'text':
      return value.source
    case 'number':
    case 'bool':
      return joinSources(file, [String(value.value)])
    case 'nil':
      return joinSources(file, [])
    case 'choice':
      return printed(chosen(value), file)
    default:
      return undefined
  }
}

/** The number that a value is or spells. */
export const numberOf = (value: Value | undefined): number | undefined => {
  const text = value && plainText(value)
  const number = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
}

/** The text of an argument, empty where it is not known. */
export const argText = (value: Value | undefined): string => (value && plainText(value)) ?? ''

/** What is given, as it is. */
export const same: Fn = args => args.at(-1) ?? NIL

/** A list of values. */
export const listOf = (items: readonly Value[]): Value => ({ kind: 'list', items })

/** A text made from a text; unknown stays unknown. */
export const onText =
  (make: (source: Source, args: readonly Value[], tools: Tools) => Source | undefined): Fn =>
  (args, tools) => {
    const last = args.at(-1)
    const source = last && printed(last, tools.file)
    const made = source && make(source, args, tools)
    return made ? textValue(made) : last?.kind === 'unknown' ? last : UNKNOWN_VALUE
  }
