/** Parses sections `<match app.**>` and settings `key value`, whose values may be quoted or JSON and take several lines. */

import { forward } from '../../text/progress.ts'
import { type Located, locate, type Source } from '../../text/source.ts'
import { rubyEnd, rubyOf, withoutRuby } from './ruby.ts'
import type { Section } from './sections.ts'

/** How many lines a value in quotes or brackets may take. */
const MOST_LINES = 400

/** A file as sections. What closes too much or too little is taken as it stands: every section keeps what is in it. */
export function parse(source: Source): { root: Section; complete: boolean } {
  const { text } = source
  const root = sectionOf('', '', locate(source, 0, 0))
  const open: Section[] = [root]
  let at = 0
  for (const moves = forward(); at < text.length && moves(at); ) {
    let lineEnd = text.indexOf('\n', at)
    if (lineEnd < 0) lineEnd = text.length
    let start = at
    while (start < lineEnd && isBlank(text, start)) start++
    let next = lineEnd + 1
    const first = text[start]
    if (start < lineEnd && first !== '#') {
      const closing = first === '<' ? /^<\/([\w@.-]+)/.exec(text.slice(start, Math.min(lineEnd, start + 100))) : null
      const head =
        first === '<' ? /^<([\w@.-]+)[ \t]*([^>]*)>?/.exec(text.slice(start, Math.min(lineEnd, start + 2_000))) : null
      if (closing) {
        const index = open.findLastIndex(section => section.name === closing[1])
        if (index > 0) open.length = index
      } else if (head) {
        const section = sectionOf(head[1]!, head[2]!.trim(), locate(source, start, start + head[0].trimEnd().length))
        // A source within a source is one whose end was lost.
        if (/^(?:source|match|filter|label|system)$/.test(section.name) && open.length > 1) {
          const outer = open.findLastIndex(each => each.name === 'label' || each.name === 'worker')
          if (section.name !== 'match' || open.some(each => each.name === 'source'))
            open.length = section.name === 'label' ? 1 : Math.max(outer + 1, 1)
        }
        open.at(-1)!.sections.push(section)
        open.push(section)
      } else if (first !== '<') next = readSetting(source, start, lineEnd, open.at(-1)!)
    }
    at = next
  }
  return { root, complete: open.length === 1 }
}

const sectionOf = (name: string, argument: string, at: Located): Section => ({
  name,
  at,
  argument,
  settings: [],
  sections: [],
})

const isBlank = (text: string, at: number): boolean => text[at] === ' ' || text[at] === '\t'

/** Reads `key value` from `start` on and returns where the next line begins. */
function readSetting(source: Source, start: number, lineEnd: number, section: Section): number {
  const { text } = source
  let keyEnd = start
  while (keyEnd < lineEnd && !isBlank(text, keyEnd)) keyEnd++
  let from = keyEnd
  while (from < lineEnd && isBlank(text, from)) from++
  const key = text.slice(start, keyEnd)
  const first = text[from]
  let to: number
  let value: Located
  let ruby: { variable?: Located; fallback?: Located } = {}
  if (from < lineEnd && (first === '"' || first === "'")) {
    const close = closingQuote(text, from, first)
    to = close < 0 ? lineEnd : close + 1
    const inner = locate(source, from + 1, close < 0 ? lineEnd : close)
    value = inner
    if (first === '"' && inner.value.includes('#{')) {
      ruby = rubyOf(source, from + 1, close < 0 ? lineEnd : close)
      value = { ...inner, value: withoutRuby(inner.value), exact: false }
    }
  } else {
    to = from
    if (first === '[' || first === '{') to = closingBracket(text, from)
    if (to === from) {
      to = lineEnd
      const comment = text.slice(from, lineEnd).search(/[ \t]#(?!\{)/)
      if (comment >= 0) to = from + comment
    }
    while (to > from && (isBlank(text, to - 1) || text[to - 1] === '\n')) to--
    value = locate(source, from, to)
    if (value.value.includes('#{')) ruby = rubyOf(source, from, to)
  }
  section.settings.push({ key, whole: locate(source, start, Math.max(keyEnd, to)), value, ...ruby })
  const end = text.indexOf('\n', Math.max(to, start))
  return end < 0 ? text.length : end + 1
}

/** Where a quoted value ends: on this line, or on a later one before the next section. -1 where it never does. */
function closingQuote(text: string, open: number, quote: string): number {
  let lines = 0
  let hasRuby = quote === '"'
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i]
    if (char === '\\') i++
    else if (char === quote) return i
    else if (char === '#' && hasRuby && text[i + 1] === '{') {
      const end = rubyEnd(text, i + 2)
      // One that never ends is none, and neither is what follows it.
      if (end > 0) i = end
      else hasRuby = false
    } else if (char === '\n' && (++lines > MOST_LINES || /^[ \t]*<\/?\w/.test(text.slice(i + 1, i + 60)))) return -1
  }
  return -1
}

/** Where a JSON value ends, over several lines. The start where it never does. */
function closingBracket(text: string, open: number): number {
  let depth = 0
  let lines = 0
  for (let i = open; i < text.length; i++) {
    const char = text[i]
    if (char === '"') {
      const end = text.indexOf('"', i + 1)
      if (end < 0) return open
      i = end
    } else if (char === '[' || char === '{') depth++
    else if ((char === ']' || char === '}') && --depth === 0) return i + 1
    else if (char === '\n' && (++lines > MOST_LINES || /^[ \t]*<\/?\w/.test(text.slice(i + 1, i + 60)))) return open
  }
  return open
}
