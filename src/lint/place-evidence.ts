/** What the commands of a script say of the machine that it runs on. Each answer is the reason as a part of a sentence. */
import type { Command, PathUse, Service, Setting } from '../facts.ts'

/** Programs that only make sense on a cluster's node, or that make a machine one. */
const ON_NODES = new Set([
  'kubelet',
  'kubeadm',
  'crictl',
  'nsenter',
  'ctr',
  'containerd',
  'crio',
  'cri-dockerd',
  'k3s',
  'rke2',
])
/** A container that runs one of these asks for packages, kubelet's too. */
const PACKAGE_MANAGER = /^(apt|apt-get|apt-cache|yum|dnf|zypper)$/
/** kubelet as the program, the image or a folder of a container. */
const KUBELET = /(^|\/)kubelet(?=$|[:@])|^\$\{?KUBELET_IMAGE/
/** Programs that change files, and the folders that only a node has. */
const WRITES = new Set(['cp', 'mv', 'install', 'ln', 'mkdir', 'rm', 'tee', 'chmod', 'sed'])
const NODE_FOLDER =
  /^\/(?:etc\/kubernetes|etc\/origin\/(?:node|master)|etc\/rancher\/(?:k3s|rke2)|var\/lib\/kubelet|etc\/systemd\/system\/kubelet\.service(?:\.d)?)(?:\/|$)/
/** Scripts that are named for starting or setting up kubelet. */
const STARTS_KUBELET = /^(start|run|restart|install|setup|configure|register)[-_]?kubelet/i
/** Units whose service only a node manages. */
const NODE_UNITS = /^(kubelet|containerd|crio|cri-docker)(\.service|\.socket)?$/
/** Docker's own service, which a CI runner may restart too. */
const DOCKER_UNITS = /^docker(\.service|\.socket)?$/

/** Subcommands of docker that make and publish images, run a project, or manage Swarm: no work on a cluster's node. */
const BUILDS = new Set([
  'build',
  'buildx',
  'push',
  'login',
  'manifest',
  'compose',
  'bake',
  'builder',
  'network',
  'swarm',
  'stack',
  'service',
  'secret',
])
/** Programs that build and test software, or make clusters from the outside. */
const WORKSHOP = new Set(
  'kind k3d minikube make npm yarn pnpm go mvn gradle cargo bazel goreleaser gcloud ansible-playbook vagrant packer docker-compose'.split(
    ' ',
  ),
)
/** The working copy, given to a container. */
const WORKING_COPY =
  /\$\{?(PWD|REPO_?ROOT|ROOT|ROOT_?DIR|PROJECT_?ROOT|WORKSPACE|WORK_?DIR|SRC_?(?:DIR|ROOT))\b|\$\(pwd\)|`pwd`|\$\(git /i
/** Whoever calls: so that files made in the working copy are theirs. A script that sets Docker up on its machine may do the same. */
const CALLER = /\$\(id -u\)/
/** Containers that stand for the nodes of a cluster on a workstation: kind's, k3d's, minikube's. */
const CLUSTER_IN_DOCKER = /^(?:[\w.-]+-(?:control-plane|worker)\d*|k3d-[\w.-]+|minikube(?:-m\d+)?)$/

/** Programs that install packages, on Linux and Windows. */
const INSTALLERS = /^(?:apt|apt-get|aptitude|yum|dnf|microdnf|tdnf|zypper|apk|rpm|dpkg|snap|choco|pacman|emerge)$/
/** Packages that only a node needs. */
const NODE_PACKAGES =
  /^(?:kubelet|kubeadm|kubernetes(?:-(?:node|master|cni|kubelet|kubeadm))?|cri-o|cri-tools|cri-dockerd|containernetworking-plugins)(?:[-=_:@<>~*.$].*)?$/
/** Programs that get or place a file, and files that only a node needs. */
const PLACES =
  /^(?:curl|wget|aria2c|install|cp|mv|ln|chmod|scp|rsync|invoke-webrequest|iwr|start-bitstransfer|copy-item|downloadfile)$/i
const NODE_BINARY = /(?:^|[\\/])(?:kubelet|kubeadm)(?:\.exe)?$/
/** Scripts that make their machine a node of a managed cluster, or install a distribution on it. */
const JOINS = /(?:^|\/)eks\/bootstrap\.sh$|^(?:nodeadm|rke2-(?:agent|server)|k0s|microk8s\.join)$/
const INSTALLS = /^https?:\/\/(?:get\.(?:k3s|rke2)\.io|rancher-mirror\.[\w.]+\/k3s\/)/
/** What the kernel of a node is told, which no other machine needs. */
const NODE_KERNEL = /^(?:br_netfilter|net\.bridge\.bridge-nf-call-ip6?tables(?:=.*)?)$/

/** What manages a node: kubelet, its tools and folders, its runtime, or the images of Kubernetes on it. */
export function managesNode(commands: readonly Command[], services: readonly Service[]): string | undefined {
  const command = commands.find(onNode)
  if (command) return `it ${isCallOf(command) ? 'calls' : 'works with'} "${shown(command)}"`
  const service = services.find(({ unit }) => NODE_UNITS.test(unit.value))
  if (service) return `it manages the service "${service.unit.value}"`
  return givesNodesImages(commands) ? 'it gives images the names that the kubelet asks for' : undefined
}

/** What a script writes that only a node reads: kubelet's folders, and the configuration of kubelet and kubeadm. */
export function writesForNode(paths: readonly PathUse[], settings: readonly Setting[]): string | undefined {
  const path = paths.find(({ access, path: { value } }) => access === 'write' && NODE_FOLDER.test(value))
  if (path) return `it writes "${path.path.value}"`
  const setting = settings.find(({ program }) => program === 'kubelet' || program === 'kubeadm')
  return setting && `it configures ${setting.program}`
}

/** What makes a machine a node: kubelet's packages or program, swap turned off for it, a script that joins a cluster. */
export function makesNode(commands: readonly Command[]): string | undefined {
  const command = commands.find(preparesNode)
  return command && `it makes its machine a node with "${shown(command)}"`
}

/** What builds, publishes or tests. `setsUp` says that the script also sets Docker up, for which it may log in or make a network. */
export function builds(commands: readonly Command[], setsUp: boolean): string | undefined {
  const command = commands.find(each => inABuild(each) && !(setsUp && isForSetUp(each)))
  if (command) return `it calls "${shown(command)}"`
  return packsImages(commands) ? 'it packs images for somewhere else' : undefined
}

/** What acts on Docker's own service. */
export function managesDocker(commands: readonly Command[], services: readonly Service[]): string | undefined {
  const command = commands.find(each => actsOn(each, DOCKER_UNITS))
  if (command) return `it calls "${shown(command)}"`
  const service = services.find(({ unit }) => DOCKER_UNITS.test(unit.value))
  return service && `it manages the service "${service.unit.value}"`
}

function onNode(command: Command): boolean {
  // What runs inside of a container that stands for a node says nothing of the machine.
  if (command.wrappers.some(wrapper => wrapper.startsWith('docker'))) return false
  const name = baseName(command)
  if (/^(docker|rkt)$/.test(name) && subcommand(command) === 'run' && (runsKubelet(command) || joinsRancher(command)))
    return true
  if (WRITES.has(name) && command.args.some(arg => NODE_FOLDER.test(arg.value))) return true
  return (
    (ON_NODES.has(name) && !(name === 'kubeadm' && isFromAfar(command))) ||
    STARTS_KUBELET.test(name) ||
    command.wrappers.includes('nsenter') ||
    actsOn(command, NODE_UNITS)
  )
}

function preparesNode(command: Command): boolean {
  if (command.wrappers.some(wrapper => wrapper.startsWith('docker'))) return false
  const name = baseName(command)
  const words = command.args.map(arg => arg.value)
  if (
    JOINS.test(command.name.value) ||
    words.some(word => /(?:^|\/)eks\/bootstrap\.sh$/.test(word) || INSTALLS.test(word))
  )
    return true
  if (name === 'swapoff') return true
  if (name === 'modprobe' || name === 'sysctl') return words.some(word => NODE_KERNEL.test(word))
  if (INSTALLERS.test(name)) return words.some(word => NODE_PACKAGES.test(word))
  return PLACES.test(name) && words.some(word => NODE_BINARY.test(word))
}

/** Calls of kubeadm that say nothing of the machine: some ask the cluster, which can be done from anywhere. */
const isFromAfar = (command: Command): boolean =>
  /^(config|version)$/.test(subcommand(command) ?? '') ||
  (subcommand(command) === 'token' && command.args.some(({ value }) => /^--kubeconfig(=|$)/.test(value)))

const runsKubelet = ({ args }: Command): boolean =>
  args.some(arg => KUBELET.test(arg.value)) && !args.some(arg => PACKAGE_MANAGER.test(arg.value))

/** The command by which a node of RKE 1 joins its cluster. Source: Rancher docs 2.6, "Launching Kubernetes on Existing Custom Nodes". */
const joinsRancher = ({ args }: Command): boolean =>
  args.some(({ value }) => /(?:^|\/)rancher\/(?:rancher-)?agent:/.test(value))

function inABuild(command: Command): boolean {
  const name = baseName(command)
  if (command.wrappers.includes('docker exec') && ['kubectl', 'kubeadm', 'crictl'].includes(name)) return true
  if (name !== 'docker') return WORKSHOP.has(name)
  const words = command.args.map(arg => arg.value)
  if (BUILDS.has(subcommand(command) ?? '')) return true
  return words.some(word => WORKING_COPY.test(word) || CLUSTER_IN_DOCKER.test(word) || CALLER.test(word))
}

/** A call that also a script makes which sets Docker up on a node: it gets images from a registry, gives containers a network, or runs one as root. */
const isForSetUp = (command: Command): boolean =>
  isDocker(command, 'login', 'network') ||
  (isDocker(command, 'run') &&
    !command.args.some(({ value }) => WORKING_COPY.test(value) || CLUSTER_IN_DOCKER.test(value)))

/** Images that are pulled and saved to files are packed for somewhere else, unless the script loads them too. */
const packsImages = (commands: readonly Command[]): boolean =>
  ['pull', 'save'].every(verb => commands.some(command => isDocker(command, verb))) &&
  !commands.some(command => isDocker(command, 'load'))

/** Images get the names that Kubernetes asks for and are not published, so they are for the machine's own kubelet. */
const givesNodesImages = (commands: readonly Command[]): boolean =>
  commands.some(command => isDocker(command, 'tag') && COMPONENT_REGISTRY.test(command.args.at(-1)?.value ?? '')) &&
  !commands.some(command => isDocker(command, 'push', 'save'))

/** The registries of Kubernetes' own images, of which nobody but the project publishes any. */
const COMPONENT_REGISTRY = /^(?:k8s\.gcr\.io|registry\.k8s\.io|gcr\.io\/google[_-]containers)\//

const isDocker = (command: Command, ...verbs: readonly string[]): boolean =>
  baseName(command) === 'docker' && verbs.includes(subcommand(command) ?? '')

const subcommand = (command: Command): string | undefined => command.args.find(arg => !arg.value.startsWith('-'))?.value

function actsOn(command: Command, units: RegExp): boolean {
  const name = baseName(command)
  return (name === 'systemctl' || name === 'service') && command.args.some(arg => units.test(arg.value))
}

const isCallOf = (command: Command): boolean =>
  ON_NODES.has(baseName(command)) || STARTS_KUBELET.test(baseName(command))

/** A call as far as it says what it does. */
const shown = (command: Command): string =>
  [baseName(command), ...command.args.slice(0, 3).map(arg => arg.value)].join(' ').slice(0, 80)

const baseName = (command: Command): string => command.name.value.replace(/^.*[/\\]|\.exe$/g, '')
