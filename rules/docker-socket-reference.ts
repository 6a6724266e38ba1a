import { purposeAround } from '../src/evidence/purpose.ts'
import {
  isInsideContainer,
  isOneOfSeveral,
  isSetValue,
  reachesNode,
  setsValue,
  socketAddressIn,
} from '../src/evidence/socket-use.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { dockerCaller } from '../src/knowledge/docker-callers.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { clientInstead } from '../src/knowledge/log-remedies.ts'
import { criSocket, dockerSocket } from '../src/knowledge/paths.ts'
import { referenceRemedy } from '../src/knowledge/pod-purpose.ts'
import {
  connectsToNothing,
  hasOwnRule,
  isOverNetwork,
  isRuntimeEndpoint,
  listsFiles,
  removesFiles,
} from '../src/knowledge/socket-clients.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type FactOf,
  guardsOf,
  isUnknown,
  type Level,
  type Located,
  levelOf,
  lower,
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
    'docker-container-stats',
    // An agent's Docker input, module or discovery, which uses the socket without naming it.
    ...['type', 'module', 'name'].map(word => ({
      word,
      followedBy: /^["']?\s{0,40}[:=]?\s{0,40}["']?docker(?![\w./:-])/i,
    })),
    ...['inputs', 'discovery', 'source', 'stage', 'providers'].map(word => `${word}.docker`),
    { word: 'docker:', followedBy: /^[ \t]{0,60}(?:[#\r\n]|$)/ },
    'init_config',
    { word: 'dockerSocketPath', followedBy: /^["']?\s*:\s*["']?[^\s"'#]/ },
    // Netdata's collector needs no address.
    ...['docker.conf', 'docker_engine.conf'].map(word => ({ word, beside: ['go.d/'] })),
    { word: 'docker.', followedBy: /^(?:info|ping|images|containers|data_usage|container_)/, beside: ['zabbix'] },
    ...['container_id', 'stats', 'observer', 'log', 'events', 'metadata', 'sd_configs', 'url'].map(
      word => `docker_${word}`,
    ),
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    env(env, context) {
      const at = env.value && !connectsToNothing(env.name.value) ? socketAddressIn(env.value) : undefined
      // What a command prints is another thing than what the command is given: `id=\`curl --unix-socket …\``.
      const isCommand = /^[`$]/.test(env.value?.value.trim() ?? '')
      const given = isCommand ? `Uses "${at?.value}"` : `Sets ${env.name.value} to "${env.value?.value}"`
      if (at) tell(env, at, given, context)
    },
    flag(flag, context) {
      if (flag.value && !hasOwnRule(flag.program) && !isRuntimeEndpoint(flag.name))
        tell(
          flag,
          socketAddressIn(flag.value) ?? flag.value,
          `Passes "${givenBy(flag)}"`,
          context,
          setsValue(flag) ? 'warning' : undefined,
        )
    },
    path(path, context) {
      if (
        path.role !== 'exclude' &&
        !hasOwnRule(path.by) &&
        !removesFiles(path.by) &&
        !isSetValue(path) &&
        !isInsideContainer(path.path)
      ) {
        if (listsFiles(path.by) && dockerSocket(path.path.value) === 'node') shows(path, context)
        else tell(path, path.path, `Uses "${path.path.value}"`, context, isOneOfSeveral(path) ? 'note' : undefined)
      }
    },
    endpoint(endpoint, context) {
      const { api, program, at, value } = endpoint
      if (api !== 'docker' || value?.value === '') return
      const who = program ?? 'A program'
      if (value && dockerSocket(value.value)) tell(endpoint, value, `${who} connects to "${value.value}"`, context)
      // What modules of Ansible and steps of Jenkins do without it, the rule docker-cli says.
      else if (program !== undefined && dockerCaller(program)) return
      // Another machine's Docker, or one of the pod's own, is not the node's.
      else if (!value || isUnknown(value.value) || !isOverNetwork(value.value))
        connects(endpoint, at, `${who} connects to the Docker API ("${at.value}")`, context)
    },
  },
})

/** The option with its value, which may be the next word. */
const givenBy = ({ flag, value }: FactOf<'flag'>): string =>
  value && !flag.value.includes('=') ? `${flag.value} ${value.value}` : flag.value

/** A program that lists the socket connects to nothing. */
function shows(fact: FactOf<'path'>, { report }: Context): void {
  if (hasOwnDocker(fact)) return
  report(fact.path, {
    what: `Lists "${fact.path.value}", the Docker socket`,
    breaks: 'On a node without Docker Engine there is none. Nothing connects to it here.',
    instead: 'List the socket of the runtime that the node has, or remove the line.',
    level: 'note',
  })
}

function tell(fact: Fact, at: Located, what: string, context: Context, level?: Level): void {
  const socket = isInsideContainer(at) ? undefined : dockerSocket(at.value)
  if (socket && socket !== 'elsewhere') connects(fact, at, `${what}, the Docker socket`, context, level)
}

function connects(fact: Fact, at: Located, what: string, context: Context, settled?: Level): void {
  const { report, settings } = context
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
      (fact.kind === 'endpoint' ? clientInstead(fact.program) : undefined) ??
      referenceRemedy(purposeAround(fact, context), criSocket(at.value, settings.runtime)),
    level,
  })
}
