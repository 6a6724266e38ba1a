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
