/** TOML into trees with positions. No package keeps positions and reads on after a mistake, so this is an own reader: it takes more than TOML allows. */

import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { whenAt } from '../reading/unsettled.ts'
import { forward } from '../text/progress.ts'
import { innerSource, type Located, locate, type Piece, type Source, sliceSource, spanOf } from '../text/source.ts'
import type { ScalarNode, TreeDocument, TreeNode } from '../text/tree.ts'

export const toml: Language = {
  id: 'toml',
  read(source, reader) {
    const { document, broken } = parseToml(maskActions(source))
    if (broken !== undefined) {
      const end = source.text.indexOf('\n', broken)
      reader.unread(
        spanOf(source, broken, end < 0 ? source.text.length : end),
        `it is not valid TOML here${whenAt(source, broken)}; this line was left out`,
        true,
      )
    }
    reader.tree(document)
  },
}

/** Arrays and inline tables nested deeper than this are left out. */
const MOST_DEPTH = 60

interface Table {
  readonly kind: 'map'
  readonly entries: { readonly key: Located; readonly value: TreeNode | undefined }[]
  readonly merged: readonly []
  readonly start: number
  end: number
}

interface List {
  readonly kind: 'list'
  readonly items: (TreeNode | undefined)[]
  readonly start: number
  end: number
}

const table = (start: number): Table => ({ kind: 'map', entries: [], merged: [], start, end: start })

interface Parsed {
  readonly document: TreeDocument
  /** The offset of the first place that could not be read. */
  readonly broken: number | undefined
}

/** Reads a TOML text. A line that is no TOML is left out, and the rest is read. */
function parseToml(source: Source): Parsed {
  const { text } = source
  const root = table(0)
  const comments: Located[] = []
  // The last value of each key, so that a table is found without a search through its entries.
  const lastOf = new WeakMap<Table, Map<string, TreeNode>>()
  let current = root
  let broken: number | undefined
  let at = 0

  const add = (into: Table, key: Located, value: TreeNode | undefined): void => {
    into.entries.push({ key, value })
    if (!value) return
    const last = lastOf.get(into) ?? new Map<string, TreeNode>()
    lastOf.set(into, last.set(key.value, value))
  }
  /** The table below a key, made where there is none. Of an array of tables, the last one. */
  const below = (of: Table, key: Located, start: number): Table => {
    const found = lastOf.get(of)?.get(key.value)
    if (found?.kind === 'map') return found as Table
    if (found?.kind === 'list') {
      const last = found.items.at(-1)
      if (last?.kind === 'map') return last as Table
    }
    const made = table(start)
    add(of, key, made)
    return made
  }
  const blanks = (): void => {
    while (text[at] === ' ' || text[at] === '\t') at++
  }
  const comment = (): void => {
    if (text[at] !== '#') return
    const end = lineEnd(text, at)
    comments.push(locate(source, at + 1, end))
    at = end
  }
  /** Spaces, line ends and comments, as they may stand in arrays. */
  const space = (): void => {
    for (const moves = forward(); moves(at); ) {
      blanks()
      if (text[at] === '#') comment()
      else if (text[at] === '\n') at++
      else return
    }
  }
  /** A dotted key, or undefined where none stands. */
  const key = (): Located[] | undefined => {
    const parts: Located[] = []
    for (const moves = forward(); moves(at); ) {
      blanks()
      if (text[at] === '"' || text[at] === "'") {
        const part = string()
        if (!part) return undefined
        parts.push(part.located)
      } else {
        const from = at
        while (at < text.length && !/[\s.=[\]{}"',#]/.test(text[at]!)) at++
        if (at === from) return undefined
        parts.push(locate(source, from, at))
      }
      blanks()
      if (text[at] !== '.') return parts
      at++
    }
  }
  const string = (): ScalarNode | undefined => {
    const quote = text[at]!
    const start = at
    if (text.startsWith(quote.repeat(3), at)) {
      const open = at + 3
      const close = quote === '"' ? closing(text, open, '"""') : text.indexOf("'''", open)
      if (close < 0) return undefined
      at = close + 3
      // Up to two quotes may stand before the closing three.
      while (text[at] === quote && at < close + 5) at++
      const from = text[open] === '\n' ? open + 1 : open
      return scalar(
        source,
        start,
        at,
        from,
        at - 3,
        quote === '"',
        text.slice(open, at).includes('\n') ? 'block' : 'quoted',
      )
    }
    const end = lineEnd(text, at)
    const close = quote === '"' ? closing(text, at + 1, '"', end) : found(text.indexOf("'", at + 1), end)
    if (close < 0) broken ??= start
    const to = close < 0 ? end : close
    at = close < 0 ? end : close + 1
    return scalar(source, start, at, start + 1, to, quote === '"', 'quoted')
  }
  /** Keeps what was read of a list or table whose end is missing. */
  const unfinished = <T extends Table | List>(node: T): T => {
    broken ??= at
    node.end = at
    return node
  }
  const value = (depth: number): TreeNode | undefined => {
    if (depth > MOST_DEPTH) return undefined
    const start = at
    const first = text[at]
    if (first === '"' || first === "'") return string()
    if (first === '[') {
      const list: List = { kind: 'list', items: [], start, end: start }
      at++
      const moves = forward()
      for (space(); text[at] !== ']' && moves(at); space()) {
        const before = at
        const item = at < text.length ? value(depth + 1) : undefined
        // An assignment where an item should stand: the bracket was never closed.
        if (!item || (item.kind === 'scalar' && item.style === 'plain' && item.value.includes('='))) {
          at = before
          return unfinished(list)
        }
        list.items.push(item)
        space()
        if (text[at] === ',') at++
        else if (text[at] !== ']') return unfinished(list)
      }
      list.end = ++at
      return list
    }
    if (first === '{') {
      const map = table(start)
      at++
      const moves = forward()
      for (space(); text[at] !== '}' && moves(at); space()) {
        if (!pair(map, depth + 1)) return unfinished(map)
        space()
        if (text[at] === ',') at++
        else if (text[at] !== '}') return unfinished(map)
      }
      map.end = ++at
      return map
    }
    while (at < text.length && !/[\n,\]}#]/.test(text[at]!)) at++
    let end = at
    while (end > start && /\s/.test(text[end - 1]!)) end--
    return end > start ? scalar(source, start, end, start, end, false, 'plain') : undefined
  }
  const pair = (into: Table, depth: number): boolean => {
    const keys = key()
    if (!keys || text[at] !== '=') return false
    at++
    blanks()
    const start = at
    const read = value(depth)
    if (!read) return false
    let target = into
    for (const part of keys.slice(0, -1)) target = below(target, part, start)
    add(target, keys.at(-1)!, read)
    for (let part = into; part.end < at; part = target) part.end = at
    return true
  }
  const header = (): boolean => {
    const start = at
    const array = text.startsWith('[[', at)
    at += array ? 2 : 1
    const keys = key()
    if (!keys || !text.startsWith(array ? ']]' : ']', at)) return false
    at += array ? 2 : 1
    let target = root
    for (const part of keys.slice(0, -1)) target = below(target, part, start)
    const name = keys.at(-1)!
    if (array) {
      const made = table(start)
      const found = lastOf.get(target)?.get(name.value)
      if (found?.kind === 'list') {
        ;(found as List).items.push(made)
        ;(found as List).end = at
      } else add(target, name, { kind: 'list', items: [made], start, end: at } as List)
      current = made
    } else current = below(target, name, start)
    current.end = at
    return true
  }

  for (const moves = forward(); at < text.length && moves(at); ) {
    blanks()
    const start = at
    if (at >= text.length) break
    if (text[at] === '\n') {
      at++
      continue
    }
    const fine = text[at] === '#' || (text[at] === '[' ? header() : pair(current, 0))
    blanks()
    comment()
    if (fine && (at >= text.length || text[at] === '\n')) continue
    broken ??= fine ? at : start
    // What follows a header that could not be read belongs to a table that nobody knows.
    if (!fine && text[start] === '[') current = table(start)
    // A list that was never closed ends before the line that cannot belong to it.
    if (!(fine && text.slice(text.lastIndexOf('\n', at) + 1, at).trim() === '')) at = lineEnd(text, fine ? at : start)
  }
  root.end = text.length
  return { document: { root, source, comments }, broken }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** An offset that lies before the end, else -1. */
const found = (at: number, end: number): number => (at < end ? at : -1)

/** Where the closing quotes stand, escaped ones left out, or -1. */
function closing(text: string, from: number, quotes: string, end = text.length): number {
  for (let at = from; at < end; at++) {
    if (text[at] === '\\') at++
    else if (text.startsWith(quotes, at)) return at
  }
  return -1
}

const ESCAPE = /\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|x([\dA-Fa-f]{2})|[ \t]*\n\s*|[\s\S])/g
const ESCAPED: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001b' }

/** A scalar that stands at `[start, end)`, its text between the quotes at `[from, to)`. */
function scalar(
  source: Source,
  start: number,
  end: number,
  from: number,
  to: number,
  escapes: boolean,
  style: ScalarNode['style'],
): ScalarNode {
  const raw = source.text.slice(from, to)
  if (!escapes || !raw.includes('\\'))
    return {
      kind: 'scalar',
      value: raw,
      located: locate(source, from, to),
      style,
      start,
      end,
      content: () => sliceSource(source, from, to),
    }
  const pieces: Piece[] = []
  let last = 0
  for (const match of raw.matchAll(ESCAPE)) {
    if (match.index > last)
      pieces.push({ text: raw.slice(last, match.index), start: from + last, end: from + match.index })
    last = match.index + match[0].length
    const code = match[1] ?? match[2] ?? match[3]
    const number = code === undefined ? undefined : Number.parseInt(code, 16)
    const text =
      number === undefined
        ? /^\\\s*\n/.test(match[0])
          ? ''
          : (ESCAPED[match[0][1]!] ?? match[0][1]!)
        : number <= 0x10ffff
          ? String.fromCodePoint(number)
          : '\ufffd'
    pieces.push({ text, start: from + match.index, end: from + last })
  }
  pieces.push({ text: raw.slice(last), start: from + last, end: to })
  const value = pieces.map(piece => piece.text).join('')
  return {
    kind: 'scalar',
    value,
    located: locate(source, from, to, value),
    style,
    start,
    end,
    content: () => innerSource(source, pieces),
  }
}
