/** Values of a Go template as far as they are known, with the place that each text comes from. */

import { forward } from '../text/progress.ts'
import {
  isUnknown,
  joinSources,
  type Located,
  type Source,
  type SourceFile,
  sliceSource,
  UNKNOWN,
} from '../text/source.ts'
import type { Entry, MapNode, TreeNode } from '../text/tree.ts'

export type Value =
  /**
   * What is not known before the chart is installed. `lines` when it is whole lines, as behind `nindent`; `indent` how far
   * its lines are indented; `set` when it is not empty, whatever it is; `except` the texts that it is not.
   */
  | {
      readonly kind: 'unknown'
      readonly lines?: boolean
      readonly indent?: number
      readonly set?: boolean
      readonly except?: readonly string[]
    }
  /** A text or another scalar. `plain` when it is written without quotes, so that `false` and `0` mean what they say. */
  | { readonly kind: 'text'; readonly source: Source; readonly plain?: boolean }
  | { readonly kind: 'node'; readonly node: TreeNode }
  | { readonly kind: 'map'; readonly entries: Map<string, Value> }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'nil' }
  /** One of several: what an `if` in a definition or a `ternary` gives. What the defaults choose comes first, where that is known. */
  | { readonly kind: 'choice'; readonly values: readonly Value[] }
  | { readonly kind: 'function'; readonly name: string }

export const UNKNOWN_VALUE: Value = { kind: 'unknown' }
export const NIL: Value = { kind: 'nil' }

export const bool = (value: boolean | undefined): Value =>
  value === undefined ? UNKNOWN_VALUE : { kind: 'bool', value }

export const textValue = (source: Source): Value => ({ kind: 'text', source })

/** A text of our own, which has no place. */
export const ownText = (file: SourceFile, text: string): Value => textValue(joinSources(file, [text]))

/** One of several values; the same text counts once. */
export function choiceOf(values: readonly Value[]): Value {
  const flat = values.flatMap(value => (value.kind === 'choice' ? value.values : [value]))
  const seen = new Set<string>()
  const distinct = flat.filter(value => {
    const key = value.kind === 'text' ? value.source.text : undefined
    if (key === undefined) return true
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
  // A text that may stand there is worth more than not knowing; of a map or list, which is taken apart, it is the other way.
  const unknown = distinct.find(value => value.kind === 'unknown')
  if (unknown && !distinct.some(value => value.kind === 'text')) return unknown
  const known = distinct.filter(value => value.kind !== 'unknown' && value.kind !== 'nil')
  const kept = known.length > 0 ? known : distinct.slice(0, 1)
  return kept.length === 1
    ? kept[0]!
    : kept.length === 0
      ? NIL
      : { kind: 'choice', values: kept.slice(0, MOST_CHOICES) }
}

const MOST_CHOICES = 6

/** The first of several values: what the defaults choose. */
export const chosen = (value: Value): Value => (value.kind === 'choice' ? (value.values[0] ?? NIL) : value)

const NULL = /^(?:null|Null|NULL|~|)$/

/** The value that a node of a values file is. */
export function ofNode(node: TreeNode | undefined): Value {
  if (!node) return NIL
  if (node.kind !== 'scalar') return { kind: 'node', node }
  if (node.style === 'plain' && NULL.test(node.value)) return NIL
  return { kind: 'text', source: node.content(), plain: node.style === 'plain' }
}

/** A located text as a source of its own. */
function sourceOf({ value, span, exact }: Located): Source {
  const { file, start, end, origin } = span
  const fileLength = exact ? value.length : end - start
  return { file, text: value, segments: [{ at: 0, length: value.length, file, fileAt: start, fileLength, origin }] }
}

/** How many maps are merged into one another at most. */
const MOST_MERGES = 16

/** The entries of a map with those merged into it, the map's own first. */
function entriesOf(node: MapNode, depth = 0): readonly Entry[] {
  if (depth > MOST_MERGES || (node.merged.length === 0 && node.entries.length < 2)) return node.entries
  const found = new Map<string, Entry>()
  // The last of equal keys is the one that counts, as Helm's parser has it.
  for (const entry of node.entries) found.set(entry.key.value, entry)
  for (const merged of node.merged)
    for (const entry of entriesOf(merged, depth + 1)) if (!found.has(entry.key.value)) found.set(entry.key.value, entry)
  return [...found.values()]
}

/** The value of a field, nil where there is none. */
export function fieldOf(value: Value, name: string): Value {
  switch (value.kind) {
    case 'unknown':
    case 'function':
      return UNKNOWN_VALUE
    case 'choice':
      return choiceOf(value.values.map(one => fieldOf(one, name)))
    case 'map':
      return value.entries.get(name) ?? NIL
    case 'node': {
      if (value.node.kind !== 'map') return NIL
      const { entries, merged } = value.node
      for (let i = entries.length - 1; i >= 0; i--) if (entries[i]!.key.value === name) return ofNode(entries[i]!.value)
      for (const other of merged) {
        const found = fieldOf({ kind: 'node', node: other }, name)
        if (found.kind !== 'nil') return found
      }
      return NIL
    }
    default:
      return NIL
  }
}

/** The keys of a map with their values, or undefined for anything else. */
export function fieldsOf(value: Value): readonly (readonly [key: Source | string, value: Value])[] | undefined {
  if (value.kind === 'map') return [...value.entries]
  if (value.kind === 'node' && value.node.kind === 'map')
    return entriesOf(value.node).map(entry => [sourceOf(entry.key), ofNode(entry.value)] as const)
  return undefined
}

/** The items of a list, or undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === 'list') return value.items
  if (value.kind === 'node' && value.node.kind === 'list') return value.node.items.map(ofNode)
  return undefined
}

/** Whether a condition holds; undefined where that is not known. */
export function truth(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'nil':
      return false
    case 'bool':
      return value.value
    case 'number':
      return value.value !== 0
    case 'text': {
      const { text } = value.source
      if (isUnknown(text)) return /[^\uE000]/.test(text) ? true : undefined
      return text !== '' && !(value.plain && /^(?:false|False|FALSE|0)$/.test(text))
    }
    case 'map':
      return value.entries.size > 0
    case 'list':
      return value.items.length > 0
    case 'node':
      if (value.node.kind === 'map') return value.node.entries.length > 0 || value.node.merged.length > 0
      return value.node.kind !== 'list' || value.node.items.length > 0
    case 'choice': {
      const [first, ...rest] = value.values.map(truth)
      return rest.every(other => other === first) ? first : undefined
    }
    case 'unknown':
      return value.set || undefined
    default:
      return undefined
  }
}

/** The text of a scalar, for comparisons; undefined where it is not known or no scalar. */
export function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case 'text':
      return isUnknown(value.source.text) ? undefined : value.source.text
    case 'number':
    case 'bool':
      return String(value.value)
    case 'nil':
      return ''
    default:
      return undefined
  }
}

/** Later values over earlier ones, as Helm merges them: maps key by key, all else whole; null takes a key away. */
export function overlaid(base: TreeNode | undefined, over: TreeNode | undefined, depth = 0): TreeNode | undefined {
  if (over?.kind !== 'map' || base?.kind !== 'map' || depth > MOST_OVERLAYS) return over ?? base
  const entries = new Map<string, Entry>(entriesOf(base).map(entry => [entry.key.value, entry]))
  for (const entry of entriesOf(over)) {
    const before = entries.get(entry.key.value)
    const isNull =
      !entry.value || (entry.value.kind === 'scalar' && entry.value.style === 'plain' && NULL.test(entry.value.value))
    if (isNull) entries.delete(entry.key.value)
    else
      entries.set(
        entry.key.value,
        before ? { key: entry.key, value: overlaid(before.value, entry.value, depth + 1) } : entry,
      )
  }
  return { kind: 'map', entries: [...entries.values()], merged: [], start: over.start, end: over.end }
}

const MOST_OVERLAYS = 40

/** No more of a value is written out, aliases counted as often as they are used. */
const MOST_NODES = 20_000
const MOST_DEPTH = 60

/** A value as block YAML without a line end behind it, each text with its place; undefined where nothing of it is known. */
export function yamlOf(value: Value, file: SourceFile): Source | undefined {
  const parts: (Source | string)[] = []
  let left = MOST_NODES

  function write(next: Value, indent: number, depth: number, after: 'nothing' | 'key' | 'dash'): void {
    left--
    const fields = fieldsOf(next)
    const items = itemsOf(next)
    if (left < 0 || depth > MOST_DEPTH) parts.push(`${after === 'nothing' ? '' : ' '}${UNKNOWN}`)
    else if (fields && fields.length > 0) {
      let first = true
      for (const [key, field] of fields) {
        if (first && after === 'dash') parts.push(' ')
        else if (!first || after === 'key') parts.push(`\n${' '.repeat(indent)}`)
        first = false
        const name = typeof key === 'string' ? joinSources(file, [key]) : key
        parts.push(...quoted(name, SIMPLE_KEY.test(name.text)), ':')
        const isList = itemsOf(field) !== undefined
        write(field, isList ? indent : indent + 2, depth + 1, 'key')
      }
    } else if (items && items.length > 0) {
      let first = true
      for (const item of items) {
        if (first && after === 'dash') parts.push(' ')
        else if (!first || after === 'key') parts.push(`\n${' '.repeat(indent)}`)
        first = false
        parts.push('-')
        write(item, indent + 2, depth + 1, 'dash')
      }
    } else {
      if (after !== 'nothing') parts.push(' ')
      if (fields ?? items) parts.push(fields ? '{}' : '[]')
      else parts.push(...scalar(next, after === 'nothing' ? 0 : indent))
    }
  }

  function scalar(next: Value, indent: number): readonly (Source | string)[] {
    const one = chosen(next)
    if (one.kind === 'text')
      return one.source.text.includes('\n') ? block(one.source, indent) : quoted(one.source, one.plain ?? false)
    if (one.kind === 'nil') return ['null']
    if (one.kind === 'number' || one.kind === 'bool') return [String(one.value)]
    return [UNKNOWN]
  }

  if (value.kind === 'unknown' || value.kind === 'function') return undefined
  write(chosen(value), 0, 0, 'nothing')
  return joinSources(file, parts)
}

const SIMPLE_KEY = /^[\w./$][\w./$ -]{0,200}$/

/** A text of one line as a YAML scalar: as it is where it was written so, else in double quotes. */
function quoted(source: Source, plain: boolean): readonly (Source | string)[] {
  if (plain) return [source]
  const { text } = source
  const parts: (Source | string)[] = ['"']
  let done = 0
  for (const match of text.matchAll(/["\\]/g)) {
    parts.push(sliceSource(source, done, match.index), '\\')
    done = match.index
  }
  parts.push(sliceSource(source, done, text.length), '"')
  return parts
}

/** A text of several lines as a literal block scalar, whose lines are indented by `indent`. */
function block(source: Source, indent: number): readonly (Source | string)[] {
  const { text } = source
  const margin = ' '.repeat(Math.max(indent, 2))
  const ends = /(?<!\n)\n*$/.exec(text)![0].length
  const header = `|${/^[ \n]/.test(text) ? 2 : ''}${ends === 0 ? '-' : ends > 1 ? '+' : ''}`
  const parts: (Source | string)[] = [header]
  for (const line of linesOf(source, 0, ends > 0 ? text.length - 1 : text.length)) {
    parts.push('\n')
    if (line.text !== '') parts.push(margin, line)
  }
  return parts
}

/** The lines of a source without their line ends. */
export function linesOf(source: Source, from = 0, to = source.text.length): readonly Source[] {
  const lines: Source[] = []
  for (let start = from, moves = forward(); ; moves(start)) {
    const end = source.text.indexOf('\n', start)
    if (end < 0 || end >= to) {
      lines.push(sliceSource(source, start, to))
      return lines
    }
    lines.push(sliceSource(source, start, end))
    start = end + 1
  }
}
