/** Reads loops, `try`, functions and other statements that hold a block. Each is undefined where its keyword is the name of a call. */
import type { Block, FunctionNode } from '../tree.ts'
import { enclosed, keyword, type Scan, skip } from './scan.ts'

/** Reads `while (…) { … }`, `for (…) { … }`, `foreach (…) { … }`; `foreach` may also be a call of ForEach-Object. */
export function loop(scan: Scan, word: string): Block | undefined {
  const start = scan.at
  scan.at += word.length
  skip(scan, true)
  if (scan.text[scan.at] !== '(') return undefined
  const condition = enclosed(scan, '(')
  const body = enclosed(scan, '{')
  return { kind: 'block', start, end: scan.at, condition, body }
}

/** Reads `try { … }` and the like; `do { … }` with the condition behind it. */
export function block(scan: Scan, word: string): Block | undefined {
  const start = scan.at
  scan.at += word.length
  skip(scan, true)
  if (scan.text[scan.at] !== '{') return undefined
  const body = enclosed(scan, '{')
  const condition = word === 'do' ? conditionBehind(scan) : []
  return { kind: 'block', start, end: scan.at, condition, body, ...(word === 'try' ? { word } : {}) }
}

function conditionBehind(scan: Scan): Block['condition'] {
  skip(scan, true)
  const word = keyword(scan)
  if (word !== 'while' && word !== 'until') return []
  scan.at += word.length
  return enclosed(scan, '(')
}

/** Reads `catch [Type] { … }`. */
export function catchBlock(scan: Scan): Block {
  const { text, at: start } = scan
  scan.at += 'catch'.length
  while (scan.at < text.length && text[scan.at] !== '{' && text[scan.at] !== '\n') scan.at++
  const body = enclosed(scan, '{')
  return { kind: 'block', word: 'catch', start, end: scan.at, condition: [], body }
}

/** Reads `param (…)`. */
export function parameters(scan: Scan): Block {
  const start = scan.at
  scan.at += 'param'.length
  const body = enclosed(scan, '(')
  return { kind: 'block', start, end: scan.at, condition: [], body }
}

/** Reads `function name (…) { … }`. */
export function functionStatement(scan: Scan, word: string): FunctionNode | undefined {
  const { text, at: start } = scan
  scan.at += word.length
  skip(scan, true)
  const [name] = /^[\w:.-]{1,200}/.exec(text.slice(scan.at, scan.at + 200)) ?? []
  if (name === undefined) return undefined
  scan.at += name.length
  skip(scan, true)
  const before = text[scan.at] === '(' ? enclosed(scan, '(') : []
  const body = [...before, ...enclosed(scan, '{')]
  return { kind: 'function', start, end: scan.at, name, body }
}
