/** Salt's state and pillar files: YAML behind a renderer. Reference: https://docs.saltproject.io/en/latest/ref/renderers/ */
import { actionsOf } from '../reading/template.ts'
import { type Source, sliceSource, spanOf, UNKNOWN, withText } from '../source.ts'
import type { Language } from './language.ts'

export const sls: Language = {
  id: 'sls',
  read(source, reader) {
    const renderers = /^#!([\w|]+)/.exec(source.text)?.[1] ?? 'jinja|yaml'
    if (/\bpy|mako|cheetah/.test(renderers)) {
      reader.unread(spanOf(source, 0, 1), `Salt makes it with "${renderers}", which is not read`, false)
      return
    }
    const macros = macrosIn(source.text)
    reader.embed({ language: 'yaml' }, stated(without(source, macros)))
    // What a macro writes stands where it is called: states of its own, or a part of a line.
    for (const { from, to } of macros) {
      const body = sliceSource(source, from, to)
      if (STATE.test(body.text)) reader.embed({ language: 'yaml' }, stated(body))
    }
  },
}

/** `  cmd.run:` */
const STATE = /^[ \t]+[a-z_]+\.[a-z_]+:/m

/** The text between `{% macro name() %}` and `{% endmacro %}`. */
interface Macro {
  readonly from: number
  readonly to: number
}

function macrosIn(text: string): readonly Macro[] {
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

function without(source: Source, macros: readonly Macro[]): Source {
  if (macros.length === 0) return source
  const parts: string[] = []
  let done = 0
  for (const { from, to } of macros) {
    parts.push(source.text.slice(done, from), source.text.slice(from, to).replace(/[^\n]/g, ' '))
    done = to
  }
  return withText(source, parts.join('') + source.text.slice(done))
}

/**
 * The text with a key in place of every call that stands for one, since the options of the state that it writes follow it:
 * `{{ pkg_installed('cri-tools') }}` before `- require:`. Marks that something other than Jinja fills in (`@HOST_IP@`) are unknown.
 */
function stated(source: Source): Source {
  const text = source.text
    .replace(
      /^([ \t]*)\{\{[^\n]{0,500}\}\}(?=[ \t]*\n\1[ \t]+- )/gm,
      (call, indent: string) => `${indent}${UNKNOWN.repeat(call.length - indent.length - 1)}:`,
    )
    .replace(/@[A-Z][A-Z0-9_]{0,80}@/g, mark => UNKNOWN.repeat(mark.length))
  return text === source.text ? source : withText(source, text)
}
