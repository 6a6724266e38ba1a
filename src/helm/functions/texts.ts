/** The functions that make a text of a text. */
import { type Source, type SourceFile, sliceSource, UNKNOWN, withText } from '../../text/source.ts'
import { itemsOf, linesOf, ownText, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'
import { argText, type Fn, joinSources, listOf, numberOf, onText, printed } from './tools.ts'

/** The same text where nothing is to change, else one of equal length. */
const cased = (change: (text: string) => string) =>
  onText(source => {
    const text = change(source.text)
    return text === source.text ? source : text.length === source.text.length ? withText(source, text) : undefined
  })

/** Of texts. */
export const TEXTS: Readonly<Record<string, Fn>> = {
  indent: ([spaces, value], { file }) => {
    const source = value && printed(value, file)
    const indent = indentOf(spaces)
    return source ? textValue(indented(source, indent, file)) : { kind: 'unknown', indent }
  },
  nindent: ([spaces, value], { file }) => {
    const source = value && printed(value, file)
    const indent = indentOf(spaces)
    if (!source) return { kind: 'unknown', lines: true, indent }
    return textValue(joinSources(file, ['\n', indented(source, indent, file)]))
  },
  trim: onText(source => trimmed(source, /^\s*/, /\s/)),
  trimAll: onText((source, [cut]) => {
    const set = new Set(argText(cut))
    let from = 0
    let to = source.text.length
    while (from < to && set.has(source.text[from]!)) from++
    while (to > from && set.has(source.text[to - 1]!)) to--
    return sliceSource(source, from, to)
  }),
  trimPrefix: onText((source, [prefix]) => {
    const text = argText(prefix)
    return source.text.startsWith(text) ? sliceSource(source, text.length, source.text.length) : source
  }),
  trimSuffix: onText((source, [suffix]) => {
    const text = argText(suffix)
    return text !== '' && source.text.endsWith(text) ? sliceSource(source, 0, source.text.length - text.length) : source
  }),
  trunc: onText((source, [length]) => {
    const most = numberOf(length) ?? source.text.length
    return most < 0
      ? sliceSource(source, Math.max(0, source.text.length + most), source.text.length)
      : sliceSource(source, 0, Math.min(most, source.text.length))
  }),
  replace: onText((source, [old, by], { file }) => replaced(source, argText(old), by, file)),
  lower: cased(text => text.toLowerCase()),
  upper: cased(text => text.toUpperCase()),
  title: cased(text => text.replace(/(^|\s)[a-z]/g, letter => letter.toUpperCase())),
  nospace: onText((source, _, { file }) =>
    joinSources(
      file,
      linesOf(source).flatMap(line => line.text.split(/\s+/)),
    ),
  ),
  base: onText(source => sliceSource(source, source.text.lastIndexOf('/') + 1, source.text.length)),
  dir: onText(source => sliceSource(source, 0, Math.max(0, source.text.lastIndexOf('/')))),
  clean: onText((source, _, { file }) => replaced(source, '//', ownText(file, '/'), file)),
  splitList: ([between, value], { file }) => splitBy(between, value, file),
  split: ([between, value], { file }) => {
    const items = itemsOf(splitBy(between, value, file))
    return items ? { kind: 'map', entries: new Map(items.map((item, index) => [`_${index}`, item])) } : UNKNOWN_VALUE
  },
}

/** No template indents deeper. */
const MOST_INDENT = 200

const indentOf = (spaces: Value | undefined): number => Math.min(Math.max(numberOf(spaces) ?? 0, 0), MOST_INDENT)

function indented(source: Source, spaces: number, file: SourceFile): Source {
  const margin = ' '.repeat(spaces)
  const parts: (Source | string)[] = []
  for (const [index, line] of linesOf(source).entries()) parts.push(index > 0 ? `\n${margin}` : margin, line)
  return joinSources(file, parts)
}

function trimmed(source: Source, left: RegExp, right: RegExp): Source {
  const { text } = source
  const from = left.exec(text)?.[0].length ?? 0
  let to = text.length
  while (to > from && right.test(text[to - 1]!)) to--
  return sliceSource(source, from, to)
}

/** Replaces every occurrence of a text. */
function replaced(source: Source, old: string, by: Value | undefined, file: SourceFile): Source {
  if (old === '' || !source.text.includes(old)) return source
  const fresh = (by && printed(by, file)) ?? UNKNOWN
  const parts: (Source | string)[] = []
  let done = 0
  for (let at = source.text.indexOf(old); at >= 0; at = source.text.indexOf(old, done)) {
    parts.push(sliceSource(source, done, at), fresh)
    done = at + old.length
  }
  parts.push(sliceSource(source, done, source.text.length))
  return joinSources(file, parts)
}

function splitBy(between: Value | undefined, value: Value | undefined, file: SourceFile): Value {
  const source = value && printed(value, file)
  const separator = argText(between)
  if (!source || separator === '') return UNKNOWN_VALUE
  const items: Value[] = []
  let start = 0
  for (let at = source.text.indexOf(separator); at >= 0; at = source.text.indexOf(separator, start)) {
    items.push(textValue(sliceSource(source, start, at)))
    start = at + separator.length
  }
  items.push(textValue(sliceSource(source, start, source.text.length)))
  return listOf(items)
}
