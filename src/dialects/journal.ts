/**
 * Inputs that read the journal of systemd, of every collector that is set up in YAML, JSON or TOML.
 * Sources: elastic.co, "Journald input"; vector.dev, "journald"; opentelemetry-collector-contrib receiver/journaldreceiver;
 * grafana.com/docs/loki, "Promtail", journal; docs.fluentbit.io, "Systemd"; docs.datadoghq.com, "journald".
 */

import { fieldsIn, isJournalField, sayField, sayMatch, sayUnit } from '../reading/journal.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { type Located, partOf } from '../text/source.ts'
import {
  at,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  locatedAt,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../text/tree.ts'

export const journal: Dialect = {
  id: 'journal',
  recognises: document => inputsOf(document).length > 0 || loneSettings(document).length > 0,
  read(document, reader) {
    for (const input of inputsOf(document)) readInput(input, reader)
    for (const { entry, say } of loneSettings(document)) say(entry.value, reader)
  },
}

interface Lone extends KeyPlace {
  readonly say: (value: TreeNode | undefined, reader: Reader) => void
}

/**
 * Settings that are an input of the journal by themselves: `systemd: docker` of New Relic, `systemd: {units: […]}` of Sumo Logic's
 * chart, `journal_matches` of Scalyr. Source: SumoLogic/sumologic-kubernetes-collection, values.yaml, "logs.systemd.units".
 */
function loneSettings(document: TreeDocument): readonly Lone[] {
  const keys = keysOf(document)
  const ofLogs = (keys.get('systemd') ?? []).filter(place => place.under?.entry.key.value === 'logs' && isUsed(place))
  const units = ofLogs.filter(({ entry }) => entry.value?.kind === 'scalar')
  const lists = ofLogs.filter(({ entry }) => at(entry.value, 'units')?.kind === 'list')
  const matches = (keys.get('journal_matches') ?? []).filter(isUsed)
  return [
    ...units.map(place => ({ ...place, say: sayUnits('New Relic logging') })),
    ...lists.map(place => ({
      ...place,
      say: (value: TreeNode | undefined, reader: Reader) => sayUnits('Sumo Logic')(at(value, 'units'), reader),
    })),
    ...matches.map(place => ({
      ...place,
      say: (value: TreeNode | undefined, reader: Reader) => readMatches(value, 'Scalyr Agent', reader),
    })),
  ]
}

const sayUnits = (program: string) => (value: TreeNode | undefined, reader: Reader) => {
  for (const unit of scalarsOf(value)) sayUnit(unit.located, program, reader)
}

/** A map that is an input of the journal, and whose. */
interface Input {
  readonly map: MapNode
  readonly program: string
  /** The transforms behind it, and the relabelling beside it. */
  readonly later: readonly TreeNode[]
}

/** Types of inputs, and keys whose map is one: `type: journald` of Filebeat, Vector and Datadog, `journal:` of Promtail. */
const TYPES = new Set(['journald', 'systemd', 'systemd-journald', 'systemd_journald', 'journal'])
const KEYS = /^(?:journald(?:\/.*)?|journal|systemd|systemdtailers|inputsystemd)$/i

function inputsOf(document: TreeDocument): readonly Input[] {
  const found: Input[] = []
  const keys = keysOf(document)
  for (const key of ['type', 'name', 'input_type'])
    for (const place of keys.get(key) ?? [])
      if (place.entry.value?.kind === 'scalar' && TYPES.has(place.entry.value.value.toLowerCase()) && isUsed(place))
        found.push(inputAt(place.map, place, keys))
  for (const [key, places] of keys) {
    if (key.length > MOST_KEY || !KEYS.test(key)) continue
    for (const place of places)
      if (isUsed(place))
        for (const map of place.entry.value?.kind === 'map' ? [place.entry.value] : itemsOf(place.entry.value))
          if (map.kind === 'map' && (key.startsWith('journald') || asks(map) || isScraped(key, place)))
            found.push(inputAt(map, place, keys))
  }
  // journalbeat.inputs has one kind of input only, which needs no type.
  for (const place of keys.get('journalbeat.inputs') ?? [])
    for (const map of itemsOf(place.entry.value))
      if (map.kind === 'map') found.push({ map, program: 'Journalbeat', later: [] })
  return found
}

/** Longer keys are no names of inputs. */
const MOST_KEY = 200

const isUsed = (place: KeyPlace): boolean => !isSwitchedOff(place)

/** Promtail's input may choose its records by relabelling alone. */
const isScraped = (key: string, { map }: KeyPlace): boolean =>
  key === 'journal' && at(map, 'relabel_configs')?.kind === 'list'

/** Spellings of what an input asks for, in lower case without `.`, `_` and `-`. */
const MATCHES = new Set(['includematches', 'includematchesmatch', 'matches', 'systemdfilter', 'filter', 'filters'])
const UNITS = new Set(['units', 'includeunits', 'unit', 'includesystemunits', 'includeuserunits'])

const spelling = (key: string): string => key.toLowerCase().replace(/[._-]/g, '')

/** Whether a map has what only an input of the journal has. A list of units alone is Ignition's. */
const asks = (map: MapNode): boolean =>
  map.entries.some(({ key }) => MATCHES.has(spelling(key.value))) ||
  (map.entries.some(({ key }) => UNITS.has(spelling(key.value))) &&
    map.entries.some(({ key }) => /^(?:directory|max_age|path|labels|operators|start_at|seek|json)$/.test(key.value)))

function inputAt(map: MapNode, place: KeyPlace, keys: ReadonlyMap<string, readonly KeyPlace[]>): Input {
  const outer = place.under?.entry.key.value ?? ''
  const above = [outer, place.under?.under?.entry.key.value ?? '']
  if (above.includes('receivers')) {
    const processors = outer === 'receivers' ? at(place.under?.map, 'processors') : undefined
    return { map, program: 'OpenTelemetry Collector', later: processors ? [processors] : [] }
  }
  if (above.includes('sources')) {
    const transforms = at(place.under?.under?.map, 'transforms')
    return { map, program: 'Vector', later: transforms ? [transforms] : [] }
  }
  if (place.entry.key.value === 'journal') {
    const relabel = at(place.map, 'relabel_configs')
    return { map, program: 'Promtail', later: relabel ? [relabel] : [] }
  }
  if (at(map, 'streams')) return { map, program: 'Elastic Agent', later: [] }
  if (outer === 'logs') return { map, program: 'Datadog Agent', later: [] }
  if (outer === 'inputs' && keys.has('pipeline')) return { map, program: 'Fluent Bit', later: filtersOf(keys) }
  return { map, program: /systemd/i.test(place.entry.key.value) ? 'Fluent Bit' : 'Filebeat', later: [] }
}

const filtersOf = (keys: ReadonlyMap<string, readonly KeyPlace[]>): readonly TreeNode[] =>
  (keys.get('filters') ?? []).flatMap(({ entry }) => entry.value ?? [])

function readInput({ map, program, later }: Input, reader: Reader): void {
  for (const { key, value } of map.entries) {
    const name = spelling(key.value)
    if (UNITS.has(name)) for (const unit of unitsIn(value)) sayUnit(unit, program, reader)
    // A tailer of the logging operator names the unit alone.
    else if (name === 'systemdfilter' && value?.kind === 'scalar' && !value.value.includes('='))
      sayUnit(value.located, program, reader)
    else if (MATCHES.has(name)) readMatches(value, program, reader)
    else if (name === 'streams') {
      for (const stream of itemsOf(value))
        if (stream.kind === 'map') readInput({ map: stream, program, later: [] }, reader)
    } else if (name === 'operators') readTexts(value, program, reader)
    // Datadog: the records are those of Docker's driver, which is what names the container.
    else if (name === 'containermode' && /^(?:true|yes|on)$/i.test(textAt(map, key.value) ?? ''))
      reader.fact({ kind: 'setting', program, key: ['journal', 'CONTAINER_NAME'], at: key })
  }
  for (const node of later) {
    readTexts(node, program, reader)
    readRelabelling(node, program, reader)
  }
}

/** Units by their names, alone or in maps that say more of them, as in the chart of Splunk's collector. */
const unitsIn = (node: TreeNode | undefined): readonly Located[] => [
  ...scalarsOf(node).map(({ located }) => located),
  ...itemsOf(node).flatMap(item => locatedAt(item, 'name') ?? []),
]

/** Matches as `FIELD=value`, alone, in lists or under `match`, `and`, `or`; and as maps from field to values. */
function readMatches(node: TreeNode | undefined, program: string, reader: Reader): void {
  walk(node, each => {
    if (each.kind === 'scalar') readMatch(each, program, reader)
    else if (each.kind === 'map')
      for (const { key, value } of each.entries)
        if (isJournalField(key.value)) {
          const values = scalarsOf(value)
          for (const one of values.length ? values : [undefined]) sayField(key, one?.located, program, reader)
        }
    return undefined
  })
}

/** One match, or several with blanks between them, as Promtail has them. */
function readMatch(scalar: ScalarNode, program: string, reader: Reader): void {
  for (const word of scalar.value.matchAll(/\S+/g))
    if (!sayMatch(partOf(scalar.located, word.index, word.index + word[0].length), program, reader)) return
}

/** Programs and patterns that work on the records: each field that they name. */
function readTexts(node: TreeNode | undefined, program: string, reader: Reader): void {
  const told = new Set<string>()
  walk(node, each => {
    if (each.kind === 'scalar')
      for (const field of fieldsIn(each.content()))
        if (!told.has(field.value)) {
          told.add(field.value)
          sayField(field, undefined, program, reader)
        }
    return undefined
  })
}

/** Labels that Promtail makes of fields: `__journal_container_name`, `__journal__systemd_unit`. */
function readRelabelling(rules: TreeNode, program: string, reader: Reader): void {
  for (const rule of itemsOf(rules)) {
    if (/^(?:drop|labeldrop)$/.test(textAt(rule, 'action') ?? '')) continue
    for (const label of scalarsOf(at(rule, 'source_labels'))) {
      const field = /^__journal_(\w{1,60})$/.exec(label.value)?.[1]?.toUpperCase()
      const regex = at(rule, 'regex')
      if (!field) continue
      const value = regex?.kind === 'scalar' ? unescaped(regex) : undefined
      sayField({ ...label.located, value: field, exact: false }, value, program, reader)
    }
  }
}

/** A regular expression that is one text: `docker\.service`. */
function unescaped(regex: ScalarNode): Located {
  const { located } = regex
  return located.value.includes('\\')
    ? { ...located, value: located.value.replace(/\\(.)/g, '$1'), exact: false }
    : located
}
