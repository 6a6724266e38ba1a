/** What a call of Docker is, whoever makes it, and what becomes of it where the program runs. */
import { dockerCaller } from './docker-callers.ts'
import {
  type DockerReplacement,
  dockerHost,
  dockerReplacement,
  isDockerProgram,
  isRemoteDockerHost,
} from './docker-cli.ts'

/** A call of the docker command line, or of what works through it. */
export interface DockerCall extends Pick<DockerReplacement, 'purpose' | 'instead'> {
  /** What is said of it. */
  readonly what: string
}

/** Docker's service, which the rule docker-service speaks of. */
const INIT_SCRIPT = /\/init\.d\//

/** What a command calls Docker for; undefined where it is no call, asks only for the version, or reaches another machine's Docker. */
export function dockerCall(name: string, args: readonly string[]): DockerCall | undefined {
  const program = isDockerProgram(name, args)
  if ((program !== 'docker' && program !== 'docker-compose') || INIT_SCRIPT.test(name)) return undefined
  const host = dockerHost(args)
  if (host && isRemoteDockerHost(host)) return undefined
  const replacement = dockerReplacement(program === 'docker' ? args : ['compose', ...args])
  const { purpose, subcommand } = replacement
  // Without a subcommand (`docker --version`) it is at most a test whether Docker is there.
  if (purpose === 'client' && (subcommand === '' || subcommand === 'version')) return undefined
  const call = `${program} ${subcommand.replace(/^compose ?/, program === 'docker' ? 'compose ' : '')}`.trim()
  return { what: `Calls "${call}"`, purpose, instead: withLostFlags(replacement) }
}

/** What a module, plugin or step of another tool, written so, does through the daemon of its machine. */
export function dockerCallBy(program: string, shown: string): DockerCall | undefined {
  const caller = dockerCaller(program)
  if (!caller) return undefined
  const replacement = dockerReplacement(caller.words)
  return {
    what: `${caller.tool}'s "${shown}" works through a Docker daemon`,
    purpose: replacement.purpose,
    instead: withLostFlags({ ...replacement, instead: caller.instead ?? replacement.instead }),
  }
}

const withLostFlags = ({ lostFlags, instead }: DockerReplacement): string =>
  lostFlags.length ? `${instead} crictl has no ${lostFlags.map(flag => `"${flag}"`).join(', ')}.` : instead

/**
 * Whether a program runs inside of a container behind these wrappers, outermost first, with the Docker Engine that it finds there.
 * One that leaves its container again finds that of the node: `kubectl debug node/a -- chroot /host docker ps`.
 */
export function runsInContainer(wrappers: readonly string[]): boolean {
  const last = wrappers.findLastIndex(wrapper => /^(?:docker|kubectl|crictl|nerdctl|podman)(?: |$)/.test(wrapper))
  return last >= 0 && !wrappers.slice(last + 1).some(wrapper => /^(?:chroot|nsenter)$/.test(wrapper))
}

/** What becomes of a call, by the place where it runs. */
export const callBreaks: Readonly<Record<'pod' | 'node' | 'build' | 'unknown', string>> = {
  pod: 'On a node without Docker Engine the call fails: there is no daemon behind the socket, and nothing that Kubernetes runs is known to one.',
  node: 'Without dockershim (Kubernetes 1.24) the node needs no Docker Engine. The program is then missing, or it silently shows none of the containers and images that Kubernetes uses.',
  build:
    'It keeps working where Docker itself stays, as on a workstation or CI runner. It fails on a machine that was moved to another runtime.',
  unknown:
    'If this runs on a cluster node, it fails or silently shows nothing once the node has left Docker Engine. On a workstation it keeps working.',
}

/** What becomes of a call that needs no daemon. */
export const clientBreaks: Readonly<Record<'node' | 'other', string>> = {
  node: 'It needs no daemon, but once Docker Engine is uninstalled the docker program is missing too, and the call fails.',
  other: 'It needs no Docker daemon and keeps working where the docker program is installed.',
}
