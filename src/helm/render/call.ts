/** Calls of functions: those that need the template around them, and each alternative of the values that they are given. */

import { termText } from '../calls.ts'
import { printed } from '../functions/tools.ts'
import { FUNCTIONS } from '../functions.ts'
import { guarded } from '../marks.ts'
import type { Term } from '../parse.ts'
import { choiceOf, NIL, textValue, truth, UNKNOWN_VALUE, type Value } from '../value.ts'
import { included, templated } from './include.ts'
import type { Rendering, Scope } from './rendering.ts'

/** What a function makes of its arguments. `terms` are these as they are written, without the one that a pipe brings, which is `asked`. */
export function called(
  name: string,
  args: readonly Value[],
  terms: readonly Term[],
  asked: Term | undefined,
  scope: Scope,
  rendering: Rendering,
): Value {
  if (name === 'ternary') return ternary(args, terms[2] ?? asked)
  const alternatives = Math.max(1, ...args.map(arg => (arg.kind === 'choice' ? arg.values.length : 1)))
  if (alternatives === 1) return apply(name, args, scope, rendering)
  const values: Value[] = []
  for (let i = 0; i < alternatives; i++) {
    const picked = args.map(arg => (arg.kind === 'choice' ? arg.values[Math.min(i, arg.values.length - 1)]! : arg))
    values.push(apply(name, picked, scope, rendering))
  }
  return choiceOf(values)
}

function apply(name: string, args: readonly Value[], scope: Scope, rendering: Rendering): Value {
  rendering.budget.step()
  const value = applied(name, args, scope, rendering)
  if (value.kind === 'text') rendering.budget.spend(value.source)
  return value
}

function applied(name: string, args: readonly Value[], scope: Scope, rendering: Rendering): Value {
  const { around, tools } = rendering
  switch (name) {
    case 'default': {
      // `default false .Values.x` is a switch too, though nothing is written for it in the values.
      const [other, value = NIL] = args
      return scope.filled && other?.kind === 'bool' && value.kind === 'unknown'
        ? other
        : FUNCTIONS.default!(args, tools)
    }
    case 'include': {
      const definition = args[0]?.kind === 'text' ? args[0].source.text : ''
      return included(definition, args[1] ?? NIL, scope, rendering)
    }
    case 'tpl': {
      const source = args[0] && printed(args[0], tools.file)
      if (source) return templated(source, args[1] ?? NIL, scope, rendering)
      return args[0]?.kind === 'unknown' ? args[0] : UNKNOWN_VALUE
    }
    case 'files.Get': {
      const source = args[0]?.kind === 'text' ? around.read(args[0].source.text) : undefined
      return source ? textValue(source) : UNKNOWN_VALUE
    }
    default:
      return Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name]!(args, tools) : UNKNOWN_VALUE
  }
}

/** `ternary a b condition`: both, each under its condition, what the defaults choose first. */
function ternary(args: readonly Value[], asked: Term | undefined): Value {
  const [yes = NIL, no = NIL, answer = UNKNOWN_VALUE] = args
  const holds = truth(answer)
  const condition = asked ? termText(asked) : ''
  const say = (value: Value): string => (value.kind === 'text' ? value.source.text : '')
  const under = (value: Value, other: Value, taken: boolean, negated: boolean): Value => {
    if (value.kind !== 'text') return value
    const byDefault = holds === undefined ? {} : taken === holds ? { byDefault: true } : { off: true }
    return { ...value, source: guarded(value.source, [{ condition, others: [say(other)], negated, ...byDefault }]) }
  }
  const first = under(yes, no, true, false)
  const second = under(no, yes, false, true)
  return choiceOf(holds === false ? [second, first] : [first, second])
}
