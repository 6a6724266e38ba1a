/** Which format of a container's log the parsers of a source read. */
import { anyOf, type Parses, patternParses } from '../../reading/log-line.ts'
import type { Located } from '../../text/source.ts'
import type { Section, Setting } from './sections.ts'

/** What parses a line. */
export interface Stage {
  /** The parser's name, as it is written. */
  readonly format: Located | undefined
  /** The environment variable that names the parser. */
  readonly decidedBy?: Located | undefined
  readonly parses: Parses
}

/** The parser of a source: `format json` of v0.12 among its settings, or `<parse>` sections. Templates may give one in each branch. */
export function firstStage(inline: readonly Setting[], parsers: readonly Section[]): Stage {
  const stages = parsers.map(parser => stageOf(parser.settings, parser.sections, '@type', 'type', 'format'))
  if (inline.length) stages.push(stageOf(inline, [], 'format'))
  const docker = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  const parses = anyOf(stages.map(stage => stage.parses))
  return { format: docker?.format, decidedBy: docker?.decidedBy, parses }
}

function stageOf(own: readonly Setting[], sections: readonly Section[], ...keys: readonly string[]): Stage {
  const types = own.filter(each => keys.includes(each.key))
  const type = types[0]
  if (!type) return { format: undefined, parses: 'unknown' }
  const parses = anyOf(types.map(each => parsesOf(each, own, sections)))
  // Of several patterns the one for Docker's lines is what has to change.
  const json = parses === 'json-file' ? patternsIn(sections).find(each => each.parses === 'json-file') : undefined
  return { format: json?.format ?? type.fallback ?? type.value, decidedBy: type.variable, parses }
}

/** What the patterns of a `multi_format` parser read. */
const patternsIn = (sections: readonly Section[]): readonly Stage[] =>
  sections
    .filter(each => each.name === 'pattern' || each.name === 'rule')
    .map(each => stageOf(each.settings, [], 'format', '@type'))

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
        // A pattern of its own beside the JSON one was written for the other format, whatever it is.
        patternsIn(sections).map(({ parses }, index) => (parses === 'unknown' && index > 0 ? 'cri' : parses)),
      )
    default:
      return 'unknown'
  }
}

const patternOf = (each: Setting): Parses =>
  each.value.value.startsWith('/') || each.key === 'expression' ? patternParses(each.value.value) : 'unknown'

/** Time formats with a literal Z: CRI runtimes write the node's own offset. */
export function timeFormats(own: readonly Setting[], parsers: readonly Section[]): readonly Located[] {
  const inside = parsers.flatMap(parser => [parser, ...parser.sections]).flatMap(section => section.settings)
  return [...own, ...inside]
    .filter(each => each.key === 'time_format' && /Z$/.test(each.value.value) && !/%z$/i.test(each.value.value))
    .map(each => each.whole)
}
