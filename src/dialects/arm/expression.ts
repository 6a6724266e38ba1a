/**
 * Expressions of Azure Resource Manager templates (`[base64(concat('#cloud-config\n', variables('rest')))]`) as the text that they
 * give. What is known only when the template is deployed is UNKNOWN.
 * Reference: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
import { type Parts, partsGivenBy, UNKNOWN_PARTS } from '../../reading/azure-functions.ts'
import { forward } from '../../text/progress.ts'
import { joinSources, type Source, sliceSource } from '../../text/source.ts'

/** What gives the text of `variables('name')`, where the template has it. */
export type Variables = (name: string) => Source | undefined

/** Variables name each other, and calls stand in calls: no template of people goes as deep. */
const MOST_DEPTH = 30
const MOST_PARTS = 20_000

/** Whether a text is an expression; two brackets are a text that begins with one. */
export const isExpression = (text: string): boolean => /^\[(?!\[)[\s\S]*\]$/.test(text)

/** What gives the text of a value of a template: itself, or what its expression gives; all of a template's together are bounded. */
export function textsOf(variables: Variables): (value: Source) => Source {
  const state: Evaluation = { variables, parts: 0 }
  return value => (isExpression(value.text) ? joinSources(value.file, evaluate(value, 1, state, 0).parts) : value)
}

interface Evaluation {
  readonly variables: Variables
  /** How many parts were made so far. */
  parts: number
}

interface Evaluated {
  readonly parts: Parts
  /** The offset behind the expression. */
  readonly end: number
}

function evaluate(source: Source, start: number, state: Evaluation, depth: number): Evaluated {
  const { text } = source
  const from = behindBlanks(text, start)
  if (depth > MOST_DEPTH || state.parts++ > MOST_PARTS) return { parts: UNKNOWN_PARTS, end: text.length }
  if (text[from] === "'") return literal(source, from)
  NAME.lastIndex = from
  const name = NAME.exec(text)?.[0] ?? ''
  let at = behindBlanks(text, from + name.length)
  if (name === '' || text[at] !== '(') return { parts: UNKNOWN_PARTS, end: behindMembers(text, Math.max(at, from + 1)) }
  const args: Parts[] = []
  at = behindBlanks(text, at + 1)
  for (const moves = forward(); at < text.length && text[at] !== ')' && moves(at); ) {
    const argument = evaluate(source, at, state, depth + 1)
    args.push(argument.parts)
    at = behindBlanks(text, argument.end)
    if (text[at] === ',') at = behindBlanks(text, at + 1)
    else if (text[at] !== ')') break
  }
  const end = behindMembers(text, at + 1)
  // A member of what a function gives is another thing: `reference('x').outputs.y`.
  return { parts: end > at + 1 ? UNKNOWN_PARTS : called(name, args, state, depth), end }
}

const NAME = /[A-Za-z][\w.]*/y

function behindBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at]!)) at++
  return at
}

/** Behind `.properties.x[0]`. */
function behindMembers(text: string, from: number): number {
  const members = /(?:\.\w+|\[[^\]]{0,200}\])*/y
  members.lastIndex = from
  return from + (members.exec(text)?.[0].length ?? 0)
}

/** A text in quotes; a quote in it stands twice. */
function literal(source: Source, start: number): Evaluated {
  const { text } = source
  const parts: Source[] = []
  let from = start + 1
  for (let quote = text.indexOf("'", from); quote >= 0; quote = text.indexOf("'", from)) {
    const twice = text[quote + 1] === "'"
    parts.push(sliceSource(source, from, twice ? quote + 1 : quote))
    from = quote + (twice ? 2 : 1)
    if (!twice) return { parts, end: from }
  }
  parts.push(sliceSource(source, from, text.length))
  return { parts, end: text.length }
}

function called(name: string, args: readonly Parts[], state: Evaluation, depth: number): Parts {
  if (name.toLowerCase() !== 'variables') return partsGivenBy(name, args)
  const [first = UNKNOWN_PARTS] = args
  const value = state.variables(first.map(part => (typeof part === 'string' ? part : part.text)).join(''))
  if (!value) return UNKNOWN_PARTS
  return isExpression(value.text) ? evaluate(value, 1, state, depth + 1).parts : [value]
}
