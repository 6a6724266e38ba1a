/** Where the new runtime keeps its configuration, below the root of a node. */
import type { CarryTarget } from '../knowledge/carry-over.ts'
import type { Target } from './plan.ts'

/** The folder of registries that containerd is pointed at. */
export const CONTAINERD_CERTS = '/etc/containerd/certs.d'

/** containerd's own file, which takes in the other one, and so needs no change where it is there already but for one line. */
export const CONTAINERD_MAIN = 'etc/containerd/config.toml'
export const CONTAINERD_DROP_IN = 'etc/containerd/conf.d/50-docker-settings.toml'
export const CRIO_DROP_IN = 'etc/crio/crio.conf.d/50-docker-settings.conf'
export const REGISTRIES = 'etc/containers/registries.conf.d/50-docker-settings.conf'
export const KUBELET_PATCH = 'etc/kubernetes/patches/kubeletconfiguration.yaml'
export const CRICTL = 'etc/crictl.yaml'

/** A drop-in of the runtime's unit. */
export const unitDropIn = ({ runtime }: Target, name: string): string =>
  `etc/systemd/system/${runtime === 'cri-o' ? 'crio' : 'containerd'}.service.d/${name}.conf`

/** The tables that hold for a target, and the file that each is written to. */
export const targetsOf = ({ runtime, runtimeVersion }: Target): readonly (readonly [CarryTarget, string])[] => [
  runtime === 'cri-o'
    ? ['criO', CRIO_DROP_IN]
    : [runtimeVersion === '2' ? 'containerd2' : 'containerd1', CONTAINERD_DROP_IN],
  ['kubelet', KUBELET_PATCH],
]

/** The table of containerd's plugin for the CRI: for images, or for what runs. */
export const criTable = ({ runtimeVersion }: Target, of: 'images' | 'runtime'): readonly string[] => [
  'plugins',
  runtimeVersion === '2' ? `io.containerd.cri.v1.${of}` : 'io.containerd.grpc.v1.cri',
]
