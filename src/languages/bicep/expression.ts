/** Expressions of Bicep as the text that they give. Reference: https://learn.microsoft.com/azure/azure-resource-manager/bicep/data-types */
import { type Parts, partsGivenBy, UNKNOWN_PARTS } from '../../reading/azure-functions.ts'
import { forward } from '../../text/progress.ts'
import { innerSource, joinSources, type Source, sliceSource } from '../../text/source.ts'

/** Where the value of each variable begins. */
export type Variables = ReadonlyMap<string, number>

const MOST_DEPTH = 30
const MOST_PARTS = 20_000
/** What is left of an expression, and what stands in a text to be put in, is no longer. */
const LONGEST_REST = 20_000
const LONGEST_INTERPOLATION = 1_500

interface Evaluated {
  readonly parts: Parts
  /** The offset behind the expression. */
  readonly end: number
}

interface Evaluation {
  readonly source: Source
  readonly variables: Variables
  /** How many expressions were read so far. */
  count: number
}

/** What gives the text of the expression that begins at an offset; all of a file's together are bounded. */
export function textsOf(source: Source, variables: Variables): (start: number) => Source {
  const state: Evaluation = { source, variables, count: 0 }
  return start => joinSources(source.file, evaluate(state, start, 0).parts)
}

function evaluate(state: Evaluation, start: number, depth: number): Evaluated {
  const { text } = state.source
  const from = behindBlanks(text, start)
  if (depth > MOST_DEPTH || state.count++ > MOST_PARTS) return { parts: UNKNOWN_PARTS, end: text.length }
  const { parts, end } = text[from] === "'" ? literal(state, from, depth) : named(state, from, depth)
  // A member, a choice or a calculation gives another text than its first part.
  const behind = behindSpaces(text, end)
  const isPart = /^(?:[.[?+\-=!<>|&*%]|\/(?![/*]))/.test(text.slice(behind, behind + 2))
  return isPart ? { parts: UNKNOWN_PARTS, end: behindRest(text, end) } : { parts, end }
}

/** A variable, or the call of a function. */
function named(state: Evaluation, from: number, depth: number): Evaluated {
  const { text } = state.source
  NAME.lastIndex = from
  const name = NAME.exec(text)?.[0] ?? ''
  let at = from + name.length
  if (name === '') return { parts: UNKNOWN_PARTS, end: behindRest(text, from) }
  if (text[at] !== '(') {
    const value = state.variables.get(name)
    return { parts: value === undefined ? UNKNOWN_PARTS : evaluate(state, value, depth + 1).parts, end: at }
  }
  const args: Parts[] = []
  at = behindBlanks(text, at + 1)
  for (const moves = forward(); at < text.length && text[at] !== ')' && moves(at); ) {
    const argument = evaluate(state, at, depth + 1)
    args.push(argument.parts)
    at = behindBlanks(text, argument.end)
    if (text[at] === ',') at = behindBlanks(text, at + 1)
    else if (text[at] !== ')') break
  }
  return { parts: partsGivenBy(name, args), end: at + 1 }
}

const NAME = /[A-Za-z_]\w*/y

export function behindBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at]!)) at++
  return at
}

function behindSpaces(text: string, from: number): number {
  let at = from
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}

/** Behind what is left of an expression that is not read: up to the comma or bracket that ends it, or its line. */
function behindRest(text: string, from: number): number {
  let level = 0
  const limit = Math.min(text.length, from + LONGEST_REST)
  for (let at = from; at < limit; at++) {
    const character = text[at]!
    if (character === "'") at = behindString(text, at) - 1
    else if (/[([{]/.test(character)) level++
    else if (/[)\]}]/.test(character) && level-- === 0) return at
    else if (level === 0 && /[,\n]/.test(character)) return at
  }
  return limit
}

/** Behind the string that begins at `start`; at the end of its line where it never closes. */
export function behindString(text: string, start: number): number {
  if (text.startsWith("'''", start)) {
    const close = text.indexOf("'''", start + 3)
    return close < 0 ? text.length : close + 3
  }
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]
    if (character === '\\') at++
    else if (character === '$' && text[at + 1] === '{') at = behindInterpolation(text, at) - 1
    else if (character === "'") return at + 1
    else if (character === '\n') return at
  }
  return text.length
}

/** Behind `${name}`, which may hold brackets; the end of its line where it never closes. */
function behindInterpolation(text: string, start: number): number {
  const limit = Math.min(text.length, start + LONGEST_INTERPOLATION)
  let level = 0
  for (let at = start + 1; at < limit && text[at] !== '\n'; at++)
    if (text[at] === '{') level++
    else if (text[at] === '}' && --level === 0) return at + 1
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }

/** A text in quotes, or as it stands between three of them. */
function literal(state: Evaluation, start: number, depth: number): Evaluated {
  const { source } = state
  const { text } = source
  const end = behindString(text, start)
  if (text.startsWith("'''", start)) {
    const from = start + (text[start + 3] === '\n' ? 4 : 3)
    const isClosed = end >= start + 6 && text.startsWith("'''", end - 3)
    return { parts: [sliceSource(source, from, Math.max(from, isClosed ? end - 3 : end))], end }
  }
  const parts: (Source | string)[] = []
  const last = text[end - 1] === "'" && end > start + 1 ? end - 1 : end
  let from = start + 1
  for (let at = from; at < last; at++) {
    const isEscape = text[at] === '\\'
    if (!isEscape && !(text[at] === '$' && text[at + 1] === '{')) continue
    parts.push(sliceSource(source, from, at))
    from = isEscape ? Math.min(at + 2, last) : Math.min(behindInterpolation(text, at), last)
    if (isEscape) {
      const meant = ESCAPES[text[at + 1]!] ?? text[at + 1] ?? ''
      parts.push(innerSource(source, [{ text: meant, start: at, end: from }]))
    } else {
      const value = state.variables.get(text.slice(at + 2, Math.max(at + 2, from - 1)).trim())
      parts.push(...(value === undefined ? UNKNOWN_PARTS : evaluate(state, value, depth + 1).parts))
    }
    at = from - 1
  }
  parts.push(sliceSource(source, from, last))
  return { parts, end }
}
