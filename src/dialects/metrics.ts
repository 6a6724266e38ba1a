/**
 * Where metrics are asked for by name: Prometheus rules (files and PrometheusRule objects), relabelings, dashboards and monitors,
 * and the queries of autoscalers and adapters.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { isQueryKey, sayQuery } from '../reading/metric-queries.ts'
import { sayRelabeling } from '../reading/relabeling.ts'
import type { Located } from '../text/source.ts'
import {
  at,
  type Entry,
  entryOf,
  type MapNode,
  type Path,
  type ScalarNode,
  scalarsOf,
  textAt,
  walk,
} from '../text/tree.ts'
import { keptNames, sayNames } from './metrics/kept-names.ts'

export const metrics: Dialect = {
  id: 'metrics',
  recognises(document) {
    const { root } = document
    let found = keptNames(document).length > 0
    walk(root, (node, path) => {
      found ||=
        node.kind === 'map' && (isRelabeling(node) || queriesOf(node, path).length > 0 || namedIn(node).length > 0)
      return !found
    })
    return found
  },
  read(document, reader) {
    for (const names of keptNames(document)) sayNames(names, reader)
    walk(document.root, (node, path) => {
      if (node.kind !== 'map') return true
      for (const query of queriesOf(node, path)) sayQuery(query.content(), reader)
      for (const { name, system } of namedIn(node)) reader.fact({ kind: 'metric', name, system, labels: [] })
      if (isRelabeling(node)) readRelabeling(node, reader)
      return true
    })
  },
}

/** The queries that a map holds by its shape. */
function queriesOf(node: MapNode, path: Path): readonly ScalarNode[] {
  // Variables of a dashboard say what they list in `query` as well as in `definition`.
  const isVariable = path.at(-2) === 'list' && path.at(-3) === 'templating'
  return node.entries
    .filter(({ key }) => isQueryKey(key.value) && !(isVariable && key.value === 'definition' && entryOf(node, 'query')))
    .flatMap(({ value }) => scalarsOf(value))
}

interface Named {
  readonly name: Located
  readonly system?: 'influxdb' | 'datadog'
}

/** Metrics that are named outside of a query: the measurement that a panel of a dashboard shows, the metric of an autoscaler. */
function namedIn(node: MapNode): readonly Named[] {
  const measured = scalarsOf(at(node, 'measurement')).map(({ located: name }): Named => ({ name, system: 'influxdb' }))
  const scaled = [
    ...(entryOf(node, 'target') ? scalarsOf(at(node, 'metric', 'name')) : []),
    ...scalarsOf(at(node, 'metricName')),
  ]
  // The names of Datadog have dots, which those of Prometheus cannot have.
  return [
    ...measured,
    ...scaled.map(({ located: name }) => (name.value.includes('.') ? { name, system: 'datadog' as const } : { name })),
  ]
}

const labelsOf = (node: MapNode): Entry | undefined => entryOf(node, 'sourceLabels') ?? entryOf(node, 'source_labels')

const isRelabeling = (node: MapNode): boolean =>
  labelsOf(node)?.value !== undefined &&
  ['regex', 'action', 'targetLabel', 'target_label'].some(key => entryOf(node, key))

function readRelabeling(node: MapNode, reader: Reader): void {
  const [regex] = scalarsOf(at(node, 'regex'))
  sayRelabeling(
    {
      labels: scalarsOf(labelsOf(node)?.value).map(({ located }) => located),
      action: textAt(node, 'action')?.toLowerCase() ?? 'replace',
      regex: regex && { located: regex.located, content: regex.content() },
    },
    reader,
  )
}
