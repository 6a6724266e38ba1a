/** Groovy as names, strings and marks. Comments are left out. Reference: https://groovy-lang.org/syntax.html */

import { forward } from '../../text/progress.ts'
import { innerSource, type Piece, type Source, sliceSource, UNKNOWN } from '../../text/source.ts'

export type Token =
  | { readonly kind: 'name' | 'mark'; readonly text: string; readonly start: number; readonly end: number }
  | {
      readonly kind: 'string'
      readonly text: ''
      readonly start: number
      readonly end: number
      /** What the string means, with `${}` masked. */
      content(): Source
    }

export function tokensOf(source: Source): readonly Token[] {
  const { text } = source
  const tokens: Token[] = []
  // A line that begins with `#` is none of Groovy's, but for the first one of a script, which is a comment.
  const next = /(?<=(?:^|\n)[ \t]{0,200})#[^\n]*|\/\/[^\n]*|\/\*|'''|"""|['"]|\$\/|[A-Za-z_]\w*|\s+|[\s\S]/y
  for (let match = next.exec(text); match; match = next.exec(text)) {
    const start = match.index
    const [found] = match
    if (found === '/*') {
      const end = text.indexOf('*/', start + 2)
      next.lastIndex = end < 0 ? text.length : end + 2
    } else if (/^(?:\/\/|#|\s)/.test(found)) {
      // Nothing is said by a comment or a blank, but a line that ends may end a call.
      if (found.includes('\n')) tokens.push({ kind: 'mark', text: '\n', start, end: start + 1 })
    } else if (/^['"]|^\$\//.test(found)) {
      const { inner, end } = stringAt(text, start, found)
      next.lastIndex = end
      tokens.push({ kind: 'string', text: '', start, end, content: () => contentOf(source, start, inner, found) })
    } else if (found === '/' && opensPattern(text, start, tokens.at(-1))) {
      const end = patternEnd(text, start)
      next.lastIndex = end
      tokens.push({ kind: 'string', text: '', start, end, content: () => contentOf(source, start, end - 1, '/') })
    } else tokens.push({ kind: /\w/.test(found) ? 'name' : 'mark', text: found, start, end: start + found.length })
  }
  return tokens
}

const CLOSES: Readonly<Record<string, string>> = { '$/': '/$' }

/** Where the text of a string ends, and where the string does. A string of one line ends with it. */
function stringAt(text: string, start: number, open: string): { inner: number; end: number } {
  const close = CLOSES[open] ?? open
  const mark = open === '$/' ? '$' : '\\'
  let at = start + open.length
  for (const moves = forward(); at < text.length && moves(at); ) {
    const c = text[at]
    if (c === mark && !text.startsWith(close, at)) at += 2
    else if (text.startsWith(close, at)) return { inner: at, end: at + close.length }
    else if (c === '\n' && open.length === 1) return { inner: at, end: at }
    else if (c === '$' && text[at + 1] === '{' && /["/]/.test(open)) at = actionEnd(text, at)
    else at++
  }
  return { inner: text.length, end: text.length }
}

/** An action of a string is short; without an end it is plain text. */
const LONGEST_ACTION = 1_000

function actionEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_ACTION)
  let depth = 0
  for (let at = start + 1; at < limit; at++) {
    const c = text[at]
    if (c === '{') depth++
    else if (c === '}' && --depth === 0) return at + 1
    else if (c === '"' || c === "'") {
      const close = text.indexOf(c, at + 1)
      const line = text.indexOf('\n', at)
      if (close < 0 || close > limit || (line >= 0 && line < close)) return start + 2
      at = close
    }
  }
  return start + 2
}

/** A slash begins a pattern only where a value may stand. */
const opensPattern = (text: string, at: number, before: Token | undefined): boolean =>
  before?.kind === 'mark' &&
  /[(=~,:[]/.test(before.text) &&
  /[^\s/*]/.test(text[at + 1] ?? ' ') &&
  patternEnd(text, at) > at

function patternEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length && text[at] !== '\n'; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '/') return at + 1
  }
  return start
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', '\n': '' }

function contentOf(source: Source, start: number, end: number, open: string): Source {
  const inner = sliceSource(source, start + open.length, Math.max(end, start + open.length))
  const { text } = inner
  const pieces: Piece[] = []
  const plain = open.startsWith("'")
  let from = 0
  const special = open === '$/' || open === '/' ? /\$/g : plain ? /\\/g : /[\\$]/g
  for (let match = special.exec(text); match; match = special.exec(text)) {
    const at = match.index
    let close = at + 1
    let value: string | undefined
    if (match[0] === '\\') {
      const code = /^\\u+([0-9a-fA-F]{4})/.exec(text.slice(at, at + 12))
      close = at + (code ? code[0].length : 2)
      value = code ? String.fromCharCode(Number.parseInt(code[1]!, 16)) : (ESCAPES[text[at + 1]!] ?? text[at + 1] ?? '')
    } else {
      const name = /^\$[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/.exec(text.slice(at, at + 200))
      close = text[at + 1] === '{' ? actionEnd(text, at) : at + (name?.[0].length ?? 1)
      if (close <= at + 2 && text[at + 1] === '{') close = at + 1
      if (close > at + 1) value = text.slice(at, close).replace(/[^\n]/g, UNKNOWN)
    }
    if (value === undefined || close > text.length) continue
    pieces.push({ text: text.slice(from, at), start: from, end: at }, { text: value, start: at, end: close })
    from = close
    special.lastIndex = close
  }
  pieces.push({ text: text.slice(from), start: from, end: text.length })
  return innerSource(inner, pieces)
}
