/** Salt's state and pillar files: YAML behind a renderer. Reference: https://docs.saltproject.io/en/latest/ref/renderers/ */

import type { Language } from '../reading/language.ts'
import { macrosIn, withoutMacros } from '../reading/macros.ts'
import { type Source, sliceSource, spanOf, UNKNOWN, withText } from '../text/source.ts'

export const sls: Language = {
  id: 'sls',
  read(source, reader) {
    const renderers = /^#!([\w|]+)/.exec(source.text)?.[1] ?? 'jinja|yaml'
    if (/\bpy|mako|cheetah/.test(renderers)) {
      reader.unread(spanOf(source, 0, 1), `Salt makes it with "${renderers}", which is not read`, false)
      return
    }
    const macros = macrosIn(source.text)
    reader.embed({ language: 'yaml' }, stated(withoutMacros(source, macros)))
    // What a macro writes stands where it is called: states of its own, or a part of a line.
    for (const { from, to } of macros) {
      const body = sliceSource(source, from, to)
      if (STATE.test(body.text)) reader.embed({ language: 'yaml' }, stated(body))
    }
  },
}

/** `  cmd.run:` */
const STATE = /^[ \t]+[a-z_]+\.[a-z_]+:/m

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
