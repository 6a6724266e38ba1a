/** What definitions and templates in values make, for `include`, `template` and `tpl`. */
import type { Source } from '../../text/source.ts'
import { FUNCTIONS } from '../functions.ts'
import { parseTemplate, type Template } from '../parse.ts'
import { choiceOf, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'
import type { Rendering, Scope } from './rendering.ts'
import { variablesIn } from './variables.ts'

/** Definitions include one another a few levels deep. */
const MOST_INCLUDES = 30

/** The text of a definition. */
export function included(name: string, dot: Value, scope: Scope, rendering: Rendering): Value {
  rendering.budget.step()
  if (name === 'common.tplvalues.render') return commonRender(dot, scope, rendering)
  const template = rendering.around.definition(name)
  if (!template || scope.depth >= MOST_INCLUDES) return UNKNOWN_VALUE
  if (rendering.mode !== 'likely') return textOf(template, dot, scope, rendering)
  const { answers, assumed } = rendering
  const { filled, unsure } = scope
  const state = assumed.state()
  const before = answers.get(name)
  if (before && before.dot === dot && before.state === state && before.filled === filled && before.unsure === unsure)
    return before.value
  const value = textOf(template, dot, scope, rendering)
  answers.set(name, { dot, state, filled, unsure, value })
  return value
}

/** A text of the values that is a template itself. */
export function templated(source: Source, dot: Value, scope: Scope, rendering: Rendering): Value {
  if (!source.text.includes('{{')) return textValue(source)
  if (scope.depth >= MOST_INCLUDES) return UNKNOWN_VALUE
  return textOf(parseTemplate(source), dot, scope, rendering)
}

/** The definition of Bitnami's common chart that writes a value which may be a template. It is seldom there to be read. */
function commonRender(dot: Value, scope: Scope, rendering: Rendering): Value {
  const { tools } = rendering
  const value = tools.field(dot, 'value')
  const text = value.kind === 'text' ? value : FUNCTIONS.toYaml!([value], tools)
  return text.kind === 'text' ? templated(text.source, tools.field(dot, 'context'), scope, rendering) : text
}

/** What a template makes that has variables of its own. */
function textOf({ source, parts }: Template, dot: Value, outer: Scope, rendering: Rendering): Value {
  const { depth, unsure, filled } = outer
  const scope: Scope = { source, dot, root: dot, variables: variablesIn(), depth: depth + 1, unsure, filled }
  const { made } = rendering.assignments.apart(() => rendering.body(parts, scope))
  return choiceOf(made.map(one => (isFiller(one.text) ? UNKNOWN_VALUE : textValue(one))))
}

/** Whether nothing of a text is known. */
const isFiller = (text: string): boolean => /^\s*\uE000[\s\uE000]*$/.test(text)
