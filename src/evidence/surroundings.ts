/** What the pod around a fact shows about the Docker Engine that its code reaches. */
import { enclosing, type Fact, factsIn, type Scope } from '../facts.ts'
import { isDockerProgram, isRemoteDockerHost } from '../knowledge/docker-cli.ts'
import { dockerSocket, normalizePath } from '../knowledge/paths.ts'

/**
 * Whether the pod around a fact brings a Docker Engine of its own, which keeps working on any runtime: a `dind` sidecar,
 * `dockerd` in the script, a DOCKER_HOST over the network, or a socket in an emptyDir.
 */
export function hasOwnDocker(fact: Fact): boolean {
  if (isEntryOfDind(fact)) return true
  // A chart's helper may hold a container without the pod around it.
  const pod = enclosing(fact.scope, 'pod') ?? enclosing(fact.scope, 'container')
  if (!pod) return false
  const known = ownDocker.get(pod) ?? bringsDocker(pod)
  ownDocker.set(pod, known)
  return known
}

/** Docker's own images start the daemon with a script of this name (docker-library/docker, dind). */
const isEntryOfDind = (fact: Fact): boolean =>
  /(?:^|\/)dockerd-entrypoint\.sh$/.test(enclosing(fact.scope, 'file')?.name ?? '')

/** Whether something is told to a service of a Compose file, which runs on a host with Docker and not in a cluster. */
export const isComposeService = (fact: Fact): boolean =>
  fact.kind === 'setting' &&
  fact.program === 'document' &&
  fact.key[0] === 'services' &&
  /^(?:command|entrypoint|environment|labels)$/.test(fact.key[2] ?? '') &&
  (fact.beside?.some(key => key === 'image' || key === 'build') ?? false)

/** What is known of pods: each is looked at once, and not for each of its facts. */
const ownDocker = new WeakMap<Scope, boolean>()

function bringsDocker(pod: Scope): boolean {
  const hosts = factsIn(pod, 'env').flatMap(env =>
    env.name.value === 'DOCKER_HOST' && env.value ? [env.value.value] : [],
  )
  if (hosts.some(host => isRemoteDockerHost(host) && !NODE_ADDRESS.test(host))) return true
  if (mountsNodeSocket(pod)) return false
  return startsDocker(pod) || socketInEmptyDir(pod, hosts) || isGivenDocker(pod)
}

/** Prow starts a Docker Engine in the pods of jobs that ask for one (kubernetes/test-infra, presets). */
const isGivenDocker = (pod: Scope): boolean =>
  factsIn(pod, 'env').some(env => env.name.value === 'DOCKER_IN_DOCKER_ENABLED' && env.value?.value === 'true') ||
  (enclosing(pod, 'object')?.facts ?? []).some(
    fact =>
      fact.kind === 'object' &&
      fact.labels.some(({ key, value }) => key.value === 'preset-dind-enabled' && value.value === 'true'),
  )

/** Addresses of the node that a pod runs on, as the downward API gives them to it. */
const NODE_ADDRESS = /NODE_?(IP|NAME|HOST)|HOST_?IP/i

const mountsNodeSocket = (pod: Scope): boolean =>
  factsIn(pod, 'volume').some(volume => volume.path && dockerSocket(volume.path.value) === 'node')

const startsDocker = (pod: Scope): boolean =>
  factsIn(pod, 'image').some(image => /dind/i.test(`${image.name}:${image.tag ?? ''}`)) ||
  factsIn(pod, 'command').some(
    command =>
      isDockerProgram(command.name.value, [command.args[0]?.value ?? '']) === 'dockerd' ||
      /(^|\/)(dockerd-entrypoint\.sh|start-docker\.sh|dind)$/.test(command.name.value),
  )

function socketInEmptyDir(pod: Scope, hosts: readonly string[]): boolean {
  const own = new Set(
    factsIn(pod, 'volume')
      .filter(volume => volume.type === 'emptyDir')
      .map(volume => volume.name?.value),
  )
  const sockets = [...hosts, '/var/run/docker.sock'].map(normalizePath)
  return factsIn(pod, 'mount').some(mount => {
    // Where the volume is not in sight, its name tells.
    if (!own.has(mount.volume.value) && !/\bdind\b/i.test(mount.volume.value)) return false
    const folder = normalizePath(mount.path.value)
    return sockets.some(socket => socket === folder || socket.startsWith(`${folder}/`))
  })
}
