/**
 * Lists of metrics that an agent keeps or sends on, by their names or by patterns.
 * Sources: docs.influxdata.com, Telegraf "Metric filtering" (namepass, fieldpass); opentelemetry-collector-contrib
 * processor/filterprocessor (metric_names) and metricstransformprocessor (include); docs.datadoghq.com, "OpenMetrics" (metrics);
 * docs.aws.amazon.com, CloudWatch agent "emf_processor" (metric_selectors); learn.microsoft.com, container-azm-ms-agentconfig.
 */
import type { Reader } from '../../reading/language.ts'
import { namesInPattern } from '../../reading/name-patterns.ts'
import { type Source, sourceOf } from '../../text/source.ts'
import { entryOf, isSwitchedOff, itemsOf, type KeyPlace, keysOf, type TreeDocument } from '../../text/tree.ts'

const LISTS = [
  ...['metric_names', 'metricNames', 'namepass', 'fieldpass', 'metric_selectors', 'metrics', 'extra_metrics'],
  ...['metrics_to_include', 'include_metrics', 'includeMetrics', 'metric_allowlist', 'metricAllowlist'],
]
/** Where such a list says what is left out. */
const LEFT_OUT = /^(?:exclude|drop|deny|ignore|metric_drop)/i
/** A name, or a pattern of names. */
const NAME = /^[\^(]?(?:\?:)?[A-Za-z_:][\w:|()^$.*+?\\[\]-]{0,2000}$/

/** The names and patterns of such lists. */
export function keptNames(document: TreeDocument): readonly Source[] {
  const keys = keysOf(document)
  const found: Source[] = []
  for (const key of LISTS) for (const place of keys.get(key) ?? []) if (isUsed(place)) found.push(...namesIn(place))
  // metricstransform and the like take one pattern each.
  for (const place of keys.get('include') ?? [])
    if (place.entry.value?.kind === 'scalar' && isUsed(place) && TRANSFORMS.some(key => entryOf(place.map, key)))
      found.push(place.entry.value.content())
  return found.filter(({ text }) => NAME.test(text))
}

const TRANSFORMS = ['match_type', 'new_name', 'action']

/** A list of names, or of maps from a name to what it is sent on as. */
const namesIn = ({ entry }: KeyPlace): readonly Source[] =>
  itemsOf(entry.value).flatMap(item =>
    item.kind === 'scalar'
      ? [item.content()]
      : item.kind === 'map' && item.entries.length === 1
        ? item.entries.map(({ key }) => sourceOf(key))
        : [],
  )

function isUsed(place: KeyPlace): boolean {
  if (isSwitchedOff(place)) return false
  for (let next: KeyPlace | undefined = place; next; next = next.under)
    if (LEFT_OUT.test(next.entry.key.value)) return false
  return true
}

/** Says the metrics that a name or pattern asks for. */
export function sayNames(source: Source, reader: Reader): void {
  for (const { name, open } of namesInPattern(source, 0, source.text.length))
    reader.fact({ kind: 'metric', name, open, kept: true, labels: [] })
}
