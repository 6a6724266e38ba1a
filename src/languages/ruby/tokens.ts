/** Ruby as names, strings and marks, as far as a Vagrantfile or a Chef recipe needs it. Comments are left out. */

import { forward } from '../../text/progress.ts'
import { innerSource, type Piece, type Source, sliceSource, UNKNOWN } from '../../text/source.ts'

export interface Token {
  /** A `call` is a string that Ruby runs as a command: backticks and `%x()`. */
  readonly kind: 'name' | 'mark' | 'symbol' | 'string' | 'call' | 'line'
  /** The name, symbol or mark; empty for a string. */
  readonly text: string
  readonly start: number
  /** What a string means, with `#{}` masked. */
  readonly content?: () => Source
}

interface Heredoc {
  readonly marker: string
  /** `<<~` takes the indentation off; `<<-` and `<<~` allow it before the marker. */
  readonly style: '' | '-' | '~'
  readonly plain: boolean
  readonly at: number
}

const TOKEN =
  /#[^\n]*|\n=begin\b|<<([-~]?)(?:'(\w+)'|"(\w+)"|([A-Z_]\w*))|%[qQwWiIx]?[([{<|!]|["'`]|:[A-Za-z_]\w*[?!]?|[A-Za-z_@$][\w@]*[?!]?|=>|&&|\|\||\n|[ \t\r\\]+|[\s\S]/y

export function tokensOf(source: Source): readonly Token[] {
  const { text } = source
  const tokens: Token[] = []
  let waiting: Heredoc[] = []
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [found, style, single, double, bare] = match
    const start = match.index
    let next = start + found.length
    if (found === '\n=begin') {
      const end = text.indexOf('\n=end', next)
      next = end < 0 ? text.length : end + 5
    } else if (found === '\n') {
      tokens.push({ kind: 'line', text: '\n', start })
      for (const heredoc of waiting) next = closeHeredoc(source, heredoc, next, tokens)
      waiting = []
    } else if (found.startsWith('#') || /^[ \t\r\\]/.test(found)) {
      // Nothing is said by a comment or a blank.
    } else if (single ?? double ?? bare) {
      const marker = single ?? double ?? bare ?? ''
      waiting.push({ marker, style: (style ?? '') as Heredoc['style'], plain: single !== undefined, at: tokens.length })
      tokens.push({ kind: 'string', text: '', start })
    } else if (/^["'`]|^%./.test(found) && opensString(found, text, start, tokens.at(-1))) {
      const open = found.at(-1)!
      const end = stringEnd(text, next, open)
      const from = next
      const plain = found === "'" || /^%[qwi]/.test(found)
      const kind = found === '`' || found.startsWith('%x') ? 'call' : 'string'
      tokens.push({ kind, text: '', start, content: () => contentOf(source, from, end, plain) })
      next = Math.min(text.length, end + 1)
    } else if (/^:[A-Za-z_]/.test(found)) tokens.push({ kind: 'symbol', text: found.slice(1), start })
    else tokens.push({ kind: /^[A-Za-z_@$]/.test(found) ? 'name' : 'mark', text: found, start })
    TOKEN.lastIndex = next
  }
  // A file that is cut behind the mark: the text of it is empty.
  for (const heredoc of waiting) setHeredoc(source, heredoc, text.length, text.length, tokens)
  return tokens
}

/** A percent sign opens a string only where a value may stand. */
const opensString = (found: string, text: string, start: number, before: Token | undefined): boolean =>
  !found.startsWith('%') ||
  ((!before ||
    before.kind === 'line' ||
    (before.kind === 'mark' && !/[)\]}\d]/.test(before.text)) ||
    text[start - 1] === ' ') &&
    text[start + found.length] !== ' ')

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }

function stringEnd(text: string, from: number, open: string): number {
  const close = CLOSES[open] ?? open
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const c = text[at]
    if (c === '\\') at++
    else if (c === close && depth === 0) return at
    else if (c === '#' && text[at + 1] === '{' && open !== "'") at = actionEnd(text, at) - 1
    else if (close !== open && c === open) depth++
    else if (c === close) depth--
  }
  return text.length
}

const LONGEST_ACTION = 1_000

/** Behind `#{...}`; behind the brace alone where it does not end soon. */
function actionEnd(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_ACTION)
  let depth = 0
  for (let at = start + 1; at < limit; at++) {
    if (text[at] === '{') depth++
    else if (text[at] === '}' && --depth === 0) return at + 1
  }
  return start + 2
}

/** Reads the body of a heredoc that begins at `from`; returns where its closing line ends. */
function closeHeredoc(source: Source, heredoc: Heredoc, from: number, tokens: Token[]): number {
  const { text } = source
  let at = from
  for (const moves = forward(); at < text.length && moves(at); ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, Math.min(end, at + 500))
    if ((heredoc.style ? line.trim() : line) === heredoc.marker) {
      setHeredoc(source, heredoc, from, at, tokens)
      return end
    }
    at = end + 1
  }
  setHeredoc(source, heredoc, from, text.length, tokens)
  return text.length
}

function setHeredoc(source: Source, { at, style, plain }: Heredoc, from: number, end: number, tokens: Token[]): void {
  const content = () => {
    const whole = contentOf(source, from, end, plain, true)
    return style === '~' ? withoutIndentation(whole) : whole
  }
  tokens[at] = { ...tokens[at]!, content }
}

function withoutIndentation(source: Source): Source {
  const lines = source.text.split('\n')
  const indents = lines.filter(line => line.trim() !== '').map(line => line.length - line.trimStart().length)
  const strip = indents.reduce((least, indent) => Math.min(least, indent), 1000)
  const pieces: Piece[] = []
  let at = 0
  for (const [index, line] of lines.entries()) {
    const start = at + Math.min(strip, line.length - line.trimStart().length)
    const end = at + line.length + (index < lines.length - 1 ? 1 : 0)
    pieces.push({ text: source.text.slice(start, end), start, end })
    at = end
  }
  return innerSource(source, pieces)
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', s: ' ', e: '\x1b', '\n': '' }

function contentOf(source: Source, start: number, end: number, plain: boolean, heredoc = false): Source {
  const inner = sliceSource(source, start, end)
  if (plain && heredoc) return inner
  const { text } = inner
  const pieces: Piece[] = []
  let from = 0
  const special = plain ? /\\[\\']/g : /\\[\s\S]|#\{/g
  for (let match = special.exec(text); match; match = special.exec(text)) {
    const [found] = match
    const close = found === '#{' ? Math.min(actionEnd(text, match.index), text.length) : match.index + 2
    const escaped = plain ? found[1]! : (ESCAPES[found[1]!] ?? found[1]!)
    const value = found === '#{' ? text.slice(match.index, close).replace(/[^\n]/g, UNKNOWN) : escaped
    pieces.push({ text: text.slice(from, match.index), start: from, end: match.index })
    pieces.push({ text: value, start: match.index, end: close })
    from = close
    special.lastIndex = close
  }
  pieces.push({ text: text.slice(from), start: from, end: text.length })
  return innerSource(inner, pieces)
}
