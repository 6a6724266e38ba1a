/**
 * Where metrics are asked for by name: Prometheus rules (files and PrometheusRule objects), relabelings, dashboards and monitors,
 * and the queries of autoscalers and adapters.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { isQueryKey, sayQuery } from '../reading/metric-queries.ts'
import { namesInPattern } from '../reading/name-patterns.ts'
import { type Located, partOf } from '../text/source.ts'
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

export const metrics: Dialect = {
  id: 'metrics',
  recognises({ root }) {
    let found = false
    walk(root, (node, path) => {
      found ||=
        node.kind === 'map' && (isRelabeling(node) || queriesOf(node, path).length > 0 || namedIn(node).length > 0)
      return !found
    })
    return found
  },
  read({ root }, reader) {
    walk(root, (node, path) => {
      if (node.kind !== 'map') return true
      for (const query of queriesOf(node, path)) sayQuery(query.content(), reader)
      for (const { name, system } of namedIn(node)) reader.fact({ kind: 'metric', name, system, labels: [] })
      if (isRelabeling(node)) sayRelabeling(node, reader)
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

/** A relabeling, of targets or of metrics. One that drops metrics needs none of them to be there. */
function sayRelabeling(node: MapNode, reader: Reader): void {
  const names = scalarsOf(labelsOf(node)?.value)
  const operator = textAt(node, 'action')?.toLowerCase() ?? 'replace'
  const [regex] = scalarsOf(at(node, 'regex'))
  if (regex) reader.fact({ kind: 'pattern', text: regex.located, role: 'regex' })
  const values = regex ? valuesOf(regex.located, names.length) : []
  const labels = names
    .map(({ located: label }, index) => ({ label: label.value, at: label, operator, value: values[index] }))
    .filter(({ label }) => label !== '__name__')
  if (regex && operator !== 'drop' && labels.length < names.length) {
    const source = regex.content()
    for (const { name, open } of namesInPattern(source, 0, source.text.length))
      reader.fact({ kind: 'metric', name, open, labels })
  }
  for (const label of labels) reader.fact({ kind: 'metric-label', ...label })
}

/** What the pattern asks of each label: their values are joined by `;`. Where it cannot be taken apart, the whole is said of each. */
function valuesOf(regex: Located, count: number): readonly (Located | undefined)[] {
  const parts = regex.value.split(';')
  if (count === 1 || parts.length !== count) return Array.from({ length: count }, () => regex)
  let start = 0
  return parts.map(part => {
    const located = partOf(regex, start, start + part.length)
    start += part.length + 1
    return located
  })
}
