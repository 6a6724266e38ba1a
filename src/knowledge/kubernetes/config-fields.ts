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
