/** What kubeadm and the kubelet leave in a cluster: labels, taints, sockets, files. */
import type { Change } from './change.ts'
import { gone } from './flag.ts'

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
    replacement: 'Remove it. The kubelet ignores it.', source: 'CHANGELOG-1.24 #106932; CHANGELOG-1.26 #112643',
  },
  {
    ...change, kind: 'api', name: 'CRI v1alpha2', deprecatedIn: '1.23', removedIn: '1.26',
    replacement: 'Use a runtime that speaks CRI v1: containerd 1.6 or newer.',
    source: 'CHANGELOG-1.23 #106501; CHANGELOG-1.26 #110618',
  },
]
