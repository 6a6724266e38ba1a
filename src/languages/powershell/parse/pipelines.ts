/** Reads calls and expressions that stand behind each other with `|`, `&&` or `||` between them. */

import { forward } from '../../../text/progress.ts'
import type { Node } from '../tree.ts'
import { call, callBegins } from './calls.ts'
import { expression } from './expressions.ts'
import { type Scan, skip } from './scan.ts'

/** Reads a pipeline; one call or expression alone is itself. */
export function pipeline(scan: Scan): Node | undefined {
  const start = scan.at
  const nodes: Node[] = []
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, nodes.length > 0)
    const node = element(scan)
    if (node) nodes.push(node)
    skip(scan, false)
    if (!goesOn(scan, node !== undefined)) break
    if (!node && scan.at >= scan.text.length) break
  }
  if (nodes.length < 2) return nodes[0]
  return { kind: 'pipeline', start, end: scan.at, nodes }
}

function element(scan: Scan): Node | undefined {
  const char = scan.text[scan.at]
  if (char === undefined || /[};)\n]/.test(char)) return undefined
  return callBegins(scan) ? call(scan) : expression(scan)
}

/** Steps over what joins two elements. Behind an element, a pipe may also begin the next line. */
function goesOn(scan: Scan, behindElement: boolean): boolean {
  const { text, at } = scan
  const two = text.slice(at, at + 2)
  if (two === '&&' || two === '||') scan.at += 2
  else if (text[at] === '|') scan.at++
  else {
    if (!behindElement || text[at] !== '\n') return false
    skip(scan, true)
    const pipes = text[scan.at] === '|' && text[scan.at + 1] !== '|'
    scan.at = pipes ? scan.at + 1 : at
    return pipes
  }
  return true
}
