/** Jinja's macros: what stands in one is written where it is called. */
import { type Source, withText } from '../text/source.ts'
import { actionsOf } from './template.ts'

/** The text between `{% macro name() %}` and `{% endmacro %}`. */
interface Macro {
  readonly from: number
  readonly to: number
}

export function macrosIn(text: string): readonly Macro[] {
  if (!text.includes('macro')) return []
  const macros: Macro[] = []
  let from: number | undefined
  for (const { start, end, kind, from: inner, to } of actionsOf(text)) {
    if (kind !== 'statement') continue
    const word = /^\s*(\w+)/.exec(text.slice(inner, Math.min(to, inner + 40)))?.[1]
    if (word === 'macro') from ??= end
    else if (word === 'endmacro' && from !== undefined) {
      macros.push({ from, to: start })
      from = undefined
    }
  }
  return macros
}

export function withoutMacros(source: Source, macros: readonly Macro[]): Source {
  if (macros.length === 0) return source
  const parts: string[] = []
  let done = 0
  for (const { from, to } of macros) {
    parts.push(source.text.slice(done, from), source.text.slice(from, to).replace(/[^\n]/g, ' '))
    done = to
  }
  return withText(source, parts.join('') + source.text.slice(done))
}
