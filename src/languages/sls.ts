/** Salt's state and pillar files: YAML behind a renderer. Reference: https://docs.saltproject.io/en/latest/ref/renderers/ */
import { spanOf } from '../source.ts'
import type { Language } from './language.ts'

export const sls: Language = {
  id: 'sls',
  read(source, reader) {
    const renderers = /^#!([\w|]+)/.exec(source.text)?.[1] ?? 'jinja|yaml'
    if (/\bpy|mako|cheetah/.test(renderers))
      reader.unread(spanOf(source, 0, 1), `Salt makes it with "${renderers}", which is not read`, false)
    else reader.embed({ language: 'yaml' }, source)
  },
}
