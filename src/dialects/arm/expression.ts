/**
 * Expressions of Azure Resource Manager templates (`[base64(concat('#cloud-config\n', variables('rest')))]`) as the text that they
 * give. What is known only when the template is deployed is UNKNOWN.
 * Reference: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-expressions
 */
import { joinSources, type Source, sliceSource, UNKNOWN } from '../../source.ts'

/** What gives the text of `variables('name')`, where the template has it. */
export type Variables = (name: string) => Source | undefined

type Part = Source | string

/** Variables name each other, and calls stand in calls: no template of people goes as deep. */
const MOST_DEPTH = 30
const MOST_PARTS = 20_000

/** Whether a text is an expression; two brackets are a text that begins with one. */
export const isExpression = (text: string): boolean => /^\[(?!\[)[\s\S]*\]$/.test(text)

/** The text of a value of a template: itself, or what its expression gives. */
export function textOf(value: Source, variables: Variables): Source {
  if (!isExpression(value.text)) return value
  const state: Evaluation = { variables, parts: 0 }
  return joinSources(value.file, evaluate(value, 1, state, 0).parts)
}

interface Evaluation {
  readonly variables: Variables
  /** How many parts were made so far. */
  parts: number
}

interface Evaluated {
  readonly parts: readonly Part[]
  /** The offset behind the expression. */
  readonly end: number
}

const UNKNOWN_TEXT: readonly Part[] = [UNKNOWN]

function evaluate(source: Source, start: number, state: Evaluation, depth: number): Evaluated {
  const { text } = source
  const from = behindBlanks(text, start)
  if (depth > MOST_DEPTH || state.parts++ > MOST_PARTS) return { parts: UNKNOWN_TEXT, end: text.length }
  if (text[from] === "'") return literal(source, from)
  NAME.lastIndex = from
  const name = NAME.exec(text)?.[0] ?? ''
  let at = behindBlanks(text, from + name.length)
  if (name === '' || text[at] !== '(') return { parts: UNKNOWN_TEXT, end: behindMembers(text, Math.max(at, from + 1)) }
  const args: (readonly Part[])[] = []
  for (at = behindBlanks(text, at + 1); at < text.length && text[at] !== ')'; ) {
    const argument = evaluate(source, at, state, depth + 1)
    args.push(argument.parts)
    at = behindBlanks(text, argument.end)
    if (text[at] === ',') at = behindBlanks(text, at + 1)
    else if (text[at] !== ')') break
  }
  const end = behindMembers(text, at + 1)
  // A member of what a function gives is another thing: `reference('x').outputs.y`.
  return { parts: end > at + 1 ? UNKNOWN_TEXT : called(name, args, state, depth), end }
}

const NAME = /[A-Za-z][\w.]*/y

function behindBlanks(text: string, from: number): number {
  let at = from
  while (at < text.length && /\s/.test(text[at]!)) at++
  return at
}

/** Behind `.properties.x[0]`. */
function behindMembers(text: string, from: number): number {
  const members = /(?:\.\w+|\[[^\]]*\])*/y
  members.lastIndex = from
  return from + (members.exec(text)?.[0].length ?? 0)
}

/** A text in quotes; a quote in it stands twice. */
function literal(source: Source, start: number): Evaluated {
  const { text } = source
  const parts: Part[] = []
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

function called(name: string, args: readonly (readonly Part[])[], state: Evaluation, depth: number): readonly Part[] {
  const [first = UNKNOWN_TEXT] = args
  switch (name.toLowerCase()) {
    case 'base64':
    case 'string':
    case 'trim':
    // What is put in for a mark is not known, and the mark says as much as that.
    case 'replace':
      return first
    case 'concat':
      return args.flat()
    case 'format':
      return formatted(first, args.slice(1))
    case 'variables': {
      const value = state.variables(first.map(part => (typeof part === 'string' ? part : part.text)).join(''))
      if (!value) return UNKNOWN_TEXT
      return isExpression(value.text) ? evaluate(value, 1, state, depth + 1).parts : [value]
    }
    default:
      return UNKNOWN_TEXT
  }
}

/** `format('docker run {0}', variables('image'))` */
function formatted(pattern: readonly Part[], args: readonly (readonly Part[])[]): readonly Part[] {
  return pattern.flatMap((part): readonly Part[] => {
    if (typeof part === 'string') return [part]
    const parts: Part[] = []
    let from = 0
    for (const match of part.text.matchAll(/\{(\d{1,3})(?:[,:][^}]{0,20})?\}/g)) {
      parts.push(sliceSource(part, from, match.index), ...(args[Number(match[1])] ?? UNKNOWN_TEXT))
      from = match.index + match[0].length
    }
    parts.push(sliceSource(part, from, part.text.length))
    return parts
  })
}
