/** Which value of a chart decides about a branch. */
import { type Span, spanOf } from '../../text/source.ts'
import type { Branch, Pipe, Term } from '../parse.ts'
import { evaluateAlone } from './evaluate.ts'
import type { Rendering, Scope } from './rendering.ts'

/** How deep brackets stand in each other in a condition. */
const MOST_DEPTH = 20

/** The first value of the chart that the conditions ask for, the last condition first: it is the one that holds, if one does. */
export function deciderOf(
  branches: readonly Branch[],
  scopes: readonly Scope[],
  rendering: Rendering,
): Span | undefined {
  for (let index = branches.length - 1; index >= 0; index--) {
    const { pipe } = branches[index]!
    const found = pipe && valueIn(pipe, scopes[index]!, rendering, 0)
    if (found) return found
  }
  return undefined
}

function valueIn(pipe: Pipe, scope: Scope, rendering: Rendering, depth: number): Span | undefined {
  for (const term of depth > MOST_DEPTH ? [] : pipe.commands.flat()) {
    const found =
      term.kind === 'parentheses' && term.path.length === 0
        ? valueIn(term.pipe, scope, rendering, depth + 1)
        : placeOf(term, scope, rendering)
    if (found) return found
  }
  return undefined
}

/** Where the text stands that a field or variable is. */
function placeOf(term: Term, scope: Scope, rendering: Rendering): Span | undefined {
  if (term.kind !== 'dot' && term.kind !== 'variable') return undefined
  const pipe: Pipe = { variables: [], assigns: false, commands: [[term]] }
  const value = rendering.assumed.without(() => evaluateAlone(pipe, scope, rendering))
  if (value.kind !== 'text' || value.source.text === '') return undefined
  const span = spanOf(value.source, 0, value.source.text.length)
  // A text of the template itself decides nothing that a user could change.
  return span.file === scope.source.file ? undefined : span
}
