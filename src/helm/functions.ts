/** The functions of Helm's templates that texts and conditions go through. What is not here gives something unknown. */

import {
  isUnknown,
  joinSources as join,
  type Source,
  type SourceFile,
  sliceSource,
  UNKNOWN,
  withText,
} from '../text/source.ts'
import { satisfies } from './semver.ts'
import {
  bool,
  choiceOf,
  chosen,
  fieldsOf,
  itemsOf,
  linesOf,
  NIL,
  ownText,
  plainText,
  textValue,
  truth,
  UNKNOWN_VALUE,
  type Value,
  yamlOf,
} from './value.ts'

/** What functions are given beside their arguments. */
export interface Tools {
  /** The file that is rendered. */
  readonly file: SourceFile
  /** Reads a text as YAML. */
  parse(source: Source): Value
  /** The value of a field of a map. */
  field(value: Value, name: string): Value
}

/** No text of a template is longer; a hostile one doubles itself until it is. */
const MOST_CHARACTERS = 2_000_000

/** Texts one after another. Throws RangeError where that is too much, which ends the reading of the template. */
function joinSources(file: SourceFile, parts: readonly (Source | string)[]): Source {
  let length = 0
  for (const part of parts) length += typeof part === 'string' ? part.length : part.text.length
  if (length > MOST_CHARACTERS) throw new RangeError('a text is too long')
  return join(file, parts)
}

type Fn = (args: readonly Value[], tools: Tools) => Value

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

/** A text made from a text; unknown stays unknown. */
const onText =
  (make: (source: Source, args: readonly Value[], tools: Tools) => Source | undefined): Fn =>
  (args, tools) => {
    const last = args.at(-1)
    const source = last && printed(last, tools.file)
    const made = source && make(source, args, tools)
    return made ? textValue(made) : last?.kind === 'unknown' ? last : UNKNOWN_VALUE
  }

const numberOf = (value: Value | undefined): number | undefined => {
  const text = value && plainText(value)
  const number = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(number) ? number : undefined
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

const argText = (value: Value | undefined): string => (value && plainText(value)) ?? ''

/** The same text where nothing is to change, else one of equal length. */
const cased = (change: (text: string) => string) =>
  onText(source => {
    const text = change(source.text)
    return text === source.text ? source : text.length === source.text.length ? withText(source, text) : undefined
  })

function inQuotes(source: Source, quote: string, file: SourceFile): Source {
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

/** `printf`: texts and numbers; what is not known is filled. */
const printf: Fn = (args, { file }) => {
  const format = args[0] && printed(args[0], file)
  if (!format) return UNKNOWN_VALUE
  const parts: (Source | string)[] = []
  let done = 0
  let next = 1
  for (const match of format.text.matchAll(/%(%|[-+#0 ]*\d*(?:\.\d+)?([a-zA-Z]))/g)) {
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

/** What `printf "%T"` says of a value. */
const typeName = (value: Value | undefined): string => {
  const kind = value && kindOf(value)
  return kind === 'map' ? 'map[string]interface {}' : kind === 'slice' ? '[]interface {}' : (kind ?? UNKNOWN)
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

/** Compares two scalars where both are known. */
const compares =
  (test: (a: number, b: number) => boolean): Fn =>
  ([a, b]) => {
    const [left, right] = [numberOf(a), numberOf(b)]
    return left === undefined || right === undefined ? UNKNOWN_VALUE : bool(test(left, right))
  }

function equal(a: Value | undefined, b: Value | undefined): boolean | undefined {
  if (!a || !b) return undefined
  const [left, right] = [plainText(a), plainText(b)]
  if (isExcepted(a, right) || isExcepted(b, left)) return false
  return left === undefined || right === undefined ? undefined : left === right
}

/** Whether a text is one that a value is known not to be. */
const isExcepted = (value: Value, text: string | undefined): boolean =>
  value.kind === 'unknown' && text !== undefined && value.except?.includes(text) === true

/** Whether any of several answers is yes; undefined when that cannot be told. */
const any = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false

const both =
  (test: (text: string, other: string) => boolean): Fn =>
  ([a, b]) => {
    const [left, right] = [a && plainText(a), b && plainText(b)]
    return left === undefined || right === undefined ? UNKNOWN_VALUE : bool(test(left, right))
  }

const kindOf = (value: Value): string | undefined => {
  if (value.kind === 'nil') return 'invalid'
  if (value.kind === 'bool' || (value.kind === 'text' && value.plain && /^(true|false)$/i.test(value.source.text)))
    return 'bool'
  if (value.kind === 'text')
    return value.plain && /^[-+]?\d+(\.\d+)?$/.test(value.source.text)
      ? 'float64'
      : isUnknown(value.source.text)
        ? undefined
        : 'string'
  if (fieldsOf(value)) return 'map'
  if (itemsOf(value)) return 'slice'
  return value.kind === 'number' ? 'int' : undefined
}

/** The first value that is set; those of which that is not known are alternatives to it. */
function firstSet(values: readonly Value[]): Value {
  const maybe: Value[] = []
  for (const value of values) {
    const set = truth(value)
    if (set === false) continue
    maybe.push(value)
    if (set) break
  }
  return maybe.length > 0 ? choiceOf(maybe) : (values.at(-1) ?? NIL)
}

/** The value of a key of a map or the place in a list. */
const indexed =
  ({ field }: Tools) =>
  (value: Value, key: Value): Value => {
    const text = plainText(key)
    if (text === undefined) return UNKNOWN_VALUE
    const items = itemsOf(value)
    return items ? (items[Number(text)] ?? NIL) : field(value, text)
  }

function mergedMaps(maps: readonly Value[], overwrite: boolean): Value {
  const entries = new Map<string, Value>()
  for (const map of maps) {
    const fields = fieldsOf(map)
    if (!fields) {
      if (map.kind === 'nil') continue
      return UNKNOWN_VALUE
    }
    for (const [name, value] of fields) {
      const key = typeof name === 'string' ? name : name.text
      const before = entries.get(key)
      if (!before) entries.set(key, value)
      else if (fieldsOf(before) && fieldsOf(value)) entries.set(key, mergedMaps([before, value], overwrite))
      else if (overwrite) entries.set(key, value)
    }
  }
  return { kind: 'map', entries }
}

const listOf = (items: readonly Value[]): Value => ({ kind: 'list', items })

const toYaml: Fn = ([value], { file }) => {
  // Nobody wants to have `null` there: it is set where it is used.
  if (!value || value.kind === 'nil') return UNKNOWN_VALUE
  const source = yamlOf(value, file)
  return source ? textValue(source) : value
}

/** Flow style on one line: JSON, as far as a reader of YAML sees it. */
const toJson: Fn = ([value], { file }) => {
  let left = 5_000
  const write = (next: Value, depth: number): readonly (Source | string)[] => {
    if (--left < 0 || depth > 50) return [`"${UNKNOWN}"`]
    const fields = fieldsOf(next)
    if (fields) {
      const parts = fields.flatMap(([key, field], index): readonly (Source | string)[] => [
        index > 0 ? ', ' : '',
        inQuotes(typeof key === 'string' ? joinSources(file, [key]) : key, '"', file),
        ': ',
        ...write(field, depth + 1),
      ])
      return ['{', ...parts, '}']
    }
    const items = itemsOf(next)
    if (items) return ['[', ...items.flatMap((item, index) => [index > 0 ? ', ' : '', ...write(item, depth + 1)]), ']']
    if (next.kind === 'nil') return ['null']
    const source = printed(next, file)
    if (!source) return [`"${UNKNOWN}"`]
    return [next.kind === 'text' && !next.plain ? inQuotes(source, '"', file) : source]
  }
  return value && value.kind !== 'unknown' ? textValue(joinSources(file, write(chosen(value), 0))) : UNKNOWN_VALUE
}

const fromText: Fn = ([value], { file, parse }) => {
  const source = value && printed(value, file)
  return source ? parse(source) : UNKNOWN_VALUE
}

/** `toString`. Nobody prints what it makes of nothing. */
const toText: Fn = (args, tools) =>
  args.at(-1)?.kind === 'nil' ? UNKNOWN_VALUE : onText(source => source)(args, tools)

const same: Fn = args => args.at(-1) ?? NIL

const without =
  (keep: boolean): Fn =>
  args => {
    const [map, ...keys] = args
    const fields = map && fieldsOf(map)
    const names = keys.map(key => plainText(key))
    if (!fields || names.includes(undefined)) return UNKNOWN_VALUE
    const kept = fields.filter(([key]) => names.includes(typeof key === 'string' ? key : key.text) === keep)
    return {
      kind: 'map',
      entries: new Map(kept.map(([key, value]) => [typeof key === 'string' ? key : key.text, value])),
    }
  }

/** Every function takes what a pipe brings as its last argument. */
export const FUNCTIONS: Readonly<Record<string, Fn>> = {
  // Texts
  quote: (args, tools) => quoteAll(args, '"', tools),
  squote: (args, tools) => quoteAll(args, "'", tools),
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
  printf,
  print: concatenated(''),
  println: concatenated(' ', '\n'),
  cat: concatenated(' '),
  join: joined,
  toString: toText,
  html: same,
  base: onText(source => sliceSource(source, source.text.lastIndexOf('/') + 1, source.text.length)),
  dir: onText(source => sliceSource(source, 0, Math.max(0, source.text.lastIndexOf('/')))),
  clean: onText((source, _, { file }) => replaced(source, '//', ownText(file, '/'), file)),
  splitList: ([between, value], { file }) => splitBy(between, value, file),
  split: ([between, value], { file }) => {
    const items = itemsOf(splitBy(between, value, file))
    return items ? { kind: 'map', entries: new Map(items.map((item, index) => [`_${index}`, item])) } : UNKNOWN_VALUE
  },
  // Documents
  toYaml,
  toYamlPretty: toYaml,
  toJson,
  mustToJson: toJson,
  toPrettyJson: toJson,
  mustToPrettyJson: toJson,
  toRawJson: toJson,
  mustToYaml: toYaml,
  fromYaml: fromText,
  fromYamlArray: fromText,
  fromJson: fromText,
  fromJsonArray: fromText,
  mustFromJson: fromText,
  // Choosing
  default: ([other, value = NIL]) => (other ? withDefault(other, value) : value),
  coalesce: args => firstSet(args),
  or: args => firstSet(args),
  and: args => {
    for (const arg of args) {
      const holds = truth(arg)
      if (holds === false) return arg
    }
    return args.every(arg => truth(arg)) ? (args.at(-1) ?? NIL) : UNKNOWN_VALUE
  },
  required: args => args.at(-1) ?? NIL,
  fail: () => NIL,
  // Conditions
  not: ([value]) => {
    const holds = value && truth(value)
    return bool(holds === undefined ? undefined : !holds)
  },
  empty: ([value]) => {
    const holds = value && truth(value)
    return bool(holds === undefined ? undefined : !holds)
  },
  eq: ([first, ...rest]) => bool(any(rest.map(other => equal(first, other)))),
  ne: ([a, b]) => {
    const same = equal(a, b)
    return bool(same === undefined ? undefined : !same)
  },
  lt: compares((a, b) => a < b),
  le: compares((a, b) => a <= b),
  gt: compares((a, b) => a > b),
  ge: compares((a, b) => a >= b),
  contains: both((part, text) => text.includes(part)),
  hasPrefix: both((part, text) => text.startsWith(part)),
  hasSuffix: both((part, text) => text.endsWith(part)),
  semverCompare: ([range, version]) => {
    const [asked, actual] = [range && plainText(range), version && plainText(version)]
    return bool(asked === undefined || actual === undefined ? undefined : satisfies(asked, actual))
  },
  has: ([item, list]) => {
    const items = list && itemsOf(list)
    return items
      ? bool(any(items.map(other => equal(item, other))))
      : list?.kind === 'nil'
        ? bool(false)
        : UNKNOWN_VALUE
  },
  hasKey: ([map, key]) => {
    const fields = map && fieldsOf(map)
    const text = key && plainText(key)
    if (!fields || text === undefined) return UNKNOWN_VALUE
    return bool(fields.some(([name]) => (typeof name === 'string' ? name : name.text) === text))
  },
  kindIs: ([kind, value]) => {
    const actual = value && kindOf(value)
    return actual === undefined ? UNKNOWN_VALUE : bool(actual === argText(kind))
  },
  typeIs: ([kind, value]) => {
    const actual = value && kindOf(value)
    return actual === 'string' || actual === 'bool' ? bool(actual === argText(kind)) : UNKNOWN_VALUE
  },
  typeOf: ([value], { file }) => ownText(file, typeName(value)),
  kindOf: ([value], { file }) => {
    const kind = value && kindOf(value)
    return kind === undefined ? UNKNOWN_VALUE : ownText(file, kind)
  },
  // Maps and lists
  list: listOf,
  tuple: listOf,
  dict: args => {
    const entries = new Map<string, Value>()
    for (let i = 0; i + 1 < args.length; i += 2) entries.set(argText(args[i]), args[i + 1]!)
    return { kind: 'map', entries }
  },
  get: ([map, key], tools) => (map && key ? indexed(tools)(map, key) : NIL),
  index: ([value = NIL, ...keys], tools) => keys.reduce(indexed(tools), value),
  dig: (args, tools) => {
    const map = args.at(-1) ?? NIL
    const found = args.slice(0, -2).reduce(indexed(tools), map)
    return found.kind === 'nil' ? (args.at(-2) ?? NIL) : found
  },
  set: ([map, key, value]) => {
    const name = key && plainText(key)
    if (map?.kind === 'map' && name !== undefined && value) map.entries.set(name, value)
    return map ?? NIL
  },
  unset: ([map, key]) => {
    const name = key && plainText(key)
    if (map?.kind === 'map' && name !== undefined) map.entries.delete(name)
    return map ?? NIL
  },
  pick: without(true),
  omit: without(false),
  merge: args => mergedMaps(args, false),
  mustMerge: args => mergedMaps(args, false),
  mergeOverwrite: args => mergedMaps(args, true),
  mustMergeOverwrite: args => mergedMaps(args, true),
  deepCopy: ([value = NIL]) => (value.kind === 'map' ? { kind: 'map', entries: new Map(value.entries) } : value),
  mustDeepCopy: ([value = NIL]) => (value.kind === 'map' ? { kind: 'map', entries: new Map(value.entries) } : value),
  keys: ([map = NIL], { file }) => {
    const fields = fieldsOf(map)
    if (!fields) return UNKNOWN_VALUE
    return listOf(fields.map(([key]) => (typeof key === 'string' ? ownText(file, key) : textValue(key))))
  },
  values: ([map = NIL]) => {
    const fields = fieldsOf(map)
    return fields ? listOf(fields.map(([, value]) => value)) : UNKNOWN_VALUE
  },
  first: ([list = NIL]) => onItems(list, items => items[0] ?? NIL),
  last: ([list = NIL]) => onItems(list, items => items.at(-1) ?? NIL),
  rest: ([list = NIL]) => onItems(list, items => listOf(items.slice(1))),
  initial: ([list = NIL]) => onItems(list, items => listOf(items.slice(0, -1))),
  append: ([list = NIL, item = NIL]) => onItems(list, items => listOf([...items, item])),
  prepend: ([list = NIL, item = NIL]) => onItems(list, items => listOf([item, ...items])),
  toStrings: same,
  concat: args => {
    const lists = args.map(arg => (arg.kind === 'nil' ? [] : itemsOf(arg)))
    return lists.every(list => list !== undefined) ? listOf(lists.flat()) : UNKNOWN_VALUE
  },
  uniq: same,
  sortAlpha: same,
  compact: ([list = NIL]) => onItems(list, items => listOf(items.filter(item => truth(item) !== false))),
  reverse: ([list = NIL]) => onItems(list, items => listOf([...items].reverse())),
  len: ([value = NIL]) => {
    const size = fieldsOf(value)?.length ?? itemsOf(value)?.length ?? plainText(value)?.length
    return size === undefined ? UNKNOWN_VALUE : { kind: 'number', value: size }
  },
  until: ([count]) => {
    const most = numberOf(count)
    if (most === undefined) return UNKNOWN_VALUE
    return listOf(Array.from({ length: Math.min(Math.max(most, 0), 100) }, (_, value) => ({ kind: 'number', value })))
  },
  // Numbers keep their place as long as nothing is done with them.
  int: same,
  int64: same,
  float64: same,
  atoi: same,
  lookup: () => ({ kind: 'map', entries: new Map() }),
}

function onItems(list: Value, make: (items: readonly Value[]) => Value): Value {
  const items = list.kind === 'nil' ? [] : itemsOf(list)
  return items ? make(items) : UNKNOWN_VALUE
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

/** A value with what stands for it when it is empty. What is not known may be either, and its default says more. */
function withDefault(other: Value, value: Value): Value {
  const set = truth(value)
  if (set === false) return other
  if (set) return value
  if (value.kind === 'unknown') return other.kind === 'text' && truth(other) ? other : value
  return choiceOf([value, other])
}
