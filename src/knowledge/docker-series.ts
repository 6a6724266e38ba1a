/*
 * Labels and series of metrics that are there with Docker only.
 * Sources: kubernetes.io "Check whether dockershim removal affects you", known issues (the label `name`);
 * google/cadvisor container/docker/handler.go, containerd/handler.go and crio/handler.go (names, labels, cgroups);
 * kubernetes/kubernetes pkg/kubelet/dockershim/convert.go and docker_sandbox.go (labels, "POD"); cri-o/cri-o
 * server/sandbox_run_linux.go (CRI-O names the sandbox "POD" too); docs.docker.com/engine/daemon/prometheus;
 * docs.datadoghq.com/containers/docker/data_collected; influxdata/telegraf plugins/inputs/docker;
 * kubernetes/node-problem-detector config/docker-monitor.json and kernel-monitor.json (reasons).
 */
import type { Verdict } from './verdict.ts'

interface LabelRow {
  readonly label: RegExp
  /** What every value begins with or is, as a pattern over the text of a pattern without its escapes and anchors. */
  readonly value: RegExp
  /** Whether CRI-O writes such values too. */
  readonly ofCriO?: true
  readonly breaks: string
  readonly instead: string
  /** The same with CRI-O, where that is another word. */
  readonly insteadWithCriO?: string
  readonly level: 'error' | 'warning'
}

const LABELS: readonly LabelRow[] = [
  {
    label: /^(?:name|container_name|container)$/,
    value: /^(?:\.[*+])?\(?k8s_/,
    ofCriO: true,
    breaks:
      'The kubelet names containers "k8s_container_pod_namespace_…" with Docker only. With containerd the label holds the container\'s ID, so nothing matches, and the panel or alert stays silent.',
    instead: 'Ask for the labels "namespace", "pod" and "container", which every runtime has.',
    level: 'error',
  },
  {
    label: /^(?:container|container_name|container_label_io_kubernetes_container_name)$/,
    value: /^POD$/,
    ofCriO: true,
    breaks:
      'With containerd no series has that name: those of the pod itself, such as its network, have an empty "container". The query gives no data.',
    instead: 'Leave the matcher out of queries for the network of pods, and ask for pod!="" instead.',
    level: 'error',
  },
  {
    label: /^id$/,
    value: /(?:^|\/)docker(?:[-/]|$)|\/docker\.service|^\.[*+]docker/,
    breaks:
      'Only Docker names cgroups "/docker/ID", "docker-ID.scope" or "docker.service". With another runtime no series has such an "id", and the query gives no data.',
    instead:
      'Ask for the labels "namespace", "pod" and "container", or for the service of the runtime that the node has.',
    level: 'warning',
  },
  {
    label: /^(?:name|unit|service|service_name|systemd_unit|unit_name)$/,
    value: /^docker\.(?:service|socket)$/,
    breaks:
      'After the move no node runs that unit. The series end, and the alert never fires, or fires for every node.',
    instead: 'Watch the unit of the runtime: "containerd.service" or "crio.service".',
    insteadWithCriO: 'Watch the unit of the runtime: "crio.service".',
    level: 'warning',
  },
  {
    label: /^(?:groupname|process_name|process|exe|comm|pattern)$/,
    value: /^(?:\/usr\/bin\/)?(?:dockerd|docker-containerd)$/,
    breaks:
      'After the move no node runs that process. The series end, and the alert never fires, or fires for every node.',
    instead: 'Watch the process of the runtime: "containerd" or "crio".',
    insteadWithCriO: 'Watch the process of the runtime: "crio".',
    level: 'warning',
  },
  {
    label: /^(?:reason|condition)$/,
    value:
      /^(?:DockerHung|DockerUnhealthy|DockerProblem|CorruptDockerImage|CorruptDockerOverlay2|DockerContainerStartupFailure|FrequentDockerRestart|DockerStart)$/,
    breaks:
      'node-problem-detector sees such a problem with Docker only. After the move the series end, and the alert never fires.',
    instead: 'Watch the runtime that the node has: "ContainerdUnhealthy", "FrequentContainerdRestart".',
    insteadWithCriO: 'Watch the condition "ContainerRuntimeUnhealthy" of the health checker (--component=cri).',
    level: 'warning',
  },
]

/** Labels that are on series of Docker's containers only, whatever is asked of them. */
const OWN_LABELS: readonly { readonly label: RegExp; readonly whose: string }[] = [
  {
    label: /^container_label_(?:io_kubernetes_docker_type|io_kubernetes_container_logpath|annotation_\w+)$/,
    whose: 'dockershim put it on its containers',
  },
  { label: /^dockerVersion$/, whose: 'cAdvisor fills it in where Docker runs' },
]

/** Whether a label is there with Docker only, whatever its value. */
export const isDockerOnlyLabel = (label: string): boolean => OWN_LABELS.some(row => row.label.test(label))

/** How many alternatives of a pattern are looked at. */
const MOST_ALTERNATIVES = 50

const OTHER_RUNTIME = /(?<!docker-)containerd|crio|cri-o|podman|isulad/i

/** Whether a text names a runtime that is not Docker. */
export const namesOtherRuntime = (text: string): boolean => OTHER_RUNTIME.test(text)

/** What is wrong with a label of a metric on another runtime, or undefined where nothing is. */
export function dockerLabel(
  label: string,
  operator: string,
  value: string | undefined,
  isCriO: boolean,
): Verdict | undefined {
  if (operator === '!=' || operator === '!~') return undefined
  const own = OWN_LABELS.find(row => row.label.test(label))
  if (own)
    return {
      what: `Asks for the label "${label}"`,
      breaks: `No series has it after the move: ${own.whose}. What is matched or grouped by it is silently lost.`,
      instead: 'Ask for the labels "namespace", "pod" and "container", which every runtime has.',
      level: 'warning',
    }
  // Docker's containers need not be there to be left out.
  if (operator === 'drop' || !value || namesOtherRuntime(value)) return undefined
  const alternatives = alternativesOf(value)
  for (const row of LABELS) {
    if (!row.label.test(label) || (row.ofCriO && isCriO)) continue
    const docker = alternatives.filter(each => row.value.test(each))
    if (docker.length === 0) continue
    const all = docker.length === alternatives.length
    // An empty alternative is what other runtimes have.
    if (!all && row.ofCriO) continue
    return {
      what: `Asks for series with ${label}${/^[=!]/.test(operator) ? operator : ': '}"${value}"`,
      breaks: row.breaks,
      instead: (isCriO ? row.insteadWithCriO : undefined) ?? row.instead,
      level: all ? row.level : 'warning',
    }
  }
  return undefined
}

/** The alternatives of a pattern, without anchors, escapes and the group around all of it. */
function alternativesOf(pattern: string): readonly string[] {
  const plain = pattern
    .slice(0, 2000)
    .replaceAll('\\', '')
    .replace(/^\^?\((?:\?:)?([^()]*)\)\$?$/, '$1')
  const found: string[] = []
  let depth = 0
  let from = 0
  for (let at = 0; at <= plain.length && found.length < MOST_ALTERNATIVES; at++) {
    if (plain[at] === '(') depth++
    else if (plain[at] === ')') depth--
    else if (at === plain.length || (plain[at] === '|' && depth === 0)) {
      found.push(plain.slice(from, at).replace(/^\^|\$$/g, ''))
      from = at + 1
    }
  }
  return found
}

/** What is wrong with a metric that an agent makes of Docker itself, or undefined. */
export function dockerSeries(name: string, system: string | undefined): Verdict | undefined {
  const row = SERIES.find(each => each.system === system && each.name.test(name))
  if (!row) return undefined
  return {
    what: `Asks for the ${system === 'influxdb' ? 'measurement' : 'metric'} "${name}"`,
    breaks: `${row.whose}. After the move it gets no new data: alerts never fire, panels stay empty.`,
    instead: row.instead,
    level: 'warning',
  }
}

const KUBELET = 'Ask for the metrics of the kubelet and cAdvisor (container_*), which every runtime has.'

const SERIES: readonly {
  readonly system: string | undefined
  readonly name: RegExp
  readonly whose: string
  readonly instead: string
}[] = [
  {
    system: undefined,
    name: /^(?:engine_daemon|builder_builds)_/,
    whose: 'It comes from the Docker daemon itself',
    instead: 'Ask for what the runtime exports: containerd_* or container_runtime_crio_*.',
  },
  {
    system: undefined,
    name: /^docker_container_\w/,
    whose: 'An agent makes it by asking the Docker daemon',
    instead: KUBELET,
  },
  {
    system: 'influxdb',
    name: /^\^?docker_container_\w+/,
    whose: 'Telegraf writes it with its input "docker", which asks the Docker daemon',
    instead: 'Ask for what inputs.kubernetes writes: kubernetes_pod_container, kubernetes_pod_network.',
  },
  {
    system: 'datadog',
    name: /^docker\.(?:cpu|mem|kmem|io\.\w+|net|container|containers|image|images|data|metadata|thread|uptime|service_up|exit|container_health|disk)\b/,
    whose: 'The Datadog Agent sends it from nodes with Docker only',
    instead:
      'Ask for container.*, which the agent sends with every runtime (container.memory.rss, container.cpu.usage), or containerd.*.',
  },
]
