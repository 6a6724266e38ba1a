/** Reads expressions: assignments, and whatever else is no call. They are not understood, only searched for what they hold. */

import { forward } from '../../../text/progress.ts'
import type { Assignment, Expression, Item, Part, Redirect } from '../tree.ts'
import { endsElement, redirect } from './calls.ts'
import { type Scan, skip } from './scan.ts'
import { hereString, quotedString, stringBegins } from './strings.ts'
import { variable } from './variables.ts'
import { brackets, bracketsBegin } from './words.ts'

/** `[string]$name.member[0] +=`: the name in braces, the plain name, the members, the operator. */
const ASSIGNS =
  /^(?:\[[\w.,[]{1,80}\]{1,3}\s{0,9}){0,3}\$(?:\{([^}\n]{1,100})\}|([\w:?]{1,100}))((?:\.\w{1,60}|\[[^\]\n]{0,60}\]){0,8})[ \t]{0,40}([-+*/%]?=)(?!=)/

/** `-eq`, `.Replace(`, `::Parse`, `[int]` */
const OPERATOR = /^(?:-[A-Za-z]{1,20}|\.[A-Za-z]\w{0,60}(?=\()|::[A-Za-z]\w{0,60}|\[[A-Za-z][\w.]{0,80}\])/

/** Reads an assignment or another expression up to the end of its line, statement or part of a pipeline. */
export function expression(scan: Scan): Assignment | Expression {
  return assignment(scan) ?? searched(scan)
}

function assignment(scan: Scan): Assignment | undefined {
  const start = scan.at
  const found = ASSIGNS.exec(scan.text.slice(start, start + 800))
  if (!found) return undefined
  const [head, braced, plain, members] = found
  const name = (braced ?? plain ?? '') + (members ?? '')
  const nameStart = start + head.indexOf('$') + (braced === undefined ? 1 : 2)
  scan.at += head.length
  skip(scan, true)
  const value = scan.statement(scan)
  return { kind: 'assignment', start, end: scan.at, name, nameStart, value: value ? [value] : [] }
}

function searched(scan: Scan): Expression {
  const { text } = scan
  const start = scan.at
  const items: Item[] = []
  const redirects: Redirect[] = []
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, false)
    const { at } = scan
    const char = text[at] ?? ''
    if (endsElement(char) || (char === '&' && text[at + 1] === '&')) break
    const string = stringBegins(scan)
    if (string || char === '$') {
      const parts: Part[] = []
      if (string === 'quoted') quotedString(scan, parts)
      else if (string === 'here') hereString(scan, parts)
      else variable(scan, parts)
      items.push({ kind: 'word', word: { start: at, end: scan.at, parts, quoted: string !== undefined } })
    } else if (bracketsBegin(scan)) {
      const part = brackets(scan)
      if (!part) break
      items.push({ kind: 'word', word: { start: at, end: scan.at, parts: [part], quoted: false } })
    } else if (char === '>' || (/[\d*]/.test(char) && text[at + 1] === '>')) redirect(scan, redirects)
    else if (char === '=' || char === ',') value(scan, items)
    else {
      const operator = OPERATOR.exec(text.slice(at, at + 90))
      if (operator) items.push({ kind: 'operator', name: operator[0].toLowerCase(), start: at })
      scan.at += operator ? operator[0].length : 1
    }
  }
  return { kind: 'expression', start, end: scan.at, items, redirects }
}

/** Reads what follows `=` or `,`: the value of a parameter is a statement of its own; a list goes on in the next line. */
function value(scan: Scan, items: Item[]): void {
  const comma = scan.text[scan.at] === ','
  scan.at++
  skip(scan, true)
  const start = scan.at
  if (comma || scan.text[start] === '=') return
  const node = scan.statement(scan)
  if (!node) return
  const end = scan.at
  const part: Part = { kind: 'script', nodes: [node], start, end }
  items.push({ kind: 'word', word: { start, end, parts: [part], quoted: false } })
}
