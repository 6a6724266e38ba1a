import { knownMetric } from '../src/evidence/known.ts'
import { dockerLabel, dockerSeries, isDockerOnlyLabel, namesOtherRuntime } from '../src/knowledge/docker-series.ts'
import { defineRule } from '../src/rule.ts'

/** How the value of a label is asked for, in a query or a relabeling. */
const ASKED = ['=~', '="', '= "', "='", "= '", '=`', '= `', '=\\"', '= \\"', 'regex', 'label_replace']

export default defineRule({
  id: 'docker-metric-label',
  level: 'error',
  summary: 'An alert, rule or dashboard asks for labels or series that only Docker has',
  docs: {
    why: 'cAdvisor takes the labels of its metrics from the runtime: with Docker the name of a container is "k8s_…", its cgroup "/docker/…" or "docker-….scope", and the container of a pod\'s network "POD". Other series come from the Docker daemon itself, by way of Telegraf, the Datadog Agent or its own endpoint. After the move a query for them gives no data and no error.',
    instead: 'Ask for the labels namespace, pod and container, and for metrics that every runtime has.',
    bad: [
      'pods.rules.yaml',
      'groups:\n  - name: pods\n    rules:\n      - record: pod:cpu:rate5m\n        expr: sum by (pod) (rate(container_cpu_usage_seconds_total{name=~"^k8s_.*"}[5m]))\n',
    ],
    good: [
      'pods.rules.yaml',
      'groups:\n  - name: pods\n    rules:\n      - record: pod:cpu:rate5m\n        expr: sum by (pod) (rate(container_cpu_usage_seconds_total{container!=""}[5m]))\n',
    ],
  },
  triggers: [
    { word: 'k8s_', followedBy: /^(?:POD|[^\s:=]{0,60}[*+)]|[\w.-]{0,60}\\*["'`|])/, beside: ASKED },
    { word: 'container', followedBy: /^(?:_name)?\s{0,4}=~?\s{0,4}\\*["'`]\^?\(?(?:\?:)?POD\b/ },
    { word: 'regex:', followedBy: /^\s*["']?\^?\(?(?:\?:)?POD\b/ },
    { word: '/docker', followedBy: /^[-/\\.|"'`)$]/, beside: ASKED },
    { word: 'docker-', followedBy: /^(?:\.|\[|<|$|")/ },
    { word: 'docker', followedBy: /^\\*\.(?:service|socket)/ },
    { word: 'dockerd', followedBy: /^["'`|)\\]/ },
    { word: 'dockerd', followedBy: /^[\],\s]/, beside: ['search_string', 'procstat', 'process', 'proc.'] },
    'container_label_io_kubernetes_docker_type',
    'container_label_io_kubernetes_container_logpath',
    'container_label_annotation_',
    'dockerVersion',
    'engine_daemon_',
    'builder_builds_',
    'docker_container_',
    {
      word: 'docker.',
      followedBy:
        /^(?:io\.\w|(?:cpu|k?mem|net|containers?|images?|data|metadata|thread|uptime|service_up|exit|disk)\b)/,
    },
    'DockerHung',
    'DockerUnhealthy',
    'CorruptDocker',
    'FrequentDockerRestart',
    'DockerContainerStartupFailure',
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    'metric-label'({ label, operator, value, at, beside }, { report, settings }) {
      if (beside?.some(namesOtherRuntime)) return
      const verdict = dockerLabel(label, operator, value?.value, settings.runtime === 'cri-o')
      if (verdict) report(isDockerOnlyLabel(label) ? at : (value ?? at), verdict)
    },
    metric({ name, system, open }, { report, settings }) {
      const verdict = knownMetric(settings, name.value, open) ?? dockerSeries(name.value, system)
      if (verdict) report(name, verdict)
    },
  },
})
