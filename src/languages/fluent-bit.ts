/**
 * Fluent Bit configuration in its classic form: `[INPUT]` sections with `Key value` lines, `@SET`, `${VAR}`.
 * Source: docs.fluentbit.io, "Classic mode", "Tail", "Parsers".
 */

import type { NamedText } from '../facts.ts'
import { fieldsIn, sayField, sayMatch } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { anyOf, type Parses, patternParses } from '../reading/log-line.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { type Located, locate, partOf, type Source, sourceOf, UNKNOWN } from '../text/source.ts'

const AGENT = 'Fluent Bit'

interface Section {
  /** In lower case, without brackets: `input`. */
  readonly name: string
  readonly at: Located
  readonly settings: Setting[]
}

interface Setting {
  /** In lower case: keys are compared without case. */
  readonly key: string
  readonly value: Located
  readonly whole: Located
}

export const fluentBit: Language = {
  id: 'fluent-bit',
  read(source, reader) {
    const { sections, variables } = parse(maskActions(source))
    const parsers = definedParsers(sections)
    for (const [name, { parses, at }] of parsers)
      reader.fact({ kind: 'setting', program: 'fluent-bit', key: ['parser', name, parses], at, value: at })
    const filters = sections.filter(section => section.name === 'filter')
    for (const section of sections)
      if (section.name === 'input') readInput(section, filters, { parsers, variables }, reader)
    if (sections.some(section => settings(section, 'name')[0]?.value.value.toLowerCase() === 'systemd'))
      for (const filter of filters) readJournalFilter(filter, reader)
  },
}

/** What a filter asks of records of the journal: `Regex CONTAINER_NAME ^k8s_`, `Rule $CONTAINER_NAME …`. */
function readJournalFilter(filter: Section, reader: Reader): void {
  for (const { value } of settings(filter, 'regex', 'rule', 'condition')) {
    const field = fieldsIn(sourceOf(value))[0]
    if (field) sayField(field, undefined, AGENT, reader)
  }
}

interface Known {
  /** The parsers that this text defines. */
  readonly parsers: ReadonlyMap<string, { readonly parses: Parses; readonly at: Located }>
  /** The variables that it sets with @SET. */
  readonly variables: ReadonlyMap<string, Located>
}

function readInput(section: Section, filters: readonly Section[], known: Known, reader: Reader): void {
  const names = settings(section, 'name')
  const name = names[0]?.value
  const kind = name?.value.toLowerCase()
  if (kind === 'docker_events' || kind === 'docker') {
    const address = settings(section, 'unix_path')[0]
    reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: name!, value: address?.value })
  }
  if (kind === 'systemd') for (const { value } of settings(section, 'systemd_filter')) sayMatch(value, AGENT, reader)
  if (kind === 'exec')
    for (const { value } of settings(section, 'command'))
      reader.embed({ language: 'shell' }, sourceOf(value), reader.open('script', { name: 'command' }))
  if (kind !== 'tail') return
  const paths = settings(section, 'path').flatMap(each => listOf(resolve(each.value, known)))
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const path of settings(section, 'exclude_path').flatMap(each => listOf(each.value)))
    reader.fact({ kind: 'path', path, access: 'used', by: AGENT, role: 'exclude' })
  for (const { value } of settings(section, 'db'))
    reader.fact({ kind: 'path', path: value, access: 'write', by: AGENT, role: 'position' })
  const tag = settings(section, 'tag')[0]?.value
  const stage = firstStage(section, filters, known)
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: section.at,
    paths,
    tag,
    ...stage,
    settings: section.settings.map(named),
    listKey: 'multiline.parser',
    companions: companionsOf(section).filter(each => each.value !== stage.format?.value),
  })
}

/** A setting as key and value. */
const named = ({ key, whole, value }: Setting): NamedText => ({ key: partOf(whole, 0, key.length), value })

interface Stage {
  readonly format: Located | undefined
  readonly decidedBy?: Located | undefined
  readonly parses: Parses
}

/** `multiline.parser` decides alone; then `Parser`, then Docker mode, then a parser filter on the raw line. */
function firstStage(section: Section, filters: readonly Section[], known: Known): Stage {
  const lines = settings(section, 'multiline.parser')
  if (lines.length) {
    const names = lines.flatMap(each => listOf(resolve(each.value, known)))
    const stage = stageOf(names, known)
    if (stage.parses !== 'text') return { ...stage, format: lines.length === 1 ? lines[0]!.value : stage.format }
  }
  const parsers = settings(section, 'parser').map(each => resolve(each.value, known))
  if (parsers.length) return stageOf(parsers, known)
  const mode = settings(section, 'docker_mode').find(each => isOn(each.value.value))
  if (mode) return { format: mode.whole, parses: 'json-file' }
  const first = settings(section, 'parser_firstline').map(each => resolve(each.value, known))
  if (first.length) return stageOf(first, known)
  const tag = settings(section, 'tag')[0]?.value.value
  for (const filter of filters) {
    const isParser = settings(filter, 'name').some(each => each.value.value.toLowerCase() === 'parser')
    if (!isParser || settings(filter, 'key_name')[0]?.value.value !== 'log' || !mayMatch(filter, tag)) continue
    return stageOf(
      settings(filter, 'parser').map(each => resolve(each.value, known)),
      known,
    )
  }
  return { format: undefined, parses: 'text' }
}

function stageOf(names: readonly Located[], known: Known): Stage {
  const stages = names.map(name => ({ name, parses: parsesOf(name.value, known) }))
  const decisive = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  const unknown = stages.find(stage => stage.parses === 'unknown')?.name
  const parses = anyOf(stages.map(stage => stage.parses))
  return {
    format: decisive?.name,
    parses,
    decidedBy: parses === 'unknown' && unknown ? variableOf(unknown) : undefined,
  }
}

/** What the parsers of that name read. The names of the parsers that come with Fluent Bit: conf/parsers.conf. */
function parsesOf(name: string, known: Known): Parses {
  const defined = known.parsers.get(name)
  if (defined) return defined.parses
  if (/^(?:docker|docker[-_].*|json|container[-_]json)$/i.test(name)) return 'json-file'
  if (/^(?:cri|crio|cri-o|containerd|cri[-_].*)$/i.test(name)) return 'cri'
  // The multi-line parsers that join lines of a program do not parse the container's line.
  return /^(?:java|go|python|ruby|multiline[-_].*)$/i.test(name) ? 'text' : 'unknown'
}

function definedParsers(sections: readonly Section[]): Known['parsers'] {
  const found = new Map<string, { parses: Parses; at: Located }>()
  for (const section of sections) {
    if (section.name !== 'parser') continue
    const name = settings(section, 'name')[0]?.value
    const format = settings(section, 'format')[0]?.value.value.toLowerCase()
    const pattern = settings(section, 'regex')[0]?.value.value
    if (!name || !format) continue
    const parses = format === 'json' ? 'json-file' : format === 'regex' && pattern ? patternParses(pattern) : 'unknown'
    const before = found.get(name.value)
    found.set(name.value, { parses: before ? anyOf([before.parses, parses]) : parses, at: name })
  }
  return found
}

/** What joins the finding at the parser: all that only Docker's format needs. */
function companionsOf(section: Section): readonly Located[] {
  const found = settings(section, 'docker_mode', 'docker_mode_parser', 'docker_mode_flush')
  return found.filter(each => each.key !== 'docker_mode' || isOn(each.value.value)).map(each => each.whole)
}

function mayMatch(filter: Section, tag: string | undefined): boolean {
  if (settings(filter, 'match_regex').length) return true
  const match = settings(filter, 'match')[0]?.value.value
  const first = tag?.split('.')[0]
  if (!match || !first) return true
  const begin = match.split('.')[0]!
  return begin === first || begin.includes('*') || begin.includes(UNKNOWN) || first.includes(UNKNOWN)
}

const isOn = (value: string): boolean => /^(?:on|true|yes)$/i.test(value)

/** The value of a variable set in the same text; else the value itself. */
function resolve(value: Located, known: Known): Located {
  const name = /^\$\{(\w+)\}$/.exec(value.value)?.[1]
  return (name && known.variables.get(name)) || value
}

/** The name within `${NAME}`; else the name itself. */
const variableOf = (value: Located): Located => {
  const match = /^\$\{(\w+)\}$/.exec(value.value)
  return match ? partOf(value, 2, 2 + match[1]!.length) : value
}

const settings = (section: Section, ...keys: readonly string[]): readonly Setting[] =>
  section.settings.filter(each => keys.includes(each.key))

function listOf(list: Located): readonly Located[] {
  const found: Located[] = []
  for (const match of list.value.matchAll(/[^\s,](?:[^,\n]*[^\s,])?/g))
    found.push(partOf(list, match.index, match.index + match[0].length))
  return found
}

/** Lines to sections. A line that is none of the format's is left out. */
function parse(source: Source): { sections: readonly Section[]; variables: ReadonlyMap<string, Located> } {
  const { text } = source
  const sections: Section[] = []
  const variables = new Map<string, Located>()
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    let end = text.indexOf('\n', at)
    if (end < 0) end = text.length
    let start = at
    while (start < end && isBlank(text[start])) start++
    let stop = end
    while (stop > start && isBlank(text[stop - 1])) stop--
    at = end + 1
    const first = text[start]
    if (start === stop || first === '#') continue
    if (first === '[' && text[stop - 1] === ']') {
      const name = text
        .slice(start + 1, stop - 1)
        .trim()
        .toLowerCase()
      if (/^[\w.]{1,40}$/.test(name)) sections.push({ name, at: locate(source, start, stop), settings: [] })
      continue
    }
    let keyEnd = start
    while (keyEnd < stop && !isBlank(text[keyEnd])) keyEnd++
    let from = keyEnd
    while (from < stop && isBlank(text[from])) from++
    if (first === '@') {
      const set = text.slice(start, keyEnd).toLowerCase() === '@set' ? text.slice(from, stop).indexOf('=') : -1
      if (set > 0) variables.set(text.slice(from, from + set).trim(), locate(source, from + set + 1, stop))
      continue
    }
    sections.at(-1)?.settings.push({
      key: text.slice(start, keyEnd).toLowerCase(),
      value: locate(source, from, stop),
      whole: locate(source, start, stop),
    })
  }
  return { sections, variables }
}

const isBlank = (char: string | undefined): boolean => char === ' ' || char === '\t'
