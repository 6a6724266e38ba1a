/** Settles where scripts run whose file does not say it, by what they do. */
import { type Command, factsIn, placeOf, type Scope } from './facts.ts'

/** Programs that only make sense on a cluster's node, or that make a machine one. */
const ON_NODES = new Set([
  'kubelet',
  'kubeadm',
  'crictl',
  'nsenter',
  'ctr',
  'containerd',
  'crio',
  'dockerd',
  'cri-dockerd',
  'k3s',
  'rke2',
])
/** Units whose service only a node manages. */
const NODE_UNITS = /^(kubelet|docker|containerd|crio|cri-docker)(\.service|\.socket)?$/
/** Subcommands of docker that make and move images: a workstation's or CI runner's work. */
const BUILDS = new Set([
  'build',
  'buildx',
  'push',
  'tag',
  'login',
  'logout',
  'manifest',
  'compose',
  'save',
  'bake',
  'builder',
])

/**
 * Gives every script scope whose place is unknown a place: `node` when it manages kubelet, the runtime or docker's own
 * service, `build` when all it does with docker is to build, tag, push or test images.
 */
export function settlePlaces(file: Scope): void {
  if (placeOf(file) === 'unknown') settle(file)
  for (const child of file.children) settlePlaces(child)
}

function settle(scope: Scope): void {
  if (scope.kind !== 'script' && scope.kind !== 'file') return
  const commands = factsIn(scope, 'command').filter(command => placeOf(command.scope) === 'unknown')
  if (commands.some(onNode)) scope.place = 'node'
  else {
    const docker = commands.filter(command => baseName(command) === 'docker')
    if (docker.length > 0 && docker.some(builds)) scope.place = 'build'
  }
}

function onNode(command: Command): boolean {
  const name = baseName(command)
  if (ON_NODES.has(name)) return true
  if (command.wrappers.includes('nsenter')) return true
  const words = command.args.map(arg => arg.value)
  return (name === 'systemctl' || name === 'service') && words.some(word => NODE_UNITS.test(word))
}

const builds = (command: Command): boolean =>
  BUILDS.has(command.args.find(arg => !arg.value.startsWith('-'))?.value ?? '')

const baseName = (command: Command): string => command.name.value.replace(/^.*[/\\]/, '')
