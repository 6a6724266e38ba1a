/**
 * Fluent Bit in YAML: its own format, the custom resources of Fluent Operator and Logging operator, and the values of charts
 * that make an `[INPUT]` of them.
 * Sources: docs.fluentbit.io, "YAML configuration"; fluent/fluent-operator docs/fluentbit.md; kube-logging.dev, "Fluentbit".
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { anyOf, type Parses, patternParses } from '../reading/log-line.ts'
import { namedSettings } from '../reading/named-settings.ts'
import { type Located, partOf } from '../text/source.ts'
import {
  at,
  entryOf,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  textAt,
} from '../text/tree.ts'

const AGENT = 'Fluent Bit'

/** Spellings of a setting: Fluent Bit's own, of the operators, of charts. Compared in lower case without `.`, `_` and `-`. */
const SETTINGS = {
  path: ['path', 'logpath'],
  exclude: ['excludepath'],
  parser: ['parser'],
  multiline: ['multilineparser', 'multilineparsers'],
  dockerMode: ['dockermode'],
  tag: ['tag'],
  database: ['db'],
}

export const fluent: Dialect = {
  id: 'fluent',
  recognises: document =>
    candidates(document).length > 0 ||
    keysOf(document).has('containerRuntime') ||
    keysOf(document).has('parsers') ||
    /^(?:FluentbitAgent|Logging)$/.test(textAt(document.root, 'kind') ?? ''),
  read(document, reader) {
    const parsers = parsersIn(document)
    for (const [name, { parses, at }] of parsers)
      reader.fact({ kind: 'setting', program: 'fluent-bit', key: ['parser', name, parses], at, value: at })
    const isOperators = /^(?:Cluster)?Input$/.test(textAt(document.root, 'kind') ?? '')
    for (const map of candidates(document)) readInput(map, parsers, isOperators, reader)
    readMount(document, reader)
    for (const place of keysOf(document).get('containerRuntime') ?? []) readRuntime(place, reader)
  },
}

/** The maps that are tail inputs. */
function candidates(document: TreeDocument): readonly MapNode[] {
  const keys = keysOf(document)
  const found: MapNode[] = []
  // pipeline: {inputs: [{name: tail, path: …}]}
  for (const place of keys.get('inputs') ?? [])
    if (!isSwitchedOff(place))
      for (const item of itemsOf(place.entry.value))
        if (item.kind === 'map' && /^tail$/i.test(textOf(item, ['name']) ?? '') && valuesOf(item, SETTINGS.path).length)
          found.push(item)
  // {kind: ClusterInput, spec: {tail: …}}, {input: {tail: …}}, {spec: {inputTail: …}}, {spec: {fluentbit: {inputTail: …}}}
  for (const key of ['tail', 'inputTail', 'input'])
    for (const place of keys.get(key) ?? []) {
      const map = place.entry.value
      if (map?.kind !== 'map' || isSwitchedOff(place) || /^(?:false|no|off)$/i.test(textAt(map, 'enabled') ?? ''))
        continue
      const says = (names: readonly string[]) => valuesOf(map, names).length > 0
      const parses = says(SETTINGS.parser) || says(SETTINGS.multiline) || says(SETTINGS.dockerMode)
      const isTail =
        key === 'tail'
          ? says(SETTINGS.path) || says(SETTINGS.tag)
          : key === 'inputTail' || (says(SETTINGS.path) && says(SETTINGS.tag))
      if (parses && isTail) found.push(map)
    }
  return found
}

function readInput(map: MapNode, parsers: ReturnType<typeof parsersIn>, isOperators: boolean, reader: Reader): void {
  const paths = valuesOf(map, SETTINGS.path).flatMap(path => listOf(path.located))
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const path of valuesOf(map, SETTINGS.exclude).flatMap(each => listOf(each.located)))
    reader.fact({ kind: 'path', path, access: 'used', by: AGENT, role: 'exclude' })
  for (const { located } of valuesOf(map, SETTINGS.database))
    reader.fact({ kind: 'path', path: located, access: 'write', by: AGENT, role: 'position' })
  const modes = map.entries
    .filter(entry => SETTINGS.dockerMode.includes(spelling(entry.key.value)))
    .filter(entry => scalarsOf(entry.value).some(mode => /^(?:on|true|yes)$/i.test(mode.value)))
    .map(entry => entry.key)
  const lines = valuesOf(map, SETTINGS.multiline).flatMap(each => listOf(each.located))
  const names = lines.length ? lines : valuesOf(map, SETTINGS.parser).map(each => each.located)
  const stages = names.map(name => ({ name, parses: parsers.get(name.value)?.parses ?? parsesOf(name.value) }))
  const docker = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  const parses = stages.length ? anyOf(stages.map(stage => stage.parses)) : modes.length ? 'json-file' : 'text'
  const unknown = parses === 'unknown' ? stages.find(stage => stage.parses === 'unknown')?.name : undefined
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: paths[0] ?? names[0] ?? modes[0]!,
    paths,
    tag: valuesOf(map, SETTINGS.tag)[0]?.located,
    format: docker?.name ?? modes[0],
    decidedBy: unknown,
    parses,
    settings: namedSettings(map),
    listKey: isOperators ? 'multilineParser' : textOf(map, ['name']) === undefined ? undefined : 'multiline.parser',
    companions: [],
  })
}

/** What the parsers of that name read: conf/parsers.conf of Fluent Bit. */
function parsesOf(name: string): Parses {
  if (/^(?:docker|docker[-_].*|json|container[-_]json)$/i.test(name)) return 'json-file'
  if (/^(?:cri|crio|cri-o|containerd|cri[-_].*)$/i.test(name)) return 'cri'
  return /^(?:java|go|python|ruby|multiline[-_].*)$/i.test(name) ? 'text' : 'unknown'
}

/** The parsers that a document defines: `parsers:` of the YAML format, `kind: ClusterParser`. */
function parsersIn(document: TreeDocument): ReadonlyMap<string, { readonly parses: Parses; readonly at: Located }> {
  const found = new Map<string, { parses: Parses; at: Located }>()
  // A list of them, or a list for each format: {parsers: {regex: [{name, regex}], json: [{name}]}}.
  for (const { entry } of keysOf(document).get('parsers') ?? [])
    for (const item of [
      ...itemsOf(entry.value),
      ...itemsOf(at(entry.value, 'regex')),
      ...itemsOf(at(entry.value, 'json')),
    ]) {
      const name = at(item, 'name')
      const isJson = itemsOf(at(entry.value, 'json')).includes(item)
      const format = textAt(item, 'format') ?? (isJson ? 'json' : textAt(item, 'regex') && 'regex')
      if (name?.kind !== 'scalar' || !format) continue
      const parses = format === 'json' ? 'json-file' : patternParses(textAt(item, 'regex') ?? '')
      found.set(name.value, { parses, at: name.located })
    }
  const { root } = document
  const name = at(root, 'metadata', 'name')
  if (/^(?:Cluster)?Parser$/.test(textAt(root, 'kind') ?? '') && name?.kind === 'scalar') {
    const parses = entryOf(at(root, 'spec'), 'json')
      ? 'json-file'
      : patternParses(textAt(root, 'spec', 'regex', 'regex') ?? '')
    found.set(name.value, { parses, at: name.located })
  }
  return found
}

/**
 * The folder of Docker's logs that the logging operator mounts, in place of /var/lib/docker/containers.
 * Source: kube-logging/logging-operator pkg/resources/fluentbit/daemonset.go (`varlibcontainers`).
 */
function readMount({ root }: TreeDocument, reader: Reader): void {
  const kind = textAt(root, 'kind')
  const spec = at(root, 'spec')
  const owner = kind === 'FluentbitAgent' ? spec : kind === 'Logging' ? at(spec, 'fluentbit') : undefined
  const mount = entryOf(owner, 'mountPath')
  if (mount?.value?.kind === 'scalar')
    reader.fact({
      kind: 'setting',
      program: 'logging-operator',
      key: ['mountPath'],
      at: mount.key,
      value: mount.value.located,
    })
}

/** Fluent Operator's chart asks for the runtime and makes its inputs from it: `containerRuntime: docker` beside `fluentbit:`. */
function readRuntime({ entry, map, under }: KeyPlace, reader: Reader): void {
  if (entry.value?.kind !== 'scalar' || (under !== undefined && under.entry.key.value !== 'fluent-operator')) return
  if (!['fluentbit', 'fluentd', 'operator'].some(key => entryOf(map, key)?.value?.kind === 'map')) return
  const parses =
    entry.value.value === 'docker' ? 'json-file' : /containerd|crio|cri-o/.test(entry.value.value) ? 'cri' : 'unknown'
  reader.fact({
    kind: 'log-input',
    agent: 'Fluent Operator',
    at: entry.key,
    paths: [],
    format: entry.value.located,
    parses,
    companions: [],
  })
}

const spelling = (key: string): string => key.toLowerCase().replace(/[._-]/g, '')

const valuesOf = (map: MapNode, names: readonly string[]): readonly ScalarNode[] =>
  map.entries
    .filter(entry => names.includes(spelling(entry.key.value)))
    .flatMap(entry => scalarsOf(entry.value))
    .filter(value => value.value !== '')

const textOf = (map: MapNode, names: readonly string[]): string | undefined => valuesOf(map, names)[0]?.value

function listOf(list: Located): readonly Located[] {
  const found: Located[] = []
  for (const match of list.value.matchAll(/[^\s,](?:[^,\n]*[^\s,])?/g))
    found.push(partOf(list, match.index, match.index + match[0].length))
  return found
}
