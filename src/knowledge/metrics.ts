/*
 * Metrics that are gone, by their full name in Prometheus.
 * Sources: kubernetes/kubernetes pkg/kubelet/dockershim/metrics/metrics.go and dockershim/network/metrics (last in
 * 1.23), pkg/kubelet/metrics/metrics.go (the replacements, in every version), and the release notes named at each row.
 */
import type { Version } from './versions.ts'

/** A metric that a version removed. */
export interface RemovedMetric {
  readonly name: string
  readonly removedIn: Version
  /** The metric to ask for, or what to do when none takes its place. */
  readonly replacement: string
  /** True if `replacement` is the name of one metric and can be put in its place. */
  readonly renames: boolean
  readonly source: string
}

interface Row {
  readonly names: Readonly<Record<string, string>>
  readonly removedIn: Version
  readonly source: string
}

const none = "Nothing in the kubelet replaces it, because CNI now runs in the runtime: watch the runtime's own metrics."

const rows: readonly Row[] = [
  {
    names: {
      kubelet_docker_operations_total: 'kubelet_runtime_operations_total',
      kubelet_docker_operations_duration_seconds: 'kubelet_runtime_operations_duration_seconds',
      kubelet_docker_operations_errors_total: 'kubelet_runtime_operations_errors_total',
      kubelet_docker_operations_timeout_total:
        'Ask for kubelet_runtime_operations_errors_total, which counts timeouts among the errors.',
      kubelet_network_plugin_operations_total: none,
      kubelet_network_plugin_operations_duration_seconds: none,
      kubelet_network_plugin_operations_errors_total: none,
    },
    removedIn: '1.24',
    source: 'pkg/kubelet/dockershim/metrics and pkg/kubelet/dockershim/network/metrics: in the 1.23 tree, gone in 1.24',
  },
  {
    names: {
      kubelet_docker_operations: 'kubelet_runtime_operations_total',
      kubelet_docker_operations_latency_microseconds:
        'Ask for kubelet_runtime_operations_duration_seconds, a histogram in seconds.',
      kubelet_docker_operations_errors: 'kubelet_runtime_operations_errors_total',
      kubelet_docker_operations_timeout:
        'Ask for kubelet_runtime_operations_errors_total, which counts timeouts among the errors.',
      kubelet_network_plugin_operations_latency_microseconds: none,
    },
    removedIn: '1.18',
    source: 'CHANGELOG-1.18 (#76496)',
  },
]

// A summary or histogram is asked for under these names too.
const suffixes = /_(?:bucket|sum|count)$/

const metrics = new Map<string, RemovedMetric>()
for (const { names, removedIn, source } of rows) {
  for (const [name, replacement] of Object.entries(names)) {
    metrics.set(name, { name, removedIn, replacement, renames: /^\w+$/.test(replacement), source })
  }
}

/** How the names begin that only dockershim had; what goes on from there in a pattern can match no other. */
const STEMS = /^kubelet_(?:docker|network_plugin)_operations/

/** The removed metrics that a pattern asks for of which only the beginning is written out: `kubelet_docker_operations_errors.*`. */
export function removedMetricBeginning(beginning: string): RemovedMetric | undefined {
  if (!STEMS.test(beginning) && !/^kubelet_(?:docker|network_plugin)_?$/.test(beginning)) return undefined
  const found = [...metrics.values()].filter(metric => metric.name.startsWith(beginning))
  // The newest: as long as one of them is there, the pattern has something to match.
  return found.find(metric => metric.removedIn === '1.24') ?? found[0] ?? removedMetric(beginning)
}

/** Every removed metric that the tables know. */
export const REMOVED_METRICS: readonly RemovedMetric[] = [...metrics.values()]

/**
 * The removed metric of this name. A histogram's `_bucket`, `_sum` and `_count` are its own parts: then the name and,
 * if there is one, the replacement carry the same suffix.
 */
export function removedMetric(name: string): RemovedMetric | undefined {
  const exact = metrics.get(name)
  if (exact) return exact
  const suffix = suffixes.exec(name)?.[0]
  const found = suffix === undefined ? undefined : metrics.get(name.slice(0, -suffix.length))
  if (!found || suffix === undefined) return undefined
  return { ...found, name, replacement: found.renames ? found.replacement + suffix : found.replacement }
}
