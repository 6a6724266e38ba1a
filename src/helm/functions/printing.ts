/** The functions that print values: in quotes, by a format, one after the other. */
import { type Source, type SourceFile, sliceSource, UNKNOWN } from '../../text/source.ts'
import { itemsOf, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'
import { typeName } from './kinds.ts'
import { type Fn, joinSources, onText, printed, same, type Tools } from './tools.ts'

/** `printf`: texts and numbers; what is not known is filled. */
const printf: Fn = (args, { file }) => {
  const format = args[0] && printed(args[0], file)
  if (!format) return UNKNOWN_VALUE
  const parts: (Source | string)[] = []
  let done = 0
  let next = 1
  for (const match of format.text.matchAll(/%(%|[-+#0 ]{0,9}\d{0,9}(?:\.\d{0,9})?([a-zA-Z]))/g)) {
    parts.push(sliceSource(format, done, match.index))
    done = match.index + match[0].length
    if (match[1] === '%') parts.push('%')
    else if (match[2] === 'T') parts.push(typeName(args[next++]))
    else {
      const arg = args[next++]
      // Nobody prints `%!s(<nil>)`: it is set where it is used.
      const text = arg && arg.kind !== 'nil' ? printed(arg, file) : undefined
      parts.push(text ? (match[2] === 'q' ? inQuotes(text, '"', file) : text) : UNKNOWN)
    }
  }
  parts.push(sliceSource(format, done, format.text.length))
  return textValue(joinSources(file, parts))
}

const joined: Fn = (args, { file }) => {
  const [between, list] = args
  const items = list && itemsOf(list)
  if (!items) return list && printed(list, file) ? list : UNKNOWN_VALUE
  const separator = (between && printed(between, file)) ?? joinSources(file, [])
  return textValue(
    joinSources(
      file,
      items.flatMap((item, index) => {
        const text = printed(item, file) ?? UNKNOWN
        return index > 0 ? [separator, text] : [text]
      }),
    ),
  )
}

const concatenated =
  (between: string, end = ''): Fn =>
  (args, { file }) =>
    textValue(
      joinSources(file, [
        ...args.flatMap((arg, index) => {
          const text = printed(arg, file) ?? UNKNOWN
          return index > 0 ? [between, text] : [text]
        }),
        end,
      ]),
    )

/** `toString`. Nobody prints what it makes of nothing. */
const toText: Fn = (args, tools) =>
  args.at(-1)?.kind === 'nil' ? UNKNOWN_VALUE : onText(source => source)(args, tools)

/** Of printing. */
export const PRINTING: Readonly<Record<string, Fn>> = {
  quote: (args, tools) => quoteAll(args, '"', tools),
  squote: (args, tools) => quoteAll(args, "'", tools),
  printf,
  print: concatenated(''),
  println: concatenated(' ', '\n'),
  cat: concatenated(' '),
  join: joined,
  toString: toText,
  html: same,
}

function quoteAll(args: readonly Value[], quote: string, { file }: Tools): Value {
  const parts: (Source | string)[] = []
  for (const arg of args) {
    if (arg.kind === 'nil' && args.length > 1) continue
    const source = printed(arg, file)
    if (parts.length > 0) parts.push(' ')
    parts.push(source ? inQuotes(source, quote, file) : `${quote}${UNKNOWN}${quote}`)
  }
  return textValue(joinSources(file, parts))
}

/** A text in quotes, with what has to be escaped in them. */
export function inQuotes(source: Source, quote: string, file: SourceFile): Source {
  const parts: (Source | string)[] = [quote]
  let done = 0
  for (const match of source.text.matchAll(quote === '"' ? /["\\\n]/g : /'/g)) {
    parts.push(sliceSource(source, done, match.index), quote === '"' ? '\\' : "'")
    done = match.index
    if (match[0] === '\n') {
      parts.push('n')
      done++
    }
  }
  parts.push(sliceSource(source, done, source.text.length), quote)
  return joinSources(file, parts)
}
