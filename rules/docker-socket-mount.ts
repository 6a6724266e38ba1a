import { hasOtherRuntime, mountsOf, showsAllMounts, textsOf } from '../src/evidence/mounts.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { absentSocket, refusesAbsence } from '../src/knowledge/host-path.ts'
import {
  criSocket,
  dockerSocket,
  dockershimSocket,
  joinsDockerSocket,
  parentOfDockerSocket,
} from '../src/knowledge/paths.ts'
import { type Purpose, purposeOf, socketRemedy } from '../src/knowledge/pod-purpose.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  type Level,
  type Located,
  written,
} from '../src/rule.ts'

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
  const beside = hasOtherRuntime(volume, context)
  const refuses = refusesAbsence(volume.check?.value)
  const guarded = guardsForDocker(guardsOf(volume.scope))
  const level: Level = guarded ? 'note' : unused || prefixed || (beside && !refuses) ? 'warning' : 'error'
  context.report(path, {
    what: `${unused ? 'Declares a volume for' : 'Mounts'} the Docker socket "${written(path.span)}" of the node`,
    breaks: guarded
      ? 'It stands in a branch that is for Docker only. Nodes with another runtime have no such socket, and must not take this branch.'
      : unused
        ? 'No container of the pod mounts the volume, so nothing breaks: it is a leftover.'
        : `${absentSocket(path.value, volume.check?.value)}${beside ? ' The sockets of other runtimes are mounted beside it, so the program may manage without.' : ''}`,
    instead: guarded
      ? 'Delete the branch once no node runs Docker Engine any more.'
      : unused
        ? 'Delete the volume.'
        : socketRemedy(purpose(volume, context), criSocket(path.value, context.settings.runtime)),
    level,
    confidence: prefixed ? 'medium' : 'high',
    related: mounts.slice(0, 5).map(mount => ({ at: mount.path, message: 'mounted here' })),
  })
}

const purpose = (volume: Volume, context: Context): Purpose | undefined =>
  purposeOf([
    ...context.near(volume, 'pod', 'image').map(image => image.image.value),
    enclosing(volume.scope, 'object')?.name ?? '',
  ])

function tellDockershim(volume: Volume, path: Located, context: Context): void {
  if (isContainerd(volume, context)) return
  context.report(path, {
    what: `Mounts the socket "${written(path.span)}" of dockershim`,
    breaks: refusesAbsence(volume.check?.value)
      ? 'dockershim went with Kubernetes 1.24, and its socket with it: the pod never starts (FailedMount).'
      : 'dockershim went with Kubernetes 1.24, and its socket with it. The pod starts with an empty directory in its place, and its clients cannot connect.',
    instead: `Mount the CRI socket of the runtime: ${criSocket(path.value, context.settings.runtime)}.`,
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
    const used = textsOf(mount, context).find(text => joinsDockerSocket(path.value, mount.path.value, text.value))
    if (!used) continue
    context.report(path, {
      what: `Mounts "${written(path.span)}" of the node, and uses the Docker socket in it`,
      breaks:
        'On a node without Docker Engine there is no docker.sock in that directory: the pod starts, and its clients cannot connect.',
      instead: socketRemedy(purpose(volume, context), criSocket(path.value, context.settings.runtime)),
      level: guardsForDocker(guardsOf(used.scope)) || isOff(used.scope) ? 'note' : 'error',
      related: [{ at: used.at, message: 'the Docker socket is used here' }],
    })
    return
  }
}

/** Whether it is left out unless the user of a chart changes a default. */
const isOff = (scope: Volume['scope']): boolean => guardsOf(scope).some(({ off }) => off)
