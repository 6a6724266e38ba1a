/**
 * XML as a tree: an element is a key of its parent, its attributes and elements are keys of its own, and one that holds a text
 * alone is that text. The only file that knows the package `saxes`.
 */
import { SaxesParser } from 'saxes'
import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { type Located, locate, type Source, sliceSource, spanOf, withText } from '../text/source.ts'
import type { Entry, MapNode, ScalarNode } from '../text/tree.ts'

/** Real files nest some ten levels deep and are shorter than this. */
const MOST_DEPTH = 200
const MOST_CHARACTERS = 4_000_000

export const xml: Language = {
  id: 'xml',
  read(whole, reader) {
    const masked = maskActions(whole)
    // The declaration may stand before several elements here, which the parser takes for a fragment without one.
    const source = withText(
      masked,
      masked.text.replace(/^\s{0,100}<\?xml[^>]{0,500}\?>/, found => found.replace(/[^\n]/g, ' ')),
    )
    if (source.text.length > MOST_CHARACTERS) {
      reader.unread(spanOf(source, 0, 1), 'it is too large to be parsed', false)
      return
    }
    const { entries, mistake } = elementsOf(source)
    if (mistake)
      reader.unread(spanOf(source, mistake.at, mistake.at + 1), `it is not valid XML here (${mistake.message})`, true)
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

/** The elements at the top of a text. Several may stand there, as in the configuration of Wazuh; what follows a mistake is read on. */
function elementsOf(source: Source): { entries: readonly Entry[]; mistake?: { at: number; message: string } } {
  const { text } = source
  const root: Open = { key: locate(source, 0, 0), entries: [], from: 0, text: '' }
  const open = [root]
  let mistake: { at: number; message: string } | undefined
  const parser = new SaxesParser({ fragment: true, position: true })
  parser.on('error', error => {
    mistake ??= { at: Math.min(parser.position, Math.max(0, text.length - 1)), message: plain(error.message) }
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length > MOST_DEPTH)
      mistake ??= { at: parser.position, message: `nested more than ${MOST_DEPTH} levels deep` }
    const start = text.lastIndexOf('<', parser.position - 1)
    const key = locate(source, start + 1, start + 1 + name.length)
    const element: Open = { key, entries: [], from: parser.position, text: '' }
    for (const [attribute, value] of Object.entries(attributes))
      element.entries.push(attributeOf(source, { attribute, value, start, end: parser.position }))
    open.push(element)
  })
  parser.on('text', part => {
    open.at(-1)!.text += part
  })
  parser.on('cdata', part => {
    open.at(-1)!.text += part
  })
  parser.on('closetag', () => {
    const element = open.pop()
    const parent = open.at(-1)
    if (!element || !parent) return
    const end = Math.max(element.from, text.lastIndexOf('<', parser.position - 1))
    parent.entries.push({ key: element.key, value: contentOf(source, element, end) })
  })
  parser.write(text).close()
  // What was never closed keeps what is in it.
  for (let element = open.pop(); element && open.length > 0; element = open.pop())
    open.at(-1)!.entries.push({ key: element.key, value: contentOf(source, element, text.length) })
  return { entries: root.entries, ...(mistake ? { mistake } : {}) }
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
  const content = (): Source => sliceSource(source, start, stop)
  return { kind: 'scalar', value, located, style: 'quoted', start, end: stop, content }
}

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

/** The parser's message without the place that it begins with. */
const plain = (message: string): string =>
  message
    .replace(/^(?:undefined:|\d+:\d+:\s*)+/, '')
    .replace(/\.$/, '')
    .slice(0, 200)
