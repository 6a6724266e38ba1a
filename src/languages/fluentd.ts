/**
 * Fluentd configuration, v0.12 and v1: sections `<source>`, `<match>`, `<filter>`, `<label>`, nested ones, settings
 * `key value` with quoted, JSON and multi-line values, and embedded Ruby: `"#{ENV['X'] || 'json'}"`.
 * Source: docs.fluentd.org, "Config File Syntax".
 */
import { anyOf, type Parses, patternParses } from '../reading/log-line.ts'
import { maskActions } from '../reading/template.ts'
import { type Located, locate, partOf, type Source, spanOf, UNKNOWN } from '../source.ts'
import type { Language, Reader } from './language.ts'

const AGENT = 'Fluentd'

/** A section, or the file itself, whose name is then empty. */
interface Section {
  readonly name: string
  /** The head: `<source>`. */
  readonly at: Located
  /** What follows the name in the head: the tag pattern of a match or filter. */
  readonly argument: string
  readonly settings: Setting[]
  readonly sections: Section[]
}

interface Setting {
  readonly key: string
  /** Key and value together. */
  readonly whole: Located
  /** Without quotes. Embedded Ruby is unknown in it. */
  readonly value: Located
  /** The environment variable that gives the value, and what it is without one. */
  readonly variable?: Located | undefined
  readonly fallback?: Located | undefined
}

export const fluentd: Language = {
  id: 'fluentd',
  read(source, reader) {
    const masked = maskActions(source)
    const { root, complete } = parse(masked)
    // A template may open a section in one branch and close it in another.
    if (!complete && masked === source) {
      const end = source.text.length
      reader.unread(spanOf(source, end, end), 'a section of it is never closed', true)
    }
    const all = flatten(root)
    const filters = all.filter(section => section.name === 'filter' || section.name === 'match')
    for (const section of all) {
      if (section.name === 'source') readSource(section, filters, reader)
      else if (section.name === 'filter') readFilter(section, reader)
    }
    // A file of a source's inside, as the fluentd-kubernetes-daemonset image includes: tail_container_parse.conf.
    for (const section of root.sections)
      if (section.name === 'parse' && /(?:^|\/)tail_container_parse\.conf$/.test(reader.name)) {
        const first = firstStage([], [section])
        const companions = timeFormats([], [section])
        reader.fact({ kind: 'log-input', agent: AGENT, at: section.at, paths: [], ...first, companions })
      }
  },
}

function readSource(section: Section, filters: readonly Section[], reader: Reader): void {
  const type = setting(section, '@type', 'type')
  const kind = type?.value.value
  if (kind === 'docker_events' || kind === 'docker' || kind === 'docker_logs') {
    const url = setting(section, 'docker_url', 'docker_host', 'url', 'host')
    reader.fact({
      kind: 'endpoint',
      api: 'docker',
      program: AGENT,
      at: type!.value,
      value: url?.fallback ?? url?.value,
    })
  }
  if (kind === 'systemd' || kind === 'systemd_journal')
    for (const { value } of settings(section, 'matches', 'filters'))
      for (const match of value.value.matchAll(/"_SYSTEMD_UNIT"\s{0,9}:\s{0,9}"([\w.@-]+)"/g)) {
        const end = match.index + match[0].length - 1
        const unit = partOf(value, end - match[1]!.length, end)
        reader.fact({ kind: 'setting', program: 'fluentd', key: ['journal', 'unit'], at: unit, value: unit })
      }
  if (kind !== 'tail' && kind !== 'tail_ex' && kind !== 'tail_asis') return
  const paths = pathsOf(settings(section, 'path'))
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const path of pathsOf(settings(section, 'exclude_path')))
    reader.fact({ kind: 'path', path, access: 'used', by: AGENT, role: 'exclude' })
  for (const path of pathsOf(settings(section, 'pos_file')))
    reader.fact({ kind: 'path', path, access: 'write', by: AGENT, role: 'position' })
  const formats = settings(section, 'format')
  const parsers = section.sections.filter(inner => inner.name === 'parse')
  const tag = setting(section, 'tag')
  const later = filters.filter(filter => mayMatch(filter.argument, tag?.value.value))
  const own = firstStage(formats.length ? section.settings : [], parsers)
  const stage = own.parses === 'text' ? (parserOfRawLine(later) ?? own) : own
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: section.at,
    paths,
    tag: tag?.value,
    ...stage,
    companions: [...timeFormats(section.settings, parsers), ...later.flatMap(dependsOnKeys)],
  })
}

/** The parser of a source: `format json` of v0.12 among its settings, or `<parse>` sections. Templates may give one in each branch. */
function firstStage(inline: readonly Setting[], parsers: readonly Section[]) {
  const stages = parsers.map(parser => stageOf(parser.settings, parser.sections, '@type', 'type', 'format'))
  if (inline.length) stages.push(stageOf(inline, [], 'format'))
  const docker = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  const parses = anyOf(stages.map(stage => stage.parses))
  return { format: docker?.format, decidedBy: docker?.decidedBy, parses }
}

/** A source without a parser leaves the line under "message": the filter that parses it is the first stage. */
function parserOfRawLine(filters: readonly Section[]) {
  for (const filter of filters) {
    if (
      setting(filter, '@type', 'type')?.value.value !== 'parser' ||
      setting(filter, 'key_name')?.value.value !== 'message'
    )
      continue
    const inline = settings(filter, 'format').length ? filter.settings : []
    return firstStage(
      inline,
      filter.sections.filter(inner => inner.name === 'parse'),
    )
  }
  return undefined
}

interface Stage {
  readonly format: Located | undefined
  readonly decidedBy?: Located | undefined
  readonly parses: Parses
}

function stageOf(own: readonly Setting[], sections: readonly Section[], ...keys: readonly string[]): Stage {
  const types = own.filter(each => keys.includes(each.key))
  const type = types[0]
  if (!type) return { format: undefined, parses: 'unknown' }
  const stages = types.map(each => parsesOf(each, own, sections))
  return { format: type.fallback ?? type.value, decidedBy: type.variable, parses: anyOf(stages) }
}

function parsesOf(type: Setting, own: readonly Setting[], sections: readonly Section[]): Parses {
  const name = (type.fallback ?? type.value).value
  if (type.variable && !type.fallback) return 'unknown'
  if (name.startsWith('/')) return patternParses(name)
  switch (name) {
    case 'json':
    case 'docker':
    case 'oj':
    case 'yajl':
      return 'json-file'
    case 'cri':
    case 'containerd':
    case 'crio':
    case 'viaq_docker_audit':
      return 'cri'
    case 'none':
      return 'text'
    case 'regexp':
    case 'multiline':
    case 'multiline_parse':
      return anyOf(
        own.filter(each => /^(?:expression|format(?:\d+|_firstline)?)$/.test(each.key)).map(each => patternOf(each)),
      )
    case 'multi_format':
    case 'multiformat':
      return anyOf(
        sections
          .filter(each => each.name === 'pattern' || each.name === 'rule')
          .map(each => stageOf(each.settings, [], 'format', '@type').parses)
          // A pattern of its own beside the JSON one was written for the other format, whatever it is.
          .map((parses, index) => (parses === 'unknown' && index > 0 ? 'cri' : parses)),
      )
    default:
      return 'unknown'
  }
}

const patternOf = (each: Setting): Parses =>
  each.value.value.startsWith('/') || each.key === 'expression' ? patternParses(each.value.value) : 'unknown'

/** Time formats with a literal Z: CRI runtimes write the node's own offset. */
function timeFormats(own: readonly Setting[], parsers: readonly Section[]): readonly Located[] {
  const inside = parsers.flatMap(parser => [parser, ...parser.sections]).flatMap(section => section.settings)
  return [...own, ...inside]
    .filter(each => each.key === 'time_format' && /Z$/.test(each.value.value) && !/%z$/i.test(each.value.value))
    .map(each => each.whole)
}

/** Settings of a later stage that work on the key `log`, or that wait for the newline that Docker leaves at the end of a line. */
function dependsOnKeys(section: Section): readonly Located[] {
  const type = setting(section, '@type', 'type')?.value.value
  const found: (Setting | undefined)[] = []
  const key = setting(section, 'key')
  if (type === 'concat') {
    const end = setting(section, 'multiline_end_regexp')
    if (key?.value.value === 'log') found.push(key)
    if (end && /\\n\$?\/?$/.test(end.value.value) && ['log', 'message'].includes(key?.value.value ?? ''))
      found.push(end)
  } else if (type === 'detect_exceptions') {
    const message = setting(section, 'message')
    if (message?.value.value === 'log') found.push(message)
  } else if (type === 'parser') {
    const name = setting(section, 'key_name')
    if (name?.value.value === 'log') found.push(name)
  } else if (type === 'record_transformer' || type === 'record_modifier') {
    for (const record of section.sections)
      if (record.name === 'record')
        for (const each of record.settings)
          if (/record\[['"]log['"]\]|record\.dig\(['"]log['"]\)/.test(each.value.value)) found.push(each)
  }
  return found.filter(each => each !== undefined).map(each => each.whole)
}

function readFilter(section: Section, reader: Reader): void {
  const type = setting(section, '@type', 'type')
  if (type?.value.value === 'docker_metadata') {
    const url = setting(section, 'docker_url')
    reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: type.value, value: url?.fallback ?? url?.value })
  }
  const journal = setting(section, 'use_journal')
  if (type?.value.value === 'kubernetes_metadata' && journal)
    reader.fact({
      kind: 'setting',
      program: 'fluentd',
      key: ['kubernetes_metadata', 'use_journal'],
      at: journal.whole,
      value: journal.fallback ?? journal.value,
    })
}

/** Whether a tag may match the pattern of a filter: the first parts are equal, or one of them can be anything. */
function mayMatch(pattern: string, tag: string | undefined): boolean {
  const first = tag?.split('.')[0]
  if (!first || first.includes(UNKNOWN)) return true
  return pattern.split(/[\s,{}]+/).some(each => {
    const begin = each.split('.')[0]
    return begin !== undefined && begin !== '' && (begin === first || /[*#]/.test(begin) || begin.includes(UNKNOWN))
  })
}

function pathsOf(all: readonly Setting[]): readonly Located[] {
  const found: Located[] = []
  for (const each of all) {
    const list = each.fallback ?? each.value
    if (list.value.startsWith('['))
      for (const match of list.value.matchAll(/["']([^"'\n]+)["']/g))
        found.push(partOf(list, match.index + 1, match.index + 1 + match[1]!.length))
    else
      for (const match of list.value.matchAll(/[^\s,](?:[^,\n]*[^\s,])?/g))
        found.push(partOf(list, match.index, match.index + match[0].length))
  }
  return found
}

const settings = (section: Section, ...keys: readonly string[]): readonly Setting[] =>
  section.settings.filter(each => keys.includes(each.key))

const setting = (section: Section, ...keys: readonly string[]): Setting | undefined =>
  section.settings.find(each => keys.includes(each.key))

function flatten(root: Section): readonly Section[] {
  const found: Section[] = []
  const stack = [root]
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next)
    for (let i = next.sections.length - 1; i >= 0; i--) stack.push(next.sections[i]!)
  }
  return found
}

/** How many lines a value in quotes or brackets may take. */
const MOST_LINES = 400

/** A file as sections. What closes too much or too little is taken as it stands: every section keeps what is in it. */
function parse(source: Source): { root: Section; complete: boolean } {
  const { text } = source
  const root = sectionOf('', '', locate(source, 0, 0))
  const open: Section[] = [root]
  let at = 0
  while (at < text.length) {
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

/** How much embedded Ruby is looked at. */
const LONGEST_RUBY = 2_000

/** The brace that ends `#{`, on the same line. */
function rubyEnd(text: string, from: number): number {
  let depth = 1
  const limit = Math.min(text.length, from + LONGEST_RUBY)
  for (let i = from; i < limit && text[i] !== '\n'; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
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

/** The variable and the default of `#{ENV['X'] || 'json'}` or `#{ENV.fetch('X', 'json')}`. */
function rubyOf(source: Source, start: number, end: number): { variable?: Located; fallback?: Located } {
  const text = source.text.slice(start, Math.min(end, start + LONGEST_RUBY))
  const match = /^#\{\s*ENV(?:\[\s*|\.fetch\(\s*)(["'])([\w.-]+)\1\s*\]?(?:\s*(?:\|\||,)\s*(["'])(.*?)\3)?/d.exec(text)
  const variable = match?.indices?.[2]
  const fallback = match?.indices?.[4]
  if (!variable) return {}
  return {
    variable: locate(source, start + variable[0], start + variable[1]),
    ...(fallback ? { fallback: locate(source, start + fallback[0], start + fallback[1]) } : {}),
  }
}

/** The text with each `#{…}` replaced by one unknown character. */
function withoutRuby(text: string): string {
  let result = ''
  let hasRuby = true
  for (let i = 0; i < text.length; i++) {
    const begins: boolean = hasRuby && text[i] === '#' && text[i + 1] === '{'
    const end = begins ? rubyEnd(text, i + 2) : -1
    if (end > 0) {
      result += UNKNOWN
      i = end
    } else {
      result += text[i]
      hasRuby &&= !begins
    }
  }
  return result
}
