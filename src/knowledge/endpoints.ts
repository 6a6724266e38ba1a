/*
 * CRI endpoints: the address of the runtime, as kubelet, kubeadm and crictl take it.
 * Sources: pkg/kubelet/util/util_unix.go and util_windows.go, 1.20 to 1.30 (cri-client/pkg/util from 1.31);
 * cmd/kubelet/app/options/options.go and pkg/kubelet/apis/config/v1beta1/defaults.go; cmd/kubeadm/app/constants;
 * kubernetes-sigs/cri-tools docs/crictl.md; Mirantis/cri-dockerd packaging/systemd.
 */
import type { Verdict } from './verdict.ts'
import type { Version } from './versions.ts'

/** The operating system of a node. */
export type NodeOs = 'linux' | 'windows'

/** The runtimes that speak CRI. */
export type CriRuntime = 'containerd' | 'cri-o' | 'cri-dockerd'

/** Where each runtime listens unless it is told otherwise. CRI-O does not run on Windows. */
export const DEFAULT_ENDPOINTS: Readonly<Record<CriRuntime, Readonly<Partial<Record<NodeOs, string>>>>> = {
  containerd: { linux: 'unix:///run/containerd/containerd.sock', windows: 'npipe:////./pipe/containerd-containerd' },
  'cri-o': { linux: 'unix:///var/run/crio/crio.sock' },
  'cri-dockerd': { linux: 'unix:///var/run/cri-dockerd.sock', windows: 'npipe:////./pipe/cri-dockerd' },
}

/** Flags that hold a runtime's endpoint, and the program that has them. */
export const CRI_FLAGS: Readonly<Record<string, string>> = {
  'container-runtime-endpoint': 'kubelet',
  'image-service-endpoint': 'kubelet',
  'cri-socket': 'kubeadm',
  'runtime-endpoint': 'crictl',
  'image-endpoint': 'crictl',
}

/** Whether a variable gives crictl its endpoint. */
export const isEndpointVariable = (name: string): boolean => /^(?:CONTAINER_RUNTIME|IMAGE_SERVICE)_ENDPOINT$/.test(name)

/** The annotation of a node that kubeadm keeps the endpoint in. */
export const CRI_SOCKET_ANNOTATION = 'kubeadm.alpha.kubernetes.io/cri-socket'

/** Settings and flags that give a CRI endpoint, in every spelling. */
export const endpointTriggers: readonly string[] = ['runtime', 'image', 'service'].flatMap(what =>
  ['-', '_', ''].map(between => `${what}${between}endpoint`),
)

/** The stock packages of containerd switch the plugin off that the kubelet talks to; undefined for any other plugin. */
export const criPluginOff = (plugin: string): Verdict | undefined =>
  /^(?:(?:io\.containerd\.grpc\.v1\.)?cri|io\.containerd\.cri\.v1\.(?:images|runtime))$/.test(plugin)
    ? {
        what: `containerd's CRI plugin is switched off by disabled_plugins = ["${plugin}"]`,
        breaks:
          'The kubelet cannot use this containerd: it reports that the runtime does not know the service runtime.v1.RuntimeService, and the node does not become ready.',
        instead: `Remove "${plugin}" from disabled_plugins and restart containerd.`,
        level: 'error',
      }
    : undefined

/**
 * Whether a program needs an endpoint here: the kubelet its runtime's. An image service that is not given is the runtime, and crictl
 * and kubeadm look for a runtime themselves.
 */
export const needsEndpoint = (program: string | undefined, name: string): boolean =>
  program === 'kubelet' && /^container-?runtime-?endpoint$/i.test(name)

/** What is wrong with an endpoint: see `criEndpoint`. */
export type EndpointProblem = 'dockershim' | 'docker-api' | 'no-scheme' | 'empty' | 'scheme'

/** A CRI endpoint that does not work or is spelled in a way that may stop working. */
export interface EndpointFinding {
  readonly problem: EndpointProblem
  readonly level: 'error' | 'note'
  /** What breaks, as a sentence. */
  readonly breaks: string
  /** The version since which it breaks; absent if it never worked, or is only a warning. */
  readonly since?: Version
  /** What to write instead, as a sentence. */
  readonly instead: string
  /** A value that can take its place as it is, where there is only one choice. */
  readonly fix?: string
}

/**
 * What is wrong with a CRI endpoint value (--container-runtime-endpoint, containerRuntimeEndpoint, criSocket, the
 * runtime-endpoint of crictl) on a kubelet of the target version, if anything. An unknown value is not judged, except
 * for the socket's name at its end.
 */
export function criEndpoint(
  text: string,
  targetVersion: Version,
  os: NodeOs = 'linux',
  runtime?: CriRuntime,
): EndpointFinding | undefined {
  const value = text.trim()
  if (value === '') return emptyEndpoint(targetVersion, os, runtime)
  const name =
    value
      .replace(/(?<![\\/])[\\/]+$/, '')
      .split(/[\\/]/)
      .at(-1)
      ?.toLowerCase() ?? ''
  const instead = `Write the runtime's own endpoint: ${choices(os, runtime)}.`

  if (name === 'dockershim.sock' || name === 'dockershim') {
    if (minor(targetVersion) < 24) return undefined
    return {
      problem: 'dockershim',
      level: 'error',
      breaks: 'Nothing has listened there since Kubernetes 1.24, which removed dockershim.',
      since: '1.24',
      instead,
    }
  }
  // k0s names the kind of runtime first, and cuts it off before the kubelet gets the rest.
  if (/^docker:unix:|^remote:unix:(?!.*\/docker\.sock$)/.test(value)) return undefined
  if (name === 'docker.sock' || name === 'docker_engine') {
    return {
      problem: 'docker-api',
      level: 'error',
      breaks: 'This is the socket of the Docker API, which does not speak CRI: every call fails.',
      instead: `${instead} To keep Docker Engine, install cri-dockerd and use its socket.`,
    }
  }
  // A variable may hold the scheme; before a folder it holds the beginning of a path.
  if (/[\uE000<]|\{\{|\$\(/.test(value) || (value.startsWith('$') && !/^\$\{?\w+\}?\/.*\.sock$/.test(value)))
    return undefined

  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(value)?.[1]?.toLowerCase()
  if (scheme === undefined || (scheme.length === 1 && os === 'windows')) return withoutScheme(value, os)
  const accepted = os === 'windows' ? ['npipe', 'tcp'] : ['unix']
  if (accepted.includes(scheme)) return undefined
  return {
    problem: 'scheme',
    level: 'error',
    breaks:
      os === 'windows'
        ? `On Windows only npipe:// and tcp:// endpoints are accepted, not ${scheme}://.`
        : `On Linux only unix:// endpoints are accepted, not ${scheme}://.`,
    instead,
  }
}

/** The runtime's own endpoint in the form of another one, for where dockershim or Docker stood; undefined for a form of another kind. */
export function endpointOf(runtime: CriRuntime, text: string, os: NodeOs, withScheme: boolean): string | undefined {
  const endpoint = DEFAULT_ENDPOINTS[runtime][os]
  if (endpoint === undefined || text.trim() === '') return endpoint
  if (os === 'windows') {
    const name = endpoint.slice(endpoint.lastIndexOf('/') + 1)
    return /^(?:npipe:)?[\\/]/i.test(text) ? text.replace(/(?<![^\\/])[^\\/]+$/, name) : undefined
  }
  const path = endpoint.slice('unix://'.length)
  const scheme = /^(unix:\/\/|unix:(?=\/))?(?:\/[\w./-]*|[$]\{?\w+(?:[}./-][\w./-]*)?|[\w-]+)$/.exec(text)
  return scheme ? `${scheme[1] ?? (withScheme ? 'unix://' : '')}${path}` : undefined
}

/**
 * Up to 1.23 an empty endpoint meant dockershim's own socket. 1.24 and 1.25 have no runtime for it, 1.26 refuses it,
 * and from 1.27 the default is containerd's.
 */
function emptyEndpoint(
  targetVersion: Version,
  os: NodeOs,
  runtime: CriRuntime | undefined,
): EndpointFinding | undefined {
  const version = minor(targetVersion)
  if (version < 24 || version > 26) return undefined
  return {
    problem: 'empty',
    level: 'error',
    breaks:
      version === 26
        ? 'The kubelet refuses an empty endpoint and does not start.'
        : 'An empty endpoint meant dockershim, which Kubernetes 1.24 removed: the kubelet does not start.',
    since: version === 26 ? '1.26' : '1.24',
    instead: `Write the runtime's endpoint: ${choices(os, runtime)}.`,
  }
}

function withoutScheme(value: string, os: NodeOs): EndpointFinding {
  if (os === 'windows') {
    const path = value.replace(/\\/g, '/')
    return {
      problem: 'no-scheme',
      level: 'error',
      breaks: 'On Windows an endpoint without a scheme is refused.',
      instead: 'Write npipe:// in front of the path, with forward slashes.',
      ...(path.startsWith('//./pipe/') && { fix: `npipe://${path}` }),
    }
  }
  return {
    problem: 'no-scheme',
    level: 'note',
    breaks: 'A path without a scheme is deprecated. For now, unix:// is put in front of it.',
    instead: 'Write unix:// in front of the path.',
    ...(value.startsWith('/') && { fix: `unix://${value}` }),
  }
}

/** The endpoint of the runtime that is meant; of all, where none is named or it has none on that system. */
function choices(os: NodeOs, wanted: CriRuntime | undefined): string {
  const own = wanted && DEFAULT_ENDPOINTS[wanted][os]
  if (own !== undefined) return `"${own}"`
  return Object.entries(DEFAULT_ENDPOINTS)
    .flatMap(([runtime, endpoints]) => (endpoints[os] === undefined ? [] : [`${endpoints[os]} (${runtime})`]))
    .join(', ')
}

function minor(version: Version): number {
  return Number(version.split('.')[1])
}
