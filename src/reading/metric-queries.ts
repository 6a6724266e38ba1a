/**
 * Queries for metrics, in whichever language the text turns out to be: PromQL, Datadog's, InfluxQL or Flux. What they ask for is
 * said as facts.
 * Sources: prometheus.io/docs/prometheus/latest/querying/basics; docs.datadoghq.com/monitors/configuration (query);
 * docs.influxdata.com/influxdb/v1/query_language and /flux; docs.influxdata.com/kapacitor, TICKscript.
 */
import { type Located, locate, type Source } from '../text/source.ts'
import type { Reader } from './language.ts'
import { type Matcher, readQuery } from './promql.ts'

/** Keys that hold a query, in rules, dashboards, monitors and autoscalers. */
export const isQueryKey = (key: string): boolean => QUERY_KEY.test(key)

const QUERY_KEY =
  /^(?:expr|expression|flux|promql|prom_?query|q|query|queries|definition|[a-z_]{1,30}_query|[a-zA-Z]{1,30}Query)$/

/** Says what a query asks for. */
export function sayQuery(source: Source, reader: Pick<Reader, 'fact'>): void {
  const others = datadogIn(source) ?? influxIn(source)
  if (others) {
    for (const { name, system } of others) reader.fact({ kind: 'metric', name, system, labels: [] })
    return
  }
  const { metrics, labels, texts } = readQuery(source)
  for (const metric of metrics) reader.fact({ kind: 'metric', ...metric })
  for (const label of labels) reader.fact({ kind: 'metric-label', ...label })
  const asked = new Map(labels.map(label => [label.value?.span.start, label]))
  for (const text of texts)
    reader.fact({ kind: 'pattern', text, role: 'regex', subject: subjectOf(asked.get(text.span.start)) })
  // Space is watched where a file system is mounted.
  for (const { label, operator, value } of labels)
    if (label === 'mountpoint' && operator.startsWith('=') && value)
      reader.fact({ kind: 'path', path: value, access: 'used', by: 'Prometheus', role: 'data' })
}

const subjectOf = (matcher: Matcher | undefined): string | undefined =>
  matcher && `${matcher.metric ?? ''}{${matcher.label}}`

interface Named {
  readonly name: Located
  readonly system: 'datadog' | 'influxdb'
}

/** `avg(last_5m):avg:docker.mem.rss{…}`, `top(avg:docker.cpu.usage{*})`, `"docker.service_up".over(…)`. */
const DATADOG = /\b(?:avg|sum|min|max|count|p\d{2}):([A-Za-z][\w.]{1,200})\s{0,5}\{|"([\w.]{1,200})"\.over\(/g

function datadogIn(source: Source): readonly Named[] | undefined {
  const found = [...source.text.matchAll(DATADOG)].map((match): Named => {
    const name = match[1] ?? match[2] ?? ''
    const start = match.index + match[0].indexOf(name)
    return { name: locate(source, start, start + name.length), system: 'datadog' }
  })
  return found.length > 0 ? found : undefined
}

/** `SELECT … FROM "db"."policy"."docker_container_cpu"`, `r._measurement == "docker_container_mem"`, `.measurement('docker_container_mem')`. */
const MEASUREMENT =
  /\bfrom\s{1,10}(?:"[^"\n]{0,100}"\.){0,2}(?:"([^"\n]{1,200})"|\/([^/\n]{1,200})\/|([A-Za-z_]\w{0,200}))|_measurement(?:"\])?\s{0,10}(?:==|=~)\s{0,10}(?:"([^"\n]{1,200})"|\/([^/\n]{1,200})\/)|\.measurement\(\s{0,10}["']([^"'\n]{1,200})["']/gi

function influxIn(source: Source): readonly Named[] | undefined {
  if (!/^\s*(?:SELECT|SHOW)\s|\bfrom\s*\(\s*bucket\b|\|>|\.measurement\(/i.test(source.text)) return undefined
  return [...source.text.matchAll(MEASUREMENT)].map((match): Named => {
    const name = match.slice(1).find(group => group !== undefined) ?? ''
    const start = match.index + match[0].lastIndexOf(name)
    return { name: locate(source, start, start + name.length), system: 'influxdb' }
  })
}
