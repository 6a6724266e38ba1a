/** Fields of the components' configuration files. */
import type { Change } from './change.ts'
import { gone } from './flag.ts'

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
  /** The change is about documents of these apiVersions only: others have the field, or never had it. */
  readonly apiVersions?: readonly string[]
  /** The component logs the field and starts without it, which matters that much; without it, it refuses the document. */
  readonly ignored?: 'warning' | 'note'
}

const effectless = 'Remove it. It is accepted, but does nothing.'
const valid = { stillValid: true } as const
const lost = { stillValid: false } as const
const kubeadmV1beta4 = ['kubeadm.k8s.io/v1beta4']
/** kubeadm warns of a field that its apiVersion lacks, and goes on. Source: cmd/kubeadm/app/util/config/strict, initconfiguration.go 1.37. */
const sinceV1beta3 = {
  component: 'kubeadm',
  kind: 'ClusterConfiguration',
  apiVersions: ['kubeadm.k8s.io/v1beta3', ...kubeadmV1beta4],
  removedIn: '1.22',
  ignored: 'note',
} as const
const extraArgs = {
  removedIn: '1.31',
  form: 'map',
  apiVersions: kubeadmV1beta4,
  replacement: 'Write a list of names and values, as kubeadm.k8s.io/v1beta4 expects.',
  source: 'cmd/kubeadm/app/apis/kubeadm/v1beta4/types.go 1.31 (ExtraArgs []Arg); CHANGELOG-1.31 #125029',
} as const

/** Names of plugins that kube-scheduler refuses where they are enabled or configured; a list of disabled ones is not checked. */
const plugins = (
  names: readonly string[],
  removedIn: string,
  replacement: string,
  source: string,
  apiVersions?: readonly string[],
): readonly ConfigField[] =>
  names.flatMap(value =>
    ['profiles.*.plugins.*.enabled.*.name', 'profiles.*.pluginConfig.*.name'].map(path => ({
      ...lost, component: 'kube-scheduler' as const, path, value, removedIn, replacement, source,
      ...(apiVersions && { apiVersions }),
    })),
  )
const pluginNames = (before: string, since: string): string =>
  `pkg/scheduler/framework/plugins/names/names.go ${before} and ${since}`

/** Every field of component configuration that the tables know. */
export const CONFIG_FIELDS: readonly ConfigField[] = [
  {
    ...lost, component: 'kubelet', path: 'logging.sanitization', deprecatedIn: '1.24', removedIn: '1.24',
    ignored: 'note', replacement: gone,
    source: 'CHANGELOG-1.24 #107207; lenient decoding in pkg/kubelet/kubeletconfig/util/codec/codec.go 1.24 and 1.37',
  },
  {
    ...lost, component: 'kubelet', path: 'seccompProfileRoot', deprecatedIn: '1.19', removedIn: '1.23',
    ignored: 'warning',
    replacement: 'Remove it, and put the profiles into the seccomp folder below --root-dir: pods miss them otherwise.',
    source: 'CHANGELOG-1.23 #103941; lenient decoding in pkg/kubelet/kubeletconfig/util/codec/codec.go 1.24 and 1.37',
  },
  {
    ...lost, component: 'kubelet', path: 'runOnce', value: 'true', deprecatedIn: '1.19', removedIn: '1.32',
    replacement: 'Remove it. From 1.32 on the kubelet refuses to run once.',
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
    replacement: 'It stays. From 1.31 on the kubelet asks the runtime first.',
    source: 'CHANGELOG-1.36 #136846; CHANGELOG-1.37 #139121',
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
    ...lost, component: 'kube-proxy', path: 'udpIdleTimeout', removedIn: '1.26', ignored: 'note', replacement: gone,
    source: 'CHANGELOG-1.26 #112133; newLenientSchemeAndCodecs in cmd/kube-proxy/app/server.go 1.26',
  },
  {
    ...lost, component: 'kube-proxy', path: 'mode', value: 'userspace', deprecatedIn: '1.23', removedIn: '1.26',
    replacement: 'Use iptables or nftables (Linux), kernelspace (Windows).',
    source: 'pkg/proxy/apis/config/validation/validation.go in 1.25 and 1.26',
  },
  {
    ...lost, component: 'kube-proxy', path: 'mode', value: 'ipvs', deprecatedIn: '1.35',
    replacement: 'Use nftables or iptables.',
    source: 'cmd/kube-proxy/app/server_linux.go 1.37: off by default from 1.40 on, gone in 1.43',
  },
  {
    ...lost, component: 'kube-scheduler', path: 'metricsBindAddress', deprecatedIn: '1.23', removedIn: '1.23',
    replacement: 'Remove it. --secure-port serves the metrics.', source: 'CHANGELOG-1.23 #96345',
  },
  {
    ...lost, component: 'kube-scheduler', path: 'healthzBindAddress', deprecatedIn: '1.23', removedIn: '1.23',
    replacement: 'Remove it. --secure-port serves the health check.', source: 'CHANGELOG-1.23 #96345',
  },
  ...plugins(
    ['SelectorSpread'], '1.25', 'Use PodTopologySpread.',
    'invalidPluginsByVersion in pkg/scheduler/apis/config/validation/validation.go 1.25',
    ['kubescheduler.config.k8s.io/v1'],
  ),
  ...plugins(
    ['AzureDiskLimits', 'CinderLimits', 'EBSLimits', 'GCEPDLimits'], '1.31', 'Remove it. NodeVolumeLimits does it.',
    'invalidPluginsByVersion in pkg/scheduler/apis/config/validation/validation.go 1.31 and 1.37',
  ),
  ...plugins(
    ['NodeResourcesLeastAllocated', 'NodeResourcesMostAllocated', 'RequestedToCapacityRatio'], '1.23',
    'Use the scoringStrategy of NodeResourcesFitArgs.', pluginNames('1.22', '1.23'),
  ),
  ...plugins(['NodeLabel'], '1.23', 'Use NodeAffinity.', pluginNames('1.22', '1.23')),
  ...plugins(['NodePreferAvoidPods'], '1.23', 'Use taints with the effect PreferNoSchedule.', pluginNames('1.22', '1.23')),
  ...plugins(['ServiceAffinity'], '1.26', 'Use pod affinity or PodTopologySpread.', pluginNames('1.25', '1.26')),
  {
    ...lost, ...sinceV1beta3, path: 'useHyperKubeImage', replacement: gone,
    source: 'CHANGELOG-1.22 #101537; cmd/kubeadm/app/apis/kubeadm/v1beta2/types.go 1.26 still has it',
  },
  {
    ...lost, ...sinceV1beta3, path: 'dns.type', replacement: 'Remove it. CoreDNS is the only one.',
    source: 'CHANGELOG-1.22 #101547; cmd/kubeadm/app/apis/kubeadm/v1beta2/types.go 1.26 still has it',
  },
  { ...lost, component: 'kubeadm', path: 'nodeRegistration.kubeletExtraArgs', ...extraArgs },
  { ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: '*.extraArgs', ...extraArgs },
  { ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'etcd.local.extraArgs', ...extraArgs },
  {
    ...lost, component: 'kubeadm', kind: 'ClusterConfiguration', path: 'apiServer.timeoutForControlPlane',
    apiVersions: kubeadmV1beta4, removedIn: '1.31', ignored: 'note',
    replacement: 'Use timeouts.controlPlaneComponentHealthCheck of InitConfiguration or JoinConfiguration.',
    source: 'CHANGELOG-1.31 #125029',
  },
  {
    ...lost, component: 'kubeadm', kind: 'JoinConfiguration', path: 'discovery.timeout',
    apiVersions: kubeadmV1beta4, removedIn: '1.31', ignored: 'note', replacement: 'Use timeouts.discovery.', source: 'CHANGELOG-1.31 #125029',
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

/** What is known of a field and its document. */
export interface FieldContext {
  readonly apiVersion?: string
  readonly kind?: string
  readonly value?: string
  readonly form?: 'map'
}

/**
 * What the versions do to a field of a component's configuration file. `keyPath` is the path below the document;
 * `value`, if it is known, settles rows about one value, and rows about the form match a map only:
 * the caller asks for 'map'.
 * No other top-level field of kubelet.config.k8s.io/v1beta1 was removed or renamed between 1.17 and 1.36.
 */
export function findConfigField(
  component: string,
  keyPath: readonly string[],
  about: FieldContext = {},
): ConfigField | undefined {
  return CONFIG_FIELDS.find(
    row =>
      row.component === component
      && (row.kind === undefined || about.kind === undefined || row.kind === about.kind)
      && (row.value === undefined || row.value === about.value)
      && row.form === about.form
      && (row.apiVersions === undefined || about.apiVersion === undefined || row.apiVersions.includes(about.apiVersion))
      && samePath(row.path.split('.'), keyPath),
  )
}

function samePath(pattern: readonly string[], path: readonly string[]): boolean {
  return pattern.length === path.length && pattern.every((key, index) => key === '*' || key === path[index])
}
