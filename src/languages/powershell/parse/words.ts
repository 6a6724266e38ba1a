/** Reads the words of calls: barewords, quotes, variables and brackets that stand together. */

import { forward } from '../../../text/progress.ts'
import type { Node, Part, Word } from '../tree.ts'
import { fail, QUOTES, type Scan, skip, tooDeep } from './scan.ts'
import { addText, hereString, quotedString, stringBegins } from './strings.ts'
import { skipMembers, splatted, variable } from './variables.ts'

/** What ends a word of a call. */
const ENDS_WORD = /[\s;|(){},&<>]/

/** Reads a word of a call. */
export function word(scan: Scan): Word {
  const { text } = scan
  const start = scan.at
  const parts: Part[] = []
  const quoted = QUOTES.test(text[start] ?? '')
  let from = start
  for (const moves = forward(); moves(scan.at); ) {
    const { at } = scan
    const char = text[at]
    if (char === undefined) break
    if (char === '`') {
      addText(scan, parts, from, at)
      const escaped = text[at + 1]
      from = at
      if (escaped === undefined || escaped === '\n') break
      from = at + 1
      scan.at += 2
      continue
    }
    const string = stringBegins(scan)
    if (string || char === '$') {
      addText(scan, parts, from, at)
      if (string === 'quoted') quotedString(scan, parts)
      else if (string === 'here') hereString(scan, parts)
      else variable(scan, parts)
      from = scan.at
      if (string === 'quoted' && quoted && parts.length > 0 && !/[\w.\\/$-]/.test(text[from] ?? '')) break
      continue
    }
    if (at === start && char === '@' && /\w/.test(text[at + 1] ?? '')) {
      splatted(scan, parts)
      from = scan.at
      break
    }
    if (at === start && bracketsBegin(scan)) {
      const part = brackets(scan)
      if (!part) break
      parts.push(part)
      if (/[.[]/.test(text[scan.at] ?? '')) skipMembers(scan)
      from = scan.at
      break
    }
    if (ENDS_WORD.test(char)) break
    scan.at++
  }
  addText(scan, parts, from, scan.at)
  return { start, end: scan.at, parts, quoted }
}

/** Whether `(`, `{`, `@(` or `@{` stands here. */
export function bracketsBegin({ text, at }: Scan): boolean {
  const char = text[at]
  return char === '(' || char === '{' || (char === '@' && /[({]/.test(text[at + 1] ?? ''))
}

/** Reads `( … )`, `{ … }`, `@( … )` or `@{ … }`; undefined when it nests too deep. */
export function brackets(scan: Scan): Part | undefined {
  const start = scan.at
  const list = scan.text[start] === '@'
  if (tooDeep(scan)) return undefined
  if (list) scan.at++
  const round = scan.text[scan.at] === '('
  scan.at++
  const nodes = round || !list ? scan.statements(scan, round ? ')' : '}') : entries(scan)
  return { kind: 'script', nodes, start, end: scan.at }
}

/** Reads the entries of a hash table up to its `}`, as assignments. */
function entries(scan: Scan): Node[] {
  const { text } = scan
  const nodes: Node[] = []
  scan.depth++
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, true)
    const start = scan.at
    const char = text[start]
    if (char === undefined || char === '}') break
    const key = char === '=' ? undefined : word(scan)
    skip(scan, true)
    if (text[scan.at] === '=') {
      scan.at++
      skip(scan, true)
      const value = scan.statement(scan)
      const name = key ? text.slice(key.start, key.end).replace(/^["']|["']$/g, '') : ''
      const nameStart = start + (QUOTES.test(char) ? 1 : 0)
      nodes.push({ kind: 'entry', start, end: scan.at, name, nameStart, value: value ? [value] : [] })
    }
    if (text[scan.at] === ';' || text[scan.at] === ',') scan.at++
    if (scan.at === start) scan.at++
  }
  scan.depth--
  if (text[scan.at] === '}') scan.at++
  else fail(scan, text.length, '"}" is missing')
  return nodes
}
