import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  dockerSocket,
  dockershimSocket,
  joinsDockerSocket,
  normalizePath,
  otherRuntimeSocket,
  parentOfDockerSocket,
} from '../src/knowledge/paths.ts'
import { type Purpose, purposeOf } from '../src/knowledge/pod-purpose.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  isUnknown,
  type Level,
  type Located,
  type Runtime,
  written,
} from '../src/rule.ts'
import { hasOwnDocker } from '../src/surroundings.ts'

type Volume = FactOf<'volume'>

export default defineRule({
  id: 'docker-socket-mount',
  level: 'error',
  summary: "A pod mounts the node's Docker socket",
  docs: {
    why: 'Nodes with containerd or CRI-O have no /var/run/docker.sock. With "type: Socket" the pod never starts. Without a type the runtime puts an empty directory of that name on the node, the pod starts, and its clients fail.',
    instead:
      'Delete the volume where nothing needs it, as with log collectors. Give agents the CRI socket of the runtime if they can speak CRI. Build images with BuildKit, buildah or another builder that needs no daemon of the node. Take the rest from the Kubernetes API.',
    bad: [
      'agent.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  containers:\n    - name: agent\n      image: example.com/agent:1\n      volumeMounts:\n        - name: docker\n          mountPath: /var/run/docker.sock\n  volumes:\n    - name: docker\n      hostPath:\n        path: /var/run/docker.sock\n        type: Socket\n',
    ],
    good: [
      'agent.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: agent\nspec:\n  containers:\n    - name: agent\n      image: example.com/agent:1\n      volumeMounts:\n        - name: cri\n          mountPath: /run/containerd/containerd.sock\n  volumes:\n    - name: cri\n      hostPath:\n        path: /run/containerd/containerd.sock\n        type: Socket\n',
    ],
  },
  triggers: ['docker.sock', 'docker_engine', 'dockershim.sock', 'pipe/dockershim', 'pipe\\dockershim'],
  exceptWith: ['cri-dockerd'],
  check: {
    volume(volume, context) {
      if (!volume.path) return
      const path = volume.path.value
      const socket = dockerSocket(path)
      if (socket === 'node' || socket === 'mounted') tellSocket(volume, volume.path, context, socket === 'mounted')
      else if (dockershimSocket(path)) tellDockershim(volume, volume.path, context)
      else if (parentOfDockerSocket(path)) tellParent(volume, volume.path, context)
    },
  },
})

function tellSocket(volume: Volume, path: Located, context: Context, prefixed: boolean): void {
  const mounts = mountsOf(volume, context)
  const unused = mounts.length === 0 && showsAllMounts(volume, context)
  // A template may give one volume a path for each runtime: those are alternatives, not neighbours.
  const beside = context
    .near(volume, 'pod', 'volume')
    .some(
      ({ name, path: other }) =>
        other && name?.span.start !== volume.name?.span.start && otherRuntimeSocket(other.value) !== undefined,
    )
  const refuses = REFUSING.has(volume.check?.value ?? '')
  const guarded = guardsForDocker(guardsOf(volume.scope))
  const level: Level = guarded ? 'note' : unused || prefixed || (beside && !refuses) ? 'warning' : 'error'
  context.report(path, {
    what: `${unused ? 'Declares a volume for' : 'Mounts'} the Docker socket "${written(path.span)}" of the node`,
    breaks: guarded
      ? 'It stands in a branch that is for Docker only. Nodes with another runtime have no such socket, and must not take this branch.'
      : unused
        ? 'No container of the pod mounts the volume, so nothing breaks: it is a leftover.'
        : `${absence(volume, path)}${beside ? ' The sockets of other runtimes are mounted beside it, so the program may manage without.' : ''}`,
    instead: guarded
      ? 'Delete the branch once no node runs Docker Engine any more.'
      : unused
        ? 'Delete the volume.'
        : insteadOf(purpose(volume, context), criSocket(path, context.settings.runtime)),
    level,
    confidence: prefixed ? 'medium' : 'high',
    related: mounts.slice(0, 5).map(mount => ({ at: mount.path, message: 'mounted here' })),
  })
}

/** Types that need something to be there: kubelet checks it before the pod starts (core/v1 HostPathType). */
const REFUSING = new Set(['Socket', 'File', 'Directory', 'CharDevice', 'BlockDevice'])

/** What happens when the socket is not there. */
function absence({ check }: Volume, path: Located): string {
  const type = check?.value ?? ''
  if (normalizePath(path.value).startsWith('//./pipe'))
    return 'A Windows node without Docker Engine has no such pipe: the container does not start, or its clients cannot connect.'
  if (REFUSING.has(type))
    return `On a node without Docker Engine the pod never starts: kubelet waits for something of "type: ${type}" at that path (FailedMount).`
  if (type === 'FileOrCreate')
    return 'On a node without Docker Engine kubelet silently creates an empty file there. The pod starts, and its clients fail with "connection refused".'
  const creator = type === 'DirectoryOrCreate' ? 'kubelet' : 'the container runtime'
  return `On a node without Docker Engine ${creator} silently creates an empty directory named docker.sock. The pod starts, and its clients fail with "connection refused" or "not a socket".`
}

/** Where the runtime that the cluster moves to listens, on a node of the same operating system as the path. */
function criSocket(path: Located, runtime: Runtime): string {
  if (normalizePath(path.value).startsWith('//./pipe')) return '\\\\.\\pipe\\containerd-containerd'
  return runtime === 'cri-o' ? '/var/run/crio/crio.sock' : '/run/containerd/containerd.sock'
}

function insteadOf(purpose: Purpose | undefined, socket: string): string {
  if (purpose === 'logs')
    return 'Delete the volume and its mounts: container logs stand in /var/log/pods on every runtime, and names and labels come from the Kubernetes API.'
  if (purpose === 'monitoring')
    return `Mount the CRI socket "${socket}" in its place and tell the agent to use it; most agents find it by themselves in a current version.`
  if (purpose === 'build')
    return 'Build images with BuildKit, buildah or another builder that needs no daemon of the node, or give the pod a Docker Engine of its own.'
  return `Use the Kubernetes API, or the CRI socket "${socket}" if the program can speak CRI (crictl is its command line).`
}

const purpose = (volume: Volume, context: Context): Purpose | undefined =>
  purposeOf([
    ...context.near(volume, 'pod', 'image').map(image => image.image.value),
    enclosing(volume.scope, 'object')?.name ?? '',
  ])

/** The mounts of a volume by the containers of its pod. */
const mountsOf = (volume: Volume, { near }: Context): readonly FactOf<'mount'>[] =>
  near(volume, 'pod', 'mount').filter(mount => mount.volume.value === volume.name?.value)

/** Whether the pod stands whole in the file, so that a volume without a mount is an unused one. */
function showsAllMounts(volume: Volume, { near }: Context): boolean {
  const pod = enclosing(volume.scope, 'pod')
  return (
    volume.name !== undefined &&
    !isUnknown(volume.name.value) &&
    pod?.children.some(child => child.kind === 'container') === true &&
    !near(volume, 'pod', 'mount').some(mount => isUnknown(mount.volume.value))
  )
}

function tellDockershim(volume: Volume, path: Located, context: Context): void {
  if (isContainerd(volume, context)) return
  context.report(path, {
    what: `Mounts the socket "${written(path.span)}" of dockershim`,
    breaks: REFUSING.has(volume.check?.value ?? '')
      ? 'dockershim went with Kubernetes 1.24, and its socket with it: the pod never starts (FailedMount).'
      : 'dockershim went with Kubernetes 1.24, and its socket with it. The pod starts with an empty directory in its place, and its clients cannot connect.',
    instead: `Mount the CRI socket of the runtime: ${criSocket(path, context.settings.runtime)}.`,
    level: guardsForDocker(guardsOf(volume.scope)) ? 'note' : 'error',
  })
}

/** Bottlerocket calls containerd's socket dockershim.sock: then the pod uses it as containerd's. */
function isContainerd(volume: Volume, context: Context): boolean {
  const { near } = context
  const told = [
    volume.name?.value ?? '',
    ...mountsOf(volume, context).map(mount => mount.path.value),
    ...near(volume, 'pod', 'env')
      .filter(env => env.value && dockershimSocket(env.value.value))
      .map(env => env.name.value),
    ...near(volume, 'pod', 'flag')
      .filter(flag => flag.value && dockershimSocket(flag.value.value))
      .map(flag => flag.name),
    ...near(volume, 'pod', 'image').map(image => (/bottlerocket/.test(image.name) ? 'containerd' : '')),
  ]
  return told.some(text => /containerd|bottlerocket/i.test(text))
}

/** A directory that holds the socket among much else counts when the pod uses the socket through it. */
function tellParent(volume: Volume, path: Located, context: Context): void {
  if (hasOwnDocker(volume)) return
  for (const mount of mountsOf(volume, context)) {
    const used = usedPaths(mount, context).find(text => joinsDockerSocket(path.value, mount.path.value, text.value))
    if (!used) continue
    context.report(path, {
      what: `Mounts "${written(path.span)}" of the node, and uses the Docker socket in it`,
      breaks:
        'On a node without Docker Engine there is no docker.sock in that directory: the pod starts, and its clients cannot connect.',
      instead: insteadOf(purpose(volume, context), criSocket(path, context.settings.runtime)),
      level: guardsForDocker(guardsOf(used.scope)) || isOff(used.scope) ? 'note' : 'error',
      related: [{ at: used.at, message: 'the Docker socket is used here' }],
    })
    return
  }
}

/** Whether it is left out unless the user of a chart changes a default. */
const isOff = (scope: Volume['scope']): boolean => guardsOf(scope).some(({ off }) => off)

interface Used {
  readonly value: string
  readonly at: Located
  readonly scope: Volume['scope']
}

/** Every text of a container that may name a path: values of variables and options, arguments, tests. */
function usedPaths(mount: FactOf<'mount'>, { near }: Context): readonly Used[] {
  const texts: { text: Located | undefined; scope: Volume['scope'] }[] = [
    ...near(mount, 'container', 'env').map(({ value, scope }) => ({ text: value, scope })),
    ...near(mount, 'container', 'flag').map(({ value, scope }) => ({ text: value, scope })),
    ...near(mount, 'container', 'test').map(({ operand, scope }) => ({ text: operand, scope })),
    ...near(mount, 'container', 'path').map(({ path, scope }) => ({ text: path, scope })),
    ...near(mount, 'container', 'command').flatMap(({ args, scope }) => args.map(text => ({ text, scope }))),
  ]
  return texts.flatMap(({ text, scope }) => {
    if (!text?.value.includes('docker')) return []
    // `--host=unix:///var/run/docker.sock` is one word.
    const value = text.value.replace(/^--?[\w-]+=/, '')
    return [{ value, at: text, scope }]
  })
}
