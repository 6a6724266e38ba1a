/** Reads `if` and `switch`. */

import { forward } from '../../../text/progress.ts'
import type { Branch, Branches, Item, Node } from '../tree.ts'
import { enclosed, fail, keyword, type Scan, skip, tooDeep } from './scan.ts'
import { word } from './words.ts'

/** Reads `if (…) { … }` with every `elseif` and the `else` behind it. */
export function ifStatement(scan: Scan): Branches {
  const start = scan.at
  const branches: Branch[] = []
  scan.at += 'if'.length
  for (const moves = forward(); ; moves(scan.at)) {
    skip(scan, true)
    const conditionStart = scan.at
    const condition = enclosed(scan, '(')
    const conditionEnd = scan.at
    const body = enclosed(scan, '{')
    const end = scan.at
    branches.push({ start: conditionStart, end, condition, conditionStart, conditionEnd, body })
    skip(scan, true)
    const next = keyword(scan)
    if (next === 'elseif') {
      scan.at += next.length
      continue
    }
    if (next === 'else') {
      scan.at += next.length
      branches.push(otherwise(scan))
    } else scan.at = end
    return { kind: 'branches', start, end: scan.at, subject: [], branches }
  }
}

function otherwise(scan: Scan): Branch {
  const start = scan.at
  const body = enclosed(scan, '{')
  return { start, end: scan.at, condition: [], conditionStart: start, conditionEnd: start, body }
}

/** Reads `switch -Wildcard (…) { 'a*' { … } default { … } }`. */
export function switchStatement(scan: Scan): Branches {
  const { text } = scan
  const start = scan.at
  scan.at += 'switch'.length
  skip(scan, true)
  while (text[scan.at] === '-') while (scan.at < text.length && !/[\s({]/.test(text[scan.at]!)) scan.at++
  const subject = enclosed(scan, '(')
  skip(scan, true)
  const branches = text[scan.at] === '{' && !tooDeep(scan) ? cases(scan) : []
  return { kind: 'branches', start, end: scan.at, subject, branches }
}

function cases(scan: Scan): readonly Branch[] {
  const { text } = scan
  const branches: Branch[] = []
  scan.at++
  scan.depth++
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, true)
    const start = scan.at
    const char = text[start]
    if (char === undefined || char === '}') break
    if (char === ';') {
      scan.at++
      continue
    }
    const condition = char === '{' ? enclosed(scan, '{') : pattern(scan)
    const conditionEnd = scan.at
    const body = enclosed(scan, '{')
    branches.push({ start, end: scan.at, condition, conditionStart: start, conditionEnd, body })
    if (scan.at === start) scan.at++
  }
  scan.depth--
  if (text[scan.at] === '}') scan.at++
  else fail(scan, text.length, '"}" is missing')
  return branches
}

/** Reads the value that a branch of `switch` stands for; none for `default`. */
function pattern(scan: Scan): readonly Node[] {
  const start = scan.at
  const value = word(scan)
  const end = scan.at
  if (scan.text.slice(start, end).toLowerCase() === 'default') return []
  const items: readonly Item[] = [{ kind: 'word', word: value }]
  return [{ kind: 'expression', start, end, items, redirects: [] }]
}
