/*
 * Paths by meaning. Text may hold filler (U+E000) in place of a template action: those parts are unknown, and the
 * functions judge only what is known. A shell variable at the start of a path ('$ROOT/docker.sock') is unknown too.
 */

const filler = '\uE000'
const windowsDrive = /^[A-Za-z]:(?=[\\/]|$)/
const windowsVariable = /^(?:%programdata%|\$\{?env:programdata\}?)(?=[\\/]|$)/i
const windowsPipe = /^[\\/]+\.[\\/]+pipe[\\/]+/i

// moby/moby client/client_unix.go and client_windows.go: DefaultDockerHost
const dockerSocketPath = '/var/run/docker.sock'
const dockerPipePath = '//./pipe/docker_engine'
/** BOSH, and PKS with it, gives Docker a folder of its own (cloudfoundry-incubator/docker-boshrelease). */
const BOSH_SOCKET = /\/vcap\/(?:data\/)?sys\/run\/docker\/docker\.sock$/

/**
 * One spelling for all spellings of a path: '/run' becomes '/var/run' (the first links to the second, or the second
 * to the first, on every current distribution), '//', '.', '..' and a trailing slash go, a 'unix://' or 'npipe://'
 * prefix goes, and a Windows path gets forward slashes and lower case.
 */
export function normalizePath(text: string): string {
  const path = stripScheme(text.trim())
  const pipe = windowsPipe.exec(path)
  if (pipe)
    return `//./pipe/${path
      .slice(pipe[0].length)
      .replace(/[\\/]+/g, '/')
      .replace(/\/$/, '')
      .toLowerCase()}`
  if (/^[\\/]+\.[\\/]+pipe[\\/]*$/i.test(path)) return '//./pipe'

  const windows = windowsDrive.test(path) || windowsVariable.test(path)
  const slashed = windows ? path.replace(windowsVariable, 'c:/programdata').replace(/\\/g, '/').toLowerCase() : path
  const resolved = resolveSegments(slashed)
  const run = /^\/run(?=\/|$)/
  return run.test(resolved) ? `/var${resolved}` : resolved
}

/** What a path that names a Docker socket is: see `dockerSocket`. */
export type DockerSocket = 'node' | 'mounted' | 'elsewhere'

/**
 * The Docker API socket that a path or a 'unix://' address names. 'node': the daemon's own, /var/run/docker.sock or the
 * docker_engine pipe. 'mounted': the same below another prefix, as a container sees it ('/host/var/run/docker.sock'),
 * or below an unknown prefix. 'elsewhere': another file named docker.sock, such as the one of a Docker in the pod.
 * Source: dockerd reference, "Daemon socket option".
 */
export function dockerSocket(text: string): DockerSocket | undefined {
  // Every path of every file is asked about: most are told at a glance.
  if (!/docker/i.test(text)) return undefined
  const path = normalizePath(text)
  if (path === dockerSocketPath || path === dockerPipePath) return 'node'
  const segments = path.split('/')
  const name = segments.pop() ?? ''
  if (name !== 'docker.sock') return name.endsWith(`${filler}docker.sock`) ? 'mounted' : undefined
  // The folder of a Docker that runs in a pod, as a hostPath may keep it: /data/dind/run/docker.sock.
  if (segments.some(segment => /^dind$/i.test(segment))) return 'elsewhere'
  if (path.endsWith('/run/docker.sock') || BOSH_SOCKET.test(path)) return 'mounted'
  const parents = segments.filter(segment => segment !== '')
  return parents.length > 0 && parents.every(isUnknown) ? 'mounted' : 'elsewhere'
}

/**
 * Does this name dockershim's CRI socket or pipe? (Bottlerocket once called containerd's socket dockershim.sock.)
 * Source: cmd/kubelet/app/options of Kubernetes 1.23, the default of --container-runtime-endpoint.
 */
export function dockershimSocket(text: string): boolean {
  return socketName(text) === 'dockershim'
}

/**
 * Does this name cri-dockerd's CRI socket or pipe?
 * Source: Mirantis/cri-dockerd packaging/systemd and cmd/cri/options.
 */
export function criDockerdSocket(text: string): boolean {
  const name = socketName(text)
  return name === 'cri-dockerd' || name === 'cri-docker'
}

/** The runtime other than Docker whose socket or pipe this is: see `otherRuntimeSocket`. */
export type OtherRuntime = 'containerd' | 'cri-o'

/**
 * The runtime whose CRI socket or pipe this names. Docker Engine's private containerd socket (below /var/run/docker)
 * is not one, for it goes away with Docker.
 * Source: cmd/kubeadm/app/constants/constants_unix.go and constants_windows.go.
 */
export function otherRuntimeSocket(text: string): OtherRuntime | undefined {
  if (dockerContainerdSocket(text)) return undefined
  const name = socketName(text)
  if (name === 'containerd' || name === 'containerd-containerd') return 'containerd'
  return name === 'crio' ? 'cri-o' : undefined
}

/**
 * Does this name the socket of the containerd that dockerd starts for itself?
 * Source: moby/moby libcontainerd/supervisor: <exec-root>/containerd/containerd.sock.
 */
export function dockerContainerdSocket(text: string): boolean {
  const path = normalizePath(text)
  return /\/run\/docker\/(?:libcontainerd|containerd)\//.test(path) && path.endsWith('containerd.sock')
}

/** The part of Docker's data that a path names: see `dockerDataPath`. */
export type DockerData = 'root' | 'containers' | 'other'

/**
 * The part of Docker's data that a path names, also below a prefix such as /host. 'root': the data root itself.
 * 'containers': its containers folder or anything below it, with any data root. 'other': anything else below the root.
 * Source: dockerd reference, --data-root (/var/lib/docker; C:\ProgramData\docker on Windows).
 */
export function dockerDataPath(text: string): DockerData | undefined {
  if (!/docker|-json\.log/i.test(text)) return undefined
  const path = normalizePath(text)
  if (/\/docker\/containers(?:\/|$)/.test(path) || /\/containers\/[^/]+\/[^/]*-json\.log/.test(path))
    return 'containers'
  const last = lastLine(path)
  const root =
    /(?:\/var\/lib\/docker|^[a-z]:\/programdata\/docker|\/snap\/docker\/common\/var-lib-docker)(?=\/|$)/.exec(last)
  if (!root) return undefined
  const below = last.slice(root.index + root[0].length)
  if (below === '') return 'root'
  const name = below.slice(below.lastIndexOf('/'))
  return /^\/containers(?:\/|$)/.test(below) || name.includes('-json.log') ? 'containers' : 'other'
}

/**
 * Is this a path of container logs: the kubelet's own (/var/log/containers, /var/log/pods, on every runtime), or
 * Docker's? Also below a prefix. Source: Kubernetes docs, "Logging Architecture".
 */
export function isContainerLog(text: string): boolean {
  return (
    /(?:^|\/)var\/log\/(?:containers|pods)(?:\/|$)/.test(normalizePath(text)) || dockerDataPath(text) === 'containers'
  )
}

/** Is this the node's docker program, where packages and Snap put it? */
export const isDockerProgramPath = (text: string): boolean => /^\/(?:usr\/|usr\/local\/|snap\/)?bin\/docker$/.test(text)

/** Is this a directory that holds the node's docker.sock: /, /var, /var/run, /run, or the Windows pipe folder? */
export function parentOfDockerSocket(text: string): boolean {
  return ['/', '/var', '/var/run', '//./pipe'].includes(normalizePath(text))
}

/** Does `usedPath`, seen through the mount of the node's `hostPath` at `mountPath`, name the node's docker.sock? */
export function joinsDockerSocket(hostPath: string, mountPath: string, usedPath: string): boolean {
  const host = normalizePath(hostPath)
  const mount = normalizePath(mountPath)
  const used = normalizePath(usedPath)
  if ([host, mount, used].some(path => path.includes(filler))) return false
  const below =
    mount === '/' ? used : used === mount ? '' : used.startsWith(`${mount}/`) ? used.slice(mount.length) : undefined
  return below !== undefined && dockerSocket(`${host}${below}`) === 'node'
}

/** The part of dockerd's configuration that a path names: see `dockerConfigPath`. */
export type DockerConfig = 'daemon.json' | 'certs' | 'directory' | 'other'

/**
 * The part of dockerd's configuration that a path names, also below a prefix: daemon.json, the registry certificates in
 * certs.d, the directory /etc/docker itself, or another file of it. The registry image's own /etc/docker/registry and
 * the client's ~/.docker are not part of it.
 * Source: dockerd reference, "Daemon configuration file".
 */
export function dockerConfigPath(text: string): DockerConfig | undefined {
  const path = normalizePath(text)
  if (path === 'daemon.json' || /\/(?:etc\/docker|docker\/config|current\/config)\/daemon\.json$/.test(path))
    return 'daemon.json'
  if (/^[^/]*\uE000\/daemon\.json$/.test(path)) return 'daemon.json'
  const match = /(?:\/etc\/docker|^[a-z]:\/programdata\/docker\/config)(?:\/([^/]+)|$)/.exec(lastLine(path))
  if (!match) return undefined
  if (match[1] === undefined) return 'directory'
  if (match[1] === 'certs.d') return 'certs'
  return match[1] === 'registry' ? undefined : 'other'
}

const lastLine = (text: string): string => text.slice(text.lastIndexOf('\n') + 1)

function stripScheme(text: string): string {
  const unix = /^(?:http\+)?(?:unix|file):(?:%2F|\/)*/i.exec(text)
  if (unix) {
    const rest = text.slice(unix[0].length).replace(/%2F/gi, '/')
    return isUnknown(rest.split('/')[0] ?? '') ? rest : `/${rest}`
  }
  const npipe = /^npipe:/i.exec(text)
  if (!npipe) return text
  const rest = text.slice(npipe[0].length).replace(/^[\\/]+(?=\.[\\/])/, '//')
  return /^[\\/]+pipe[\\/]/i.test(rest) ? `//.${rest.replace(/^[\\/]+/, '/')}` : rest
}

function resolveSegments(path: string): string {
  const absolute = path.startsWith('/')
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    const last = kept.at(-1)
    if (segment !== '..') kept.push(segment)
    else if (last === undefined) absolute || kept.push(segment)
    else if (last === '..' || last === '**' || isUnknown(last)) kept.push(segment)
    else kept.pop()
  }
  const joined = kept.join('/')
  return absolute ? `/${joined}` : joined
}

/** Is this path segment unknown: does it hold filler, or is it a shell variable? */
function isUnknown(segment: string): boolean {
  return segment.includes(filler) || segment.startsWith('$')
}

/** The name of a socket file or pipe without '.sock' and folders; undefined for any other file. */
function socketName(text: string): string | undefined {
  const path = normalizePath(text)
  if (path.startsWith('//./pipe/')) return path.slice('//./pipe/'.length)
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.endsWith('.sock') ? name.slice(0, -'.sock'.length) : undefined
}

/** Where the runtime that the cluster moves to listens, on a node of the same operating system as the path. */
export function criSocket(path: string, runtime: string): string {
  if (normalizePath(path).startsWith('//./pipe')) return '\\\\.\\pipe\\containerd-containerd'
  return runtime === 'cri-o' ? '/var/run/crio/crio.sock' : '/run/containerd/containerd.sock'
}

/** Whether a path is the directory in which containerd or CRI-O keep images and containers. */
export const isDataOfOtherRuntime = (text: string): boolean =>
  /^(?:\/var\/lib\/(?:containerd|containers)|\/var\/lib\/rancher\/(?:k3s|rke2)\/agent\/containerd|c:\/programdata\/containerd)(?:\/|$)/.test(
    normalizePath(text),
  )
