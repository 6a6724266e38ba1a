/** Strings and heredocs of HCL: `${}` and `%{}` masked, escapes resolved, indentation taken off. */

import { forward } from '../../text/progress.ts'
import { innerSource, type Piece, type Source, UNKNOWN } from '../../text/source.ts'

export interface Text {
  readonly kind: 'text'
  readonly heredoc: boolean
  readonly start: number
  readonly end: number
  text(): Source
}

const LONGEST_ACTION = 1_500

/** The string that begins with the quote at `start`. It ends with its line where the closing quote is missing. */
export function quotedText(source: Source, start: number): Text {
  const { text } = source
  let end = start + 1
  for (const moves = forward(); end < text.length && text[end] !== '"' && text[end] !== '\n' && moves(end); ) {
    if (text[end] === '\\') end += 2
    else if (isAction(text, end)) {
      // An action may go over several lines; one without an end must not take the rest of the file.
      const limit = Math.min(text.length, end + LONGEST_ACTION)
      const close = closeOf(text, end + 2, limit)
      end = close < limit ? close : lineEnd(text, end)
    } else end++
  }
  const inner = Math.min(end, text.length)
  return {
    kind: 'text',
    heredoc: false,
    start,
    end: Math.min(text[inner] === '"' ? inner + 1 : inner, text.length),
    text: () => innerSource(source, escapedPieces(text, start + 1, inner)),
  }
}

/** The heredoc that begins with `<<` at `start`. It ends with the text where its last line is missing. */
export function heredocText(source: Source, start: number): Text {
  const { text } = source
  const [head, dash, marker] = /^<<(-?)([A-Za-z_][\w-]*)[ \t]*\n/.exec(text.slice(start, start + 200))!
  const from = start + head.length
  let close = from
  for (const moves = forward(); close < text.length && moves(close); close = lineEnd(text, close) + 1)
    if (text.slice(close, lineEnd(text, close)).trim() === marker) break
  const inner = Math.min(close, text.length)
  return {
    kind: 'text',
    heredoc: true,
    start,
    end: Math.min(lineEnd(text, inner), text.length),
    text: () => innerSource(source, heredocPieces(text, from, inner, dash === '-')),
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end < 0 ? text.length : end
}

/** Whether `${` or `%{` begins here; `$${` and `%%{` are plain text. */
function isAction(text: string, at: number): boolean {
  const c = text[at]
  return (c === '$' || c === '%') && text[at + 1] === '{' && text[at - 1] !== c
}

/** Behind the bracket that closes `${`, or `limit` where there is none. */
function closeOf(text: string, from: number, limit: number): number {
  // Each open bracket, and `"` for a string inside the action, which may hold actions itself.
  const open: string[] = ['{']
  for (let at = from; at < limit; at++) {
    const c = text[at]
    const inside = open.at(-1)
    if (inside === '"') {
      if (c === '\\') at++
      else if (c === '"') open.pop()
      else if (c === '{' && (text[at - 1] === '$' || text[at - 1] === '%')) open.push('{')
    } else if (c === '"') open.push('"')
    else if (c === '{') open.push('{')
    else if (c === '}') {
      open.pop()
      if (open.length === 0) return at + 1
    }
  }
  return limit
}

/** `[start, end)` with every action filled in equal length. */
function maskedText(text: string, start: number, end: number): string {
  const parts: string[] = []
  let from = start
  for (let at = start; at < end; at++) {
    if (!isAction(text, at)) continue
    const close = closeOf(text, at + 2, end)
    parts.push(text.slice(from, at), text.slice(at, close).replace(/[^\n]/g, UNKNOWN))
    from = close
    at = close - 1
  }
  parts.push(text.slice(from, end))
  return parts.join('')
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

function escapedPieces(text: string, start: number, end: number): readonly Piece[] {
  return replaced(
    maskedText(text, start, end),
    start,
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))|\$\$(?=\{)|%%(?=\{)/gs,
    match => {
      const code = match[1] ?? match[2]
      if (code) return codePoint(Number.parseInt(code, 16))
      return match[3] === undefined ? match[0]![0]! : (ESCAPES[match[3]] ?? match[3])
    },
  )
}

const codePoint = (code: number): string => (code <= 0x10ffff ? String.fromCodePoint(code) : '?')

function heredocPieces(text: string, start: number, end: number, indented: boolean): readonly Piece[] {
  const lines = maskedText(text, start, end)
    .split('\n')
    .map(line => (line.includes(UNKNOWN) && !/[^ \t\uE000]/.test(line) ? ' '.repeat(line.length) : line))
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  const strip = indented ? indents.reduce((least, indent) => Math.min(least, indent), 1000) : 0
  const pieces: Piece[] = []
  let at = start
  for (const [index, line] of lines.entries()) {
    const whole = index < lines.length - 1 ? `${line}\n` : line
    const cut = Math.min(strip, line.length - line.trimStart().length)
    pieces.push(...replaced(whole.slice(cut), at + cut, /\$\$(?=\{)|%%(?=\{)/g, match => match[0]![0]!))
    at += whole.length
  }
  return pieces
}

/** The pieces of a text that stands at `start`, with what the pattern matches replaced. */
function replaced(
  text: string,
  start: number,
  pattern: RegExp,
  value: (match: RegExpExecArray) => string,
): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(pattern)) {
    const end = match.index + match[0].length
    pieces.push({ text: text.slice(from, match.index), start: start + from, end: start + match.index })
    pieces.push({ text: value(match), start: start + match.index, end: start + end })
    from = end
  }
  pieces.push({ text: text.slice(from), start: start + from, end: start + text.length })
  return pieces
}
