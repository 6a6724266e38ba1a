/** Pipes as calls: `a | f b` is `f b a`, and parentheses around it change nothing. */
import type { Pipe, Term } from './parse.ts'

/** A call with what a pipe brings as its last argument. */
export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly args: readonly Term[]
}

/** A term as a pipe. */
export const pipeOf = (term: Term): Pipe =>
  term.kind === 'parentheses' && term.path.length === 0
    ? term.pipe
    : { variables: [], assigns: false, commands: [[term]] }

/** What a pipe calls last, or the term that it is. */
export function callOf({ commands }: Pipe): Call | Term | undefined {
  const [head, ...args] = commands.at(-1)!
  const before = commands.slice(0, -1)
  if (before.length > 0) {
    const pipe = { variables: [], assigns: false, commands: before }
    args.push({ kind: 'parentheses', pipe, path: [], start: 0, end: 0 })
  }
  if (head!.kind === 'function') return callTo(head!.name, args)
  if (args.length > 0) return undefined
  return head!.kind === 'parentheses' && head!.path.length === 0 ? callOf(head!.pipe) : head
}

/** `ne a b` is `not (eq a b)`, so that both are one question. */
function callTo(name: string, args: readonly Term[]): Call {
  if (name !== 'ne' || args.length !== 2) return { kind: 'call', name, args }
  const pipe: Pipe = { variables: [], assigns: false, commands: [[{ kind: 'function', name: 'eq' }, ...args]] }
  return { kind: 'call', name: 'not', args: [{ kind: 'parentheses', pipe, path: [], start: 0, end: 0 }] }
}

/** A term as people write it: `(eq .Values.runtime "docker")`. */
export function termText(term: Term): string {
  const path = (names: readonly string[]): string => names.map(name => `.${name}`).join('')
  switch (term.kind) {
    case 'dot':
      return path(term.path) || '.'
    case 'variable':
      return `$${term.name}${path(term.path)}`
    case 'parentheses':
      return `(${pipeText(term.pipe)})${path(term.path)}`
    case 'string':
      return JSON.stringify(term.value)
    case 'function':
      return term.name
    default:
      return term.value
  }
}

const pipeText = ({ commands }: Pipe): string => commands.map(command => command.map(termText).join(' ')).join(' | ')
