/**
 * YAML without mistakes into trees, by the events of the package `js-yaml`: several times as fast as the parser that reads over
 * mistakes, which gets what is refused here. The only file that knows that package.
 */
import {
  CHOMPING_MODE,
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
} from 'js-yaml'
import { forward, step } from '../../text/progress.ts'
import type { Source } from '../../text/source.ts'
import type { Entry, MapNode, ScalarNode, TreeNode } from '../../text/tree.ts'
import { behindBracket, behindColon, behindComment, behindDash } from './ends.ts'
import { MOST_MERGED, mergesOf } from './merges.ts'
import { exactScalar, foldedPieces, madeScalar, quotedPieces } from './scalar.ts'

/** A document and where it stands, of a text without mistakes. */
export interface EventDocument {
  readonly root: TreeNode | undefined
  readonly limit: string | undefined
  /** Where the document before it ends. */
  readonly start: number
  readonly contentStart: number
}

/** Real files nest some twenty levels deep. */
const MOST_DEPTH = 300

/** Texts that were parsed last: one is looked at for mistakes first and read then, or read for its chart and for itself. */
const latest = new Map<string, readonly Event[] | undefined>()
const MOST_KEPT = 8
/** A longer text is not kept, in characters: the events of one take some twenty times as much memory. */
const LONGEST_KEPT = 60_000

/** A line that ends a document and not the text, or tells how to read one, a line end that is none to others, or a mark of byte order. */
const UNUSUAL = /^\.\.\.(?=\s{0,100}\S)|^%|[\r\u0000\ufeff]/m

function eventsOf(text: string): readonly Event[] | undefined {
  if (latest.has(text)) return latest.get(text)
  const events = parsed(text)
  if (text.length > LONGEST_KEPT) return events
  latest.set(text, events)
  const [oldest] = latest.keys()
  if (latest.size > MOST_KEPT) latest.delete(oldest!)
  return events
}

function parsed(text: string): readonly Event[] | undefined {
  if (UNUSUAL.test(text)) return undefined
  try {
    return parseEvents(text, { maxDepth: MOST_DEPTH })
  } catch {
    return undefined
  }
}

/** Whether a text has no mistakes, as far as can be told fast. */
export const hasEvents = (text: string): boolean => eventsOf(text) !== undefined

/** The documents of a text, or undefined where it has mistakes or what is rare. */
export function eventDocuments(source: Source): readonly EventDocument[] | undefined {
  const events = eventsOf(source.text)
  return events && documentsOf(source, events)
}

/**
 * What the parsers tell differently: a key that is no scalar, which is how template actions look that were not masked, or that has
 * an anchor or a tag, and a value with one of YAML's own tags.
 */
class Odd extends Error {}

function documentsOf(source: Source, events: readonly Event[]): readonly EventDocument[] | undefined {
  const documents: EventDocument[] = []
  let from = 0
  let start = 0
  try {
    for (let index = 0; index < events.length; index++) {
      if (documents.length > 0) start = separatorBehind(source.text, from)
      const made = documentAt(source, events, index + 1, start)
      documents.push({ root: made.root, limit: made.limit, start, contentStart: made.start })
      from = Math.max(made.end, start + (documents.length > 1 ? 3 : 0))
      index = made.index
    }
  } catch (error) {
    if (error instanceof Odd) return undefined
    throw error
  }
  return documents
}

/** Where the line begins that separates a document from the next. */
function separatorBehind(text: string, from: number): number {
  if (text.startsWith('---', from) && (from === 0 || text[from - 1] === '\n')) return from
  const at = text.indexOf('\n---', from)
  return at < 0 ? text.length : at + 1
}

/** Builds the tree of the document whose content begins with an event. `index` is the one that closes it. */
function documentAt(source: Source, events: readonly Event[], first: number, begin: number) {
  const { text } = source
  const anchors = new Map<string, TreeNode>()
  let limit: string | undefined
  const merges = mergesOf(() => {
    limit = `it merges more than ${MOST_MERGED} entries`
  })
  let index = first
  /** Where what was read last ends. */
  let end = begin

  const named = <T extends TreeNode | undefined>(event: { anchorStart: number; anchorEnd: number }, made: T): T => {
    if (event.anchorStart >= 0 && made) anchors.set(text.slice(event.anchorStart, event.anchorEnd), made)
    return made
  }

  /** The node that an event begins, and whether the text has anything there. */
  function node(): { made: TreeNode | undefined; isThere: boolean } {
    step()
    const event = events[index++]!
    if ('tagStart' in event && event.tagStart >= 0 && /[!<]/.test(text[event.tagStart + 1] ?? ''))
      throw new Odd('a tag of YAML')
    if (event.type === EVENT_ID.SCALAR) return { made: named(event, scalar(event)), isThere: event.valueStart >= 0 }
    if (event.type === EVENT_ID.ALIAS) {
      end = event.anchorEnd
      return { made: anchors.get(text.slice(event.anchorStart, event.anchorEnd)), isThere: true }
    }
    if (event.type === EVENT_ID.SEQUENCE) return { made: named(event, list(event.start)), isThere: true }
    if (event.type === EVENT_ID.MAPPING) return { made: named(event, map(event.start)), isThere: true }
    throw new Odd('an event of another kind')
  }

  const isOpen = () => events[index]!.type !== EVENT_ID.POP

  function list(start: number): TreeNode {
    const isFlow = text[start] === '['
    end = isFlow ? start + 1 : start
    const items: (TreeNode | undefined)[] = []
    for (const moves = forward(); isOpen() && moves(index); ) {
      const { made, isThere } = node()
      items.push(made)
      if (!isThere && !isFlow) end = behindDash(text, end)
    }
    index++
    end = isFlow ? behindBracket(text, end) : behindComment(text, end)
    return { kind: 'list', items, start, end }
  }

  function map(start: number): TreeNode {
    const isFlow = text[start] === '{'
    end = isFlow ? start + 1 : start
    const entries: Entry[] = []
    const merged: MapNode[] = []
    for (const moves = forward(); isOpen() && moves(index); ) {
      const event = events[index++]!
      if (event.type !== EVENT_ID.SCALAR || event.valueStart < 0 || event.anchorStart >= 0 || event.tagStart >= 0)
        throw new Odd('no plain key')
      const key = scalar(event)
      const { made: value, isThere } = node()
      if (!isThere && !isFlow) end = behindColon(text, end)
      if (!key) continue
      if (key.value === '<<' && value && value.kind !== 'scalar') merged.push(...merges(value))
      else entries.push({ key: key.located, value })
    }
    index++
    end = isFlow ? behindBracket(text, end) : behindComment(text, end)
    return { kind: 'map', entries, merged, start, end }
  }

  /** A scalar as the tree has it, or undefined for nothing at all (`key:`). */
  function scalar(event: ScalarEvent): ScalarNode | undefined {
    const { valueStart, valueEnd, style } = event
    if (valueStart < 0) return undefined
    const isDouble = style === SCALAR_STYLE.DOUBLE_QUOTED
    if (isDouble || style === SCALAR_STYLE.SINGLE_QUOTED) {
      end = valueEnd + 1
      const value = getScalarValue(text, event)
      if (event.fast || text.slice(valueStart, valueEnd) === value)
        return exactScalar(source, valueStart, valueEnd, 'quoted')
      const start = valueStart - 1
      const pieces = () => quotedPieces(text.slice(start, valueEnd + 1), start, value, isDouble)
      return madeScalar(source, start, valueEnd + 1, value, 'quoted', pieces)
    }
    if (style === SCALAR_STYLE.PLAIN) {
      end = valueEnd
      if (event.fast) return exactScalar(source, valueStart, valueEnd, 'plain')
      return folded(valueStart, valueEnd, getScalarValue(text, event), false)
    }
    if (event.indent < 0 && valueEnd > valueStart) throw new Odd('a block scalar of blank lines')
    const header = headerOf(event)
    end = blockEnd(event)
    return folded(header, end, getScalarValue(text, event), true)
  }

  function folded(start: number, to: number, value: string, isBlock: boolean): ScalarNode {
    const pieces = () => foldedPieces(text.slice(start, to), start, value, isBlock)
    return madeScalar(source, start, to, value, isBlock ? 'block' : 'plain', pieces)
  }

  /** Where the mark of a block scalar stands: first in its line behind what was read last, its tag and its anchor. */
  function headerOf({ valueStart, anchorEnd, tagEnd }: ScalarEvent): number {
    const lineEnd = text[valueStart - 1] === '\n' ? valueStart - 1 : valueStart
    const from = Math.max(text.lastIndexOf('\n', lineEnd - 1) + 1, end, anchorEnd, tagEnd)
    for (let at = from; at < lineEnd; at++) if (text[at] === '|' || text[at] === '>') return at
    throw new Odd('a block scalar without its mark')
  }

  /** Blank lines behind a block scalar belong to it only where it keeps them, or where they hold more blanks than its indent. */
  function blockEnd({ valueStart, valueEnd, chomping, indent }: ScalarEvent): number {
    let to = valueEnd
    while (chomping !== CHOMPING_MODE.KEEP && text[to - 1] === '\n') {
      let at = to - 2
      while (at >= valueStart && text[at] === ' ') at--
      if (at < valueStart || text[at] !== '\n' || to - 2 - at > Math.max(indent, 0)) break
      to = at + 1
    }
    return to
  }

  const start = startOf(events[first]!)
  const { made: root } = isOpen() ? node() : { made: undefined }
  return { root, limit, start: root ? start : end, end, index }
}

const startOf = (event: Event): number =>
  'start' in event ? event.start : 'valueStart' in event ? event.valueStart : 0
