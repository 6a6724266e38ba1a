/**
 * Smaller vocabularies of collectors, each a few keys: Datadog, SignalFx, Splunk, CloudWatch agent, Sumo Logic, Loggie, Alloy's chart.
 * Each is told by a key together with its neighbours.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import type { Parses } from '../reading/log-line.ts'
import {
  at,
  entryOf,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  locatedAt,
  scalarsOf,
  textAt,
} from '../text/tree.ts'

type Read = (place: KeyPlace, reader: Reader) => void

/** What each key means, where its neighbours are right. */
const READERS: Readonly<Record<string, Read>> = {
  listeners: readDatadogList,
  config_providers: readDatadogList,
  docker_root: readDatadogRoot,
  logs: readDatadogLogs,
  init_config: readDatadogCheck,
  monitors: readSignalFx,
  observers: readSignalFx,
  logFormatType: readSplunkConnect,
  containerRuntime: readContainerRuntime,
  collect_list: readCloudWatch,
  sourceType: readSumoLogic,
  dockercontainers: readAlloyMounts,
  docker: readCadvisorIntegration,
  jobs: readNetdata,
  criEnabled: readNewRelic,
  dockerSocketPath: readDatadogSocket,
  dockerRootDirectory: readRancher,
  include_paths: readOpsAgent,
  docker_container_id: readConsul,
}

export const logAgents: Dialect = {
  id: 'log-agents',
  recognises: document => Object.keys(READERS).some(key => keysOf(document).has(key)),
  read(document, reader) {
    for (const [key, read] of Object.entries(READERS))
      for (const place of keysOf(document).get(key) ?? []) if (!isSwitchedOff(place)) read(place, reader)
  },
}

/** `listeners: - name: docker` of datadog.yaml. */
function readDatadogList({ entry, map }: KeyPlace, reader: Reader): void {
  const isDatadog = ['api_key', 'config_providers', 'listeners', 'logs_enabled', 'apm_config', 'dd_url'].filter(key =>
    entryOf(map, key),
  )
  for (const item of itemsOf(entry.value)) {
    const name = locatedAt(item, 'name')
    if (
      name?.value === 'docker' &&
      (isDatadog.length > 1 || entry.key.value === 'config_providers' || textAt(item, 'polling'))
    )
      reader.fact({ kind: 'endpoint', api: 'docker', program: 'Datadog agent', at: name })
  }
}

function readDatadogRoot({ entry, map }: KeyPlace, reader: Reader): void {
  if (
    entry.value?.kind !== 'scalar' ||
    !['api_key', 'container_cgroup_root', 'listeners', 'logs_enabled'].some(key => entryOf(map, key))
  )
    return
  reader.fact({ kind: 'path', path: entry.value.located, access: 'read', by: 'Datadog agent', role: 'metadata' })
}

/** `logs: - type: docker` of a check in conf.d, with the source that each log has. */
function readDatadogLogs({ entry }: KeyPlace, reader: Reader): void {
  for (const item of itemsOf(entry.value)) {
    const type = locatedAt(item, 'type')
    if (type?.value === 'docker' && (entryOf(item, 'service') ?? entryOf(item, 'source') ?? entryOf(item, 'image')))
      reader.fact({ kind: 'endpoint', api: 'docker', program: 'Datadog agent', at: type })
    if (type?.value !== 'file') continue
    const path = locatedAt(item, 'path')
    if (path) reader.fact({ kind: 'path', path, access: 'read', by: 'Datadog agent', role: 'log' })
  }
}

/** The docker check: `init_config:` and `instances:` in docker.d/conf.yaml or docker_daemon.yaml. */
function readDatadogCheck({ map, under, entry }: KeyPlace, reader: Reader): void {
  const isDocker = /(?:^|\/)(?:docker\.d\/[^/]*|docker(?:_daemon)?)\.ya?ml(?:\.default|\.example)?$/.test(reader.name)
  const value = itemsOf(at(map, 'instances')).map(item => locatedAt(item, 'url'))[0]
  if (under === undefined && isDocker && entryOf(map, 'instances'))
    reader.fact({ kind: 'endpoint', api: 'docker', program: 'Datadog agent', at: entry.key, value })
}

/** `datadog: {dockerSocketPath}` of the chart, `spec: {global: {dockerSocketPath}}` of the operator's DatadogAgent. */
function readDatadogSocket({ entry, under }: KeyPlace, reader: Reader): void {
  const outer = under?.entry.key.value
  const isDatadog =
    outer === 'datadog' || (outer === 'global' && textAt(under?.under?.under?.map, 'kind') === 'DatadogAgent')
  if (isDatadog && entry.value?.kind === 'scalar' && entry.value.value !== '')
    reader.fact({
      kind: 'endpoint',
      api: 'docker',
      program: 'Datadog agent',
      at: entry.key,
      value: entry.value.located,
    })
}

/** `monitors: - type: docker-container-stats` of the SignalFx agent. */
function readSignalFx({ entry }: KeyPlace, reader: Reader): void {
  for (const item of itemsOf(entry.value)) {
    const type = locatedAt(item, 'type')
    if (
      type &&
      (type.value === 'docker-container-stats' || (entry.key.value === 'observers' && type.value === 'docker'))
    )
      reader.fact({
        kind: 'endpoint',
        api: 'docker',
        program: 'SignalFx agent',
        at: type,
        value: locatedAt(item, 'dockerURL'),
      })
  }
}

/** `containers: {path, pathDest, logFormatType}` of Splunk Connect for Kubernetes. */
function readSplunkConnect({ entry, map, under }: KeyPlace, reader: Reader): void {
  if (entry.value?.kind !== 'scalar' || under?.entry.key.value !== 'containers') return
  const agent = 'Splunk Connect for Kubernetes'
  const destination = locatedAt(map, 'pathDest')
  const type = entry.value
  // It is a mount only: the files are read below `path`, and with other runtimes nothing leads to it.
  if (destination) reader.fact({ kind: 'path', path: destination, access: 'read', by: agent, role: 'exclude' })
  const parses: Parses = type.value === 'json' ? 'json-file' : type.value === 'cri' ? 'cri' : 'unknown'
  const companions = [entryOf(map, 'logFormat')].flatMap(each =>
    each?.value?.kind === 'scalar' ? [each.value.located] : [],
  )
  reader.fact({ kind: 'log-input', agent, at: entry.key, paths: [], format: type.located, parses, companions })
}

/** `logsCollection: {containers: {containerRuntime}}` of the Splunk OpenTelemetry chart; Loggie's `discovery: {kubernetes: …}`. */
function readContainerRuntime({ entry, map, under }: KeyPlace, reader: Reader): void {
  if (entry.value?.kind !== 'scalar') return
  const splunk = under?.entry.key.value === 'containers' && under.under?.entry.key.value === 'logsCollection'
  const loggie = under?.entry.key.value === 'kubernetes' && under.under?.entry.key.value === 'discovery'
  if (!splunk && !loggie) return
  const agent = splunk ? 'Splunk OpenTelemetry Collector' : 'Loggie'
  const root = locatedAt(map, 'dockerDataRoot')
  if (root) reader.fact({ kind: 'path', path: root, access: 'read', by: agent, role: 'log' })
  const parses: Parses = entry.value.value === 'docker' ? 'json-file' : entry.value.value === '' ? 'both' : 'cri'
  reader.fact({
    kind: 'log-input',
    agent,
    at: entry.key,
    paths: [],
    format: entry.value.located,
    parses,
    companions: [],
  })
}

/** `files: {collect_list: [{file_path: …}]}` of the CloudWatch agent. */
function readCloudWatch({ entry }: KeyPlace, reader: Reader): void {
  for (const item of itemsOf(entry.value)) {
    const path = locatedAt(item, 'file_path')
    if (path) reader.fact({ kind: 'path', path, access: 'read', by: 'CloudWatch agent', role: 'log' })
  }
}

/**
 * A source of Sumo Logic's collector: `{"sourceType": "DockerLog", "uri": "unix://…"}`, `{"sourceType": "LocalFile", "pathExpression": …}`.
 * Source: help.sumologic.com, "Use JSON to configure sources".
 */
function readSumoLogic({ entry, map }: KeyPlace, reader: Reader): void {
  if (entry.value?.kind !== 'scalar') return
  const program = 'Sumo Logic collector'
  if (/^Docker(?:Log|Stats)$/.test(entry.value.value))
    reader.fact({ kind: 'endpoint', api: 'docker', program, at: entry.value.located, value: locatedAt(map, 'uri') })
  const path = locatedAt(map, 'pathExpression')
  if (entry.value.value === 'LocalFile' && path)
    reader.fact({ kind: 'path', path, access: 'read', by: program, role: 'log' })
}

/** `mounts: {varlog: true, dockercontainers: true}` of Alloy's chart: the switch mounts Docker's folder. */
function readAlloyMounts({ entry, map, under }: KeyPlace, reader: Reader): void {
  if (under?.entry.key.value !== 'mounts' || !entryOf(map, 'varlog') || entry.value?.kind !== 'scalar') return
  reader.fact({
    kind: 'setting',
    program: 'alloy',
    key: ['mounts', 'dockercontainers'],
    at: entry.key,
    value: entry.value.located,
  })
}

/** `integrations: {cadvisor: {docker: unix://…}}` of Grafana Agent. */
function readCadvisorIntegration({ entry, under }: KeyPlace, reader: Reader): void {
  const value = scalarsOf(entry.value)[0]?.located
  if (under?.entry.key.value === 'cadvisor' && value)
    reader.fact({ kind: 'endpoint', api: 'docker', program: 'Grafana Agent', at: entry.key, value })
}

/** The collector of Netdata for Docker: `jobs: [{address: unix://…}]` of go.d/docker.conf, whose address has a default. */
function readNetdata({ entry, under }: KeyPlace, reader: Reader): void {
  if (under !== undefined || !/(?:^|\/)go\.d\/docker(?:_engine)?\.conf$/.test(reader.name)) return
  for (const job of itemsOf(entry.value)) {
    const at = locatedAt(job, 'address') ?? locatedAt(job, 'name')
    if (at) reader.fact({ kind: 'endpoint', api: 'docker', program: 'Netdata', at, value: locatedAt(job, 'address') })
  }
}

/** `fluentBit: {criEnabled: false}` of New Relic's chart, which gives Fluent Bit the parser docker. Source: newrelic/helm-charts charts/newrelic-logging. */
function readNewRelic({ entry, under }: KeyPlace, reader: Reader): void {
  if (entry.value?.kind !== 'scalar' || under?.entry.key.value !== 'fluentBit') return
  const parses: Parses = /^(?:false|no|off)$/i.test(entry.value.value) ? 'json-file' : 'cri'
  const format = { ...entry.value.located, value: `${entry.key.value}: ${entry.value.value}`, exact: false }
  reader.fact({
    kind: 'log-input',
    agent: 'New Relic logging',
    at: entry.key,
    paths: [],
    format,
    parses,
    companions: [],
  })
}

/** `check: {docker_container_id, shell, args}` of Consul, which runs in a container through the Docker API. Source: developer.hashicorp.com/consul, "Docker check". */
function readConsul({ entry, under }: KeyPlace, reader: Reader): void {
  if (/^checks?$/.test(under?.entry.key.value ?? ''))
    reader.fact({ kind: 'endpoint', api: 'docker', program: 'Consul', at: entry.key })
}

/** `global: {dockerRootDirectory}` of Rancher's logging chart. Source: rancher/charts, rancher-logging values.yaml. */
function readRancher({ entry }: KeyPlace, reader: Reader): void {
  // One that ends in the folder of the logs is read as such a path.
  if (entry.value?.kind !== 'scalar' || entry.value.value === '' || /\/containers\/?$/.test(entry.value.value)) return
  reader.fact({
    kind: 'setting',
    program: 'rancher-logging',
    key: ['dockerRootDirectory'],
    at: entry.key,
    value: entry.value.located,
  })
}

/**
 * A receiver of the Google Ops Agent, with the JSON processor that a pipeline puts behind it.
 * Source: cloud.google.com, "Configure the Ops Agent".
 */
function readOpsAgent({ entry, map, under }: KeyPlace, reader: Reader): void {
  const receivers = under?.under
  if (textAt(map, 'type') !== 'files' || receivers?.entry.key.value !== 'receivers') return
  const agent = 'Google Ops Agent'
  const paths = scalarsOf(entry.value).map(path => path.located)
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: agent, role: 'log' })
  const { map: logging } = receivers
  const pipelines = at(logging, 'service', 'pipelines')
  const behind =
    pipelines?.kind === 'map'
      ? pipelines.entries.filter(({ value }) =>
          scalarsOf(at(value, 'receivers')).some(each => each.value === under?.entry.key.value),
        )
      : []
  const first = behind.flatMap(({ value }) => scalarsOf(at(value, 'processors')).slice(0, 1))[0]
  const type = first && locatedAt(logging, 'processors', first.value, 'type')
  const isJson = type?.value === 'parse_json'
  reader.fact({
    kind: 'log-input',
    agent,
    at: entry.key,
    paths,
    format: isJson ? type : undefined,
    parses: isJson ? 'json-file' : 'text',
    companions: [],
  })
}
