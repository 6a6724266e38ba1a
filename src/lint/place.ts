/** Settles where scripts run whose file does not say it, by what they do and where they stand: the strongest evidence wins. */
import { type Command, factsIn, isLeftOpen, type Place, placeOf, type Scope, type Service } from '../facts.ts'
import { namesNodes } from '../reading/node-names.ts'
import { builds, makesNode, managesDocker, managesNode, writesForNode } from './place-evidence.ts'

/** Folders and names of scripts that build, test and release. */
const WORKSHOP_PATH =
  /(^|\/)(hack|\.?ci|gha|jenkins|prow|dev-scripts|integration|benchmarks?|e2e|tests?|testing|test-[\w-]+|[\w-]+-tests?|dev|devel|images|build|release)\/|(^|[/._-])(build|release|publish|package|lint|dev|test|tests|e2e|ci|(start|run|setup|local)[-_]dev|devstack|gitlab-runner)([._-][^/]*)?$/i
/** Files of roles and playbooks run on hosts, whatever their repository keeps them in; only tests of a role do not. */
const TASKS_PATH = /(^|\/)(?:roles\/[^/]+\/)?(?:tasks|handlers)\/(?:[^/]+\/){0,3}[^/]+\.ya?ml$/i
const TESTS_PATH = /(^|\/)(\.?ci|gha|prow|e2e|tests?|testing|molecule)\//i
/** Folders of what a CI service runs on its own machines. */
const RUNNERS_PATH = /(^|\/)(hack\/(jenkins|ci|prow)|jenkins|prow|gha|\.ci)\//i

/** Where something runs, and what tells it. */
interface Verdict {
  readonly place: Place
  readonly because: string
}

/** What the path of a file tells, which is weaker than what its scripts do. */
interface Path {
  readonly isWorkshop: boolean
  readonly isRunners: boolean
  readonly isTasks: boolean
  readonly namesNodes: boolean
}

/**
 * Gives every script scope whose place is unknown a place: `node` when it manages kubelet or the runtime, or makes its machine a
 * node; `build` when it builds, publishes or tests on a workstation or CI runner. What a script plainly does counts for more
 * than the name of its folder.
 */
export function settlePlaces(file: Scope): void {
  const name = file.name ?? ''
  const isTasks = TASKS_PATH.test(name)
  settle(file, {
    isWorkshop: isTasks ? TESTS_PATH.test(name) : WORKSHOP_PATH.test(name),
    isRunners: RUNNERS_PATH.test(name),
    isTasks,
    namesNodes: namesNodes(name.split('/').slice(-2).join('/')),
  })
}

function settle(scope: Scope, path: Path): void {
  const isSettled = scope.kind === 'script' || scope.kind === 'file' || scope.atControl === true
  if (isSettled && placeOf(scope) === 'unknown') {
    const verdict = isLeftOpen(scope) ? (nodeIn(scope, path) ?? buildsAtControl(scope)) : verdictOn(scope, path)
    if (verdict && verdict.place !== 'unknown') scope.place = verdict.place
    if (verdict) scope.because = verdict.because
  }
  for (const child of scope.children) settle(child, path)
}

/** Whether a fact's place is unknown as that of a scope around it is: what stands between may leave it open on purpose. */
const isUnsettledIn =
  (scope: Scope) =>
  (fact: { readonly scope: Scope }): boolean =>
    placeOf(fact.scope) === 'unknown' && isLeftOpen(fact.scope) === isLeftOpen(scope)

const commandsIn = (scope: Scope): readonly Command[] => factsIn(scope, 'command').filter(isUnsettledIn(scope))
const servicesIn = (scope: Scope): readonly Service[] => factsIn(scope, 'service').filter(isUnsettledIn(scope))

/** What manages a node, or makes one: nothing weaker counts where what stands around a script leaves its place open. */
function nodeIn(scope: Scope, path: Path): Verdict | undefined {
  const commands = commandsIn(scope)
  const because = managesNode(commands, servicesIn(scope)) ?? makesNode(commands)
  // A runner that makes a cluster of itself is a node for the length of a test: what it was moved to is not known.
  return because === undefined ? undefined : { place: path.isRunners ? 'unknown' : 'node', because }
}

/** What builds on the machine that a tool was started on, which is no node as far as it shows. */
function buildsAtControl(scope: Scope): Verdict | undefined {
  const because = scope.atControl ? builds(commandsIn(scope), false) : undefined
  return because === undefined ? undefined : { place: 'build', because }
}

/** The strongest evidence first: what manages a node, what makes one, what builds, then the path. */
function verdictOn(scope: Scope, path: Path): Verdict | undefined {
  const onNode = nodeIn(scope, path)
  if (onNode) return onNode
  const commands = commandsIn(scope)
  if (commands.length === 0) return undefined
  const docker = managesDocker(commands, servicesIn(scope))
  const building = builds(commands, docker !== undefined)
  // The tasks of a role are done on its hosts, one by one: a build in one of them says nothing of the others.
  if (building && !(path.isTasks && scope.kind === 'file')) return { place: 'build', because: building }
  const writes = writesForNode(factsIn(scope, 'path'), factsIn(scope, 'setting'))
  if (writes) return { place: path.isRunners ? 'unknown' : 'node', because: writes }
  if (path.isWorkshop) return { place: 'build', because: 'its path is of what builds, tests or releases' }
  // Docker's service alone is no node: registries, runners and Swarm start it too.
  if (docker && path.namesNodes) return { place: 'node', because: `it is named for a cluster's nodes, and ${docker}` }
  return docker ? { place: 'unknown', because: `${docker}, which says nothing of Kubernetes` } : undefined
}
