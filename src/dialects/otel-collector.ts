/**
 * OpenTelemetry Collector: receivers and their operators, in files, custom resources and charts' values.
 * Source: opentelemetry-collector-contrib pkg/stanza/docs/operators, receiver/filelogreceiver, receiver/dockerstatsreceiver.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { anyOf, type Parses, patternParses } from '../reading/log-line.ts'
import { namedSettings } from '../reading/named-settings.ts'
import { type Located, locate } from '../text/source.ts'
import {
  at,
  type Entry,
  entryOf,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  locatedAt,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const AGENT = 'OpenTelemetry Collector'

export const otelCollector: Dialect = {
  id: 'otel-collector',
  recognises: document => keysOf(document).has('receivers') || keysOf(document).has('extensions'),
  read(document, reader) {
    for (const place of keysOf(document).get('receivers') ?? []) {
      if (place.entry.value?.kind !== 'map' || isSwitchedOff(place)) continue
      for (const receiver of place.entry.value.entries)
        if (isUsed(receiver, place, 'receivers')) readReceiver(receiver, document, reader)
    }
    for (const place of keysOf(document).get('extensions') ?? []) {
      if (place.entry.value?.kind !== 'map' || isSwitchedOff(place)) continue
      for (const extension of place.entry.value.entries)
        if (typeOf(extension) === 'docker_observer' && isUsed(extension, place, 'extensions'))
          reader.fact({
            kind: 'endpoint',
            api: 'docker',
            program: AGENT,
            at: extension.key,
            value: locatedAt(extension.value, 'endpoint'),
          })
    }
  },
}

/** The type of a component: `filelog/containers` is a filelog. */
const typeOf = ({ key }: Entry): string => key.value.split('/')[0]!

/** Whether the service uses a component. Where no service is in view, as in the values of a chart, it is taken as used. */
function isUsed({ key, value }: Entry, { map }: KeyPlace, list: 'receivers' | 'extensions'): boolean {
  if (/^(?:false|no|off)$/i.test(textAt(value, 'enabled') ?? '')) return false
  const service = at(map, 'service')
  if (list === 'extensions') {
    const used = scalarsOf(at(service, 'extensions'))
    return used.length === 0 || used.some(each => each.value === key.value)
  }
  const pipelines = at(service, 'pipelines')
  if (pipelines?.kind !== 'map') return true
  const used = pipelines.entries.flatMap(pipeline => scalarsOf(at(pipeline.value, 'receivers')))
  // A receiver_creator names its receivers itself.
  return used.length === 0 || used.some(each => each.value === key.value || each.value.startsWith('receiver_creator'))
}

function readReceiver(given: Entry, document: TreeDocument, reader: Reader): void {
  const type = typeOf(given)
  // A receiver that a receiver_creator makes has its settings below a rule.
  const inner = entryOf(given.value, 'rule') && at(given.value, 'config')
  const receiver: Entry = inner ? { ...given, value: inner } : given
  if (type === 'docker_stats' || type === 'dockerstats')
    reader.fact({
      kind: 'endpoint',
      api: 'docker',
      program: AGENT,
      at: receiver.key,
      value: locatedAt(receiver.value, 'endpoint'),
    })
  // A monitor of the SignalFx agent within the collector.
  if (type === 'smartagent' && textAt(receiver.value, 'type') === 'docker-container-stats')
    reader.fact({
      kind: 'endpoint',
      api: 'docker',
      program: 'SignalFx agent',
      at: locatedAt(receiver.value, 'type')!,
      value: locatedAt(receiver.value, 'dockerURL'),
    })
  if (type !== 'filelog' && type !== 'file_log') return
  const paths = scalarsOf(at(receiver.value, 'include')).map(path => path.located)
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const { located } of scalarsOf(at(receiver.value, 'exclude')))
    reader.fact({ kind: 'path', path: located, access: 'used', by: AGENT, role: 'exclude' })
  if (paths.length === 0) return
  const stages = itemsOf(at(receiver.value, 'operators')).map(stageOf)
  const first = stages.find(stage => stage?.parses !== undefined)
  // A router, or a condition, chooses between parsers; without one the first takes every line.
  const chosen = stages.some(stage => stage?.routes)
  const candidates = stages.filter(
    stage => stage !== undefined && stage.parses !== undefined && (chosen || stage.conditional || stage === first),
  )
  const all = candidates.map(stage => stage!.parses!)
  const format = candidates.find(stage => stage!.parses === 'json-file')?.at ?? first?.at
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: receiver.key,
    paths,
    format,
    parses: all.length ? anyOf(all) : 'text',
    settings: namedSettings(receiver.value),
    steps: itemsOf(at(receiver.value, 'operators')).map(item => ({
      whole: wholeOf(item, document),
      settings: namedSettings(item),
    })),
    companions: [],
  })
}

/** A node as it is written, without what follows it. */
const wholeOf = ({ start, end }: TreeNode, { source }: TreeDocument): Located =>
  locate(source, start, start + source.text.slice(start, end).trimEnd().length)

interface Stage {
  readonly at: Located
  readonly parses?: Parses
  readonly routes?: boolean
  readonly conditional?: boolean
}

function stageOf(operator: TreeNode): Stage | undefined {
  const type = locatedAt(operator, 'type')
  if (!type) return undefined
  if (type.value === 'router') return { at: type, routes: true }
  const conditional = entryOf(operator, 'if') !== undefined
  if (type.value === 'container') {
    const format = locatedAt(operator, 'format')
    if (format?.value === 'docker') return { at: format, parses: 'json-file', conditional }
    return { at: format ?? type, parses: format ? 'cri' : 'both', conditional }
  }
  // A parser of a part of the record is a later stage.
  const from = textAt(operator, 'parse_from') ?? 'body'
  if (from !== 'body' && from !== '$body' && from !== '$$body') return undefined
  if (type.value === 'json_parser') return { at: type, parses: 'json-file', conditional }
  if (type.value === 'regex_parser')
    return { at: type, parses: patternParses(textAt(operator, 'regex') ?? ''), conditional }
  return undefined
}
