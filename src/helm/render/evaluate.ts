/** The values of pipes: `.Values.a.b | default "x"`. */
import { sliceSource, spanOf } from '../../text/source.ts'
import { fillerOf } from '../marks.ts'
import type { Command, Pipe, Term } from '../parse.ts'
import { NIL, textValue, truth, UNKNOWN_VALUE, type Value } from '../value.ts'
import { called } from './call.ts'
import type { Rendering, Scope } from './rendering.ts'

/** The value of a pipe. Sets the variables that it declares or assigns to. */
export function evaluate(pipe: Pipe, scope: Scope, rendering: Rendering): Value {
  rendering.budget.step()
  let value: Value | undefined
  for (const [index, command] of pipe.commands.entries()) {
    const commands = pipe.commands.slice(0, index)
    const before: Piped | undefined = value && {
      value,
      term: { kind: 'parentheses', pipe: { variables: [], assigns: false, commands }, path: [], start: 0, end: 0 },
    }
    value = commandOf(command, scope, before, rendering)
  }
  const [name] = pipe.variables
  if (name !== undefined && value) {
    if (pipe.assigns) rendering.assignments.assign(scope.variables, name, value)
    else scope.variables.values.set(name, value)
  }
  return value ?? UNKNOWN_VALUE
}

/** The value of a pipe, without its variables being set. */
export const evaluateAlone = (pipe: Pipe, scope: Scope, rendering: Rendering): Value =>
  evaluate({ ...pipe, variables: [] }, scope, rendering)

/** What a pipe brings to a command: a value, and how it came about. */
interface Piped {
  readonly value: Value
  readonly term: Term
}

/** A command with the value that a pipe brings as its last argument. */
function commandOf(command: Command, scope: Scope, piped: Piped | undefined, rendering: Rendering): Value {
  const [head, ...rest] = command
  const value = head!.kind === 'function' ? undefined : termOf(head!, scope, rendering)
  if (value && value.kind !== 'function') return value
  const name = value?.kind === 'function' ? value.name : (head as { name: string }).name
  return callOf(name, rest, scope, piped, rendering)
}

function callOf(
  name: string,
  terms: readonly Term[],
  scope: Scope,
  piped: Piped | undefined,
  rendering: Rendering,
): Value {
  const args = terms.map(term => termOf(term, scope, rendering))
  if (piped) args.push(piped.value)
  return called(name, args, terms, piped?.term, scope, rendering)
}

function termOf(term: Term, scope: Scope, rendering: Rendering): Value {
  const at = (value: Value, path: readonly string[]): Value => path.reduce(rendering.tools.field, value)
  switch (term.kind) {
    case 'dot':
      return known(at(scope.dot, term.path), scope)
    case 'variable': {
      const value = term.name === '' ? scope.root : rendering.assignments.lookUp(scope.variables, term.name)
      return known(at(value, term.path), scope)
    }
    case 'parentheses':
      return at(evaluate(term.pipe, scope, rendering), term.path)
    case 'function':
      return callOf(term.name, [], scope, undefined, rendering)
    case 'string': {
      const { start, end, value } = term
      const isExact = scope.source.text.slice(start + 1, end - 1) === value
      return textValue(
        isExact ? sliceSource(scope.source, start + 1, end - 1) : fillerOf(value, spanOf(scope.source, start, end)),
      )
    }
    default:
      return wordOf(term.value)
  }
}

/** What a word stands for that is no string: a number, a switch, nothing. */
function wordOf(word: string): Value {
  if (word === 'nil') return NIL
  if (word === 'true' || word === 'false') return { kind: 'bool', value: word === 'true' }
  return Number.isFinite(Number(word)) ? { kind: 'number', value: Number(word) } : UNKNOWN_VALUE
}

/** With `filled`, an empty value is one that is not known. A switch that is off is no empty value. */
const known = (value: Value, { filled }: Scope): Value =>
  filled && value.kind !== 'bool' && truth(value) === false && !(value.kind === 'text' && value.source.text !== '')
    ? UNKNOWN_VALUE
    : value
