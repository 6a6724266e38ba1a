/**
 * Filebeat, Metricbeat and Elastic Agent: inputs, autodiscover providers, processors and modules, in their own files, in
 * ConfigMaps, in custom resources and in charts' values.
 * Source: elastic.co/guide, "Container input", "Docker input", "filestream input", "add_kubernetes_metadata".
 */
import type { Dialect, Reader } from '../reading/language.ts'
import type { Parses } from '../reading/log-line.ts'
import { namedSettings } from '../reading/named-settings.ts'
import type { Located } from '../text/source.ts'
import {
  at,
  type Entry,
  entryOf,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  locatedAt,
  type MapNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const FILEBEAT = 'Filebeat'

export const elastic: Dialect = {
  id: 'elastic',
  recognises(document) {
    const keys = keysOf(document)
    return [
      'type',
      'input_type',
      'module',
      'parsers',
      'logs_path',
      'add_docker_metadata',
      'docker',
      'providers.docker',
      'streams',
    ].some(key => keys.has(key))
  },
  read(document, outer) {
    const keys = keysOf(document)
    const reader = inPods(document, outer)
    const places = (key: string) => (keys.get(key) ?? []).filter(place => !isSwitchedOff(place))
    const inputs = new Set<MapNode>()
    for (const key of ['type', 'input_type', 'parsers'])
      for (const place of places(key))
        if (!inputs.has(place.map) && isInput(place)) {
          inputs.add(place.map)
          readInput(place.map, reader)
        }
    for (const place of places('type')) readProvider(place, reader)
    for (const place of places('module')) readModule(place, reader)
    for (const place of places('docker')) readAgentProvider(place, reader)
    for (const place of places('providers.docker')) readAgentProvider(place, reader)
    for (const { entry, map } of places('streams'))
      for (const stream of itemsOf(entry.value))
        if (stream.kind === 'map' && entryOf(stream, 'paths') && !inputs.has(stream)) readStream(stream, map, reader)
    for (const { entry } of places('add_docker_metadata'))
      reader.fact({
        kind: 'endpoint',
        api: 'docker',
        program: 'Beats',
        at: entry.key,
        value: locatedAt(entry.value, 'host'),
      })
    for (const { map } of places('logs_path')) {
      // `- logs_path: {logs_path: /x}`, and the same as `- logs_path:` with the setting beside it.
      const path = locatedAt(map, 'logs_path')
      if (path) reader.fact({ kind: 'path', path, access: 'used', by: FILEBEAT, role: 'metadata' })
    }
  },
}

/** A Beat or an Elastic Agent that the operator runs as pods: what its configuration connects to is asked for in a pod. */
function inPods({ root }: TreeDocument, reader: Reader): Reader {
  if (!/^(?:beat|agent)\.k8s\.elastic\.co\//.test(textAt(root, 'apiVersion') ?? '')) return reader
  const name = `${textAt(root, 'kind') ?? ''} ${textAt(root, 'metadata', 'name') ?? ''}`.trim()
  const scope = reader.open('object', { name, place: 'pod' })
  return { ...reader, scope, fact: (fact, at = scope) => reader.fact(fact, at) }
}

/** A stream of Elastic Agent, whose type is that of the input it stands in. */
function readStream(stream: MapNode, input: MapNode, reader: Reader): void {
  const paths = scalarsOf(at(stream, 'paths')).map(path => path.located)
  const agent = 'Elastic Agent'
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: agent, role: 'log' })
  const own = firstStage(stream)
  const stage = own.parses === 'text' && typeOf(input) === 'container' ? container(stream) : own
  const head = locatedAt(input, 'type') ?? entryOf(stream, 'paths')!.key
  if (paths.length > 0) reader.fact({ kind: 'log-input', agent, at: head, paths, ...stage, companions: [] })
}

const PLAIN_INPUTS = new Set(['log', 'filestream', 'logfile', 'stdin'])

/** Whether a map is an input: its type, and the files or containers that only an input has. */
function isInput({ map, under }: KeyPlace): boolean {
  const type = typeOf(map)
  const has = (key: string) => entryOf(map, key) !== undefined
  if (type === undefined)
    return has('paths') && itemsOf(at(map, 'parsers')).some(parser => containerOf(parser) || entryOf(parser, 'ndjson'))
  if (type === 'docker')
    return has('containers') || has('containers.ids') || has('containers.path') || has('containers.paths')
  if (type === 'container') return has('paths') || has('containers') || has('containers.ids') || isConfig(under)
  return PLAIN_INPUTS.has(type) && has('paths')
}

/** Whether a key holds the configuration of an input: in an autodiscover template or hints. */
const isConfig = (under: KeyPlace | undefined): boolean =>
  under !== undefined && /^(?:config|hints\.default_config|default_config)$/.test(under.entry.key.value)

const typeOf = (map: MapNode): string | undefined => textAt(map, 'type') ?? textAt(map, 'input_type')

function readInput(map: MapNode, reader: Reader): void {
  const head =
    locatedAt(map, 'type') ?? locatedAt(map, 'input_type') ?? entryOf(map, 'parsers')?.key ?? entryOf(map, 'paths')!.key
  const paths = [
    ...scalarsOf(at(map, 'paths')),
    ...['containers.path', 'containers.paths'].flatMap(key => scalarsOf(at(map, key))),
    ...['path', 'paths'].flatMap(key => scalarsOf(at(map, 'containers', key))),
  ].map(path => path.located)
  // The docker input alone has a folder of its own, which is Docker's.
  if (paths.length === 0 && typeOf(map) === 'docker') paths.push({ ...head, value: DOCKER_FOLDER, exact: false })
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: FILEBEAT, role: 'log' })
  reader.fact({
    kind: 'log-input',
    agent: FILEBEAT,
    at: head,
    paths,
    ...firstStage(map),
    settings: namedSettings(map),
    companions: [],
  })
}

/** Where the docker input looks without `containers.path`. */
const DOCKER_FOLDER = '/var/lib/docker/containers'

interface Stage {
  readonly format?: Located | undefined
  readonly parses: Parses
}

function firstStage(map: MapNode): Stage {
  const type = typeOf(map)
  // It tells the lines of CRI by itself: beats libbeat/reader/readjson/docker_json.go.
  if (type === 'docker') return { parses: 'both' }
  if (type === 'container') return container(map)
  const parser = itemsOf(at(map, 'parsers')).find(item => containerOf(item) ?? entryOf(item, 'ndjson'))
  const inner = containerOf(parser)
  if (inner) return container(inner.value)
  const ndjson = entryOf(parser, 'ndjson')
  if (ndjson) return { format: ndjson.key, parses: 'json-file' }
  const json = map.kind === 'map' ? map.entries.find(entry => /^json(?:\.|$)/.test(entry.key.value)) : undefined
  if (json) return { format: json.key, parses: 'json-file' }
  for (const processor of itemsOf(at(map, 'processors'))) {
    const decode = entryOf(processor, 'decode_json_fields')
    if (decode && scalarsOf(at(decode.value, 'fields')).some(field => field.value === 'message'))
      return { format: decode.key, parses: 'json-file' }
  }
  return { parses: 'text' }
}

/** The parser `container` of a list of parsers: `- container: ~`. */
const containerOf = (parser: TreeNode | undefined): Entry | undefined => entryOf(parser, 'container')

/** The container input and parser read both formats unless one is asked for. */
function container(settings: TreeNode | undefined): Stage {
  const format = locatedAt(settings, 'format')
  if (format?.value === 'docker' || format?.value === 'json-file') return { format, parses: 'json-file' }
  return format?.value === 'cri' ? { format, parses: 'cri' } : { parses: 'both' }
}

/** An autodiscover provider: `providers: - type: docker`. Elastic Agent's metrics inputs have the type `docker/metrics`. */
function readProvider(place: KeyPlace, reader: Reader): void {
  const { entry, map, under } = place
  const type = entry.value?.kind === 'scalar' ? entry.value : undefined
  if (!type) return
  const isProvider = type.value === 'docker' && under !== undefined && /(?:^|\.)providers$/.test(under.entry.key.value)
  const isMetrics = type.value === 'docker/metrics' && entryOf(map, 'streams') !== undefined
  if (!isProvider && !isMetrics) return
  const value = locatedAt(map, 'host') ?? hostsOf(map)[0] ?? itemsOf(at(map, 'streams')).flatMap(hostsOf)[0]
  reader.fact({
    kind: 'endpoint',
    api: 'docker',
    program: isMetrics ? 'Elastic Agent' : beatAround(place),
    at: type.located,
    value,
  })
}

/** The Beat whose configuration a place stands in, as its keys say: `metricbeat.autodiscover`. Filebeat where none does. */
function beatAround(place: KeyPlace): string {
  for (let next: KeyPlace | undefined = place; next; next = next.under) {
    const name = /^(filebeat|metricbeat|heartbeat|auditbeat|packetbeat)(?:\.|$)/.exec(next.entry.key.value)?.[1]
    if (name) return `${name[0]!.toUpperCase()}${name.slice(1)}`
  }
  return FILEBEAT
}

const hostsOf = (node: TreeNode | undefined): readonly Located[] =>
  scalarsOf(at(node, 'hosts')).map(host => host.located)

/** A module of Metricbeat: `- module: docker` with what only a module has. */
function readModule({ entry, map }: KeyPlace, reader: Reader): void {
  const name = entry.value?.kind === 'scalar' && entry.value.value === 'docker' ? entry.value.located : undefined
  if (!name || !['metricsets', 'hosts', 'period'].some(key => entryOf(map, key))) return
  const value = hostsOf(map)[0]
  reader.fact({ kind: 'endpoint', api: 'docker', program: 'Metricbeat', at: name, value })
}

/** elastic.co/guide, Elastic Agent, "Docker provider". */
const PROVIDER_KEYS = /^(?:enabled|host|ssl(?:\..{1,80})?|cleanup_timeout|hints(?:\..{1,80})?|labels\.dedot|dedot)$/

/** Elastic Agent's provider: `providers: {docker: {enabled: true}}`. Traefik's and Spinnaker's have keys of their own. */
function readAgentProvider({ entry, under }: KeyPlace, reader: Reader): void {
  const isDotted = entry.key.value === 'providers.docker'
  if (isDotted ? entry.value?.kind === 'scalar' : entry.value?.kind !== 'map' || under?.entry.key.value !== 'providers')
    return
  if (under?.map.entries.some(({ key }) => /^entrypoints$/i.test(key.value))) return
  if (entry.value?.kind === 'map' && !entry.value.entries.every(({ key }) => PROVIDER_KEYS.test(key.value))) return
  if (/^false$/i.test(textAt(entry.value, 'enabled') ?? '')) return
  reader.fact({
    kind: 'endpoint',
    api: 'docker',
    program: 'Elastic Agent',
    at: entry.key,
    value: locatedAt(entry.value, 'host'),
  })
}
