/**
 * Processes and units that monitoring agents are told to watch, by name: each is a label that the series of the agent have.
 * Sources: DataDog/integrations-core process/datadog_checks/process/data/conf.yaml.example; influxdata/telegraf
 * plugins/inputs/procstat and plugins/inputs/systemd_units; elastic.co, "System process metricset";
 * ncabatoff/process-exporter README.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { isSwitchedOff, type KeyPlace, keysOf, scalarsOf, type TreeDocument, textAt } from '../text/tree.ts'

export const watchedProcesses: Dialect = {
  id: 'watched-processes',
  recognises: document => WATCHERS.some(({ key }) => keysOf(document).has(key)),
  read(document, reader) {
    for (const { key, label, isOne } of WATCHERS)
      for (const place of keysOf(document).get(key) ?? [])
        if (!isSwitchedOff(place) && isOne(place, document)) say(place, label, reader)
  },
}

interface Watcher {
  readonly key: string
  readonly label: string
  /** Whether what stands around the key says that it is this agent's. */
  readonly isOne: (place: KeyPlace, document: TreeDocument) => boolean
}

const above = ({ under }: KeyPlace): string | undefined => under?.entry.key.value
const isExporter = (place: KeyPlace): boolean => above(place) === 'process_names'
const isProcstat = (place: KeyPlace): boolean => above(place) === 'procstat'

const WATCHERS: readonly Watcher[] = [
  {
    key: 'search_string',
    label: 'process',
    isOne: (place, document) => above(place) === 'instances' && keysOf(document).has('init_config'),
  },
  { key: 'exe', label: 'process', isOne: place => isProcstat(place) || isExporter(place) },
  { key: 'pattern', label: 'process', isOne: isProcstat },
  { key: 'comm', label: 'process', isOne: isExporter },
  { key: 'systemd_unit', label: 'unit', isOne: isProcstat },
  { key: 'systemd_units', label: 'unit', isOne: isProcstat },
  {
    key: 'processes',
    label: 'process',
    isOne: ({ map }) => textAt(map, 'module') === 'system',
  },
]

function say({ entry }: KeyPlace, label: string, reader: Reader): void {
  const values = scalarsOf(entry.value)
  for (const value of values)
    reader.fact({
      kind: 'metric-label',
      label,
      operator: '=',
      value: value.located,
      at: entry.key,
      beside: values.filter(other => other !== value).map(other => other.value),
    })
}
