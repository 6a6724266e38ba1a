/** Reads calls of cmdlets, programs and functions, with what they write to files. */

import { forward } from '../../../text/progress.ts'
import type { Call, Redirect, Word } from '../tree.ts'
import { type Scan, skip } from './scan.ts'
import { word } from './words.ts'

/** Whether a call begins here, and no expression. */
export function callBegins({ text, at }: Scan): boolean {
  const char = text[at]
  if (char === undefined) return false
  if (char === '&') return true
  // A path in a string that is run: `$dir\nssm.exe set …`.
  if (char === '$') return /^\$\{?[\w:]{1,100}\}?[\\/][\w.]/.test(text.slice(at, at + 110))
  if (char === '.') return /[\s\\/"'$]/.test(text[at + 1] ?? '')
  return (
    /[A-Za-z_\\%?~*\uE000]/.test(char) || (/\d/.test(char) && /^\d+[A-Za-z][\w.-]*\s/.test(text.slice(at, at + 60)))
  )
}

/** Whether a character ends a call or an expression; '' is the end of the text. */
export const endsElement = (char: string): boolean =>
  char === '' || char === '\n' || char === ';' || char === '|' || char === ')' || char === '}'

/** Reads a call up to the end of its line, statement or part of a pipeline. */
export function call(scan: Scan): Call {
  const { text } = scan
  const start = scan.at
  const words: Word[] = []
  const redirects: Redirect[] = []
  if (text[start] === '&' || (text[start] === '.' && /\s/.test(text[start + 1] ?? ''))) {
    scan.at++
    skip(scan, false)
  }
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, false)
    const { at } = scan
    const char = text[at] ?? ''
    if (endsElement(char)) break
    if (char === '&') {
      if (text[at + 1] === '&') break
      scan.at++
    } else if (char === ',') {
      scan.at++
      skip(scan, true)
    }
    // Behind `--%` nothing is PowerShell any more.
    else if (text.startsWith('--%', at)) scan.at += 3
    else if (!redirect(scan, redirects)) {
      words.push(word(scan))
      if (scan.at === at) scan.at++
    }
  }
  return { kind: 'call', start, end: scan.at, words, redirects }
}

/** Reads `> file`, `2>&1`, `*>> file`, and keeps where the output goes; false when nothing of this stands here. */
export function redirect(scan: Scan, redirects: Redirect[]): boolean {
  const { text, at } = scan
  const found = /^([\d*]?)(>>?)(?:&\d)?/.exec(text.slice(at, at + 6))
  if (!found) {
    if (text[at] !== '<') return false
    scan.at++
    return true
  }
  const [operator, stream, arrows] = found
  scan.at += operator.length
  if (operator.includes('&')) return true
  skip(scan, false)
  if (scan.at < text.length && !/[\n;|)}]/.test(text[scan.at]!)) {
    const target = word(scan)
    if (stream === '' || stream === '1' || stream === '*') redirects.push({ append: arrows === '>>', target })
  }
  return true
}
