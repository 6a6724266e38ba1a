import {
  beginContainerFileSystem,
  isContainerFileSystem,
  isNodeItself,
} from '../src/knowledge/container-file-systems.ts'
import { removedMetric, removedMetricBeginning } from '../src/knowledge/metrics.ts'
import { compareVersions } from '../src/knowledge/versions.ts'
import { type Context, defineRule, type FactOf, replace } from '../src/rule.ts'

export default defineRule({
  id: 'removed-dockershim-metric',
  level: 'error',
  summary: 'An alert, rule or dashboard asks for a metric of dockershim',
  docs: {
    why: 'The kubelet counted its calls to Docker and to network plugins itself. Kubernetes 1.24 removed these metrics together with dockershim, and 1.18 had removed some of them before. A query for them gives no data and no error: the alert never fires and the panel is empty.',
    instead:
      'Ask for the metrics kubelet_runtime_operations_*, which count the calls to any runtime and exist in old and new versions alike.',
    bad: [
      'kubelet-rules.yaml',
      'groups:\n  - name: kubelet\n    rules:\n      - alert: RuntimeErrors\n        expr: rate(kubelet_docker_operations_errors_total[5m]) > 0\n',
    ],
    good: [
      'kubelet-rules.yaml',
      'groups:\n  - name: kubelet\n    rules:\n      - alert: RuntimeErrors\n        expr: rate(kubelet_runtime_operations_errors_total[5m]) > 0\n',
    ],
  },
  triggers: ['kubelet_docker', 'kubelet_network_plugin', 'kubelet_(', 'container_fs_'],
  check: {
    metric(fact, context) {
      const { name, open, system } = fact
      const { report, settings } = context
      if (system) return
      if (open ? beginContainerFileSystem(name.value) : isContainerFileSystem(name.value)) tellFileSystem(fact, context)
      const metric = open ? removedMetricBeginning(name.value) : removedMetric(name.value)
      if (!metric || compareVersions(settings.targetVersion, metric.removedIn) < 0) return
      const long = compareVersions(metric.removedIn, '1.24') < 0
      report(name, {
        what: open ? `Asks for metrics that begin with "${name.value}"` : `Asks for the metric "${name.value}"`,
        breaks: `The kubelet has not had it since Kubernetes ${metric.removedIn}. The query gives no data and no error: alerts never fire, panels stay empty.`,
        instead: open
          ? 'Ask for kubelet_runtime_operations_*, which count the calls to any runtime.'
          : metric.renames
            ? `Ask for ${metric.replacement}, which counts the calls to any runtime.`
            : metric.replacement,
        // What a supported cluster has lacked for years already fails today, and the move changes nothing.
        level: long ? 'warning' : 'error',
        fix: metric.renames && !open ? replace(name, metric.replacement, 'after') : undefined,
      })
    },
  },
})

/** With containerd the kubelet has these of the node's own file systems only; a cAdvisor that runs as a pod may have more. */
function tellFileSystem({ name, open, kept, labels }: FactOf<'metric'>, { report, settings }: Context): void {
  if (settings.runtime !== 'containerd') return
  if (labels.some(({ label, operator, value }) => isNodeItself(label, operator, value?.value ?? ''))) return
  if (kept) {
    report(name, {
      what: `Keeps ${open ? 'metrics that begin with' : 'the metric'} "${name.value}"`,
      breaks:
        "With containerd the kubelet has series of it for the node itself only, and none for containers: fewer are kept, and queries for a container's give no data.",
      instead: 'Keep it for the node. Look for queries that ask for it by pod or container.',
      level: 'note',
    })
    return
  }
  report(name, {
    what: `Asks for ${open ? 'metrics that begin with' : 'the metric'} "${name.value}"`,
    breaks:
      'With containerd the kubelet has no series of it for containers. The query gives no data and no error: alerts never fire, panels stay empty.',
    instead:
      'Ask for the volume (kubelet_volume_stats_*) or the node (node_filesystem_*), or run a cAdvisor of your own for the containers.',
    level: 'warning',
  })
}
