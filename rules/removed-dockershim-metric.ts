import { removedMetric } from '../src/knowledge/metrics.ts'
import { compareVersions } from '../src/knowledge/versions.ts'
import { defineRule, replace } from '../src/rule.ts'

export default defineRule({
  id: 'removed-dockershim-metric',
  level: 'error',
  summary: 'An alert, rule or dashboard asks for a metric of dockershim',
  docs: {
    why: 'kubelet counted its calls to Docker and to network plugins itself. These metrics went with dockershim in Kubernetes 1.24, some of them in 1.18. A query for them gives no data and no error: the alert never fires and the panel is empty.',
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
  triggers: ['kubelet_docker_operations', 'kubelet_network_plugin_operations'],
  check: {
    metric({ name }, { report, settings }) {
      const metric = removedMetric(name.value)
      if (!metric || compareVersions(settings.targetVersion, metric.removedIn) < 0) return
      const long = compareVersions(metric.removedIn, '1.24') < 0
      report(name, {
        what: `Asks for the metric "${name.value}"`,
        breaks: `kubelet has not had it since Kubernetes ${metric.removedIn}. The query gives no data and no error: alerts never fire, panels stay empty.`,
        instead: metric.renames
          ? `Ask for ${metric.replacement}, which counts the calls to any runtime.`
          : `Its place is taken by ${metric.replacement}.`,
        // What a supported cluster has lacked for years already fails today, and the move changes nothing.
        level: long ? 'warning' : 'error',
        fix: metric.renames ? replace(name, metric.replacement, 'after') : undefined,
      })
    },
  },
})
