/** Reads strings: quoted ones and here-strings, with the escapes, variables and scripts in them. */

import { forward } from '../../../text/progress.ts'
import type { Part } from '../tree.ts'
import { fail, QUOTES, type Scan } from './scan.ts'
import { variable } from './variables.ts'

/** What a letter behind a backtick means; any other character means itself. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  '0': '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
}

/** Adds the text between two offsets as it is written, if there is any. */
export function addText({ text }: Scan, parts: Part[], start: number, end: number): void {
  if (end > start) parts.push({ kind: 'text', text: text.slice(start, end), start, end })
}

/** Whether a string begins here, and of which kind. */
export function stringBegins({ text, at }: Scan): 'quoted' | 'here' | undefined {
  const char = text[at] ?? ''
  if (QUOTES.test(char)) return 'quoted'
  return char === '@' && QUOTES.test(text[at + 1] ?? '') ? 'here' : undefined
}

/** Reads a backtick and the character behind it; a line end behind it is no text. */
function escapeSequence(scan: Scan, parts: Part[]): void {
  const { text, at } = scan
  const escaped = text[at + 1]!
  const decoded = ESCAPES[escaped]
  scan.at += 2
  if (decoded !== undefined) parts.push({ kind: 'text', text: decoded, start: at, end: at + 2 })
  else if (escaped !== '\n') parts.push({ kind: 'text', text: escaped, start: at + 1, end: at + 2 })
}

/** Reads a string between quotes; a doubled quote stands for one. */
export function quotedString(scan: Scan, parts: Part[]): void {
  const { text } = scan
  const begin = scan.at
  const single = /['\u2018\u2019]/.test(text[begin]!)
  const closes = single ? /['\u2018\u2019]/ : /["\u201C\u201D]/
  scan.at++
  let from = scan.at
  for (const moves = forward(); moves(scan.at); ) {
    const char = text[scan.at]
    if (char === undefined) {
      addText(scan, parts, from, scan.at)
      fail(scan, begin, 'a string is not closed')
      return
    }
    if (closes.test(char)) {
      addText(scan, parts, from, scan.at)
      scan.at++
      if (text[scan.at] !== char) return
      parts.push({ kind: 'text', text: char, start: scan.at, end: scan.at + 1 })
      scan.at++
    } else if (!single && char === '`') {
      addText(scan, parts, from, scan.at)
      if (scan.at + 1 < text.length) escapeSequence(scan, parts)
      else scan.at++
    } else if (!single && char === '$') {
      addText(scan, parts, from, scan.at)
      variable(scan, parts)
    } else {
      scan.at++
      continue
    }
    from = scan.at
  }
}

/** Reads `@"` or `@'`, a line end, lines, and the closing mark at the beginning of a line. */
export function hereString(scan: Scan, parts: Part[]): void {
  const { text, at: begin } = scan
  const single = text[begin + 1] === "'"
  const head = /^@["'][ \t]*\n/.exec(text.slice(begin, begin + 200))
  const from = begin + (head ? head[0].length : 2)
  const close = text.indexOf(single ? "\n'@" : '\n"@', Math.max(from - 1, 0))
  const end = close < 0 ? text.length : Math.max(close, from)
  if (close < 0) fail(scan, begin, 'a here-string is not closed')
  if (single) addText(scan, parts, from, end)
  else {
    scan.at = from
    hereLines(scan, parts, end)
  }
  scan.at = close < 0 ? text.length : Math.max(close + 3, scan.at)
}

/** Reads the lines of a here-string in which variables and escapes hold, up to an offset. */
function hereLines(scan: Scan, parts: Part[], end: number): void {
  let from = scan.at
  for (const moves = forward(); scan.at < end && moves(scan.at); ) {
    const char = scan.text[scan.at]
    if ((char !== '`' || scan.at + 1 >= end) && char !== '$') {
      scan.at++
      continue
    }
    addText(scan, parts, from, scan.at)
    if (char === '$') variable(scan, parts)
    else escapeSequence(scan, parts)
    from = scan.at
  }
  addText(scan, parts, from, Math.min(scan.at, end))
}
