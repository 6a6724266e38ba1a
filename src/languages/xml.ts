/**
 * XML as a tree: an element is a key of its parent, its attributes and elements are keys of its own, and one that holds a text
 * alone is that text. The only file that knows the package `htmlparser2`.
 */
import { Parser } from 'htmlparser2'
import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { innerSource, type Located, locate, type Piece, type Source, sliceSource, spanOf } from '../text/source.ts'
import type { Entry, MapNode, ScalarNode } from '../text/tree.ts'

/** Real files nest some ten levels deep and are shorter than this. */
const MOST_DEPTH = 200
const MOST_CHARACTERS = 4_000_000

export const xml: Language = {
  id: 'xml',
  read(whole, reader) {
    const source = maskActions(whole)
    if (source.text.length > MOST_CHARACTERS) {
      reader.unread(spanOf(source, 0, 1), 'it is too large to be parsed', false)
      return
    }
    const { entries, isWhole } = elementsOf(source)
    if (!isWhole) reader.unread(spanOf(source, 0, 1), `it nests more than ${MOST_DEPTH} levels deep`, true)
    reader.tree({ root: { kind: 'map', entries, merged: [], start: 0, end: source.text.length }, source, comments: [] })
  },
}

interface Open {
  readonly key: Located
  readonly entries: Entry[]
  /** Where the content begins. */
  readonly from: number
  text: string
}

/** The elements at the top of a text. Several may stand there, as in the configuration of Wazuh; mistakes are read over. */
function elementsOf(source: Source): { entries: readonly Entry[]; isWhole: boolean } {
  const { text } = source
  const root: Open = { key: locate(source, 0, 0), entries: [], from: 0, text: '' }
  const open = [root]
  /** Elements that are too deep to be kept. */
  let left = 0
  let isWhole = true
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (open.length > MOST_DEPTH) {
          left++
          isWhole = false
          return
        }
        const { startIndex: start, endIndex: end } = parser
        const key = locate(source, start + 1, start + 1 + name.length)
        const element: Open = { key, entries: [], from: end + 1, text: '' }
        for (const [attribute, value] of Object.entries(attributes))
          element.entries.push(attributeOf(source, { attribute, value, start, end: end + 1 }))
        open.push(element)
      },
      ontext(part) {
        open.at(-1)!.text += part
      },
      onclosetag() {
        if (left > 0) {
          left--
          return
        }
        const element = open.pop()
        const parent = open.at(-1)
        if (!element || !parent) return
        const end = Math.min(Math.max(element.from, parser.startIndex), text.length)
        parent.entries.push({ key: element.key, value: contentOf(source, element, end) })
      },
    },
    { xmlMode: true },
  )
  parser.write(text)
  parser.end()
  return { entries: root.entries, isWhole }
}

function contentOf(source: Source, { entries, from, text }: Open, end: number): ScalarNode | MapNode {
  const own = text.trim()
  if (entries.length === 0) return scalarOf(source, from, end, own)
  const inner = own === '' ? [] : [{ key: locate(source, from, from), value: scalarOf(source, from, end, own) }]
  return { kind: 'map', entries: [...entries, ...inner], merged: [], start: from, end }
}

/** A text; without the blanks around it, and with its entities resolved. */
function scalarOf(source: Source, from: number, end: number, value: string): ScalarNode {
  const raw = source.text.slice(from, end)
  const at = raw.indexOf(value)
  const start = at < 0 ? from : from + at
  const stop = at < 0 ? end : start + value.length
  const located = locate(source, start, stop, value)
  const content = (): Source => resolved(source, start, stop)
  return { kind: 'scalar', value, located, style: 'quoted', start, end: stop, content }
}

/** A text as it is meant: scripts stand in XML with `&amp;&amp;` and `&quot;`, or as CDATA. */
function resolved(source: Source, start: number, stop: number): Source {
  const raw = source.text.slice(start, stop)
  const pieces: Piece[] = []
  let at = 0
  for (const match of raw.matchAll(MARKUP)) {
    const [whole, hex, decimal, name] = match
    const from = start + match.index
    pieces.push({ text: raw.slice(at, match.index), start: start + at, end: from })
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal)
    const text = name ? NAMED[name] : code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : ''
    pieces.push({ text: text ?? '', start: from, end: from + whole.length })
    at = match.index + whole.length
  }
  if (pieces.length === 0) return sliceSource(source, start, stop)
  pieces.push({ text: raw.slice(at), start: start + at, end: stop })
  return innerSource(source, pieces)
}

const MARKUP = /&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|(amp|lt|gt|quot|apos));|<!\[CDATA\[|\]\]>/g
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** An attribute, whose place is looked for in its tag. */
function attributeOf(
  source: Source,
  { attribute, value, start, end }: { attribute: string; value: string; start: number; end: number },
): Entry {
  const tag = source.text.slice(start, end)
  const at = [...tag.matchAll(/[\s/]([^\s=/<>"']{1,200})\s{0,20}=\s{0,20}(["'])/g)].find(
    match => match[1] === attribute,
  )
  const nameAt = at ? start + at.index + 1 : start
  const valueAt = at ? start + at.index + at[0].length : start
  const key = locate(source, nameAt, nameAt + attribute.length, attribute)
  const isThere = source.text.startsWith(value, valueAt)
  const quote = at ? source.text.indexOf(at[2]!, valueAt) : -1
  return { key, value: scalarOf(source, valueAt, isThere ? valueAt + value.length : quote < 0 ? end : quote, value) }
}
