import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { dockerCaller } from '../src/knowledge/docker-callers.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { dockerSocket, otherRuntimeSocket } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type Fact,
  type FactOf,
  guardsOf,
  isUnknown,
  type Level,
  type Located,
  levelOf,
  lower,
  near,
  partOf,
} from '../src/rule.ts'

export default defineRule({
  id: 'docker-socket-reference',
  level: 'error',
  summary: 'A setting or script uses the Docker socket',
  docs: {
    why: 'Without Docker Engine nothing listens on /var/run/docker.sock. A program that is told to talk to it cannot connect, or silently reports nothing.',
    instead:
      'Point the program at the CRI socket of the runtime if it can speak CRI, or take what it needs from the Kubernetes API. Building images needs a builder without a daemon, or a Docker of its own in the pod.',
    bad: ['agent.env', 'DOCKER_HOST=unix:///var/run/docker.sock\n'],
    good: ['agent.env', 'CONTAINER_RUNTIME_ENDPOINT=unix:///run/containerd/containerd.sock\n'],
  },
  triggers: [
    'docker.sock',
    'docker_engine',
    // An agent's Docker input, module or discovery, which uses the socket without naming it.
    ...['type', 'module', 'name'].map(word => ({ word, followedBy: /^["']?\s*[:=]?\s*["']?docker(?![\w./:-])/i })),
    ...['inputs', 'discovery', 'source', 'stage', 'providers'].map(word => `${word}.docker`),
    { word: 'docker:', followedBy: /^[ \t]*(?:[\r\n]|$)/ },
    'init_config',
    ...['stats', 'observer', 'log', 'events', 'metadata', 'sd_configs'].map(word => `docker_${word}`),
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    env(env, context) {
      const at = env.value && !NO_CLIENT.test(env.name.value) ? addressIn(env.value) : undefined
      if (at) tell(env, at, `Sets ${env.name.value} to "${env.value!.value}"`, context)
    },
    flag(flag, context) {
      if (flag.value && !JUDGED_ELSEWHERE.has(flag.program ?? '') && !RUNTIME_ENDPOINT.test(flag.name))
        tell(flag, addressIn(flag.value) ?? flag.value, `Passes "${givenBy(flag)}"`, context)
    },
    path(path, context) {
      if (path.role !== 'exclude' && !JUDGED_ELSEWHERE.has(path.by ?? '') && !REMOVERS.has(path.by ?? ''))
        tell(path, path.path, `Uses "${path.path.value}"`, context, isOneOfSeveral(path) ? 'note' : undefined)
    },
    endpoint(endpoint, context) {
      const { api, program, at, value } = endpoint
      if (api !== 'docker' || value?.value === '') return
      const who = program ?? 'A program'
      if (value && dockerSocket(value.value)) tell(endpoint, value, `${who} connects to "${value.value}"`, context)
      // What modules of Ansible and steps of Jenkins do without it, the rule docker-cli says.
      else if (program !== undefined && dockerCaller(program)) return
      // Another machine's Docker, or one of the pod's own, is not the node's.
      else if (!value || isUnknown(value.value) || !/^(?:tcp|https?):|^[\w.-]+:\d+$/.test(value.value))
        connects(endpoint, at, `${who} connects to the Docker API ("${at.value}")`, context)
    },
  },
})

/** The addresses of a CRI runtime: the rule dockershim-endpoint speaks of these. */
const RUNTIME_ENDPOINT = /(^|-)(runtime|image|image-service)-endpoint$|^cri-socket$/

/** Programs whose flags and endpoints have rules of their own, and Docker's daemon, whose socket it is. */
const JUDGED_ELSEWHERE = new Set(['kubelet', 'kubeadm', 'crictl', 'dockerd'])

/** Programs that clear the socket away and connect to nothing. */
const REMOVERS = new Set(['rm', 'unlink'])

/** Variables by which nobody connects: addresses not to be reached through a proxy, and the options of Docker's daemon and of kubelet. */
const NO_CLIENT = /^no_?proxy$|^(?:dockerd?|kubelet)_(?:\w+_)?(?:opts|options|flags|args)$/i

/** The socket's address in a value: all of it, what an option in it gives, or the near side of a mount (`/var/run/docker.sock:/docker.sock`). */
function addressIn(value: Located): Located | undefined {
  for (const { 0: word, index } of value.value.matchAll(ADDRESS)) {
    const alone = word.length === value.value.length || value.value[index + word.length] === ':'
    const given = /(?:^|\s)--?[\w-]+[\s=]["']?$/.test(value.value.slice(Math.max(0, index - 40), index))
    if ((alone || given) && dockerSocket(word)) return partOf(value, index, index + word.length)
  }
  return undefined
}

/** A path or address, as far as blanks, quotes and the colon of a mount. */
const ADDRESS = /(?:[a-z]+:(?=\/))?[^\s="':]+/g

/** The option with its value, which may be the next word. */
const givenBy = ({ flag, value }: FactOf<'flag'>): string =>
  value && !flag.value.includes('=') ? `${flag.value} ${value.value}` : flag.value

/** Whether a key beside it, named for another runtime, gives that runtime's socket: the program takes the one that is there. */
const isOneOfSeveral = ({ beside = [] }: FactOf<'path'>): boolean =>
  beside.some(({ key, value }) => {
    const runtime = otherRuntimeSocket(value.value)?.replace('-', '')
    return (
      runtime !== undefined &&
      key.value
        .toLowerCase()
        .replace(/[^a-z]/g, '')
        .includes(runtime)
    )
  })

function tell(fact: Fact, at: Located, what: string, context: Context, level?: Level): void {
  const socket = dockerSocket(at.value)
  if (socket && socket !== 'elsewhere') connects(fact, at, `${what}, the Docker socket`, context, level)
}

function connects(fact: Fact, at: Located, what: string, { report }: Context, settled?: Level): void {
  if (hasOwnDocker(fact)) return
  const alone = guardsForDocker(guardsOf(fact.scope)) || !reachesNode(fact) ? lower(levelOf(fact)) : levelOf(fact)
  const level = settled ?? alone
  report(at, {
    what,
    breaks:
      settled === 'note'
        ? 'On a node without Docker Engine nothing answers there. The socket of another runtime is set beside it, so the program may manage without.'
        : 'On a node without Docker Engine nothing answers there: the program cannot connect, or it silently reports nothing.',
    instead:
      'Use the socket of the runtime (/run/containerd/containerd.sock or /var/run/crio/crio.sock) if the program can speak CRI, or else the Kubernetes API.',
    level,
  })
}

/** In a pod whose volumes are in view, the node's socket is only reached through a hostPath. */
function reachesNode(fact: Fact): boolean {
  if (!enclosing(fact.scope, 'pod')) return true
  const volumes = near(fact, 'pod', 'volume')
  return volumes.length === 0 || volumes.some(volume => volume.type === 'hostPath')
}
