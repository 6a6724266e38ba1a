/**
 * Fluentd configuration, v0.12 and v1: sections `<source>`, `<match>`, `<filter>`, `<label>`, nested ones, settings
 * `key value` with quoted, JSON and multi-line values, and embedded Ruby: `"#{ENV['X'] || 'json'}"`.
 * Source: docs.fluentd.org, "Config File Syntax".
 */

import type { NamedText } from '../facts.ts'
import { fieldsIn, sayField } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { baseName } from '../reading/path-words.ts'
import { maskActions } from '../reading/template.ts'
import { shellLine } from '../reading/words.ts'
import { type Located, partOf, sliceSource, sourceOf, spanOf } from '../text/source.ts'
import { type BehindOf, filtersBehind, givesMessage } from './fluentd/filters.ts'
import { parse } from './fluentd/parse.ts'
import { firstStage, timeFormats } from './fluentd/parsers.ts'
import { flatten, type Section, type Setting, setting, settings } from './fluentd/sections.ts'

const AGENT = 'Fluentd'

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
    const isFilter = ({ name }: Section): boolean => name === 'filter' || name === 'match'
    const behindOf = filtersBehind(all.filter(isFilter))
    for (const section of all) {
      if (section.name === 'source') readSource(section, behindOf, reader)
      else if (section.name === 'filter') readFilter(section, reader)
      if (!isFilter(section)) continue
      readJournalFilter(section, reader)
      if (/^exec(?:_filter)?$/.test(setting(section, '@type', 'type')?.value.value ?? '')) readExec(section, reader)
    }
    // A file of a source's inside, as the fluentd-kubernetes-daemonset image includes one: tail_container_parse.conf.
    for (const section of root.sections) if (section.name === 'parse') readIncluded(section, reader)
    if (root.sections.length === 0 && setting(root, '@type')) readIncluded(root, reader)
  },
}

/** A parser that other files include by the name of this one. */
function readIncluded(section: Section, reader: Reader): void {
  const first = firstStage([], [section])
  const file = baseName(reader.name)
  if (file === 'tail_container_parse.conf') {
    const companions = timeFormats([], [section])
    const own = section.settings.map(named)
    reader.fact({ kind: 'log-input', agent: AGENT, at: section.at, paths: [], ...first, settings: own, companions })
  } else if (first.format)
    reader.fact({
      kind: 'setting',
      program: 'fluentd',
      key: ['include', file, first.parses],
      at: first.format,
      value: first.format,
    })
}

function readSource(section: Section, behindOf: BehindOf, reader: Reader): void {
  const type = setting(section, '@type', 'type')
  switch (type?.value.value) {
    case 'docker_events':
    case 'docker':
    case 'docker_logs':
      saysEngine(type, setting(section, 'docker_url', 'docker_host', 'url', 'host'), reader)
      break
    case 'systemd':
    case 'systemd_journal':
      readJournal(section, reader)
      break
    case 'tail':
    case 'tail_ex':
    case 'tail_asis':
      readTail(section, behindOf, reader)
      break
    case 'exec':
    case 'exec_filter':
      readExec(section, reader)
      break
    default: {
      // A plugin of somebody's own.
      const url = setting(section, 'docker_url')
      if (type && url) saysEngine(type, url, reader)
    }
  }
}

/** Reads the command line that a plugin calls: `command docker ps`, `command ["docker", "ps"]`. */
function readExec(section: Section, reader: Reader): void {
  for (const { value } of settings(section, 'command')) {
    const source = sourceOf(value)
    const words = [...value.value.matchAll(/"(?:[^"\\]|\\.){0,4000}"/g)].map(({ index, 0: word }) =>
      sliceSource(source, index + 1, index + word.length - 1),
    )
    const line = value.value.startsWith('[') && words.length ? shellLine(source.file, words) : source
    reader.embed({ language: 'shell' }, line, reader.open('script', { name: 'command' }))
  }
}

/** Says that a plugin asks Docker Engine, which listens at `url`. */
function saysEngine(type: Setting, url: Setting | undefined, reader: Reader): void {
  reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: type.value, value: url?.fallback ?? url?.value })
}

/** What a source takes from the journal: `matches [{"_SYSTEMD_UNIT": "docker.service"}]`, with one value or a list of them. */
function readJournal(section: Section, reader: Reader): void {
  for (const { value } of settings(section, 'matches', 'filters'))
    for (const match of value.value.matchAll(JOURNAL_MATCH)) {
      const [whole, field = '', text = ''] = match
      const start = match.index + whole.indexOf(field)
      const end = match.index + whole.length - 1
      const wanted = partOf(value, end - text.length, end)
      sayField(partOf(value, start, start + field.length), wanted, AGENT, reader)
    }
}

const JOURNAL_MATCH = /["'](\w{2,60})["']\s{0,9}(?::|=>)\s{0,9}(?:\[\s{0,9})?["']([^"'\n]{0,200})["']/g

/** Filters and outputs that choose by what records hold. */
const CHOOSERS = new Set(['grep', 'rewrite_tag_filter', 'record_transformer', 'record_modifier', 'systemd_entry'])

/** The fields of the journal that a filter asks for, each once: `key CONTAINER_NAME`, `rewriterule1 CONTAINER_NAME ^k8s_`. */
function readJournalFilter(section: Section, reader: Reader): void {
  if (!CHOOSERS.has(setting(section, '@type', 'type')?.value.value ?? '')) return
  const told = new Set<string>()
  for (const { name, settings: own } of flatten(section))
    if (name !== 'exclude')
      for (const { key, value } of own)
        for (const field of /^(?:@?type|tag|exclude\d*)$/.test(key) ? [] : fieldsIn(sourceOf(value)))
          if (!told.has(field.value)) {
            told.add(field.value)
            sayField(field, undefined, AGENT, reader)
          }
}

function readTail(section: Section, behindOf: BehindOf, reader: Reader): void {
  const paths = pathsOf(settings(section, 'path'))
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const path of pathsOf(settings(section, 'exclude_path')))
    reader.fact({ kind: 'path', path, access: 'used', by: AGENT, role: 'exclude' })
  for (const path of pathsOf(settings(section, 'pos_file')))
    reader.fact({ kind: 'path', path, access: 'write', by: AGENT, role: 'position' })
  const formats = settings(section, 'format')
  const parsers = section.sections.filter(inner => inner.name === 'parse')
  const tag = setting(section, 'tag')
  const behind = behindOf(tag?.value.value)
  const own = firstStage(formats.length ? section.settings : [], parsers)
  const [within] = [section, ...parsers].filter(each => setting(each, '@include'))
  const include = within && setting(within, '@include')?.value
  const included = (parsers.length === 0 || (within && parsers.includes(within))) && include ? include : undefined
  const stage = included
    ? { format: undefined, parses: 'unknown' as const, decidedBy: included }
    : own.parses === 'text'
      ? (behind.parser ?? own)
      : own
  const hasMessage = own.parses === 'text' || givesMessage(section)
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: section.at,
    paths,
    tag: tag?.value,
    ...stage,
    settings: (stage === own ? [...parsers, section] : []).flatMap(each => each.settings.map(named)),
    companions: [...timeFormats(section.settings, parsers), ...behind.companions(hasMessage)],
  })
}

/** A setting as key and value. */
const named = ({ key, whole, value }: Setting): NamedText => ({ key: partOf(whole, 0, key.length), value })

/** Fields of Docker's log drivers, fluentd and journald, by which a filter joins partial lines. Source: fluent-plugin-concat README. */
const DRIVERS_PARTS = /^(?:container_)?partial_message$/i

function readFilter(section: Section, reader: Reader): void {
  const type = setting(section, '@type', 'type')
  const metadata = setting(section, 'use_partial_metadata')
  const part = setting(section, 'partial_key')
  const joined =
    metadata?.value.value === 'true' ? metadata : part && DRIVERS_PARTS.test(part.value.value) ? part : undefined
  if (type?.value.value === 'concat' && joined)
    reader.fact({
      kind: 'setting',
      program: 'fluentd',
      key: ['concat', joined.key],
      at: joined.whole,
      value: joined.value,
    })
  if (type?.value.value === 'docker_metadata') saysEngine(type, setting(section, 'docker_url'), reader)
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

/** The paths in values that list them, with commas or as JSON. */
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
