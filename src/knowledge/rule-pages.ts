/**
 * What the pages of the rules say beside why and what to write: which level when, where it is written, and since when the rule is
 * there. The levels are held to what the rules report of the fixtures.
 */

/** What stands on the page of a rule. */
export interface RulePage {
  /** When each level is reported, as the end of a sentence: `error when …`. A level that is missing is never reported. */
  readonly levels: { readonly error?: string; readonly warning?: string; readonly note?: string }
  /** Where what the rule knows is written, by name. */
  readonly sources: readonly string[]
  /** The first version of dockershim-lint that has the rule. */
  readonly since: string
}

const IN_CLUSTER = 'it runs in a pod or on a node'
const UNTOLD = 'the file does not tell where it runs'
const BUILD = 'it runs on a workstation or CI runner, or in a branch for Docker only'

const FAQ = 'Kubernetes docs, "Check whether dockershim removal affects you"'
const CHANGELOG = 'kubernetes/kubernetes CHANGELOG, one file a minor version'
const LOGGING = 'Kubernetes docs, "Logging Architecture"'
const KUBELET = 'kubernetes/kubernetes cmd/kubelet/app/options and pkg/kubelet, 1.20 to 1.37'
const DOCKERD = 'Docker docs, "dockerd"'

export const RULE_PAGES: Readonly<Record<string, RulePage>> = {
  'docker-socket-mount': {
    levels: {
      error: 'a pod mounts the socket',
      warning: 'the socket of another runtime is mounted beside it, or the path begins with something unknown',
      note: 'nothing in the pod uses the volume, or it is in a branch that the defaults leave out or that is for Docker only',
    },
    sources: ['Kubernetes API, core/v1 HostPathType', FAQ],
    since: '0.1.0',
  },
  'docker-socket-reference': {
    levels: {
      error: IN_CLUSTER,
      warning: UNTOLD,
      note: `${BUILD}, or the socket is one of several that a script tries`,
    },
    sources: [`${DOCKERD}, "Daemon socket option"`, FAQ],
    since: '0.1.0',
  },
  'docker-cli': {
    levels: { error: IN_CLUSTER, warning: UNTOLD, note: `${BUILD}, or the command keeps working` },
    sources: ['docker/cli docs/reference/commandline (28.x)', 'kubernetes-sigs/cri-tools docs/crictl.md'],
    since: '0.1.0',
  },
  'docker-probe': {
    levels: {
      error: 'code in a pod or on a node waits for Docker, or stops without it',
      warning: `code takes another branch, or ${UNTOLD}`,
      note: `${BUILD}, or nothing follows from the test`,
    },
    sources: [FAQ],
    since: '0.1.0',
  },
  'docker-service': {
    levels: {
      error: 'a command, task or unit of a node needs the service',
      warning: `it only stands in an order, or ${UNTOLD}`,
      note: `Docker is stopped or removed, its state is shown, or ${BUILD}`,
    },
    sources: ['systemctl(1), systemd.unit(5), journalctl(1), service(8)'],
    since: '0.1.0',
  },
  'docker-data-path': {
    levels: {
      error: 'something reads what is no longer there',
      warning: 'it may be used for something else, or only a part of what uses it is among the files',
      note: `it is a leftover, ${BUILD}`,
    },
    sources: [LOGGING, `${DOCKERD}, --data-root`],
    since: '0.1.0',
  },
  'docker-log-format': {
    levels: {
      error: 'the collector reads no line of another runtime, or reads it wrongly',
      warning: 'only a part is lost, such as the joining of long lines, or it depends on another setting',
      note: `the setting has no effect without Docker, or ${BUILD}`,
    },
    sources: [
      LOGGING,
      'fluent/fluentd-kubernetes-daemonset README, "Use CRI parser for containerd/cri-o logs"',
      'docs.fluentbit.io, "Multiline parsing"',
      'the documentation of each collector',
    ],
    since: '0.1.0',
  },
  'docker-container-id': {
    levels: { error: IN_CLUSTER, warning: UNTOLD, note: `it counts nodes by their runtime, or ${BUILD}` },
    sources: ['Kubernetes API, core/v1 ContainerStatus.containerID and NodeSystemInfo.containerRuntimeVersion'],
    since: '0.1.0',
  },
  'removed-dockershim-metric': {
    levels: {
      error: 'a query asks for the metric',
      warning: 'it was gone before Kubernetes 1.24, or only its series for containers are gone',
      note: 'a list keeps such a metric, and nothing is asked of it there',
    },
    sources: ['kubernetes/kubernetes pkg/kubelet/dockershim/metrics/metrics.go, 1.23', FAQ],
    since: '0.1.0',
  },
  'docker-metric-label': {
    levels: {
      error: 'a query finds nothing without Docker',
      warning: 'it may find something else, or it was about Docker itself',
    },
    sources: [`${FAQ}, "Known issues"`, 'google/cadvisor docs/storage/prometheus.md'],
    since: '0.2.0',
  },
  'docker-node-runtime': {
    levels: {
      error: 'a node or cluster does not start with it from Kubernetes 1.24 on',
      warning:
        'the service or tool refuses or ignores it for newer clusters, or something beside the pods needs Docker',
      note: 'Docker stays, through cri-dockerd, or only a test uses it',
    },
    sources: [CHANGELOG, 'the documentation of each service and tool that makes nodes'],
    since: '0.1.0',
  },
  'runtime-coupled-agent': {
    levels: {
      error: 'it cannot work without Docker',
      warning: 'it depends on its version or on how it is set up',
      note: 'newer versions take no notice of the setting',
    },
    sources: [
      'Kubernetes docs, "Migrating telemetry and security agents from dockershim"',
      'the documentation of each agent',
    ],
    since: '0.1.0',
  },
  'log-rotation-gap': {
    levels: {
      warning: 'Docker is told how to rotate, and the kubelet configuration among the files is not',
      note: 'no kubelet configuration is among the files',
    },
    sources: [`${LOGGING}, log rotation`, 'kubernetes/kubernetes pkg/kubelet/apis/config/v1beta1/defaults.go'],
    since: '0.1.0',
  },
  'removed-kubelet-flag': {
    levels: {
      error: 'the kubelet stops at the flag',
      warning: 'it is not sure that the kubelet is given it',
      note: 'the flag is deprecated, or a condition leaves it out from that version on',
    },
    sources: [KUBELET, CHANGELOG],
    since: '0.1.0',
  },
  'removed-component-flag': {
    levels: {
      error: 'the component stops at the flag',
      note: 'the flag is deprecated, a condition leaves it out from that version on, or the image is not of Kubernetes',
    },
    sources: ['kubernetes/kubernetes cmd/*/app/options, 1.20 to 1.37', CHANGELOG],
    since: '0.1.0',
  },
  'removed-feature-gate': {
    levels: { error: 'the component stops at the gate' },
    sources: [
      'kubernetes/kubernetes pkg/features/kube_features.go and staging/src/k8s.io/apiserver/pkg/features, 1.20 to 1.37',
    ],
    since: '0.2.0',
  },
  'removed-config-api': {
    levels: {
      error: 'the program refuses the configuration, or the object is gone',
      warning: 'only newer versions of the program refuse it, or it is ignored although it mattered',
      note: 'it is deprecated or ignored, or a condition leaves it out from that version on',
    },
    sources: [CHANGELOG, 'containerd/containerd RELEASES.md, "Deprecated features"'],
    since: '0.1.0',
  },
  'removed-node-label': {
    levels: {
      warning: 'a pod or command asks for nodes by the old name alone',
      note: 'both names are there, or the old label is set on purpose',
    },
    sources: ['kubernetes/kubernetes CHANGELOG-1.24, #107533', 'kubernetes/kubernetes CHANGELOG-1.25, #110095'],
    since: '0.2.0',
  },
  'dockershim-endpoint': {
    levels: {
      error: 'the kubelet, kubeadm or crictl cannot use the endpoint',
      warning: 'it belongs to another program, or is in a branch for Docker only',
      note: 'it keeps working, or a condition leaves it out from Kubernetes 1.24 on',
    },
    sources: ['kubernetes/kubernetes staging/src/k8s.io/cri-client/pkg/util', 'Mirantis/cri-dockerd packaging/systemd'],
    since: '0.1.0',
  },
  'docker-daemon-config': {
    levels: {
      warning: 'the new runtime needs the setting elsewhere',
      note: "the setting is Docker's default or needs no replacement, or it is for a workstation or CI runner",
    },
    sources: [
      `${DOCKERD}, "Daemon configuration file"`,
      'moby/moby daemon/config/config.go',
      'containerd docs/cri/config.md',
    ],
    since: '0.1.0',
  },
  'cgroup-driver-mismatch': {
    levels: { warning: 'the drivers differ', note: 'the kubelet takes the driver from the runtime' },
    sources: [
      'Kubernetes docs, "Container Runtimes", cgroup drivers',
      'kubernetes/enhancements KEP-4033, "Discover cgroup driver from CRI"',
    ],
    since: '0.1.0',
  },
  'unused-suppression': {
    levels: { warning: 'nothing is silenced' },
    sources: [],
    since: '0.1.0',
  },
}

/** A rule's page as text: which level when, the sources, and since when. */
export function pageLines(id: string): readonly (readonly [head: string, text: string])[] {
  const page = RULE_PAGES[id]
  if (!page) return []
  const levels = (['error', 'warning', 'note'] as const).flatMap(level =>
    page.levels[level] === undefined ? [] : [`${level} when ${page.levels[level]}`],
  )
  return [
    ['Level', `${levels.join('; ')}.`],
    ...(page.sources.length > 0 ? [['Sources', `${page.sources.join('; ')}.`] as const] : []),
    ['Since', `dockershim-lint ${page.since}.`],
  ]
}
