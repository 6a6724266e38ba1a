/** Where the parser stands in a script, and what may stand anywhere: blanks, comments, continued lines, brackets. */

import { forward } from '../../../text/progress.ts'
import type { Node } from '../tree.ts'

/** How deep blocks and brackets may nest. */
const MOST_DEPTH = 200

/** What ends a list of statements: the bracket that closes it, or the end of the text. */
export type Until = '' | ')' | '}'

/** A place in a script; every function of the parser moves it behind what it has read. */
export interface Scan {
  readonly text: string
  at: number
  depth: number
  /** The first thing that could not be read. */
  error: { readonly at: number; readonly message: string } | undefined
  /** Reads the statements that words and expressions hold in brackets, up to the closing one. */
  readonly statements: (scan: Scan, until: Until) => Node[]
  /** Reads the one statement that is the value of an assignment or entry. */
  readonly statement: (scan: Scan) => Node | undefined
}

const BLANK = /[ \t\f\r\uFEFF\u00A0]/
/** Straight and typographic quotes: PowerShell takes both. */
export const QUOTES = /["'\u2018\u2019\u201C\u201D]/

/** Keeps a mistake, if it stands before the one that is known. */
export function fail(scan: Scan, at: number, message: string): void {
  if (!scan.error || at < scan.error.at) scan.error = { at, message }
}

/** Skips blanks, comments and continued lines; line ends as well when asked to. */
export function skip(scan: Scan, lines: boolean): void {
  const { text } = scan
  for (const moves = forward(); moves(scan.at); ) {
    const char = text[scan.at]
    if (char === undefined) return
    if (BLANK.test(char) || (lines && char === '\n')) scan.at++
    else if (char === '`' && text[scan.at + 1] === '\n') scan.at += 2
    else if (char === '<' && text[scan.at + 1] === '#') {
      const end = text.indexOf('#>', scan.at + 2)
      if (end < 0) fail(scan, scan.at, 'a comment is not closed')
      scan.at = end < 0 ? text.length : end + 2
    } else if (char === '#') {
      const end = text.indexOf('\n', scan.at)
      scan.at = end < 0 ? text.length : end
    } else return
  }
}

/** Gives up on the rest of a text that nests too deep to be read. */
export function tooDeep(scan: Scan): boolean {
  if (scan.depth < MOST_DEPTH) return false
  fail(scan, scan.at, 'it is nested too deep')
  scan.at = scan.text.length
  return true
}

/** The word that may be a keyword here, in lower case; it is not stepped over. */
export function keyword({ text, at }: Scan): string | undefined {
  return /^[A-Za-z]{2,12}(?![\w\-./\\:=])/.exec(text.slice(at, at + 14))?.[0].toLowerCase()
}

/** The statements in the brackets that open next; none when there are no such brackets. */
export function enclosed(scan: Scan, open: '(' | '{'): Node[] {
  skip(scan, true)
  if (scan.text[scan.at] !== open || tooDeep(scan)) return []
  scan.at++
  return scan.statements(scan, open === '(' ? ')' : '}')
}
