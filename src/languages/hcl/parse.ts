/**
 * HCL (Terraform, OpenTofu, Packer) as a tree of blocks, attributes and expressions with positions. What an expression
 * computes is not known; its strings, lists, maps and calls are. Reference: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
 */

import { forward } from '../../text/progress.ts'
import type { Source } from '../../text/source.ts'
import { bodyOfJson } from './json.ts'
import { heredocText, quotedText } from './text.ts'
import type { Attribute, Block, Body, Expression } from './tree.ts'

export interface Parsed {
  readonly body: Body
  /** Where the text stopped making sense for the first time, if it did. */
  readonly problem: number | undefined
}

const MOST_DEPTH = 150

export function parseHcl(source: Source): Parsed {
  const { text } = source
  let at = 0
  let problem: number | undefined

  /** Blanks and comments; line ends as well where they mean nothing. */
  function skip(lines: boolean): void {
    for (const moves = forward(); at < text.length && moves(at); ) {
      const c = text[at]
      if (c === ' ' || c === '\t' || c === '\r' || (lines && c === '\n')) at++
      else if (c === '#' || (c === '/' && text[at + 1] === '/')) {
        const end = text.indexOf('\n', at)
        at = end < 0 ? text.length : end
      } else if (c === '/' && text[at + 1] === '*') {
        const end = text.indexOf('*/', at + 2)
        at = end < 0 ? text.length : end + 2
      } else break
    }
  }

  function word(): string {
    NAME.lastIndex = at
    const found = NAME.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }

  function nextLine(): void {
    problem ??= at
    const end = text.indexOf('\n', at)
    at = end < 0 ? text.length : end + 1
  }

  function body(depth: number): Body {
    const attributes: Attribute[] = []
    const blocks: Block[] = []
    for (const moves = forward(); ; moves(at)) {
      skip(true)
      if (at >= text.length || text[at] === '}') return { attributes, blocks }
      const start = at
      const name = text[at] === '"' ? quotedName() : word()
      const end = at
      skip(false)
      if (name !== '' && text[at] === '=' && text[at + 1] !== '=') {
        at++
        attributes.push({ name, start, end, value: expression(depth + 1, false) })
        continue
      }
      const labels: string[] = []
      for (const moves = forward(); name !== '' && moves(at); ) {
        const label = text[at] === '"' ? quotedName() : word()
        if (label === '' && text[at] !== '"') break
        labels.push(label)
        skip(false)
      }
      if (name === '' || text[at] !== '{' || depth > MOST_DEPTH) {
        nextLine()
        continue
      }
      at++
      const inner = body(depth + 1)
      at++
      blocks.push({ type: name, labels, body: inner, start, typeEnd: end, end: Math.min(at, text.length) })
    }
  }

  function quotedName(): string {
    const value = quotedText(source, at)
    at = value.end
    return value.text().text
  }

  /** An expression up to the end of its line, or inside brackets up to the comma or bracket that ends it. */
  function expression(depth: number, bracketed: boolean): Expression {
    skip(bracketed)
    const start = at
    const parts: Expression[] = []
    let plain = false
    let end = at
    for (const moves = forward(); moves(at); ) {
      skip(bracketed)
      const c = text[at]
      if (c === undefined || c === '\n' || c === ',' || c === ']' || c === '}' || c === ')') break
      const from = at
      if (c === '"') {
        const value = quotedText(source, at)
        parts.push(value)
        at = value.end
      } else if (c === '<' && HEREDOC.test(text.slice(at, at + 200))) {
        const value = heredocText(source, at)
        parts.push(value)
        at = value.end
      } else if (depth < MOST_DEPTH && (c === '[' || c === '(')) parts.push(sequence(depth, from, ''))
      else if (depth < MOST_DEPTH && c === '{') parts.push(object(depth))
      else if (/[\w-]/.test(c)) {
        const name = word()
        if (text[at] === '(' && depth < MOST_DEPTH) parts.push(sequence(depth, from, name))
        else plain = true
        if (at === from) at++
      } else {
        // Operators, and `=>` or `:` in a loop.
        plain = true
        at++
      }
      end = at
    }
    return parts.length === 1 && !plain ? parts[0]! : { kind: 'other', parts, start, end }
  }

  /** A list, a group in brackets or the arguments of a call. */
  function sequence(depth: number, start: number, name: string): Expression {
    const list = text[at] === '['
    at++
    const items: Expression[] = []
    for (const moves = forward(); moves(at); ) {
      skip(true)
      const c = text[at]
      if (c === undefined) break
      if (c === ']' || c === ')') {
        at++
        break
      }
      if (c === ',') at++
      else if (c === '}') break
      else items.push(expression(depth + 1, true))
    }
    if (list) return { kind: 'list', items, start, end: at }
    return name ? { kind: 'call', name, args: items, start, end: at } : { kind: 'other', parts: items, start, end: at }
  }

  function object(depth: number): Expression {
    const start = at
    at++
    const entries: Attribute[] = []
    for (const moves = forward(); moves(at); ) {
      skip(true)
      const c = text[at]
      if (c === undefined) break
      if (c === '}') {
        at++
        break
      }
      if (c === ',' || c === ']' || c === ')') {
        at++
        continue
      }
      const from = at
      const name = c === '"' ? quotedName() : word()
      const end = at
      skip(false)
      if (name !== '' && (text[at] === ':' || (text[at] === '=' && text[at + 1] !== '='))) {
        at++
        if (text[at] === '>') at++
        entries.push({ name, start: from, end, value: expression(depth + 1, false) })
      } else if (at === from || text[at] !== '\n') {
        const rest = expression(depth + 1, false)
        entries.push({ name: '', start: from, end: from, value: rest })
        if (at === from) at++
      }
    }
    return { kind: 'object', entries, start, end: at }
  }

  skip(true)
  // Terraform's JSON syntax is an object expression of HCL.
  if (text[at] === '{' || text[at] === '[') {
    const root = expression(0, true)
    skip(true)
    if (at < text.length) problem = at
    return { body: bodyOfJson(root), problem }
  }
  const top = body(0)
  for (const moves = forward(); at < text.length && moves(at); ) {
    // A bracket too many: what follows it still counts.
    problem ??= at
    at++
    const more = body(0)
    ;(top.attributes as Attribute[]).push(...more.attributes)
    ;(top.blocks as Block[]).push(...more.blocks)
  }
  return { body: top, problem }
}

/** What a template fills in stands for a name as well. */
const NAME = /[\w\uE000][\w.*\uE000-]*/y
const HEREDOC = /^<<-?[A-Za-z_][\w-]*[ \t]*\n/
