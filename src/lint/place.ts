/** Settles where scripts run whose file does not say it, by what they do and where they stand. */
import { type Command, factsIn, type Place, placeOf, type Scope } from '../facts.ts'

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
const NODE_FOLDER = /^\/(etc\/kubernetes|var\/lib\/kubelet|etc\/systemd\/system\/kubelet\.service\.d)(\/|$)/
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
  /\$\{?(PWD|REPO_?ROOT|ROOT|ROOT_?DIR|PROJECT_?ROOT|WORKSPACE|WORK_?DIR|SRC_?(?:DIR|ROOT))\b|\$\(pwd\)|`pwd`|\$\(git |\$\(id -u\)/i
/** Containers that stand for the nodes of a cluster on a workstation: kind's, k3d's, minikube's. */
const CLUSTER_IN_DOCKER = /^(?:[\w.-]+-(?:control-plane|worker)\d*|k3d-[\w.-]+|minikube(?:-m\d+)?)$/
/** Folders and names of scripts that build, test and release. */
const WORKSHOP_PATH =
  /(^|\/)(hack|\.?ci|gha|jenkins|prow|dev-scripts|integration|benchmarks?|e2e|tests?|testing|test-[\w-]+|[\w-]+-tests?|dev|devel|images|build|release)\/|(^|[/._-])(build|release|publish|package|lint|dev|test|tests|e2e|ci|(start|run|setup|local)[-_]dev|devstack|gitlab-runner)([._-][^/]*)?$/i

/** Folders of what a CI service runs on its own machines. */
const RUNNERS_PATH = /(^|\/)(hack\/(jenkins|ci|prow)|jenkins|prow|gha|\.ci)\//i

/**
 * Gives every script scope whose place is unknown a place: `node` when it manages kubelet, the runtime or docker's own
 * service, `build` when it builds, publishes or tests on a workstation or CI runner.
 */
export function settlePlaces(file: Scope): void {
  const path = file.name ?? ''
  settle(file, WORKSHOP_PATH.test(path), RUNNERS_PATH.test(path))
}

function settle(scope: Scope, inWorkshop: boolean, runsOnRunners: boolean): void {
  if ((scope.kind === 'script' || scope.kind === 'file') && placeOf(scope) === 'unknown')
    scope.place = placeByCommands(scope, inWorkshop, runsOnRunners) ?? scope.place
  for (const child of scope.children) settle(child, inWorkshop, runsOnRunners)
}

function placeByCommands(scope: Scope, inWorkshop: boolean, runsOnRunners: boolean): Place | undefined {
  const commands = factsIn(scope, 'command').filter(command => placeOf(command.scope) === 'unknown')
  const services = factsIn(scope, 'service').filter(service => placeOf(service.scope) === 'unknown')
  // A runner that makes a cluster of itself is a node for the length of a test: what it was moved to is not known.
  if (commands.some(onNode) || givesNodesImages(commands) || services.some(({ unit }) => NODE_UNITS.test(unit.value)))
    return runsOnRunners ? undefined : 'node'
  const managesDocker = commands.some(command => actsOn(command, DOCKER_UNITS))
  const setsDockerUp = managesDocker || services.some(({ unit }) => DOCKER_UNITS.test(unit.value))
  const builds = (command: Command) => inABuild(command) && !(setsDockerUp && setsUp(command))
  if (
    commands.length > 0 &&
    (inWorkshop || commands.some(builds) || (packsImages(commands) && !(managesDocker && loadsImages(commands))))
  )
    return 'build'
  return managesDocker ? 'node' : undefined
}

function onNode(command: Command): boolean {
  // What runs inside of a container that stands for a node says nothing of the machine.
  if (command.wrappers.some(wrapper => wrapper.startsWith('docker'))) return false
  const name = baseName(command)
  if (/^(docker|rkt)$/.test(name) && subcommand(command) === 'run' && runsKubelet(command)) return true
  if (WRITES.has(name) && command.args.some(arg => NODE_FOLDER.test(arg.value))) return true
  return (
    (ON_NODES.has(name) && !(name === 'kubeadm' && isFromAfar(command))) ||
    STARTS_KUBELET.test(name) ||
    command.wrappers.includes('nsenter') ||
    actsOn(command, NODE_UNITS)
  )
}

/** Calls of kubeadm that say nothing of the machine: some ask the cluster, which can be done from anywhere. */
const isFromAfar = (command: Command): boolean =>
  /^(config|version)$/.test(subcommand(command) ?? '') ||
  (subcommand(command) === 'token' && command.args.some(({ value }) => /^--kubeconfig(=|$)/.test(value)))

const runsKubelet = ({ args }: Command): boolean =>
  args.some(arg => KUBELET.test(arg.value)) && !args.some(arg => PACKAGE_MANAGER.test(arg.value))

function inABuild(command: Command): boolean {
  const name = baseName(command)
  if (command.wrappers.includes('docker exec') && ['kubectl', 'kubeadm', 'crictl'].includes(name)) return true
  if (name !== 'docker') return WORKSHOP.has(name)
  const words = command.args.map(arg => arg.value)
  if (BUILDS.has(subcommand(command) ?? '')) return true
  return words.some(word => WORKING_COPY.test(word) || CLUSTER_IN_DOCKER.test(word))
}

/** A call that also a script makes which sets Docker up on a node: it gets images from a registry, or gives containers a network. */
const setsUp = (command: Command): boolean =>
  baseName(command) === 'docker' && /^(login|network)$/.test(subcommand(command) ?? '')

/** Images that are pulled and saved to files are packed for somewhere else. */
const packsImages = (commands: readonly Command[]): boolean =>
  ['pull', 'save'].every(verb =>
    commands.some(command => baseName(command) === 'docker' && subcommand(command) === verb),
  )

/** What was packed is for the machine itself where the script also starts Docker. */
const loadsImages = (commands: readonly Command[]): boolean =>
  commands.some(command => baseName(command) === 'docker' && subcommand(command) === 'load')

/** Images get the names that Kubernetes asks for and are not published, so they are for the machine's own kubelet. */
const givesNodesImages = (commands: readonly Command[]): boolean => {
  const ofDocker = (verb: string) => commands.filter(each => baseName(each) === 'docker' && subcommand(each) === verb)
  const renames = ofDocker('tag').some(({ args }) => COMPONENT_REGISTRY.test(args.at(-1)?.value ?? ''))
  return renames && ofDocker('push').length === 0 && ofDocker('save').length === 0
}

/** The registries of Kubernetes' own images, of which nobody but the project publishes any. */
const COMPONENT_REGISTRY = /^(?:k8s\.gcr\.io|registry\.k8s\.io|gcr\.io\/google[_-]containers)\//

const subcommand = (command: Command): string | undefined => command.args.find(arg => !arg.value.startsWith('-'))?.value

function actsOn(command: Command, units: RegExp): boolean {
  const name = baseName(command)
  return (name === 'systemctl' || name === 'service') && command.args.some(arg => units.test(arg.value))
}

const baseName = (command: Command): string => command.name.value.replace(/^.*[/\\]|\.exe$/g, '')
