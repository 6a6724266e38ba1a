/**
 * Promtail and Grafana Agent: scrape configurations with their pipeline stages, in files and in charts' values.
 * Source: grafana.com/docs/loki, "Promtail pipelines", "docker_sd_configs".
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { anyOf, type Parses } from '../reading/log-line.ts'
import type { Located } from '../text/source.ts'
import {
  at,
  entryOf,
  isSwitchedOff,
  itemsOf,
  type KeyPlace,
  keysOf,
  locatedAt,
  type MapNode,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const AGENT = 'Promtail'
/** The stages of a scrape configuration, and what charts' values call them. */
const STAGES = ['pipeline_stages', 'pipelineStages']

export const promtail: Dialect = {
  id: 'promtail',
  recognises: document => [...STAGES, 'docker_sd_configs'].some(key => keysOf(document).has(key)),
  read(document, reader) {
    const keys = keysOf(document)
    for (const key of STAGES)
      for (const place of keys.get(key) ?? []) if (!isSwitchedOff(place)) readStages(place, reader)
    // Prometheus has the same.
    const program = ['pipeline_stages', 'positions', 'clients'].some(key => keys.has(key)) ? AGENT : 'Prometheus'
    for (const place of keys.get('docker_sd_configs') ?? []) {
      if (isSwitchedOff(place)) continue
      const hosts = itemsOf(place.entry.value).map(item => locatedAt(item, 'host'))
      for (const value of hosts.length ? hosts : [undefined])
        reader.fact({ kind: 'endpoint', api: 'docker', program, at: place.entry.key, value })
    }
  },
}

function readStages({ entry, map }: KeyPlace, reader: Reader): void {
  const paths = pathsOf(map)
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  const stages = stagesIn(entry.value)
  const first = stages.find(stage => stage.parses === 'json-file') ?? stages[0]
  // Without a path and a stage for containers it is any log.
  if (paths.length === 0 && !stages.some(stage => stage.byNature)) return
  const parses = stages.length ? anyOf(stages.map(stage => stage.parses)) : 'text'
  reader.fact({ kind: 'log-input', agent: AGENT, at: entry.key, paths, format: first?.at, parses, companions: [] })
}

interface Stage {
  readonly at: Located
  readonly parses: Parses
  /** Whether the stage is named for the format of containers' logs. */
  readonly byNature: boolean
}

const MOST_STAGES = 10_000

/** The stages that take the container's line apart, also those in `match` stages, which take some lines each. */
function stagesIn(list: TreeNode | undefined): readonly Stage[] {
  const found: Stage[] = []
  const lists = [list]
  for (let i = 0; i < lists.length && i < MOST_STAGES; i++) {
    let first = true
    for (const item of itemsOf(lists[i])) {
      if (item.kind !== 'map') continue
      for (const { key, value } of item.entries) {
        if (key.value === 'docker' || key.value === 'cri')
          found.push({ at: key, parses: key.value === 'docker' ? 'json-file' : 'cri', byNature: true })
        else if (key.value === 'match') lists.push(at(value, 'stages'))
        else if (key.value === 'json' && first && readsDockerKeys(at(value, 'expressions')))
          found.push({ at: key, parses: 'json-file', byNature: false })
        else if (key.value === 'regex' && /stdout|stderr|<stream>/.test(textAt(value, 'expression') ?? ''))
          found.push({ at: key, parses: 'cri', byNature: false })
      }
      first = false
    }
  }
  return found
}

/** Whether the keys that a JSON stage takes are those of Docker: `{output: log, stream: stream, timestamp: time}`. */
function readsDockerKeys(expressions: TreeNode | undefined): boolean {
  if (expressions?.kind !== 'map') return false
  const taken = new Set(
    expressions.entries.map(({ key, value }) => (value?.kind === 'scalar' && value.value ? value.value : key.value)),
  )
  return taken.has('log') && (taken.has('stream') || taken.has('time'))
}

/** The files of a scrape configuration: the label `__path__`, given or made from other labels. */
function pathsOf(scrape: MapNode): readonly Located[] {
  const found: (Located | undefined)[] = []
  for (const config of itemsOf(at(scrape, 'static_configs'))) found.push(locatedAt(config, 'labels', '__path__'))
  for (const relabel of itemsOf(at(scrape, 'relabel_configs')))
    if (textAt(relabel, 'target_label') === '__path__' && entryOf(relabel, 'replacement'))
      found.push(locatedAt(relabel, 'replacement'))
  return found.filter(path => path !== undefined)
}
