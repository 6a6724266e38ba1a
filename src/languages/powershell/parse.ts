/**
 * Parses PowerShell as far as facts need it: calls with their words, strings and assignments in expressions, branches, blocks.
 * Expressions are not understood, only searched for what they hold.
 */

import { forward } from '../../text/progress.ts'
import { block, catchBlock, functionStatement, loop, parameters } from './parse/blocks.ts'
import { ifStatement, switchStatement } from './parse/branches.ts'
import { pipeline } from './parse/pipelines.ts'
import { fail, keyword, type Scan, skip, tooDeep, type Until } from './parse/scan.ts'
import type { Node } from './tree.ts'

export interface Parsed {
  readonly nodes: readonly Node[]
  /** The first thing that could not be read. */
  readonly error: Scan['error']
}

/** Parses a script. Never throws. */
export function parsePowerShell(text: string): Parsed {
  const scan: Scan = { text, at: 0, depth: 0, error: undefined, statements, statement }
  const nodes = statements(scan, '')
  return { nodes, error: scan.error }
}

/** Reads statements up to what ends them, which is stepped over. */
function statements(scan: Scan, until: Until): Node[] {
  const { text } = scan
  const nodes: Node[] = []
  scan.depth++
  for (const moves = forward(); moves(scan.at); ) {
    skip(scan, true)
    const { at } = scan
    const char = text[at]
    if (char === undefined) {
      if (until) fail(scan, text.length, `"${until}" is missing`)
      break
    }
    if (char === until) {
      scan.at++
      break
    }
    if (char === ';') scan.at++
    else if (char === '}' || char === ')' || char === ']') {
      // One too many: what comes behind it is read as if it were not there.
      fail(scan, at, `"${char}" closes nothing`)
      scan.at++
    } else {
      const node = statement(scan)
      if (node) nodes.push(node)
      if (scan.at === at) scan.at++
    }
  }
  scan.depth--
  return nodes
}

function statement(scan: Scan): Node | undefined {
  if (tooDeep(scan)) return undefined
  scan.depth++
  const node = oneStatement(scan)
  scan.depth--
  return node
}

function oneStatement(scan: Scan): Node | undefined {
  const start = scan.at
  const word = keyword(scan)
  let node: Node | undefined
  switch (word) {
    case 'if':
      return ifStatement(scan)
    case 'switch':
      return switchStatement(scan)
    case 'catch':
      return catchBlock(scan)
    case 'param':
      return parameters(scan)
    case 'return':
    case 'throw':
    case 'exit':
      return jump(scan, word)
    case 'while':
    case 'foreach':
    case 'for':
      node = loop(scan, word)
      break
    case 'do':
    case 'try':
    case 'finally':
    case 'begin':
    case 'process':
    case 'end':
    case 'else':
      node = block(scan, word)
      break
    case 'function':
    case 'filter':
    case 'workflow':
      node = functionStatement(scan, word)
      break
  }
  if (node) return node
  scan.at = start
  return pipeline(scan)
}

/** Reads `return`, `throw` or `exit`: the statement behind it, if there is one. */
function jump(scan: Scan, word: string): Node | undefined {
  const start = scan.at
  scan.at += word.length
  skip(scan, false)
  const char = scan.text[scan.at]
  if (char === undefined || /[\n;}]/.test(char))
    return { kind: 'expression', start, end: scan.at, items: [], redirects: [] }
  return statement(scan)
}
