import { hasOtherRuntime, isBottlerocket, mountsOf, showsAllMounts, socketUsedBelow } from '../src/evidence/mounts.ts'
import { purposeAround } from '../src/evidence/purpose.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  absentDockershim,
  absentSocket,
  bottlerocketSocket,
  type Outcome,
  refusesAbsence,
  socketInBranch,
  unusedSocket,
} from '../src/knowledge/host-path.ts'
import { criSocket, dockerSocket, dockershimSocket, parentOfDockerSocket } from '../src/knowledge/paths.ts'
import { socketRemedy } from '../src/knowledge/pod-purpose.ts'
import { type Context, defineRule, type FactOf, guardsOf, type Located, written } from '../src/rule.ts'

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
  triggers: [
    'docker.sock',
    'docker_engine',
    'dockershim.sock',
    'pipe/dockershim',
    'pipe\\dockershim',
    // A client, which uses the socket in a directory of the node without naming it.
    { word: 'docker', followedBy: /^(?:[:@][\w.]|(?![\w./:@-]))/ },
  ],
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
  context.report(path, {
    what: `${unused ? 'Declares a volume for' : 'Mounts'} the Docker socket "${written(path.span)}" of the node`,
    ...outcomeOf(volume, path, context, unused, prefixed),
    confidence: prefixed ? 'medium' : 'high',
    related: mounts.slice(0, 5).map(mount => ({ at: mount.path, message: 'mounted here' })),
  })
}

function outcomeOf(volume: Volume, path: Located, context: Context, unused: boolean, prefixed: boolean): Outcome {
  if (guardsForDocker(guardsOf(volume.scope))) return socketInBranch
  if (unused) return unusedSocket
  const type = volume.check?.value
  // A template may give one volume a path for each runtime: those are alternatives, not neighbours.
  const beside = hasOtherRuntime(volume, context)
  return {
    breaks: absentSocket(path.value, type, beside),
    instead: remedy(volume, path, context),
    level: prefixed || (beside && !refusesAbsence(type)) ? 'warning' : 'error',
  }
}

const remedy = (volume: Volume, path: Located, context: Context): string =>
  socketRemedy(purposeAround(volume, context), criSocket(path.value, context.settings.runtime))

function tellDockershim(volume: Volume, path: Located, context: Context): void {
  const isOwn = isBottlerocket(volume, context)
  context.report(path, {
    what: `Mounts the socket "${written(path.span)}" of dockershim`,
    breaks: isOwn ? bottlerocketSocket : absentDockershim(volume.check?.value),
    instead: `Mount the CRI socket of the runtime: ${criSocket(path.value, context.settings.runtime)}.`,
    level: guardsForDocker(guardsOf(volume.scope)) ? 'note' : isOwn ? 'warning' : 'error',
  })
}

/** A directory that holds the socket among much else counts when the pod uses the socket through it. */
function tellParent(volume: Volume, path: Located, context: Context): void {
  const used = hasOwnDocker(volume) ? undefined : socketUsedBelow(volume, path, context)
  if (!used) return
  const guards = guardsOf(used.scope)
  context.report(path, {
    what: `Mounts "${written(path.span)}" of the node, and uses the Docker socket in it`,
    breaks:
      'On a node without Docker Engine there is no docker.sock in that directory: the pod starts, and its clients cannot connect.',
    instead: remedy(volume, path, context),
    // Off: left out unless the user of a chart changes a default.
    level: guardsForDocker(guards) || guards.some(({ off }) => off) ? 'note' : 'error',
    related: [{ at: used.at, message: 'the Docker socket is used here' }],
  })
}
