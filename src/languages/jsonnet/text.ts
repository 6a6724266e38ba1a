/** Texts of Jsonnet: quoted, verbatim and blocks, with what `%` fills in masked. */

import { forward } from '../../text/progress.ts'
import { innerSource, type Piece, type Source, UNKNOWN } from '../../text/source.ts'

export interface Text {
  readonly content: Source
  /** Behind its last quote. */
  readonly end: number
}

/** The text that begins at an offset, if one does. */
export function textAt(source: Source, at: number): Text | undefined {
  const { text } = source
  if (text.startsWith('|||', at)) return blockAt(source, at)
  const isVerbatim = text[at] === '@'
  const quote = text[isVerbatim ? at + 1 : at]
  if (quote !== '"' && quote !== "'") return undefined
  const start = at + (isVerbatim ? 2 : 1)
  let end = start
  while (end < text.length && (text[end] !== quote || (isVerbatim && text[end + 1] === quote)))
    end += isVerbatim ? (text[end] === quote ? 2 : 1) : text[end] === '\\' ? 2 : 1
  end = Math.min(end, text.length)
  const pieces = isVerbatim ? [pieceOf(text, start, end)] : escapedPieces(text, start, end)
  return { content: innerSource(source, pieces), end: Math.min(end + 1, text.length) }
}

/** `|||`, lines that are indented, and `|||`. */
function blockAt(source: Source, at: number): Text | undefined {
  const { text } = source
  const [head] = /^\|\|\|-?[ \t]*\n/.exec(text.slice(at, at + 50)) ?? []
  if (!head) return undefined
  const pieces: Piece[] = []
  let line = at + head.length
  const indent = /^[ \t]*/.exec(text.slice(line, line + 200))?.[0].length ?? 0
  for (const moves = forward(); line < text.length && moves(line); ) {
    const next = text.indexOf('\n', line)
    const end = next < 0 ? text.length : next + 1
    const closing = /^[ \t]*\|\|\|/.exec(text.slice(line, Math.min(end, line + 200)))?.[0]
    if (closing !== undefined) return { content: innerSource(source, pieces), end: line + closing.length }
    const from = Math.min(line + indent, end - 1)
    pieces.push(pieceOf(text, text.slice(line, from).trim() === '' ? from : line, end))
    line = end
  }
  return { content: innerSource(source, pieces), end: text.length }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function escapedPieces(text: string, start: number, end: number): readonly Piece[] {
  const pieces: Piece[] = []
  let from = start
  for (const match of text.slice(start, end).matchAll(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g)) {
    const at = start + match.index
    pieces.push(pieceOf(text, from, at))
    from = at + match[0].length
    const value = match[1] ? String.fromCharCode(Number.parseInt(match[1], 16)) : (ESCAPES[match[2]!] ?? match[2]!)
    pieces.push({ text: value, start: at, end: from })
  }
  pieces.push(pieceOf(text, from, end))
  return pieces
}

/** What `%(name)s` and `%s` are filled with is not known. */
const pieceOf = (text: string, start: number, end: number): Piece => ({
  text: text
    .slice(start, end)
    .replace(/%(?:\([^)\n]{0,100}\))?[-+ #0]{0,4}\d{0,4}[sdf]/g, filled => UNKNOWN.repeat(filled.length)),
  start,
  end,
})
