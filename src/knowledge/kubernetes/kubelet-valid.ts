/** Flags of the kubelet that look removed, and are not: most have a twin in KubeletConfiguration. */
import type { Group } from './flag.ts'

const stays = 'It stays.'
const inConfig = 'It stays; KubeletConfiguration (--config) has the same setting.'

export const KUBELET_VALID_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.10', stillValid: true, flags: [
    [
      '--hairpin-mode', 'It is accepted, but does nothing from 1.24 on: the CNI plugin decides.',
      'cmd/kubelet/app/options/options.go 1.36; pkg/kubelet 1.31 and 1.36 have no reader of HairpinMode',
    ],
    [
      '--cgroup-driver', 'It stays (cgroupDriver in KubeletConfiguration). From 1.31 on the kubelet asks the runtime first.',
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
  { deprecatedIn: '1.11', stillValid: true, flags: [
    [
      ['--qos-reserved', '--rotate-certificates'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.11 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.12', stillValid: true, flags: [
    [
      ['--cpu-cfs-quota-period', '--rotate-server-certificates'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.12 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.16', stillValid: true, flags: [
    [
      ['--allowed-unsafe-sysctls', '--topology-manager-policy'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.16 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.17', stillValid: true, flags: [
    ['--reserved-cpus', inConfig, 'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.17 and 1.36'],
  ] },
  { deprecatedIn: '1.19', stillValid: true, flags: [
    ['--volume-plugin-dir', 'It stays (volumePluginDir in KubeletConfiguration).', 'CHANGELOG-1.19 #88480'],
    [
      ['--kernel-memcg-notification', '--node-status-max-images'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.19 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.20', stillValid: true, flags: [
    [
      '--topology-manager-scope', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.20 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.21', stillValid: true, flags: [
    [
      ['--memory-manager-policy', '--reserved-memory'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.21 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.22', stillValid: true, flags: [
    [
      '--cpu-manager-policy-options', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.22 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.23', stillValid: true, flags: [
    [
      ['--register-node', '--register-with-taints'], inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.23 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.25', stillValid: true, flags: [
    [
      '--local-storage-capacity-isolation', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.25 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.26', stillValid: true, flags: [
    [
      '--topology-manager-policy-options', inConfig,
      'AddKubeletConfigFlags in cmd/kubelet/app/options/options.go, 1.26 and 1.36',
    ],
  ] },
  { deprecatedIn: '1.27', stillValid: true, flags: [
    [
      '--container-runtime-endpoint', 'It stays; from 1.27 KubeletConfiguration has containerRuntimeEndpoint too.',
      'CHANGELOG-1.24 #106954; CHANGELOG-1.27 #112136',
    ],
    [
      '--image-service-endpoint', 'It stays; from 1.27 KubeletConfiguration has imageServiceEndpoint too.',
      'CHANGELOG-1.24 #106954; CHANGELOG-1.27 #112136',
    ],
  ] },
  { stillValid: true, flags: [
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
      '--root-dir', "It stays: this is the kubelet's own state, not Docker's data root.",
      'cmd/kubelet/app/options/options.go 1.36',
    ],
    ['--provider-id', stays, 'CHANGELOG-1.28 #116530'],
    ['--housekeeping-interval', 'It stays: the only cAdvisor flag that 1.37 keeps.', 'CHANGELOG-1.37 #139870'],
    [['--vmodule', '--v'], stays, 'CHANGELOG-1.26 #112120'],
    ['--logging-format', 'It stays (logging.format in KubeletConfiguration).', 'component-base/logs/api/v1 1.36'],
  ] },
]
