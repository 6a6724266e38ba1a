/** Reads what begins with `$`: variables and scripts in words and strings. */

import { forward } from '../../../text/progress.ts'
import type { Part } from '../tree.ts'
import { enclosed, type Scan, tooDeep } from './scan.ts'

const NAME = /[\w?:]/

/** Reads `$name`, `${name}` or `$( … )`; a `$` with nothing of these behind it is text. */
export function variable(scan: Scan, parts: Part[]): void {
  const { text } = scan
  const start = scan.at
  const next = text[start + 1]
  if (next === '(') {
    scan.at++
    if (tooDeep(scan)) return
    scan.at++
    const nodes = scan.statements(scan, ')')
    parts.push({ kind: 'script', nodes, start, end: scan.at })
    return
  }
  if (next === '{') {
    const length = text.slice(start, start + 200).indexOf('}')
    if (length > 0) {
      scan.at = start + length + 1
      parts.push({ kind: 'variable', name: text.slice(start + 2, start + length), start, end: scan.at })
      return
    }
  }
  scan.at++
  for (const moves = forward(); scan.at < text.length && NAME.test(text[scan.at]!) && moves(scan.at); ) {
    // `$x:` at the end of a name is no part of it, as in "$x: no".
    if (text[scan.at] === ':' && !/\w/.test(text[scan.at + 1] ?? '')) break
    scan.at++
  }
  if (scan.at === start + 1) {
    if (next === undefined || !/[$^]/.test(next)) {
      parts.push({ kind: 'text', text: '$', start, end: scan.at })
      return
    }
    scan.at++
  }
  parts.push({ kind: 'variable', name: text.slice(start + 1, scan.at), start, end: scan.at })
}

/** Reads `@name`, which hands on the arguments that a variable holds. */
export function splatted(scan: Scan, parts: Part[]): void {
  const { text, at: start } = scan
  const [name = ''] = /^[\w:]{1,100}/.exec(text.slice(start + 1, start + 101)) ?? []
  scan.at = start + 1 + name.length
  parts.push({ kind: 'variable', name, start, end: scan.at })
}

/** Steps over `.Name`, `[0]`, `::Name` and `.Name(…)` behind the brackets of a word: what they give is not known. */
export function skipMembers(scan: Scan): void {
  const { text } = scan
  for (const moves = forward(); moves(scan.at); ) {
    const { at } = scan
    const found = /^(?:\.\w{1,100}|::\w{1,100})/.exec(text.slice(at, at + 104))
    if (found) scan.at += found[0].length
    else if (text[at] === '[' && /[\w$"'-]/.test(text[at + 1] ?? '')) {
      const length = text.slice(at, at + 200).indexOf(']')
      if (length < 0) return
      scan.at += length + 1
    } else if (text[at] === '(' && /\w/.test(text[at - 1] ?? '')) enclosed(scan, '(')
    else return
  }
}
