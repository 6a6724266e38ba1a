/**
 * What `yamlencode` and `jsonencode` make, as a text that the other languages read: every key and value keeps its place in the
 * HCL. JSON is YAML too, so it is written for both.
 */
import { joinSources, type Source, sliceSource, UNKNOWN, withText } from '../../text/source.ts'
import type { Expression } from './tree.ts'

/** Functions that make a text of what they are given, and those that give back what they are given, put together. */
const ENCODES = /^(?:yamlencode|jsonencode)$/
const MERGES = /^(?:merge|concat|flatten|tomap|tolist|toset|try|coalesce|compact|sensitive|nonsensitive)$/

/** How many parts of a value are written out, and how deep they stand in each other. */
const MOST_PARTS = 20_000
const MOST_DEPTH = 60

/** The text that such a call makes; undefined for any other expression. */
export function encodedText(expression: Expression, source: Source): Source | undefined {
  if (expression.kind !== 'call' || !ENCODES.test(expression.name)) return undefined
  const [value] = expression.args
  return value && written(value, source)
}

/** The maps or lists in an expression that go into its value; what is neither is left out. */
function structuresIn(expression: Expression | undefined): readonly Expression[] {
  const found: Expression[] = []
  const stack = expression ? [expression] : []
  for (let next = stack.pop(); next && found.length < MOST_PARTS; next = stack.pop()) {
    if (next.kind === 'object' || next.kind === 'list') found.push(next)
    else if (next.kind === 'other') stack.push(...[...next.parts].reverse())
    else if (next.kind === 'call' && MERGES.test(next.name)) stack.push(...[...next.args].reverse())
  }
  return found
}

/** Several maps as one, several lists as one. */
export function mergedOf(expression: Expression): Expression {
  if (expression.kind !== 'other' && !(expression.kind === 'call' && MERGES.test(expression.name))) return expression
  const parts = structuresIn(expression)
  const objects = parts.filter(part => part.kind === 'object')
  const lists = parts.filter(part => part.kind === 'list')
  const { start, end } = expression
  if (objects.length > 0) return { kind: 'object', entries: objects.flatMap(({ entries }) => entries), start, end }
  return lists.length > 0 ? { kind: 'list', items: lists.flatMap(({ items }) => items), start, end } : expression
}

function written(value: Expression, source: Source): Source {
  const parts: (Source | string)[] = []
  let left = MOST_PARTS

  function write(given: Expression, depth: number): void {
    const next = mergedOf(given)
    left--
    if (left < 0 || depth > MOST_DEPTH) {
      parts.push(`"${UNKNOWN}"`)
      return
    }
    switch (next.kind) {
      case 'text':
        parts.push(...quoted(next.text()))
        return
      case 'list':
        parts.push('[')
        for (const [index, item] of next.items.entries()) {
          if (index > 0) parts.push(',\n ')
          write(item, depth + 1)
        }
        parts.push(']')
        return
      case 'object': {
        parts.push('{')
        let isFirst = true
        for (const { name, start, end, value: inner } of next.entries) {
          if (name === '') continue
          parts.push(isFirst ? '\n ' : ',\n ')
          isFirst = false
          const isQuoted = source.text[start] === '"'
          parts.push(...quoted(sliceSource(source, isQuoted ? start + 1 : start, isQuoted ? end - 1 : end)), ': ')
          write(inner, depth + 1)
        }
        parts.push('}')
        return
      }
      default: {
        const encoded = encodedText(next, source)
        const here = sliceSource(source, next.start, next.end)
        if (encoded) parts.push(...quoted(encoded))
        else if (/^(?:true|false|null|-?\d+(?:\.\d+)?)$/.test(here.text)) parts.push(here)
        else parts.push(...quoted(withText(here, here.text.replace(/[\s\S]/g, UNKNOWN))))
      }
    }
  }

  write(value, 0)
  return joinSources(source.file, parts)
}

/** A text in double quotes, with what JSON escapes. */
function quoted(source: Source): readonly (Source | string)[] {
  const { text } = source
  const parts: (Source | string)[] = ['"']
  let done = 0
  for (const { index, 0: character } of text.matchAll(/["\\\n\r\t]/g)) {
    parts.push(sliceSource(source, done, index), `\\${ESCAPES[character] ?? character}`)
    done = index + 1
  }
  parts.push(sliceSource(source, done, text.length), '"')
  return parts
}

const ESCAPES: Readonly<Record<string, string>> = { '\n': 'n', '\r': 'r', '\t': 't' }
