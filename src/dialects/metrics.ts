/**
 * Where metrics are asked for by name: Prometheus rules (files and PrometheusRule objects), relabelings that keep metrics,
 * Grafana dashboards, and the queries of autoscalers and adapters.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { labelValuesIn, metricsIn, namesInPattern, stringsIn } from '../reading/promql.ts'
import {
  at,
  entryOf,
  type MapNode,
  type Path,
  type ScalarNode,
  scalarsOf,
  type TreeNode,
  textAt,
  walk,
} from '../text/tree.ts'

/** Keys of relabelings that act on metrics, in ServiceMonitors and in Prometheus' own configuration. */
const METRIC_RELABELINGS = new Set([
  'metricRelabelings',
  'metric_relabel_configs',
  'writeRelabelConfigs',
  'write_relabel_configs',
])

/** Keys of every list of relabelings, of targets as well as of metrics. */
const RELABELINGS = new Set([...METRIC_RELABELINGS, 'relabelings', 'relabelConfigs', 'relabel_configs'])

export const metrics: Dialect = {
  id: 'metrics',
  recognises({ root }) {
    let found = false
    walk(root, (node, path) => {
      found ||= node.kind === 'map' && (queriesOf(node, path).length > 0 || RELABELINGS.has(path.at(-2) ?? ''))
      return !found
    })
    return found
  },
  read({ root }, reader) {
    walk(root, (node, path) => {
      if (node.kind === 'map') {
        for (const query of queriesOf(node, path)) say(query, reader)
        if (isKept(node, path)) sayKept(node, reader)
        if (RELABELINGS.has(path.at(-2) ?? ''))
          for (const regex of scalarsOf(at(node, 'regex')))
            reader.fact({ kind: 'pattern', text: regex.located, role: 'regex' })
      }
      return true
    })
  },
}

function say(query: ScalarNode, reader: Reader): void {
  const source = query.content()
  for (const name of metricsIn(source)) reader.fact({ kind: 'metric', name })
  for (const text of stringsIn(source)) reader.fact({ kind: 'pattern', text, role: 'regex' })
  // Space is watched where a file system is mounted.
  for (const path of labelValuesIn(source, 'mountpoint'))
    reader.fact({ kind: 'path', path, access: 'used', by: 'Prometheus', role: 'data' })
}

/** The queries that a map holds by its shape. */
function queriesOf(node: MapNode, path: Path): readonly ScalarNode[] {
  const keys: string[] = []
  const list = path.at(-2)
  // A rule of Prometheus, and what a dashboard's panel or a chart's values call so.
  if (entryOf(node, 'expr') && (entryOf(node, 'alert') ?? entryOf(node, 'record') ?? isTarget(node, list)))
    keys.push('expr')
  // A variable of a dashboard: label_values(metric, label).
  if (list === 'list' && path.at(-3) === 'templating') keys.push('query', 'definition')
  // KEDA's Prometheus trigger, and the rules of the Prometheus adapter.
  if (textAt(node, 'type') === 'prometheus' && at(node, 'metadata')) return scalarsOf(at(node, 'metadata', 'query'))
  if (entryOf(node, 'seriesQuery')) keys.push('seriesQuery')
  return keys.flatMap(key => queryIn(at(node, key)))
}

const isTarget = (node: MapNode, list: string | undefined): true | undefined =>
  list === 'targets' || ['refId', 'legendFormat', 'intervalFactor', 'queryType'].some(key => entryOf(node, key))
    ? true
    : undefined

/** A query that stands alone, or as the field `query` of a map, as newer dashboards have it. */
const queryIn = (node: TreeNode | undefined): readonly ScalarNode[] =>
  node?.kind === 'scalar' ? [node] : node?.kind === 'map' ? scalarsOf(at(node, 'query')) : []

/** Whether it is a relabeling that keeps metrics by their names. One that drops them needs no metric to be there. */
function isKept(node: MapNode, path: Path): boolean {
  if (!METRIC_RELABELINGS.has(path.at(-2) ?? '') || textAt(node, 'action') !== 'keep') return false
  const labels = scalarsOf(at(node, 'sourceLabels') ?? at(node, 'source_labels'))
  return labels.some(label => label.value === '__name__')
}

function sayKept(node: MapNode, reader: Reader): void {
  for (const regex of scalarsOf(at(node, 'regex'))) {
    const source = regex.content()
    for (const name of namesInPattern(source, 0, source.text.length)) reader.fact({ kind: 'metric', name })
  }
}
