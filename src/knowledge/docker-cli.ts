/*
 * The docker command line, and what does the same work on a node that runs containerd or CRI-O.
 * Sources: docker/cli docs/reference/commandline (28.x) for docker's commands and flags; kubernetes-sigs/cri-tools
 * cmd/crictl (1.36) for crictl's; containerd/nerdctl docs/command-reference.md (2.x), with its list of unimplemented
 * Docker commands; containerd/containerd cmd/ctr; Kubernetes docs, "Mapping from dockercli to crictl".
 */

const filler = '\uE000'

/** What a docker call is for. 'client': it needs no Docker daemon and keeps working wherever the docker program is. */
export type DockerPurpose = 'inspect' | 'run' | 'build' | 'registry' | 'cleanup' | 'other' | 'client'

/** What to call instead of a docker command: see `dockerReplacement`. */
export interface DockerReplacement {
  /** The subcommand as written, without options: 'ps', 'image prune'; '' if there is none or it is unknown. */
  readonly subcommand: string
  /** One or two sentences with the exact command. */
  readonly instead: string
  /** Does crictl have a command for it? */
  readonly hasCrictl: boolean
  /** The flags of this call, as written, that crictl doesn't take. Empty if crictl has no such command. */
  readonly lostFlags: readonly string[]
  readonly purpose: DockerPurpose
}

/** A program that belongs to Docker Engine: see `isDockerProgram`. */
export type DockerProgram = 'docker' | 'docker-compose' | 'dockerd' | 'docker-containerd' | 'docker-runc'

const programs: Readonly<Record<string, DockerProgram>> = {
  docker: 'docker',
  'docker-current': 'docker', // RHEL 7
  'docker-compose': 'docker-compose',
  dockerd: 'dockerd',
  'dockerd-current': 'dockerd',
  'docker-containerd': 'docker-containerd', // Docker 18.06 and older
  'docker-containerd-ctr': 'docker-containerd',
  'docker-runc': 'docker-runc',
}

/**
 * Which program of Docker Engine this is, by the last part of its path ('/usr/bin/docker', 'docker.exe'), if any. Up to Docker
 * 1.12 the daemon was a mode of the client: `docker daemon`, or `docker -d` before 1.8.
 */
export function isDockerProgram(name: string, args: readonly string[] = []): DockerProgram | undefined {
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1)
  const base = /\.exe$/i.test(last) ? last.slice(0, -'.exe'.length).toLowerCase() : last
  const program = own(programs, base)
  return program === 'docker' && /^(?:daemon|-d|--daemon)$/.test(args[0] ?? '') ? 'dockerd' : program
}

interface Row {
  readonly instead: string
  readonly purpose: DockerPurpose
  /** The flags that crictl's twin takes with the same meaning; absent if crictl has no twin. */
  readonly crictl?: readonly string[]
  /** The flags of docker's command that take a value, so that the value isn't read as a flag or an argument. */
  readonly valued?: readonly string[]
  /** Everything after the first argument is somebody else's command line. */
  readonly wraps?: boolean
}

const noDaemon = 'This needs no Docker daemon and keeps working where the docker program is installed.'
const noTwin = 'Nothing replaces it on a Kubernetes node'
const swarm = `${noTwin}: Docker Swarm goes away with Docker Engine.`
const runAnyway =
  'the kubelet deletes what it does not know. ' +
  'Run it as a Pod or a Job (`kubectl run`), or with `nerdctl run` (containerd) or `podman run`.'
const byId = 'crictl takes container IDs, not names: find one with `crictl ps -q --name NAME`.'

const ps: Row = {
  instead: 'Use `crictl ps` (pods: `crictl pods`). Its filters are --name, --state, --label, --image and --pod.',
  purpose: 'inspect',
  crictl: ['-a', '--all', '-q', '--quiet', '-n', '--last', '-l', '--latest', '--no-trunc'],
  valued: ['-f', '--filter', '--format', '-n', '--last'],
}
const images: Row = {
  instead: 'Use `crictl images`.',
  purpose: 'inspect',
  crictl: ['-q', '--quiet', '-f', '--filter', '--digests', '--no-trunc'],
  valued: ['-f', '--filter', '--format'],
}
const inspect: Row = {
  instead:
    'Use `crictl inspect CONTAINER-ID` (`crictl inspecti IMAGE`, `crictl inspectp POD-ID`). Its JSON has other fields; a template is given with `-o go-template --template TEXT`.',
  purpose: 'inspect',
  crictl: [],
  valued: ['-f', '--format', '--type'],
}
const imageInspect: Row = {
  instead:
    'Use `crictl inspecti IMAGE`. Its JSON has other fields; a template is given with `-o go-template --template TEXT`.',
  purpose: 'inspect',
  crictl: [],
  valued: ['-f', '--format', '--platform'],
}
const rmi: Row = {
  instead: 'Use `crictl rmi IMAGE` (`crictl rmi --prune` for unused ones).',
  purpose: 'cleanup',
  crictl: [],
  valued: ['--platform'],
}
const imagePrune: Row = {
  instead:
    'Use `crictl rmi --prune`, which removes every image that no container uses. ' +
    'The kubelet also removes unused images by itself.',
  purpose: 'cleanup',
  crictl: ['-a', '--all', '-f', '--force'], // crictl never asks, and always takes all
  valued: ['--filter'],
}
const info: Row = { instead: 'Use `crictl info`.', purpose: 'inspect', crictl: [], valued: ['-f', '--format'] }
const events: Row = {
  instead: 'Use `crictl events`, or `kubectl get events --watch`.',
  purpose: 'inspect',
  crictl: [],
  valued: ['-f', '--filter', '--format', '--since', '--until'],
}
const build: Row = {
  instead:
    'Use `buildah build`, `podman build`, BuildKit (`buildctl build`), ' +
    'or `nerdctl -n k8s.io build` with buildkitd on the node.',
  purpose: 'build',
}
const buildPrune: Row = {
  instead: 'Use `buildctl prune` or `nerdctl builder prune` (both for BuildKit).',
  purpose: 'cleanup',
}
const load: Row = {
  instead:
    'Use `ctr -n k8s.io images import FILE` (containerd) or `skopeo copy docker-archive:FILE containers-storage:IMAGE` ' +
    '(CRI-O). ' +
    'Without `-n k8s.io` the kubelet does not see the image.',
  purpose: 'registry',
}
const save: Row = {
  instead: 'Use `ctr -n k8s.io images export FILE IMAGE` (containerd), or `skopeo copy` or `podman save` (CRI-O).',
  purpose: 'registry',
}
const containerNetwork =
  'CNI connects pods, so there is no network to manage by hand. For containers outside Kubernetes, use'
const client = (instead = noDaemon): Row => ({ instead, purpose: 'client' })

/** The commands about containers: `docker X` and `docker container X`. */
const containerCommands: Readonly<Record<string, Row>> = {
  attach: {
    instead: `Use \`crictl attach -i CONTAINER-ID\`. ${byId}`,
    purpose: 'run',
    crictl: [],
    valued: ['--detach-keys'],
  },
  commit: {
    instead: 'Build the image from a Dockerfile, or use `nerdctl -n k8s.io commit` or `buildah commit`.',
    purpose: 'build',
  },
  cp: { instead: 'Use `kubectl cp`, or `nerdctl -n k8s.io cp` on a containerd node.', purpose: 'other' },
  create: {
    instead: `\`crictl create\` adds a container to a pod sandbox, and ${runAnyway}`,
    purpose: 'run',
  },
  diff: { instead: 'Use `nerdctl -n k8s.io diff` (containerd) or `podman diff` (CRI-O).', purpose: 'inspect' },
  exec: {
    instead: `Use \`crictl exec CONTAINER-ID COMMAND\`, or \`kubectl exec\` from outside the node. ${byId}`,
    purpose: 'run',
    crictl: ['-i', '--interactive', '-t', '--tty'],
    valued: ['--detach-keys', '-e', '--env', '--env-file', '-u', '--user', '-w', '--workdir'],
    wraps: true,
  },
  export: { instead: 'Use `nerdctl -n k8s.io export` (containerd) or `podman export` (CRI-O).', purpose: 'other' },
  inspect,
  kill: {
    instead: `Use \`crictl stop --timeout 0 CONTAINER-ID\`. ${byId}`,
    purpose: 'run',
    crictl: [],
    valued: ['-s', '--signal'],
  },
  logs: {
    instead: `Use \`crictl logs CONTAINER-ID\`, or \`kubectl logs\` from outside the node. ${byId}`,
    purpose: 'inspect',
    crictl: ['-f', '--follow', '--tail', '--since', '-t', '--timestamps'],
    valued: ['--since', '--until', '-n', '--tail'],
  },
  pause: { instead: 'Use `nerdctl -n k8s.io pause` or `ctr -n k8s.io tasks pause ID` (containerd).', purpose: 'run' },
  port: {
    instead: 'Use `crictl inspectp POD-ID`, or read the ports of the Service and of the Pod with kubectl.',
    purpose: 'inspect',
  },
  ps,
  rename: { instead: `${noTwin}: the kubelet names its containers.`, purpose: 'other' },
  restart: {
    instead:
      'Delete the pod (`kubectl delete pod`) or stop the container (`crictl stop CONTAINER-ID`): ' +
      'the kubelet starts it again.',
    purpose: 'run',
  },
  rm: {
    instead: `Use \`crictl rm CONTAINER-ID\`. ${byId}`,
    purpose: 'cleanup',
    crictl: ['-f', '--force'],
  },
  run: {
    instead: `\`crictl run\` takes a pod and a container as JSON files, and ${runAnyway}`,
    purpose: 'run',
  },
  start: {
    instead: `Use \`crictl start CONTAINER-ID\`, which starts a created container only. ${byId}`,
    purpose: 'run',
    crictl: [],
    valued: ['--checkpoint', '--checkpoint-dir', '--detach-keys'],
  },
  stats: {
    instead: 'Use `crictl stats`, or `kubectl top pod`.',
    purpose: 'inspect',
    crictl: ['-a', '--all'],
    valued: ['--format'],
  },
  stop: {
    instead: `Use \`crictl stop CONTAINER-ID\`; the kubelet starts the container of a pod again. ${byId}`,
    purpose: 'run',
    crictl: ['-t', '--timeout'],
    valued: ['-s', '--signal', '-t', '--timeout', '--time'],
  },
  top: {
    instead:
      'Use `nerdctl -n k8s.io top` or `ctr -n k8s.io tasks ps ID` (containerd), or `crictl exec CONTAINER-ID ps`.',
    purpose: 'inspect',
  },
  unpause: {
    instead: 'Use `nerdctl -n k8s.io unpause` or `ctr -n k8s.io tasks resume ID` (containerd).',
    purpose: 'run',
  },
  update: {
    instead:
      'Use `crictl update CONTAINER-ID`, and change the resources of the pod: the kubelet resets what it did not set.',
    purpose: 'run',
    crictl: ['--cpu-period', '--cpu-quota', '--cpuset-cpus', '--cpuset-mems', '--memory'],
    valued: [
      '--blkio-weight',
      '--cpu-period',
      '--cpu-quota',
      '--cpu-rt-period',
      '--cpu-rt-runtime',
      '-c',
      '--cpu-shares',
      '--cpus',
      '--cpuset-cpus',
      '--cpuset-mems',
      '-m',
      '--memory',
      '--memory-reservation',
      '--memory-swap',
      '--pids-limit',
      '--restart',
    ],
  },
  wait: {
    instead: 'Use `kubectl wait`, or poll `crictl inspect`; `nerdctl -n k8s.io wait` exists on a containerd node.',
    purpose: 'inspect',
  },
}

/** The commands about images that `docker X` and `docker image X` share. */
const imageCommands: Readonly<Record<string, Row>> = {
  build,
  history: {
    instead:
      'Use `nerdctl -n k8s.io image history` (containerd), `podman history` (CRI-O) or `skopeo inspect --config`.',
    purpose: 'inspect',
  },
  import: {
    instead: 'Use `nerdctl -n k8s.io import` (containerd), or `podman import` and `buildah` (CRI-O).',
    purpose: 'registry',
  },
  load,
  pull: {
    instead:
      'Use `crictl pull IMAGE`. It reads no ~/.docker/config.json: ' +
      'give `--creds` or configure the registry in the runtime.',
    purpose: 'registry',
    crictl: [],
    valued: ['--platform'],
  },
  push: {
    instead:
      'Use `nerdctl -n k8s.io push` or `ctr -n k8s.io images push` (containerd), ' +
      'or `skopeo copy`, `podman push` or `buildah push`.',
    purpose: 'registry',
  },
  save,
  tag: {
    instead: 'Use `ctr -n k8s.io images tag OLD NEW` or `nerdctl -n k8s.io tag` (containerd), or `podman tag` (CRI-O).',
    purpose: 'registry',
  },
}

const topCommands: Readonly<Record<string, Row>> = {
  ...containerCommands,
  ...imageCommands,
  events,
  images,
  info,
  rmi,
  login: client('The kubelet and the runtime do not read what it writes: give pods an imagePullSecret.'),
  logout: client(),
  search: { instead: "Use `nerdctl search`, `podman search`, or the registry's own page.", purpose: 'registry' },
  version: { instead: 'Use `crictl version`.', purpose: 'inspect', crictl: [], valued: ['-f', '--format'] },
  deploy: { instead: swarm, purpose: 'other' },
  bake: build,
  help: client(),
  completion: client(),
}

type Group = Readonly<Record<string, Row>>

const system: Group = {
  df: {
    instead: 'Use `crictl imagefsinfo`, or `df` on /var/lib/containerd (/var/lib/containers for CRI-O).',
    purpose: 'inspect',
  },
  events,
  info,
  prune: {
    instead:
      'Use `crictl rmi --prune` for images; the kubelet removes dead containers, and unused images when the disk fills up.',
    purpose: 'cleanup',
    crictl: ['-a', '--all', '-f', '--force'],
    valued: ['--filter'],
  },
}

const ls = (row: Row): Group => ({ ls: row, list: row })

/** `docker GROUP SUB`. The key '' of a group is for every other subcommand of it. */
const groups: Readonly<Record<string, Group>> = {
  container: {
    ...containerCommands,
    ...ls(ps),
    prune: {
      instead:
        'The kubelet removes dead containers by itself. By hand: `crictl ps -a -q --state Exited | xargs -r crictl rm`.',
      purpose: 'cleanup',
    },
  },
  image: { ...imageCommands, ...ls(images), inspect: imageInspect, prune: imagePrune, rm: rmi, remove: rmi },
  system,
  builder: { build, prune: buildPrune, '': build },
  buildx: {
    prune: buildPrune,
    version: client(),
    imagetools: client(),
    '': { ...build, instead: `${build.instead} buildx itself also works with a remote or Kubernetes builder.` },
  },
  network: {
    connect: { instead: `${noTwin}: CNI connects pods, and nerdctl has no such command.`, purpose: 'other' },
    disconnect: { instead: `${noTwin}: CNI connects pods, and nerdctl has no such command.`, purpose: 'other' },
    prune: {
      instead: `${containerNetwork} \`nerdctl network prune\` or \`podman network prune\`.`,
      purpose: 'cleanup',
    },
    '': { instead: `${containerNetwork} \`nerdctl network\` or \`podman network\`.`, purpose: 'other' },
  },
  volume: {
    prune: { instead: `${noTwin}: the kubelet removes the volumes of a pod with the pod.`, purpose: 'cleanup' },
    '': {
      instead: 'Use a Kubernetes volume. Outside Kubernetes, `nerdctl volume` and `podman volume` do the same.',
      purpose: 'other',
    },
  },
  compose: {
    config: client('`docker compose config` needs no Docker daemon and keeps working.'),
    version: client(),
    '': {
      instead:
        'Write it as Kubernetes objects (kompose converts a Compose file), ' +
        'or use `nerdctl compose` (containerd) or `podman compose`.',
      purpose: 'run',
    },
  },
  manifest: {
    '': client(
      '`docker manifest` talks to the registry only and keeps working; `skopeo` and `nerdctl manifest` do the same.',
    ),
  },
  checkpoint: {
    '': {
      instead: 'Use `crictl checkpoint --export=FILE CONTAINER-ID`, or the kubelet checkpoint API.',
      purpose: 'other',
    },
  },
  trust: {
    '': client(
      '`docker trust` keeps working where the docker program is, but no runtime checks its signatures: use cosign.',
    ),
  },
  context: { '': client() },
  plugin: {
    '': { instead: `${noTwin}: use a CNI plugin for networks and a CSI driver for volumes.`, purpose: 'other' },
  },
  scout: { '': client() },
  swarm: { '': { instead: swarm, purpose: 'other' } },
  stack: { '': { instead: swarm, purpose: 'other' } },
  service: { '': { instead: swarm, purpose: 'other' } },
  node: { '': { instead: swarm, purpose: 'other' } },
  secret: { '': { instead: `${swarm} Use a Kubernetes Secret.`, purpose: 'other' } },
  config: { '': { instead: `${swarm} Use a ConfigMap.`, purpose: 'other' } },
}

const unknown: Row = {
  instead:
    'Use `crictl` on the node for containers, pods and images. ' +
    'To build, push or run by hand, use `nerdctl -n k8s.io` (containerd) or `podman`.',
  purpose: 'other',
}

/** Options of `docker` itself that take a value. */
const globalValued = [
  '--config',
  '-c',
  '--context',
  '-H',
  '--host',
  '-l',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
]
/** Options of `docker compose` itself that take a value. */
const composeValued = [
  '-f',
  '--file',
  '-p',
  '--project-name',
  '--profile',
  '--env-file',
  '--project-directory',
  '--ansi',
  '--progress',
  '--parallel',
  '--workdir',
  '-H',
  '--host',
  '-c',
  '--context',
  '--log-level',
  '--tlscacert',
  '--tlscert',
  '--tlskey',
]

/**
 * What does the same work as `docker ARGS` on a node with containerd or CRI-O. `args` is the command line without the
 * program; for docker-compose put 'compose' in front. Options of docker itself are skipped.
 */
export function dockerReplacement(args: readonly string[]): DockerReplacement {
  const isCommand = (word: string): boolean => Object.hasOwn(topCommands, word) || Object.hasOwn(groups, word)
  const first = subcommandAt(args, globalValued, isCommand)
  if (first === undefined) return result('', client(), []) // `docker`, `docker --version`: it answers by itself
  const word = args[first] ?? ''
  const rest = args.slice(first + 1)
  const group = own(groups, word)
  if (!group) return result(isUnknown(word) ? '' : word, own(topCommands, word) ?? unknown, rest)

  const second = subcommandAt(rest, word === 'compose' ? composeValued : [], sub => Object.hasOwn(group, sub))
  if (second === undefined) return result(word, client(), []) // `docker image`: it prints its help
  const sub = rest[second] ?? ''
  if (isUnknown(sub)) return result(word, group[''] ?? unknown, [])
  return result(`${word} ${sub}`, own(group, sub) ?? group[''] ?? unknown, rest.slice(second + 1))
}

/** The value of -H or --host in `docker ARGS`, if the call names a daemon of its own. */
export function dockerHost(args: readonly string[]): string | undefined {
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '-H' || arg === '--host') return args[index + 1]
    if (arg.startsWith('--host=')) return arg.slice('--host='.length)
    if (/^-H./.test(arg)) return arg.slice(2).replace(/^=/, '')
    if (!arg.startsWith('-')) {
      if (isUnknown(arg)) continue
      return undefined
    }
    if (globalValued.includes(arg)) index++
  }
  return undefined
}

/** Does a value of DOCKER_HOST or -H name a daemon that is reached over the network (tcp, http, ssh)? */
export function isRemoteDockerHost(value: string): boolean {
  return /^(?:tcp|https?|ssh):/i.test(value.trim())
}

function result(subcommand: string, row: Row, rest: readonly string[]): DockerReplacement {
  const { instead, purpose, crictl } = row
  const help = rest.includes('--help')
  return {
    subcommand,
    instead: help ? noDaemon : instead,
    purpose: help ? 'client' : purpose,
    hasCrictl: crictl !== undefined,
    lostFlags: help || !crictl ? [] : flagsOf(rest, row).filter(flag => !crictl.includes(flag)),
  }
}

/**
 * Where the first word that is no option stands. An unknown word (a template, a variable such as $OPTS) may hold
 * options: it is passed over if a known command follows.
 */
function subcommandAt(
  args: readonly string[],
  valued: readonly string[],
  isCommand: (word: string) => boolean,
): number | undefined {
  let passedOver: number | undefined
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg.startsWith('-')) {
      if (valued.includes(arg)) index++
    } else if (isUnknown(arg)) {
      passedOver ??= index
    } else if (passedOver === undefined || isCommand(arg)) {
      return index
    }
  }
  return passedOver
}

/** The flags of a call, each once, as '-x' or '--long', without values and without what stands behind '--'. */
function flagsOf(rest: readonly string[], { valued = [], wraps = false }: Row): string[] {
  const flags = new Set<string>()
  for (let index = 0; index < rest.length; index++) {
    const arg = rest[index] ?? ''
    if (arg === '--') break
    if (!/^-[^-\d]|^--[^-]/.test(arg) || arg.startsWith(`-${filler}`)) {
      if (wraps && !isUnknown(arg)) break
      continue
    }
    if (arg.startsWith('--')) {
      const name = arg.split('=', 1)[0] ?? arg
      flags.add(name)
      if (name === arg && valued.includes(name)) index++
      continue
    }
    for (let at = 1; at < arg.length; at++) {
      const letter = arg.charAt(at)
      if (!/[A-Za-z]/.test(letter)) break
      flags.add(`-${letter}`)
      if (!valued.includes(`-${letter}`)) continue
      if (at === arg.length - 1) index++
      break
    }
  }
  return [...flags]
}

/** Is this word unknown: does it hold filler, or is it a shell variable or a command substitution? */
function isUnknown(word: string): boolean {
  return word.includes(filler) || /^["']?[$`]/.test(word)
}

/** The row of this name, never something that every object inherits. */
function own<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
