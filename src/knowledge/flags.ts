/*
 * Flags and configuration of the Kubernetes components by version: deprecated, removed, and those that only look so.
 * Sources: 'CHANGELOG-1.NN #P' is the release note of pull request P in kubernetes/kubernetes CHANGELOG-1.NN; a file is
 * one of kubernetes/kubernetes (or of the staging repository of that name) at the versions given. Every version was
 * compared with the flags that the source trees register, 1.20 to 1.36; 1.37 is from its release notes.
 */
import type { Version } from './versions.ts'

/** What the versions do to a flag, a command or a setting. */
export interface Change {
  /** Deprecated in this version; 1.20 and older ones mean: in this version at the latest. */
  readonly deprecatedIn?: Version
  /** The first version that refuses it or no longer has it. */
  readonly removedIn?: Version
  /** What to do instead, in a sentence or two. */
  readonly replacement: string
  readonly source: string
  /** It looks removed and is not: never call it removed. */
  readonly stillValid: boolean
}

/** The status of something in one version: see `flagStatus`. */
export type Status = 'removed' | 'deprecated' | 'valid'

/**
 * What a change means for a cluster of the target version. What is still valid is 'valid', even where help texts call
 * it deprecated.
 */
export function flagStatus(change: Change, targetVersion: Version): Status {
  if (change.stillValid) return 'valid'
  if (change.removedIn && minor(targetVersion) >= minor(change.removedIn)) return 'removed'
  return change.deprecatedIn && minor(targetVersion) >= minor(change.deprecatedIn) ? 'deprecated' : 'valid'
}

function minor(version: Version): number {
  return Number(version.split('.')[1])
}

/** The components whose flags the tables know. */
export type Component =
  'kubelet' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kube-proxy' | 'kubeadm'

/** A flag of a component: see `findFlag`. */
export interface Flag extends Change {
  readonly component: Component
  /** With two dashes in front. */
  readonly name: string
  /** The change is about these values only; other values of the flag stay. */
  readonly values?: readonly string[]
  /** The flag itself still exists in that version, but this value stops the component. */
  readonly valueRefused?: true
}

const kubelet: readonly Component[] = ['kubelet']
const apiserver: readonly Component[] = ['kube-apiserver']
const controllerManager: readonly Component[] = ['kube-controller-manager']
const scheduler: readonly Component[] = ['kube-scheduler']
const proxy: readonly Component[] = ['kube-proxy']
const controllers: readonly Component[] = [...controllerManager, ...scheduler]
const everyComponent: readonly Component[] = [...kubelet, ...apiserver, ...controllers, ...proxy]

const gone = 'Remove it.'
const cadvisor = 'Remove it. It was a flag of the cAdvisor inside kubelet.'
const stays = 'It stays.'
const inConfig = 'It stays; KubeletConfiguration (--config) has the same setting.'

const oldAudit = ['audit.k8s.io/v1alpha1', 'audit.k8s.io/v1beta1']

type Names = string | readonly string[]

/** Flags that share components and versions, each with its replacement and source. */
interface Group {
  readonly components: readonly Component[]
  readonly deprecatedIn?: Version
  readonly removedIn?: Version
  readonly values?: readonly string[]
  readonly stillValid?: true
  readonly flags: readonly (readonly [names: Names, replacement: string, source: string])[]
}

const groups: readonly Group[] = [
  // several components
  { components: controllers, deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207'],
  ] },
  { components: everyComponent, deprecatedIn: '1.23', removedIn: '1.26', flags: [
    [
      ['--add-dir-header', '--alsologtostderr', '--log-backtrace-at', '--log-dir', '--log-file', '--log-file-max-size',
      '--logtostderr', '--one-output', '--skip-headers', '--skip-log-headers', '--stderrthreshold'],
      'Remove it, and redirect the output, for example with kube-log-runner. -v and --vmodule stay.',
      'CHANGELOG-1.23 #105042; CHANGELOG-1.26 #112120',
    ],
  ] },
  // kubelet
  { components: kubelet, removedIn: '1.5', flags: [
    ['--configure-cbr0', 'Remove it. The runtime sets up pod networks through CNI.', 'CHANGELOG-1.5 #34906'],
  ] },
  { components: kubelet, removedIn: '1.6', flags: [
    [
      ['--auth-path', '--reconcile-cidr', '--resource-container', '--system-container'], gone,
      'release notes of 1.6; #43765',
    ],
  ] },
  { components: kubelet, removedIn: '1.7', flags: [
    ['--enable-cri', gone, 'CHANGELOG-1.7 #45194'],
    ['--babysit-daemons', gone, 'CHANGELOG-1.7 #44230'],
  ] },
  { components: kubelet, deprecatedIn: '1.7', removedIn: '1.9', flags: [
    [
      '--network-plugin-dir', "Remove it, and set the folder of CNI plugins in the runtime's configuration.",
      'CHANGELOG-1.9 #53564',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.4', removedIn: '1.8', flags: [
    ['--api-servers', 'Use --kubeconfig.', 'CHANGELOG-1.8 #40050'],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.10', flags: [
    ['--docker-exec-handler', gone, 'flag registrations in 1.8 and 1.10'],
  ] },
  { components: kubelet, removedIn: '1.10', flags: [
    ['--require-kubeconfig', 'Use --kubeconfig.', 'CHANGELOG-1.10 #58367'],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.12', flags: [
    ['--rkt-stage1-image', gone, 'flag registrations in 1.10 and 1.12'],
  ] },
  { components: kubelet, deprecatedIn: '1.9', removedIn: '1.12', flags: [
    ['--enable-custom-metrics', gone, 'CHANGELOG-1.9 #54154'],
  ] },
  { components: kubelet, deprecatedIn: '1.10', removedIn: '1.12', flags: [
    ['--cadvisor-port', 'Remove it, and run cAdvisor as a DaemonSet.', 'CHANGELOG-1.12 #65707'],
    [
      '--docker-disable-shared-pid', 'Remove it, and use shareProcessNamespace in the pod.',
      'CHANGELOG-1.10; CHANGELOG-1.12 #66506',
    ],
    [['--rkt-path', '--rkt-api-endpoint'], gone, 'flag registrations in 1.10 and 1.12'],
  ] },
  { components: kubelet, removedIn: '1.13', flags: [
    ['--google-json-key', 'Use an image credential provider plugin.', 'flag registrations in 1.12 and 1.13'],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.14', flags: [
    ['--experimental-fail-swap-on', 'Use failSwapOn in KubeletConfiguration.', 'CHANGELOG-1.14 #69552'],
  ] },
  { components: kubelet, deprecatedIn: '1.10', removedIn: '1.15', flags: [
    [
      ['--allow-privileged', '--host-network-sources', '--host-pid-sources', '--host-ipc-sources'],
      'Remove it, and use Pod Security admission.', 'CHANGELOG-1.15 #77820',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.14', removedIn: '1.16', flags: [
    ['--containerized', gone, 'CHANGELOG-1.14 #74267; CHANGELOG-1.16 #80043'],
  ] },
  { components: kubelet, removedIn: '1.19', flags: [
    ['--bootstrap-checkpoint-path', gone, 'CHANGELOG-1.19 #91577'],
    ['--experimental-dockershim', 'Remove it. It was for tests.', 'flag registrations in 1.18 and 1.19'],
  ] },
  { components: kubelet, deprecatedIn: '1.15', removedIn: '1.21', flags: [
    [
      '--enable-cadvisor-json-endpoints', 'Remove it, and read /metrics/cadvisor, /metrics/resource or /stats/summary.',
      'CHANGELOG-1.21 #99236; CHANGELOG-1.18 #87440',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.18', removedIn: '1.22', flags: [
    [
      '--redirect-container-streaming', 'Remove it. It does nothing since 1.20.',
      'CHANGELOG-1.18 #88290; CHANGELOG-1.20 #95935',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.19', removedIn: '1.22', flags: [
    ['--chaos-chance', gone, 'CHANGELOG-1.19 #90499; CHANGELOG-1.22 #101057'],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.23', flags: [
    ['--experimental-bootstrap-kubeconfig', 'Use --bootstrap-kubeconfig.', 'CHANGELOG-1.23 #103172'],
  ] },
  { components: kubelet, deprecatedIn: '1.19', removedIn: '1.23', flags: [
    [
      '--seccomp-profile-root', 'Remove it, and put the profiles into the seccomp folder below --root-dir.',
      'CHANGELOG-1.19 #91182; CHANGELOG-1.23 #103941',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.24', flags: [
    ['--non-masquerade-cidr', 'Remove it. Set it in the CNI plugin, or in ip-masq-agent.', 'CHANGELOG-1.24 #107096'],
  ] },
  { components: kubelet, deprecatedIn: '1.10', removedIn: '1.24', flags: [
    [
      ['--docker', '--docker-env-metadata-whitelist', '--docker-only', '--docker-tls', '--docker-tls-ca',
      '--docker-tls-cert', '--docker-tls-key'], cadvisor,
      'cmd/kubelet/app/options/globalflags_linux.go in 1.23 and 1.24',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.19', removedIn: '1.24', flags: [
    [
      '--experimental-check-node-capabilities-before-mount', 'Remove it. CSI drivers do this check.',
      'CHANGELOG-1.19 #91373; CHANGELOG-1.24 #104732',
    ],
    ['--really-crash-for-testing', gone, 'CHANGELOG-1.19 #90499; CHANGELOG-1.24 #101719'],
  ] },
  { components: kubelet, deprecatedIn: '1.21', removedIn: '1.24', flags: [
    [
      '--docker-endpoint',
      'Remove it, and point --container-runtime-endpoint at the runtime. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--image-pull-progress-deadline',
      'Remove it. The runtime has it: image_pull_progress_timeout in containerd, pull_progress_timeout in CRI-O. With '
        + 'cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--network-plugin',
      'Remove it. The runtime sets up pod networks through CNI, and kubenet is gone. With cri-dockerd, give it to '
        + 'cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--network-plugin-mtu',
      'Remove it, and set mtu in the CNI configuration. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--cni-bin-dir',
      'Remove it. The runtime has it: cni.bin_dir in containerd, plugin_dirs in CRI-O. With cri-dockerd, give it to '
        + 'cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--cni-conf-dir',
      'Remove it. The runtime has it: cni.conf_dir in containerd, network_dir in CRI-O. With cri-dockerd, give it to '
        + 'cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--cni-cache-dir', 'Remove it. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.22', removedIn: '1.24', flags: [
    [
      '--dynamic-config-dir',
      'Remove it, and give kubelet a file with --config. Dynamic kubelet configuration is gone.',
      'CHANGELOG-1.22 #102966; CHANGELOG-1.24 #106932',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207; CHANGELOG-1.20 #96370'],
  ] },
  { components: kubelet, removedIn: '1.24', flags: [
    [
      '--experimental-dockershim-root-directory',
      'Remove it. With cri-dockerd, use --cri-dockerd-root-directory there.', 'CHANGELOG-1.24 #106907',
    ],
    ['--docker-root', cadvisor, 'cmd/kubelet/app/options/globalflags_linux.go in 1.23 and 1.24'],
  ] },
  { components: kubelet, removedIn: '1.25', flags: [
    [
      '--experimental-kernel-memcg-notification', 'Use kernelMemcgNotification in KubeletConfiguration.',
      'CHANGELOG-1.25 #109388',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.7', removedIn: '1.27', flags: [
    ['--master-service-namespace', gone, 'CHANGELOG-1.7 #44250; CHANGELOG-1.27 #116015'],
  ] },
  { components: kubelet, deprecatedIn: '1.24', removedIn: '1.27', flags: [
    [
      '--container-runtime',
      'Remove it, and set --container-runtime-endpoint (from 1.27 also containerRuntimeEndpoint in '
        + 'KubeletConfiguration). Up to 1.26 the value "remote" is needed with it.',
      'CHANGELOG-1.24 #107094; CHANGELOG-1.27 #114017; ValidateKubeletFlags in 1.24 options.go',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.28', removedIn: '1.30', flags: [
    [
      '--azure-container-registry-config',
      'Use acr-credential-provider through --image-credential-provider-config and --image-credential-provider-bin-dir.',
      'CHANGELOG-1.28 #118596; CHANGELOG-1.30 #122857 removes the Azure provider without naming the flag',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.31', flags: [
    ['--keep-terminated-pod-volumes', gone, 'CHANGELOG-1.31 #122082'],
  ] },
  { components: kubelet, deprecatedIn: '1.28', removedIn: '1.31', flags: [
    [
      ['--iptables-masquerade-bit', '--iptables-drop-bit'], 'Remove it. It does nothing since 1.28.',
      'CHANGELOG-1.31 #122363',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.8', removedIn: '1.34', flags: [
    ['--register-schedulable', 'Use registerWithTaints in KubeletConfiguration.', 'CHANGELOG-1.34 #122384'],
  ] },
  { components: kubelet, deprecatedIn: '1.19', removedIn: '1.34', flags: [
    [
      '--cloud-config', 'Remove it. The external cloud provider has its own configuration.',
      'CHANGELOG-1.19 #90408; CHANGELOG-1.34 #130161',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.24', removedIn: '1.35', flags: [
    [
      '--pod-infra-container-image',
      'Remove it, and set the pause image in the runtime: sandbox (containerd 2), sandbox_image (containerd 1), '
        + 'pause_image (CRI-O). With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #108045; CHANGELOG-1.35 #133779',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.10', removedIn: '1.37', flags: [
    [
      ['--application-metrics-count-limit', '--boot-id-file', '--container-hints', '--containerd',
      '--enable-load-reader', '--event-storage-age-limit', '--event-storage-event-limit',
      '--global-housekeeping-interval', '--log-cadvisor-usage', '--machine-id-file', '--storage-driver-user',
      '--storage-driver-password', '--storage-driver-host', '--storage-driver-db', '--storage-driver-table',
      '--storage-driver-secure', '--storage-driver-buffer-duration'],
      'Remove it. It was a flag of the cAdvisor inside kubelet, and only --housekeeping-interval stays.',
      'CHANGELOG-1.37 #139870 (merged',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.20', removedIn: '1.37', flags: [
    [
      '--containerd-namespace',
      'Remove it. It was a flag of the cAdvisor inside kubelet, and only --housekeeping-interval stays.',
      'CHANGELOG-1.37 #139870 (merged',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.8', flags: [
    [
      ['--minimum-container-ttl-duration', '--maximum-dead-containers-per-container', '--maximum-dead-containers'],
      'Use evictionHard or evictionSoft in KubeletConfiguration.',
      'cmd/kubelet/app/options/options.go 1.19..1.36 MarkDeprecated',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.19', flags: [
    [
      '--runonce', 'Remove it. From 1.32 kubelet refuses to run once.',
      'CHANGELOG-1.32 #126336; pkg/kubelet/apis/config/validation/validation.go 1.36',
    ],
    [
      '--cloud-provider', 'Use "external" and a cloud-controller-manager, or leave it empty.',
      'CHANGELOG-1.19 #90408; CHANGELOG-1.32 #127711',
    ],
    [
      '--experimental-allocatable-ignore-eviction', 'Remove it. It is deprecated and still accepted.',
      'CHANGELOG-1.19 #91578',
    ],
    ['--experimental-mounter-path', 'Remove it. It is deprecated and still accepted.', 'CHANGELOG-1.19 #91373'],
  ] },
  // still valid: kubelet
  { components: kubelet, deprecatedIn: '1.10', stillValid: true, flags: [
    [
      '--hairpin-mode', 'It is accepted, but does nothing from 1.24 on: the CNI plugin decides.',
      'cmd/kubelet/app/options/options.go 1.36; pkg/kubelet 1.31 and 1.36 have no reader of HairpinMode',
    ],
    [
      '--cgroup-driver', 'It stays (cgroupDriver in KubeletConfiguration). From 1.31 kubelet asks the runtime first.',
      'CHANGELOG-1.28 #118770; CHANGELOG-1.31 #125828; CHANGELOG-1.36 #136846; CHANGELOG-1.37 #139121',
    ],
    [
      '--pod-cidr', 'It stays (podCIDR in KubeletConfiguration), for a kubelet without an API server.',
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    [
      '--runtime-request-timeout', 'It stays (runtimeRequestTimeout in KubeletConfiguration).',
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    [
      '--container-log-max-size',
      'It stays (containerLogMaxSize in KubeletConfiguration), and starts to matter without dockershim.',
      'cmd/kubelet/app/options/options.go 1.23, 1.24, 1.36',
    ],
    [
      '--container-log-max-files',
      'It stays (containerLogMaxFiles in KubeletConfiguration), and starts to matter without dockershim.',
      'cmd/kubelet/app/options/options.go 1.23, 1.24, 1.36',
    ],
    [
      '--serialize-image-pulls', 'It stays (serializeImagePulls in KubeletConfiguration).',
      'cmd/kubelet/app/options/options.go; kubelet.md',
    ],
    [
      '--registry-qps', 'It stays (registryPullQPS in KubeletConfiguration).',
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    [
      '--registry-burst', 'It stays (registryBurst in KubeletConfiguration).',
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    [
      ['--address', '--anonymous-auth', '--authentication-token-webhook', '--authentication-token-webhook-cache-ttl',
      '--authorization-mode', '--authorization-webhook-cache-authorized-ttl',
      '--authorization-webhook-cache-unauthorized-ttl', '--cgroup-root', '--cgroups-per-qos', '--client-ca-file',
      '--cluster-dns', '--cluster-domain', '--contention-profiling', '--cpu-cfs-quota', '--cpu-manager-policy',
      '--cpu-manager-reconcile-period', '--enable-controller-attach-detach', '--enable-debugging-handlers',
      '--enable-server', '--enforce-node-allocatable', '--event-burst', '--event-qps', '--eviction-hard',
      '--eviction-max-pod-grace-period', '--eviction-minimum-reclaim', '--eviction-pressure-transition-period',
      '--eviction-soft', '--eviction-soft-grace-period', '--fail-swap-on', '--feature-gates', '--file-check-frequency',
      '--healthz-bind-address', '--healthz-port', '--http-check-frequency', '--image-gc-high-threshold',
      '--image-gc-low-threshold', '--kube-api-burst', '--kube-api-content-type', '--kube-api-qps', '--kube-reserved',
      '--kube-reserved-cgroup', '--kubelet-cgroups', '--make-iptables-util-chains', '--manifest-url',
      '--manifest-url-header', '--max-open-files', '--max-pods', '--minimum-image-ttl-duration',
      '--node-status-update-frequency', '--oom-score-adj', '--pod-manifest-path', '--pod-max-pids', '--pods-per-core',
      '--port', '--protect-kernel-defaults', '--read-only-port', '--resolv-conf', '--streaming-connection-idle-timeout',
      '--sync-frequency', '--system-cgroups', '--system-reserved', '--system-reserved-cgroup', '--tls-cert-file',
      '--tls-cipher-suites', '--tls-min-version', '--tls-private-key-file', '--volume-stats-agg-period'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.10 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.11', stillValid: true, flags: [
    [
      ['--qos-reserved', '--rotate-certificates'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.11 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.12', stillValid: true, flags: [
    [
      ['--cpu-cfs-quota-period', '--rotate-server-certificates'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.12 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.16', stillValid: true, flags: [
    [
      ['--allowed-unsafe-sysctls', '--topology-manager-policy'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.16 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.17', stillValid: true, flags: [
    ['--reserved-cpus', inConfig, 'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.17 and 1.36'],
  ] },
  { components: kubelet, deprecatedIn: '1.19', stillValid: true, flags: [
    ['--volume-plugin-dir', 'It stays (volumePluginDir in KubeletConfiguration).', 'CHANGELOG-1.19 #88480'],
    [
      ['--kernel-memcg-notification', '--node-status-max-images'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.19 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.20', stillValid: true, flags: [
    [
      '--topology-manager-scope', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.20 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.21', stillValid: true, flags: [
    [
      ['--memory-manager-policy', '--reserved-memory'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.21 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.22', stillValid: true, flags: [
    [
      '--cpu-manager-policy-options', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.22 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.23', stillValid: true, flags: [
    [
      ['--register-node', '--register-with-taints'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.23 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.25', stillValid: true, flags: [
    [
      '--local-storage-capacity-isolation', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.25 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.26', stillValid: true, flags: [
    [
      '--topology-manager-policy-options', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.26 and 1.36',
    ],
  ] },
  { components: kubelet, deprecatedIn: '1.27', stillValid: true, flags: [
    [
      '--container-runtime-endpoint', 'It stays; from 1.27 KubeletConfiguration has containerRuntimeEndpoint too.',
      'CHANGELOG-1.24 #106954; CHANGELOG-1.27 #112136',
    ],
    [
      '--image-service-endpoint', 'It stays; from 1.27 KubeletConfiguration has imageServiceEndpoint too.',
      'CHANGELOG-1.24 #106954; CHANGELOG-1.27 #112136',
    ],
  ] },
  { components: kubelet, stillValid: true, flags: [
    ['--runtime-cgroups', stays, 'pkg/kubelet/config/flags.go 1.36; kubelet.md'],
    [
      ['--image-credential-provider-config', '--image-credential-provider-bin-dir'], stays,
      'pkg/kubelet/config/flags.go 1.36',
    ],
    [
      '--node-labels', 'It stays; only some kubernetes.io labels are allowed.',
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    [
      '--root-dir', "It stays: this is kubelet's own state, not Docker's data root.",
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    ['--provider-id', stays, 'CHANGELOG-1.28 #116530'],
    ['--housekeeping-interval', 'It stays: the only cAdvisor flag that 1.37 keeps.', 'CHANGELOG-1.37 #139870'],
    [['--vmodule', '--v'], stays, 'CHANGELOG-1.26 #112120'],
    ['--logging-format', 'It stays (logging.format in KubeletConfiguration).', 'component-base/logs/api/v1 1.36'],
  ] },
  // kube-apiserver
  { components: apiserver, removedIn: '1.19', flags: [
    ['--basic-auth-file', 'Use another authenticator, such as OIDC or client certificates.', 'CHANGELOG-1.19 #89069'],
  ] },
  { components: apiserver, deprecatedIn: '1.19', removedIn: '1.22', flags: [
    ['--kubelet-https', 'Remove it. The connection is always https.', 'CHANGELOG-1.19 #91630'],
  ] },
  { components: apiserver, deprecatedIn: '1.20', removedIn: '1.22', flags: [
    [
      ['--ssh-user', '--ssh-keyfile'], 'Remove it, and use Konnectivity (--egress-selector-config-file).',
      'CHANGELOG-1.22 #102297',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.10', removedIn: '1.24', flags: [
    [
      ['--insecure-bind-address', '--address'], 'Use --bind-address. It does nothing since 1.20.',
      'CHANGELOG-1.24 #106859; CHANGELOG-1.20 #95856',
    ],
    [
      ['--insecure-port', '--port'], 'Remove it, and use --secure-port.',
      'CHANGELOG-1.24 #106859; CHANGELOG-1.20 #95856',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.13', removedIn: '1.24', flags: [
    ['--experimental-encryption-provider-config', 'Use --encryption-provider-config.', 'CHANGELOG-1.24 #108423'],
    ['--deserialization-cache-size', gone, 'CHANGELOG-1.24 #108448'],
  ] },
  { components: apiserver, deprecatedIn: '1.19', removedIn: '1.24', flags: [
    ['--target-ram-mb', gone, 'CHANGELOG-1.19 #91818; CHANGELOG-1.24 #108457'],
  ] },
  { components: apiserver, deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--enable-swagger-ui', gone, 'apiserver/pkg/server/options/feature.go in 1.23 and 1.24'],
  ] },
  { components: apiserver, deprecatedIn: '1.21', removedIn: '1.24', values: oldAudit, flags: [
    [
      ['--audit-log-version', '--audit-webhook-version'], 'Use audit.k8s.io/v1.',
      'CHANGELOG-1.21 #98858; CHANGELOG-1.24 #108092',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207'],
  ] },
  { components: apiserver, deprecatedIn: '1.20', removedIn: '1.25', flags: [
    ['--service-account-api-audiences', 'Use --api-audiences.', 'CHANGELOG-1.25 #108624'],
  ] },
  { components: apiserver, deprecatedIn: '1.21', removedIn: '1.25', values: ['PodSecurityPolicy'], flags: [
    [
      '--enable-admission-plugins', 'Remove it from the list, and use Pod Security admission.',
      'CHANGELOG-1.25 #109798',
    ],
  ] },
  { components: apiserver, removedIn: '1.26', flags: [
    [
      ['--identity-lease-duration-seconds', '--identity-lease-renew-interval-seconds'], gone,
      'flag registrations in 1.25 and 1.26',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.26', removedIn: '1.27', flags: [
    ['--master-service-namespace', gone, 'CHANGELOG-1.26 #112797; CHANGELOG-1.27 #114446'],
  ] },
  { components: apiserver, deprecatedIn: '1.20', removedIn: '1.31', flags: [
    [
      '--cloud-provider-gce-lb-src-cidrs', gone,
      'cmd/kube-apiserver/app/options/globalflags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { components: apiserver, removedIn: '1.31', flags: [
    [
      '--cloud-provider-gce-l7lb-src-cidrs', gone,
      'cmd/kube-apiserver/app/options/globalflags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.29', removedIn: '1.33', flags: [
    [['--cloud-provider', '--cloud-config'], gone, 'CHANGELOG-1.29 #120903; CHANGELOG-1.33 #130162'],
  ] },
  { components: apiserver, deprecatedIn: '1.20', flags: [
    [
      '--admission-control', 'Use --enable-admission-plugins and --disable-admission-plugins.',
      'MarkDeprecated in the source of 1.20..1.36',
    ],
    [['--kubelet-port', '--kubelet-read-only-port'], gone, 'MarkDeprecated in the source of 1.20..1.36'],
    [
      '--audit-webhook-batch-initial-backoff', 'Use --audit-webhook-initial-backoff.',
      'MarkDeprecated in the source of 1.20..1.36',
    ],
  ] },
  { components: apiserver, deprecatedIn: '1.24', flags: [
    ['--apiserver-count', 'Remove it: the lease reconciler is the default.', 'CHANGELOG-1.24 #108062'],
  ] },
  { components: apiserver, deprecatedIn: '1.24', values: ['master-count'], flags: [
    ['--endpoint-reconciler-type', 'Use lease, the default.', 'CHANGELOG-1.24 #108062'],
  ] },
  { components: apiserver, deprecatedIn: '1.25', flags: [
    [
      '--default-watch-cache-size', 'Remove it: the size is found automatically.',
      'MarkDeprecated in the source of 1.25..1.36',
    ],
  ] },
  // still valid: kube-apiserver
  { components: apiserver, deprecatedIn: '1.15', stillValid: true, flags: [
    [
      '--enable-logs-handler', 'It stays; it is off by default from 1.31.',
      'CHANGELOG-1.31 #125787; CHANGELOG-1.37 #138915',
    ],
  ] },
  // kube-controller-manager
  { components: controllerManager, deprecatedIn: '1.12', removedIn: '1.22', flags: [
    ['--horizontal-pod-autoscaler-use-rest-clients', 'Remove it. Heapster is gone.', 'CHANGELOG-1.22 #90368'],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--address', 'Use --bind-address. It does nothing since 1.22.', 'CHANGELOG-1.22 #96216; CHANGELOG-1.24 #106860'],
    [
      '--port', 'Remove it, and use --secure-port (10257).',
      'CHANGELOG-1.22 #96216; CHANGELOG-1.24 #106860; CHANGELOG-1.23 #104157',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.23', removedIn: '1.24', flags: [
    ['--deployment-controller-sync-period', gone, 'CHANGELOG-1.23 #103538; CHANGELOG-1.24 #107178'],
  ] },
  { components: controllerManager, deprecatedIn: '1.19', removedIn: '1.25', flags: [
    [
      '--experimental-cluster-signing-duration', 'Use --cluster-signing-duration.',
      'CHANGELOG-1.19 #91154; CHANGELOG-1.25 #108476',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.25', flags: [
    [
      ['--deleting-pods-qps', '--deleting-pods-burst', '--register-retry-count'], 'Remove it. It does nothing.',
      'CHANGELOG-1.25 #109612',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.26', values: ['openstack'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.26 #67782',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.27', values: ['aws'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.27 #116329 covers the credential provider',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.25', removedIn: '1.27', flags: [
    [
      '--enable-taint-manager', 'Remove it. The taint manager is always on.',
      'CHANGELOG-1.25 #111411; CHANGELOG-1.27 #115840',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.26', removedIn: '1.27', flags: [
    [
      '--pod-eviction-timeout',
      'Remove it. Use tolerationSeconds in pods, or --default-not-ready-toleration-seconds of kube-apiserver.',
      'CHANGELOG-1.26 #113710; CHANGELOG-1.27 #115840',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.30', values: ['azure'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.30 #122857',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.30', values: ['vsphere'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.30 #122937',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.12', removedIn: '1.31', flags: [
    [
      ['--horizontal-pod-autoscaler-upscale-delay', '--horizontal-pod-autoscaler-downscale-delay'],
      'Use --horizontal-pod-autoscaler-downscale-stabilization.', 'CHANGELOG-1.31 #124948',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', removedIn: '1.31', values: ['gce'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.31 #124886; CHANGELOG-1.32 #128197 leaves external or empty as the only values',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.28', removedIn: '1.31', flags: [
    [
      ['--volume-host-cidr-denylist', '--volume-host-allow-local-loopback'], gone,
      'CHANGELOG-1.28 #118128; CHANGELOG-1.31 #124017',
    ],
  ] },
  { components: controllerManager, removedIn: '1.31', flags: [
    [
      ['--cloud-provider-gce-lb-src-cidrs', '--cloud-provider-gce-l7lb-src-cidrs'], gone,
      'cmd/kube-controller-manager/app/flags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { components: controllerManager, removedIn: '1.37', flags: [
    ['--concurrent-service-syncs', 'Remove it. It belongs to cloud-controller-manager.', 'CHANGELOG-1.37 #138002'],
  ] },
  { components: controllerManager, deprecatedIn: '1.20', flags: [
    ['--node-sync-period', 'Remove it. It does nothing.', 'cloud-provider/options/kubecloudshared.go 1.20..1.36'],
    [
      '--allow-untagged-cloud', 'Remove it, and tag the cloud resources with the cluster id.',
      'cloud-provider/options/kubecloudshared.go 1.20..1.36',
    ],
  ] },
  { components: controllerManager, deprecatedIn: '1.30', values: ['CloudAllocator'], flags: [
    ['--cidr-allocator-type', 'Use the external cloud provider.', 'CHANGELOG-1.30 #123011'],
  ] },
  // kube-scheduler
  { components: scheduler, deprecatedIn: '1.20', removedIn: '1.22', flags: [
    ['--algorithm-provider', 'Use KubeSchedulerConfiguration (--config).', 'CHANGELOG-1.22 #102239'],
    [
      '--hard-pod-affinity-symmetric-weight', 'Use pluginConfig InterPodAffinityArgs in KubeSchedulerConfiguration.',
      'CHANGELOG-1.22 #102805',
    ],
    ['--scheduler-name', 'Use profiles[].schedulerName in KubeSchedulerConfiguration.', 'CHANGELOG-1.22 #102805'],
  ] },
  { components: scheduler, deprecatedIn: '1.20', removedIn: '1.23', flags: [
    [
      ['--policy-config-file', '--policy-configmap', '--policy-configmap-namespace', '--use-legacy-policy-config'],
      'Use KubeSchedulerConfiguration (--config).', 'CHANGELOG-1.23 #105424',
    ],
  ] },
  { components: scheduler, deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--address', 'Use --bind-address. It does nothing since 1.23.', 'CHANGELOG-1.23 #96345; CHANGELOG-1.24 #106865'],
    [
      '--port', 'Remove it, and use --secure-port (10259).',
      'CHANGELOG-1.23 #96345; CHANGELOG-1.23 #105034; CHANGELOG-1.24 #106865',
    ],
  ] },
  { components: scheduler, deprecatedIn: '1.20', removedIn: '1.28', flags: [
    ['--lock-object-namespace', 'Use --leader-elect-resource-namespace.', 'CHANGELOG-1.28 #119130'],
    ['--lock-object-name', 'Use --leader-elect-resource-name.', 'CHANGELOG-1.28 #119130'],
  ] },
  { components: scheduler, deprecatedIn: '1.24', flags: [
    [
      '--pod-max-in-unschedulable-pods-duration', 'Remove it. It is deprecated and still accepted.',
      'CHANGELOG-1.24 #108017; CHANGELOG-1.30 #122013',
    ],
  ] },
  // kube-proxy
  { components: proxy, deprecatedIn: '1.19', removedIn: '1.21', flags: [
    ['--cleanup-ipvs', 'Use --cleanup.', 'CHANGELOG-1.21 #97336'],
  ] },
  { components: proxy, deprecatedIn: '1.23', removedIn: '1.26', values: ['userspace'], flags: [
    [
      '--proxy-mode', 'Use iptables or nftables (Linux), kernelspace (Windows).',
      'CHANGELOG-1.23 #104631; CHANGELOG-1.26 #112133',
    ],
  ] },
  { components: proxy, removedIn: '1.26', flags: [
    ['--udp-timeout', 'Remove it. It was for the userspace mode only.', 'CHANGELOG-1.26 #112133'],
  ] },
  { components: proxy, removedIn: '1.31', flags: [
    ['--proxy-port-range', gone, 'CHANGELOG-1.31 #126293'],
  ] },
  { components: proxy, deprecatedIn: '1.19', flags: [
    ['--healthz-port', 'Use --healthz-bind-address.', 'MarkDeprecated in the source of 1.19..1.36'],
    ['--metrics-port', 'Use --metrics-bind-address.', 'MarkDeprecated in the source of 1.19..1.36'],
  ] },
  { components: proxy, deprecatedIn: '1.35', values: ['ipvs'], flags: [
    ['--proxy-mode', 'Use nftables or iptables.', 'CHANGELOG-1.35 #134539; CHANGELOG-1.37 #139397'],
  ] },
]

/** A flag that still exists, but from a version on stops the component unless it has one of these values. */
interface Refusal {
  readonly component: Component
  readonly names: readonly string[]
  readonly accepts: readonly string[]
  readonly from: Version
  readonly source: string
}

const refusals: readonly Refusal[] = [
  {
    component: 'kubelet',
    names: ['--container-runtime'],
    accepts: ['remote'],
    from: '1.24',
    source: 'ValidateKubeletFlags in cmd/kubelet/app/options/options.go 1.24',
  },
  {
    component: 'kubelet',
    names: ['--runonce'],
    accepts: ['false'],
    from: '1.32',
    source: 'CHANGELOG-1.32 #126336; pkg/kubelet/apis/config/validation/validation.go',
  },
  {
    component: 'kube-apiserver',
    names: ['--insecure-port', '--port'],
    accepts: ['0'],
    from: '1.20',
    source: 'CHANGELOG-1.20 #95856',
  },
  {
    component: 'kube-controller-manager',
    names: ['--port'],
    accepts: ['0'],
    from: '1.22',
    source: 'CHANGELOG-1.22 #96216',
  },
  { component: 'kube-scheduler', names: ['--port'], accepts: ['0'], from: '1.23', source: 'CHANGELOG-1.23 #96345' },
]

/** kubeadm commands, and flags of kubeadm or of one of its commands. `flag` without `command` is for every command. */
interface KubeadmRow {
  readonly command?: string
  readonly flags?: readonly string[]
  readonly deprecatedIn?: Version
  readonly removedIn?: Version
  readonly replacement: string
  readonly source: string
  readonly stillValid?: true
}

const kubeadmRows: readonly KubeadmRow[] = [
  {
    command: 'upgrade node', flags: ['--kubelet-config'], removedIn: '1.20', replacement: gone,
    source: 'CHANGELOG-1.20 #94869',
  },
  {
    flags: ['--experimental-kustomize'], deprecatedIn: '1.19', removedIn: '1.20', replacement: 'Use --patches.',
    source: 'CHANGELOG-1.19 #92017; CHANGELOG-1.20 #94871',
  },
  {
    command: 'alpha kubelet config enable-dynamic', deprecatedIn: '1.19', removedIn: '1.20', replacement: gone,
    source: 'CHANGELOG-1.20 #94668',
  },
  {
    command: 'alpha certs', deprecatedIn: '1.20', removedIn: '1.21', replacement: 'Use `kubeadm certs`.',
    source: 'CHANGELOG-1.20 #94938; CHANGELOG-1.21 #97706',
  },
  {
    command: 'alpha selfhosting', deprecatedIn: '1.20', removedIn: '1.21', replacement: gone,
    source: 'CHANGELOG-1.20 #95125; CHANGELOG-1.21 #97627',
  },
  {
    command: 'alpha kubeconfig', deprecatedIn: '1.21', removedIn: '1.22', replacement: 'Use `kubeadm kubeconfig`.',
    source: 'CHANGELOG-1.21 #97583; CHANGELOG-1.22 #101938',
  },
  {
    command: 'upgrade apply', flags: ['--image-pull-timeout'], deprecatedIn: '1.19', removedIn: '1.22',
    replacement: gone, source: 'CHANGELOG-1.19 #90788; CHANGELOG-1.22 #102093',
  },
  {
    command: 'init phase certs', flags: ['--csr-only', '--csr-dir'], deprecatedIn: '1.19', removedIn: '1.22',
    replacement: 'Use `kubeadm certs generate-csr`.', source: 'CHANGELOG-1.19 #92183; CHANGELOG-1.22 #102108',
  },
  {
    command: 'certs renew', flags: ['--csr-only', '--csr-dir'], deprecatedIn: '1.22', removedIn: '1.23',
    replacement: 'Use `kubeadm certs generate-csr`.', source: 'CHANGELOG-1.22 #102108; CHANGELOG-1.23 #104796',
  },
  {
    flags: ['--experimental-patches'], deprecatedIn: '1.22', removedIn: '1.23',
    replacement: 'Use --patches, or patches.directory in the configuration.',
    source: 'CHANGELOG-1.22 #103063; CHANGELOG-1.23 #104065',
  },
  {
    flags: ['--experimental-output'], deprecatedIn: '1.31', removedIn: '1.32', replacement: 'Use --output.',
    source: 'CHANGELOG-1.31 #124393; CHANGELOG-1.32 #126914',
  },
  {
    command: 'init phase kubelet-finalize experimental-cert-rotation', deprecatedIn: '1.31', removedIn: '1.32',
    replacement: 'Use the phase enable-client-cert-rotation.', source: 'CHANGELOG-1.31 #124419; CHANGELOG-1.32 #126913',
  },
  {
    command: 'upgrade apply', flags: ['--feature-gates'], deprecatedIn: '1.31', removedIn: '1.32',
    replacement: 'Set featureGates of ClusterConfiguration in the ConfigMap kubeadm-config.',
    source: 'CHANGELOG-1.31 #125797; CHANGELOG-1.32 #127123',
  },
  {
    command: 'upgrade diff', flags: ['--api-server-manifest', '--controller-manager-manifest', '--scheduler-manifest'],
    deprecatedIn: '1.31', removedIn: '1.32', replacement: gone,
    source: 'CHANGELOG-1.31 #125779; CHANGELOG-1.32 #127123',
  },
  {
    command: 'join phase control-plane-join update-status', deprecatedIn: '1.22', removedIn: '1.31', replacement: gone,
    source: 'CHANGELOG-1.22 #101915; CHANGELOG-1.31 #124373',
  },
  {
    command: 'reset phase update-cluster-status', deprecatedIn: '1.22', removedIn: '1.23', replacement: gone,
    source: 'CHANGELOG-1.22 #101915; CHANGELOG-1.23 #105888',
  },
  {
    flags: ['--alsologtostderr', '--log-backtrace-at', '--log-dir', '--log-file', '--log-file-max-size',
    '--logtostderr', '--one-output', '--skip-log-headers', '--stderrthreshold'], deprecatedIn: '1.23',
    removedIn: '1.31', replacement: 'Remove it. -v stays.', source: 'CHANGELOG-1.31 #125179; CHANGELOG-1.34 #131647',
  },
  {
    flags: ['--vmodule'], replacement: 'It stays; 1.31 to 1.33 refuse it.', stillValid: true,
    source: 'CHANGELOG-1.31 #125179; CHANGELOG-1.34 #131647',
  },
]

const flags = new Map<string, Flag[]>()
for (const { components, flags: rows, deprecatedIn, removedIn, values, stillValid = false } of groups) {
  for (const component of components) {
    for (const [names, replacement, source] of rows) {
      for (const name of typeof names === 'string' ? [names] : names) {
        const versions = { ...(deprecatedIn && { deprecatedIn }), ...(removedIn && { removedIn }) }
        addFlag({ component, name, ...versions, ...(values && { values }), replacement, source, stillValid })
      }
    }
  }
}
for (const { command, flags: names, stillValid = false, ...change } of kubeadmRows) {
  if (command !== undefined || !names) continue
  for (const name of names) addFlag({ component: 'kubeadm', name, ...change, stillValid })
}

function addFlag(flag: Flag): void {
  const key = `${flag.component} ${flag.name}`
  const known = flags.get(key)
  if (known) known.push(flag)
  else flags.set(key, [flag])
}

/** Every flag that the tables know; a flag with value-dependent changes has several rows. */
export const FLAGS: readonly Flag[] = [...flags.values()].flat()

/** A word, and what must follow it. */
interface Word {
  readonly word: string
  readonly followedBy: RegExp
}

/** What a file with a flag of these components must hold: the flag itself, or a map of flags, where they have no dashes. */
export function flagTriggers(components: readonly Component[]): readonly (string | Word)[] {
  const words = new Set<string>()
  for (const { component, name, stillValid } of FLAGS)
    if (!stillValid && components.includes(component)) words.add(name).add(`--${name.slice(2).replaceAll('-', '_')}`)
  const flags = [...words].map(word => ({ word, followedBy: /^(?![\w-])/ }))
  // An empty map, as in the values of most charts, has none.
  const maps = ['extra_args', 'extraArgs'].map(word => ({
    word,
    followedBy: /^['"]?\s*[:={](?!\s*(?:\[\s*\]|\{\s*\}|""|''))/,
  }))
  return [...flags, ...maps, { word: '-arg', followedBy: /^['"]?\s*:/ }]
}

/**
 * What the versions do to a flag of a component. `name` is with or without leading dashes, with '-' or '_' between
 * words. `value`, if it is known, settles the rows that are about one value: `kube-proxy --proxy-mode=userspace`, or
 * `kubelet --container-runtime=docker`, which 1.24 refuses while the flag exists up to 1.26. In lists
 * (`--enable-admission-plugins`) any item counts.
 */
export function findFlag(component: string, name: string, value?: string): Flag | undefined {
  const plain = `--${name.replace(/^-+/, '').replaceAll('_', '-')}`
  const knownValue = value === undefined || /[\uE000$]/.test(value) ? undefined : value
  const rows = flags.get(`${component} ${plain}`) ?? []
  // The values that stay (CHANGELOG-1.29 lifts the deprecation).
  if (component === 'kubelet' && plain === '--cloud-provider' && /^(?:external)?$/.test(knownValue ?? '-')) return undefined
  const items = knownValue?.split(',').map(item => item.trim())
  const byValue = (row: Flag): boolean => row.values?.some(one => items?.includes(one)) ?? false
  const row = rows.find(byValue) ?? inTreeCloudProvider(component, plain, byValue) ?? rows.find(({ values }) => !values)
  if (!row || row.values) return row

  const refusal = refusals.find(one => one.component === component && one.names.includes(plain))
  if (!refusal) return row
  // A boolean flag without a value is true
  const actual = value === undefined && plain === '--runonce' ? 'true' : knownValue
  const refused = actual !== undefined && !refusal.accepts.includes(actual)
  return refused ? { ...row, removedIn: refusal.from, valueRefused: true, source: refusal.source } : row
}

/** kubelet links the same in-tree cloud providers as kube-controller-manager (cloud-provider/plugins.go). */
function inTreeCloudProvider(component: string, name: string, byValue: (row: Flag) => boolean): Flag | undefined {
  if (component !== 'kubelet' || name !== '--cloud-provider') return undefined
  const row = flags.get(`kube-controller-manager ${name}`)?.find(byValue)
  return row && { ...row, component: 'kubelet' }
}

/**
 * Removed flags of kubelet whose name other programs have too, so that the name alone says nothing: other components,
 * cAdvisor, minikube, Multus, kube-proxy and others.
 */
const sharedNames: readonly string[] = [
  '--allow-privileged', // kube-apiserver
  '--api-servers', // too general
  '--auth-path', // kubectl of old
  '--cloud-config', // kube-controller-manager, cloud-controller-manager
  '--cni-bin-dir', // Multus
  '--cni-conf-dir', // Multus
  '--container-runtime', // minikube, microk8s
  '--containerized', // too general
  '--enable-custom-metrics', // too general
  '--google-json-key', // other programs on Google Cloud
  '--iptables-masquerade-bit', // kube-proxy
  '--master-service-namespace', // kube-apiserver
  '--require-kubeconfig', // too general
  '--resource-container', // kube-proxy
]
const cadvisorFlags = new RegExp(
  '^--(?:application-metrics|boot-id|container-hints|containerd|docker(?!-endpoint|-exec-handler|-disable)|enable-load|'
  + 'event-storage|global-housekeeping|log-cadvisor|machine-id|storage-driver)',
)

/**
 * Removed flags of kubelet whose name no other component and no other well-known program has, so that they can be
 * judged where the program is not named. cri-dockerd took over some of them: see `CRI_DOCKERD_FLAGS`.
 */
export const KUBELET_ONLY_FLAGS: ReadonlySet<string> = new Set(
  FLAGS.filter(({ component, name, removedIn, stillValid }) => {
    if (component !== 'kubelet' || !removedIn || stillValid || sharedNames.includes(name)) return false
    return !cadvisorFlags.test(name) && !everyComponent.some(one => one !== 'kubelet' && flags.has(`${one} ${name}`))
  }).map(({ name }) => name),
)

/**
 * Flags of cri-dockerd. The first rows have the name of a removed kubelet flag, and are right on cri-dockerd.
 * Source: Mirantis/cri-dockerd config/options.go, cmd/cri/options/options.go, cmd/server.go, v0.2.1 to v0.4.3.
 */
export const CRI_DOCKERD_FLAGS: ReadonlySet<string> = new Set([
  '--docker-endpoint',
  '--image-pull-progress-deadline',
  '--network-plugin',
  '--network-plugin-mtu',
  '--cni-conf-dir',
  '--cni-bin-dir',
  '--cni-cache-dir',
  '--pod-infra-container-image',
  '--container-runtime-endpoint',
  '--runtime-cgroups',
  '--runtime-request-timeout',
  '--pod-cidr',
  '--hairpin-mode',
  '--cri-dockerd-root-directory',
  '--ipv6-dual-stack',
  '--streaming-bind-addr',
  '--log-level',
  '--buildinfo',
  '--version',
])

/** A kubeadm command, or flag of a kubeadm command, that a version changed: see `findKubeadmUse`. */
export interface KubeadmUse extends Change {
  /** The command without 'kubeadm' ('upgrade apply'); '' for every command. */
  readonly command: string
  /** The flag of that command; absent if the command itself changed. */
  readonly flag?: string
}

/** Every kubeadm command and flag that the tables know. */
export const KUBEADM_USES: readonly KubeadmUse[] = kubeadmRows.flatMap(row => {
  const { command = '', flags: names, stillValid = false, ...change } = row
  return names ? names.map(flag => ({ command, flag, ...change, stillValid })) : [{ command, ...change, stillValid }]
})

/** Options of kubeadm that take a value and stand in front of the command. */
const kubeadmValued = ['--rootfs', '-v', '--v', '--kubeconfig', '--config']

/** What the versions changed of `kubeadm ARGS`: the command itself, and flags of it. */
export function findKubeadmUse(args: readonly string[]): readonly KubeadmUse[] {
  const words: string[] = []
  const given = new Set<string>()
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (!arg.startsWith('-')) words.push(arg)
    else {
      given.add(arg.split('=', 1)[0] ?? arg)
      if (kubeadmValued.includes(arg)) index++
    }
  }
  const line = `${words.join(' ')} `
  return KUBEADM_USES.filter(({ command, flag }) => {
    const inCommand = command === '' || line.startsWith(`${command} `)
    return inCommand && (flag === undefined || given.has(flag))
  })
}

/** An apiVersion or kind of a component's configuration file: see `findConfigApi`. */
export interface ConfigApi extends Change {
  readonly apiVersion: string
  /** The change is about this kind only. */
  readonly kind?: string
}

const schedulerV1 = 'Use kubescheduler.config.k8s.io/v1.'
const kubeadmV1beta4 =
  'Use kubeadm.k8s.io/v1beta4. `kubeadm config migrate` converts the file: run it with a version that knows both.'
const outputV1alpha3 = 'Use output.kubeadm.k8s.io/v1alpha3.'
const removedApi = { stillValid: false } as const

/** Every apiVersion and kind of component configuration that the tables know. */
export const CONFIG_APIS: readonly ConfigApi[] = [
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1alpha1', deprecatedIn: '1.18', removedIn: '1.19',
    replacement: schedulerV1, source: 'CHANGELOG-1.19 #89298',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1alpha2', removedIn: '1.19', replacement: schedulerV1,
    source: 'CHANGELOG-1.19 #91420; pkg/scheduler/apis/config 1.19',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta1', deprecatedIn: '1.22', removedIn: '1.23',
    replacement: schedulerV1, source: 'pkg/scheduler/apis/config in 1.22 and 1.23',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta2', deprecatedIn: '1.25', removedIn: '1.28',
    replacement: schedulerV1, source: 'CHANGELOG-1.25 #111547; CHANGELOG-1.28 #117649',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta3', deprecatedIn: '1.26', removedIn: '1.29',
    replacement: schedulerV1, source: 'CHANGELOG-1.29 #119994; kube-scheduler/config in 1.28 and 1.29',
  },
  {
    ...removedApi, apiVersion: 'v1', kind: 'Policy', deprecatedIn: '1.20', removedIn: '1.23',
    replacement: 'Use KubeSchedulerConfiguration.', source: 'CHANGELOG-1.23 #105424',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta1', removedIn: '1.22', replacement: kubeadmV1beta4,
    source: 'CHANGELOG-1.22 #101129',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta2', deprecatedIn: '1.24', removedIn: '1.27',
    replacement: kubeadmV1beta4, source: 'CHANGELOG-1.24 #107013; CHANGELOG-1.27 #114540',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta3', deprecatedIn: '1.31', removedIn: '1.37',
    replacement: kubeadmV1beta4, source: 'CHANGELOG-1.31 #125029; CHANGELOG-1.37 #136016',
  },
  {
    ...removedApi, apiVersion: 'output.kubeadm.k8s.io/v1alpha1', deprecatedIn: '1.23', removedIn: '1.24',
    replacement: outputV1alpha3, source: 'CHANGELOG-1.23 #105295; CHANGELOG-1.24 #107468',
  },
  {
    ...removedApi, apiVersion: 'output.kubeadm.k8s.io/v1alpha2', deprecatedIn: '1.30', removedIn: '1.31',
    replacement: outputV1alpha3, source: 'CHANGELOG-1.30 #123372; CHANGELOG-1.31 #124496',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'ClusterStatus', removedIn: '1.22',
    replacement: 'Remove the document. kubeadm finds the control planes by the annotations of the etcd pods.',
    source: 'CHANGELOG-1.22 #101915',
  },
]

/** What the versions do to the apiVersion and kind of a component's configuration file. */
export function findConfigApi(apiVersion: string, kind: string): ConfigApi | undefined {
  const rows = CONFIG_APIS.filter(row => row.apiVersion === apiVersion)
  return rows.find(row => row.kind === kind) ?? rows.find(row => row.kind === undefined)
}

/** The kinds of configuration whose fields the tables know. */
export type ConfigComponent = 'kubelet' | 'kubeadm' | 'kube-proxy' | 'kube-scheduler'

/** A field of a component's configuration file: see `findConfigField`. */
export interface ConfigField extends Change {
  readonly component: ConfigComponent
  /** The key path below the document; '*' stands for any key or index. */
  readonly path: string
  /** The document kind that has the field; absent for the component's only kind. */
  readonly kind?: string
  /** The change is about this value only. */
  readonly value?: string
  /** 'map': the change is about the form of the value, a map where a list is wanted. */
  readonly form?: 'map'
}

const effectless = 'Remove it. It is accepted, but does nothing.'
const valid = { stillValid: true } as const
const lost = { stillValid: false } as const
const extraArgs = {
  deprecatedIn: '1.31',
  removedIn: '1.37',
  form: 'map',
  replacement: 'Write a list of name and value, as kubeadm.k8s.io/v1beta4 wants it.',
  source: 'CHANGELOG-1.31 #125029',
} as const

/** Every field of component configuration that the tables know. */
export const CONFIG_FIELDS: readonly ConfigField[] = [
  {
    ...lost, component: 'kubelet', path: 'logging.sanitization', deprecatedIn: '1.24', removedIn: '1.24',
    replacement: gone, source: 'CHANGELOG-1.24 #107207',
  },
  {
    ...lost, component: 'kubelet', path: 'seccompProfileRoot', deprecatedIn: '1.19', removedIn: '1.23',
    replacement: 'Remove it, and put the profiles into the seccomp folder below --root-dir.',
    source: 'CHANGELOG-1.23 #103941',
  },
  {
    ...lost, component: 'kubelet', path: 'runOnce', value: 'true', deprecatedIn: '1.19', removedIn: '1.32',
    replacement: 'Remove it. From 1.32 kubelet refuses to run once.',
    source: 'CHANGELOG-1.32 #126336; pkg/kubelet/apis/config/validation/validation.go 1.36',
  },
  {
    ...valid, component: 'kubelet', path: 'hairpinMode',
    replacement: 'It is accepted, but does nothing from 1.24 on: the CNI plugin decides.',
    source: 'pkg/kubelet 1.31 and 1.36 have no reader of HairpinMode',
  },
  {
    ...lost, component: 'kubelet', path: 'iptablesMasqueradeBit', deprecatedIn: '1.28', replacement: effectless,
    source: 'kubelet/config/v1beta1/types.go 1.36',
  },
  {
    ...lost, component: 'kubelet', path: 'iptablesDropBit', deprecatedIn: '1.28', replacement: effectless,
    source: 'kubelet/config/v1beta1/types.go 1.36',
  },
  {
    ...lost, component: 'kubelet', path: 'streamingConnectionIdleTimeout', deprecatedIn: '1.34',
    replacement: effectless, source: 'CHANGELOG-1.34 #131992',
  },
  {
    ...lost, component: 'kubelet', path: 'memorySwap.swapBehavior', value: 'UnlimitedSwap', removedIn: '1.30',
    replacement: 'Use NoSwap (the default) or LimitedSwap.', source: 'CHANGELOG-1.30 #122745',
  },
  {
    ...valid, component: 'kubelet', path: 'cgroupDriver',
    replacement: 'It stays. From 1.31 kubelet asks the runtime first.',
    source: 'CHANGELOG-1.36 #136846; CHANGELOG-1.37 #139121',
  },
  {
    ...lost, component: 'kubelet', path: 'featureGates.DynamicKubeletConfig', deprecatedIn: '1.22', removedIn: '1.24',
    replacement: gone, source: 'CHANGELOG-1.22 #102966; CHANGELOG-1.24 #106932',
  },
  {
    ...valid, component: 'kubelet', path: 'containerRuntimeEndpoint', replacement: 'It stays; it is new in 1.27.',
    source: 'CHANGELOG-1.27 #112136; pkg/kubelet/apis/config/v1beta1/defaults.go',
  },
  {
    ...valid, component: 'kubelet', path: 'imageServiceEndpoint', replacement: 'It stays; it is new in 1.27.',
    source: 'CHANGELOG-1.27 #112136',
  },
  {
    ...lost, component: 'kube-proxy', path: 'udpIdleTimeout', removedIn: '1.26', replacement: gone,
    source: 'CHANGELOG-1.26 #112133; kube-proxy/config/v1alpha1/types.go in 1.23 and 1.31',
  },
  {
    ...lost, component: 'kube-scheduler', path: 'metricsBindAddress', deprecatedIn: '1.23', removedIn: '1.23',
    replacement: 'Remove it. --secure-port serves the metrics.', source: 'CHANGELOG-1.23 #96345',
  },
  {
    ...lost, component: 'kube-scheduler', path: 'healthzBindAddress', deprecatedIn: '1.23', removedIn: '1.23',
    replacement: 'Remove it. --secure-port serves the health check.', source: 'CHANGELOG-1.23 #96345',
  },
  {
    ...lost, component: 'kube-scheduler', path: 'profiles.*.plugins.*.*.*.name', value: 'SelectorSpread',
    removedIn: '1.25', replacement: 'Use PodTopologySpread.', source: 'CHANGELOG-1.25 #110534',
  },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'useHyperKubeImage', removedIn: '1.22',
    replacement: gone, source: 'CHANGELOG-1.22 #101537',
  },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'dns.type', deprecatedIn: '1.20',
    removedIn: '1.22', replacement: 'Remove it. CoreDNS is the only one.',
    source: 'CHANGELOG-1.21 #99646; CHANGELOG-1.22 #101547',
  },
  { ...lost, component: 'kubeadm', path: 'nodeRegistration.kubeletExtraArgs', ...extraArgs },
  { ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: '*.extraArgs', ...extraArgs },
  { ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'etcd.local.extraArgs', ...extraArgs },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'apiServer.timeoutForControlPlane',
    deprecatedIn: '1.31', removedIn: '1.37',
    replacement: 'Use timeouts.controlPlaneComponentHealthCheck of InitConfiguration or JoinConfiguration.',
    source: 'CHANGELOG-1.31 #125029',
  },
  {
    ...lost, component: 'kubeadm', kind: 'JoinConfiguration', path: 'discovery.timeout', deprecatedIn: '1.31',
    removedIn: '1.37', replacement: 'Use timeouts.discovery.', source: 'CHANGELOG-1.31 #125029',
  },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'featureGates.UnversionedKubeletConfigMap',
    removedIn: '1.26', replacement: gone, source: 'CHANGELOG-1.26 #113448',
  },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'imageRepository', value: 'k8s.gcr.io',
    deprecatedIn: '1.25', replacement: 'Use registry.k8s.io. kubeadm rewrites it on upgrade.',
    source: 'CHANGELOG-1.25 #110343',
  },
  {
    ...lost, component: 'kubeadm', path: 'nodeRegistration.criSocket', value: '/var/run/dockershim.sock',
    removedIn: '1.24',
    replacement: 'Use unix:///run/containerd/containerd.sock, unix:///var/run/crio/crio.sock or '
      + 'unix:///var/run/cri-dockerd.sock.',
    source: 'CHANGELOG-1.24 #106973 and #107317; CHANGELOG-1.25 #110022',
  },
]

/**
 * What the versions do to a field of a component's configuration file. `keyPath` is the path below the document;
 * `value`, if it is known, settles rows about one value, and rows about the form match a map only:
 * the caller asks for 'map'.
 * No other top-level field of kubelet.config.k8s.io/v1beta1 was removed or renamed between 1.17 and 1.36.
 */
export function findConfigField(
  component: string,
  keyPath: readonly string[],
  about: { readonly kind?: string; readonly value?: string; readonly form?: 'map' } = {},
): ConfigField | undefined {
  return CONFIG_FIELDS.find(
    row =>
      row.component === component
      && (row.kind === undefined || about.kind === undefined || row.kind === about.kind)
      && (row.value === undefined || row.value === about.value)
      && row.form === about.form
      && samePath(row.path.split('.'), keyPath),
  )
}

function samePath(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((key, index) => key === '*' || key === path[index])
}

/** Something in the cluster that kubeadm or kubelet wrote, read or expected, and a version changed. */
export interface ClusterChange extends Change {
  readonly kind:
    | 'label'
    | 'taint'
    | 'toleration'
    | 'annotation'
    | 'config-map'
    | 'socket'
    | 'manifest'
    | 'kubeadm-flags.env'
    | 'check'
    | 'api'
  /** The name to look for, where there is one to find in a file. */
  readonly name: string
}

const change = { stillValid: false } as const
const instanceConfig = '/var/lib/kubelet/instance-config.yaml'

/** Every change of this sort that the tables know. */
export const CLUSTER_CHANGES: readonly ClusterChange[] = [
  {
    ...change, kind: 'manifest', name: 'kube-apiserver --insecure-port', removedIn: '1.22',
    replacement: 'kubeadm no longer writes it.', source: 'CHANGELOG-1.22 #102121',
  },
  {
    ...change, kind: 'manifest', name: 'kube-controller-manager --port=0', removedIn: '1.23',
    replacement: 'kubeadm no longer writes it.', source: 'CHANGELOG-1.23 #104157',
  },
  {
    ...change, kind: 'manifest', name: 'kube-scheduler --port=0', removedIn: '1.23',
    replacement: 'kubeadm no longer writes it.', source: 'CHANGELOG-1.23 #105034',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--network-plugin', removedIn: '1.24',
    replacement: 'Remove it. An old file keeps it and stops a 1.24 kubelet, unless kubeadm upgrades the node.',
    source: 'CHANGELOG-1.24 #106973; CHANGELOG-1.25 #110022',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--container-runtime', removedIn: '1.26', replacement: gone,
    source: 'CHANGELOG-1.26 #112000',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--pod-infra-container-image', removedIn: '1.35',
    replacement: 'Remove it. The upgrade to 1.35 removes it, later ones do not.',
    source: 'CHANGELOG-1.35 #133778; CHANGELOG-1.36 #135807',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--container-runtime-endpoint', removedIn: '1.34',
    replacement: `Read containerRuntimeEndpoint in ${instanceConfig}.`,
    source: 'CHANGELOG-1.32 #128031; CHANGELOG-1.34 #131981; CHANGELOG-1.37 #138645',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--cgroup-driver', removedIn: '1.19',
    replacement: 'Set cgroupDriver in KubeletConfiguration.', source: 'CHANGELOG-1.19 #90513',
  },
  {
    ...change, kind: 'kubeadm-flags.env', name: '--resolv-conf', removedIn: '1.19',
    replacement: 'Set resolvConf in KubeletConfiguration.', source: 'CHANGELOG-1.19 #90394',
  },
  {
    ...change, kind: 'annotation', name: 'kubeadm.alpha.kubernetes.io/cri-socket', removedIn: '1.34',
    replacement: `Read ${instanceConfig}. A dockershim value must be changed before the upgrade to 1.24.`,
    source: 'CHANGELOG-1.32 #128031; CHANGELOG-1.33 #129279; CHANGELOG-1.34 #131981',
  },
  {
    ...change, kind: 'socket', name: '/var/run/dockershim.sock', removedIn: '1.24',
    replacement: 'Use unix:///var/run/containerd/containerd.sock, the default. With several sockets on a node, set '
      + 'criSocket.',
    source: 'CHANGELOG-1.24 #107317; cmd/kubeadm/app/constants/constants_unix.go 1.20 and 1.36',
  },
  {
    ...change, kind: 'socket', name: 'npipe:////./pipe/dockershim', removedIn: '1.24',
    replacement: 'Use npipe:////./pipe/containerd-containerd, the default.', source: 'CHANGELOG-1.24 #107317',
  },
  {
    ...change, kind: 'socket', name: 'without unix://', deprecatedIn: '1.24',
    replacement: 'Write the unix:// scheme. kubeadm adds it with a warning.',
    source: 'CHANGELOG-1.24 #107295; cmd/kubeadm/app/util/config/initconfiguration.go 1.36',
  },
  {
    ...change, kind: 'socket', name: '/var/run/docker.sock', removedIn: '1.24',
    replacement: "Use cri-dockerd's socket unix:///var/run/cri-dockerd.sock.",
    source: 'CHANGELOG-1.24 #107317; cmd/kubeadm/app/util/runtime/runtime_unix.go 1.20',
  },
  {
    ...change, kind: 'check', name: '--cri-socket with --config', removedIn: '1.22',
    replacement: 'Set nodeRegistration.criSocket in the configuration. --cri-socket alone stays.',
    source: 'CHANGELOG-1.22 #101600',
  },
  {
    ...change, kind: 'check', name: 'upgrade plan --config with component configs', removedIn: '1.29',
    replacement: gone, source: 'CHANGELOG-1.29 #120788',
  },
  {
    ...change, kind: 'check', name: 'preflight check of the docker service', removedIn: '1.24',
    replacement: 'kubeadm no longer checks Docker; its cgroup driver not since 1.22.',
    source: 'CHANGELOG-1.22 #99647; CHANGELOG-1.24 #107317',
  },
  {
    ...change, kind: 'check', name: 'crictl on the node', removedIn: '1.31',
    replacement: 'kubeadm no longer needs crictl; install it for people.', source: 'CHANGELOG-1.31 #124685',
  },
  {
    ...change, kind: 'label', name: 'node-role.kubernetes.io/master', deprecatedIn: '1.20', removedIn: '1.24',
    replacement: 'Use node-role.kubernetes.io/control-plane.', source: 'CHANGELOG-1.20 #95382; CHANGELOG-1.24 #107533',
  },
  {
    ...change, kind: 'taint', name: 'node-role.kubernetes.io/master:NoSchedule', deprecatedIn: '1.20',
    removedIn: '1.25', replacement: 'Use node-role.kubernetes.io/control-plane:NoSchedule.',
    source: 'CHANGELOG-1.24 #107533; CHANGELOG-1.25 #110095',
  },
  {
    ...change, kind: 'toleration', name: 'node-role.kubernetes.io/master', removedIn: '1.26',
    replacement: 'Tolerate node-role.kubernetes.io/control-plane. CoreDNS no longer tolerates the old taint.',
    source: 'CHANGELOG-1.26 #112008',
  },
  {
    ...change, kind: 'config-map', name: 'kube-system/kubelet-config-1.x', deprecatedIn: '1.23', removedIn: '1.24',
    replacement: 'Use kube-system/kubelet-config, and the RBAC role kubeadm:kubelet-config.',
    source: 'CHANGELOG-1.23 #105741; CHANGELOG-1.24 #108027; CHANGELOG-1.25 #110327',
  },
  {
    ...change, kind: 'api', name: 'Node.spec.configSource', deprecatedIn: '1.22', removedIn: '1.24',
    replacement: 'Remove it. kubelet ignores it.', source: 'CHANGELOG-1.24 #106932; CHANGELOG-1.26 #112643',
  },
  {
    ...change, kind: 'api', name: 'CRI v1alpha2', deprecatedIn: '1.23', removedIn: '1.26',
    replacement: 'Use a runtime that speaks CRI v1: containerd 1.6 or newer.',
    source: 'CHANGELOG-1.23 #106501; CHANGELOG-1.26 #110618',
  },
]

