import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { dockerCaller } from '../src/knowledge/docker-callers.ts'
import {
  type DockerReplacement,
  dockerHost,
  dockerReplacement,
  isDockerProgram,
  isRemoteDockerHost,
} from '../src/knowledge/docker-cli.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { refusesAbsence } from '../src/knowledge/host-path.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type FactOf,
  guardsOf,
  isUnknown,
  type Located,
  levelOf,
  lower,
  placeOf,
} from '../src/rule.ts'

/** How the names of Ansible's modules go on. */
const MODULE = {
  word: 'docker_',
  followedBy: /^(?:api|compose|config|container|host|image|login|network|node|plugin|prune|s|volume)/,
}

/** How the steps and agents of Jenkins go on. */
const STEPS = [
  { word: 'docker.', followedBy: /^(?:build|image)\b/ },
  { word: 'dockerfile', followedBy: /^\s*(?:true|\{)/ },
]

export default defineRule({
  id: 'docker-cli',
  level: 'error',
  summary: 'Code calls the docker command line, or a module of Ansible or step of Jenkins in its place',
  docs: {
    why: 'A node that runs containerd or CRI-O has no Docker Engine: the docker program is missing, or it talks to a daemon that knows none of the containers that Kubernetes runs. The call fails, or silently lists nothing. On a workstation or a CI runner Docker keeps working, so there it is only a note.',
    instead:
      'Use crictl for looking at containers and images on a node, nerdctl or "ctr -n k8s.io" for what crictl cannot do, a build tool without a daemon for building images, and kubectl for anything that the API server can answer.',
    bad: [
      'clean-images.sh',
      '#!/bin/sh\n# Runs on every node from cron.\nsystemctl is-active kubelet\ndocker image prune --force\n',
    ],
    good: [
      'clean-images.sh',
      '#!/bin/sh\n# Runs on every node from cron.\nsystemctl is-active kubelet\ncrictl rmi --prune\n',
    ],
  },
  triggers: [
    { word: 'docker', followedBy: /^(?![\w./:@-])/ },
    ...STEPS,
    'docker-compose',
    'docker-current',
    'docker.exe',
    MODULE,
  ],
  exceptWith: ['cri-dockerd'],
  check: { command: checkCommand, endpoint: checkModule, volume: checkMount },
})

/** Docker's service, which the rule docker-service speaks of. */
const INIT_SCRIPT = /\/init\.d\//

/** Wrappers behind which a program runs inside of a container, with the Docker Engine that it finds there. */
const INTO_CONTAINERS = /^(docker|kubectl|crictl|nerdctl|podman)( |$)/

function checkCommand(command: FactOf<'command'>, { report }: Context): void {
  const args = command.args.map(arg => arg.value)
  const program = isDockerProgram(command.name.value, args)
  if ((program !== 'docker' && program !== 'docker-compose') || INIT_SCRIPT.test(command.name.value)) return
  if (command.wrappers.some(wrapper => INTO_CONTAINERS.test(wrapper)) || hasOwnDocker(command)) return
  const host = dockerHost(args)
  if (host && isRemoteDockerHost(host)) return

  const replacement = dockerReplacement(program === 'docker' ? args : ['compose', ...args])
  // Without a subcommand (`docker --version`) it is at most a test whether Docker is there.
  if (replacement.purpose === 'client' && (replacement.subcommand === '' || replacement.subcommand === 'version'))
    return
  const call = [program, replacement.subcommand.replace(/^compose ?/, program === 'docker' ? 'compose ' : '')]
    .join(' ')
    .trim()
  tell(command, command.name, `Calls "${call}"`, replacement, report)
}

/** The node's own docker program, which a pod mounts to call it: Jenkins' agents with the socket beside it. */
function checkMount({ type, path, check, scope }: FactOf<'volume'>, { report }: Context): void {
  if (type !== 'hostPath' || !path || !PROGRAM_PATH.test(path.value)) return
  report(path, {
    what: `Mounts the node's docker program "${path.value}"`,
    breaks: refusesAbsence(check?.value)
      ? `A node without Docker Engine has none: the pod never starts, since kubelet waits for something of "type: ${check?.value}" at that path (FailedMount).`
      : 'A node without Docker Engine has none. The pod starts with an empty directory in its place, and calls of docker fail.',
    instead: 'Delete the mount, and use an image that holds the programs it needs.',
    level: guardsForDocker(guardsOf(scope)) ? 'note' : 'error',
  })
}

const PROGRAM_PATH = /^\/(?:usr\/|usr\/local\/|snap\/)?bin\/docker$/

/** A module, plugin or step that uses the daemon of its machine. Where it is told a socket, the rule docker-socket-reference speaks of that. */
function checkModule(endpoint: FactOf<'endpoint'>, { report }: Context): void {
  const { api, at, program, value } = endpoint
  const caller = api === 'docker' && program !== undefined ? dockerCaller(program) : undefined
  if (!caller || (value && !isUnknown(value.value))) return
  const replacement = dockerReplacement(caller.words)
  const known = caller.instead === undefined ? replacement : { ...replacement, instead: caller.instead }
  tell(endpoint, at, `${caller.tool}'s "${at.value}" works through a Docker daemon`, known, report)
}

function tell(
  fact: Fact,
  at: Located,
  what: string,
  { purpose, lostFlags, instead }: DockerReplacement,
  report: Context['report'],
): void {
  const place = placeOf(fact.scope)
  // Images are hardly built on a cluster's node, even by a playbook that sets nodes up.
  const unlikely = purpose === 'client' || (purpose === 'build' && place === 'node')
  const alone = unlikely ? lower(levelOf(fact)) : levelOf(fact)
  report(at, {
    what,
    breaks: BREAKS[place],
    instead: lost(lostFlags, instead),
    level: guardsForDocker(guardsOf(fact.scope)) ? lower(alone) : alone,
    confidence: place === 'unknown' ? 'medium' : 'high',
  })
}

const BREAKS = {
  pod: 'On a node without Docker Engine the call fails: there is no daemon behind the socket, and nothing that Kubernetes runs is known to one.',
  node: 'Without dockershim (Kubernetes 1.24) the node needs no Docker Engine. The program is then missing, or it silently shows none of the containers and images that Kubernetes uses.',
  build:
    'It keeps working where Docker itself stays, as on a workstation or CI runner. It fails on a machine that was moved to another runtime.',
  unknown:
    'If this runs on a cluster node, it fails or silently shows nothing once the node has left Docker Engine. On a workstation it keeps working.',
}

const lost = (flags: readonly string[], instead: string): string =>
  flags.length ? `${instead} crictl has no ${flags.map(flag => `"${flag}"`).join(', ')}.` : instead
