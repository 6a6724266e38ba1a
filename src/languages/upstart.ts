/** upstart jobs: their scripts, and what they start on. Syntax: init(5) of upstart. */

import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { locate, sliceSource } from '../text/source.ts'

export const upstart: Language = {
  id: 'upstart',
  read(whole, reader) {
    const source = maskActions(whole)
    const { text } = source
    const unit = reader.name.replace(/^.*\//, '').replace(/\.(?:conf|upstart)\b.*$/, '')
    const scope = reader.open('script', { name: unit, place: 'node', via: 'unit' })
    const embed = (start: number, end: number): void =>
      reader.embed({ language: 'shell' }, sliceSource(source, start, end), reader.open('script', { name: unit }, scope))
    const line = /[^\n]*\n?/y
    let body: number | undefined
    for (let at = 0; at < text.length; at = line.lastIndex) {
      line.lastIndex = at
      const found = line.exec(text)![0]
      const script = /^\s*(?:(?:pre|post)-(?:start|stop)\s+)?(script|exec\s+)/.exec(found)
      const starts = /^\s*start\s+on\b/.exec(found)
      if (body !== undefined) {
        if (!/^\s*end\s+script\s*$/.test(found)) continue
        embed(body, at)
        body = undefined
      } else if (script?.[1] === 'script') body = at + found.length
      else if (script) {
        // The command goes on where its line ends in a backslash.
        const moves = forward()
        while (line.lastIndex < text.length && text[line.lastIndex - 2] === '\\' && moves(line.lastIndex))
          line.test(text)
        embed(at + script[0].length, line.lastIndex)
      } else if (starts)
        for (const word of found.matchAll(/[\w.-]+/g)) {
          if (word.index < starts[0].length || /^(?:and|or|started|starting|stopped|runlevel)$/.test(word[0])) continue
          const target = locate(source, at + word.index, at + word.index + word[0].length)
          reader.fact({ kind: 'unit-dependency', unit, directive: 'start on', target }, scope)
        }
    }
    if (body !== undefined) embed(body, text.length)
  },
}
