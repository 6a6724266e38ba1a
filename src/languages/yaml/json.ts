/** Strict JSON into trees with positions. What is anything else (comments, YAML's flow style) is not read here. */
import type { Source } from '../../text/source.ts'
import type { Entry, ScalarNode, TreeNode } from '../../text/tree.ts'
import { exactScalar, madeScalar, quotedPieces } from './scalar.ts'

/** Beyond it, the tree would take more than a gigabyte. */
const MOST_CHARACTERS = 64_000_000
const MOST_DEPTH = 300

/**
 * Of a longer text, the objects of a list (`kubectl get -o json`) are only built where they may hold what is asked for: a dump of
 * a cluster holds thousands of which nothing is to be said.
 */
const LONG = 1_000_000
const [QUOTE, BRACKET, BRACE] = [34, 91, 123]

/** Whether a part of a text may hold what is asked for. */
export type MayHold = (part: string) => boolean

/** Thrown inside of this file where the text is not strict JSON. */
class NotJson extends Error {}

/**
 * The values that the text is, one behind the other: mostly one, and one a line in logs and policies (jsonlines.org). Undefined
 * where the text is not strict JSON. The time is linear in its length.
 */
export function parseJson(source: Source, mayHold: MayHold = () => true): readonly TreeNode[] | undefined {
  const { text } = source
  if (!/^\s*[{[]/.test(text.slice(0, 200)) || text.length > MOST_CHARACTERS) return undefined
  try {
    return parse(source, mayHold)
  } catch (error) {
    if (error instanceof NotJson) return undefined
    throw error
  }
}

function parse(source: Source, mayHold: MayHold): readonly TreeNode[] {
  const { text } = source
  const isLong = text.length > LONG
  let at = 0

  const roots: TreeNode[] = []
  do {
    roots.push(value(0))
    skip()
  } while (text[at] === '{')
  if (at < text.length) throw new NotJson()
  return roots

  function skip(): void {
    for (let code = text.charCodeAt(at); code === 32 || code === 10 || code === 13 || code === 9; )
      code = text.charCodeAt(++at)
  }

  /** Goes past a character that must stand here. */
  function take(character: string): void {
    skip()
    if (text[at] !== character) throw new NotJson()
    at++
  }

  /** Goes past a character where it stands here. */
  function taken(character: string): boolean {
    skip()
    if (text[at] !== character) return false
    at++
    return true
  }

  function value(depth: number): TreeNode {
    if (depth > MOST_DEPTH) throw new NotJson()
    skip()
    const first = text[at]
    return first === '{' ? map(depth) : first === '[' ? list(depth) : first === '"' ? quoted() : word()
  }

  function map(depth: number): TreeNode {
    const start = at++
    const entries: Entry[] = []
    if (!taken('}')) {
      do {
        skip()
        if (text[at] !== '"') throw new NotJson()
        const key = quoted().located
        take(':')
        skip()
        const isDump = depth === 0 && key.value === 'items' && text[at] === '[' && isLong
        entries.push({ key, value: isDump ? list(depth + 1, mayHold) : value(depth + 1) })
      } while (taken(','))
      take('}')
    }
    return { kind: 'map', entries, merged: [], start, end: at }
  }

  function list(depth: number, mayHold: MayHold = () => true): TreeNode {
    const start = at++
    const items: (TreeNode | undefined)[] = []
    if (!taken(']')) {
      do items.push(depth === 1 && isLong && isPassed(mayHold) ? undefined : value(depth + 1))
      while (taken(','))
      take(']')
    }
    return { kind: 'list', items, start, end: at }
  }

  /** Goes past an object that holds nothing. */
  function isPassed(mayHold: MayHold): boolean {
    skip()
    const end = text[at] === '{' ? behindObject(at) : undefined
    if (end === undefined || mayHold(text.slice(at, end))) return false
    at = end
    return true
  }

  /** Where an object ends, told by its brackets and strings alone. */
  function behindObject(start: number): number | undefined {
    let open = 0
    for (let i = start; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (code === QUOTE) {
        i = text.indexOf('"', i + 1)
        while (i > 0 && isEscaped(i)) i = text.indexOf('"', i + 1)
        if (i < 0) return undefined
      } else if (code === BRACE || code === BRACKET) open++
      else if ((code === BRACE + 2 || code === BRACKET + 2) && --open === 0) return i + 1
    }
    return undefined
  }

  function quoted(): ScalarNode {
    const start = at
    let close = text.indexOf('"', start + 1)
    while (close > 0 && isEscaped(close)) close = text.indexOf('"', close + 1)
    if (close < 0) throw new NotJson()
    at = close + 1
    const raw = text.slice(start, at)
    if (/[\u0000-\u001f]/.test(raw)) throw new NotJson()
    if (!raw.includes('\\')) return exactScalar(source, start + 1, close, 'quoted')
    const meant = unescaped(raw)
    return madeScalar(source, start, at, meant, 'quoted', () => quotedPieces(raw, start, meant, true))
  }

  /** Whether an odd number of backslashes stands before the offset. */
  function isEscaped(offset: number): boolean {
    let before = offset
    while (text[before - 1] === '\\') before--
    return (offset - before) % 2 === 1
  }

  /** A number, `true`, `false` or `null`. */
  function word(): ScalarNode {
    const end = WORD.exec(text.slice(at, at + 400))?.[0].length
    if (!end) throw new NotJson()
    const start = at
    at += end
    return exactScalar(source, start, at, 'plain')
  }
}

const WORD = /^(?:-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?=[\s,}\]]|$)/

function unescaped(raw: string): string {
  try {
    return JSON.parse(raw) as string
  } catch {
    throw new NotJson()
  }
}
