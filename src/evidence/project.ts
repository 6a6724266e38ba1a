/** Which files belong together: a run may be over one project's folder, or over a folder of many. */
import { enclosing, type Fact, type Home } from '../facts.ts'

/** The path of the file that a fact was found in. */
export const pathOf = (fact: Fact): string => enclosing(fact.scope, 'file')?.name ?? ''

/** Names of folders that are parts of a project, and no project's own name. */
export const PART =
  /^\.?(?:ansible|apps?|artifacts|assets|base|bin|bootstrap|build|charts?|cloud-?init|clusters?|conf(?:ig)?s?(?:\.d)?|containerd|contrib|cri-?o|daemon|defaults|deploy(?:ments?)?|docker|environments?|envs?|etc|examples?|extra[\w-]*|files|flux|group_vars|hack|host_vars|images?|infra(?:structure)?|includes?|inputs|inventor(?:y|ies)|install\w*|k8s|kube(?:let|adm|rnetes)?|library|linux|manifests|masters?|misc|modules|nodes?|ops|overlays?|packer|parsers|parts|pillar|playbooks?|provision\w*|resources|roles|root|rootfs|salt|scripts?|server|setup|shared|src|system(?:d)?|tasks|templates?|terraform|tests?|tools?|usr|utils?|vagrant|values|vars?|vms?|windows|workers?)$/i

/** Names of folders whose folders are projects, each for itself. */
export const COLLECTION = /^(?:examples?|samples?|demos?|tutorials?|labs?|exercises|projects)$/i

/** Where the file of a fact stands; of a text that is on no disk, its name says it. */
const homeOf = (fact: Fact): Home =>
  enclosing(fact.scope, 'file')?.home ?? { path: pathOf(fact), repository: undefined, unit: undefined }

/** How many folders lead to both of two paths, given by their parts. */
function common(one: readonly string[], other: readonly string[]): number {
  let shared = 0
  while (shared < one.length - 1 && shared < other.length - 1 && one[shared] === other[shared]) shared++
  return shared
}

/**
 * Whether two facts stand in files of one project: in one repository, but in no two charts or projects of Ansible in it, nor in
 * two of several examples. Where there is no repository, folders side by side belong together only when they are plainly parts
 * of something (`roles`, `inventory`). How the linter was called does not count.
 */
export function sameProject(one: Fact, other: Fact): boolean {
  const a = homeOf(one)
  const b = homeOf(other)
  if (a.path === b.path) return true
  if (a.repository !== b.repository || !areNested(a.unit, b.unit)) return false
  const [pathA, pathB] = [a.path.split('/'), b.path.split('/')]
  const at = common(pathA, pathB)
  const isFile = (path: readonly string[]): boolean => at === path.length - 1
  const isPart = (path: readonly string[]): boolean => isFile(path) || PART.test(path[at]!)
  const areApart = !isPart(pathA) && !isPart(pathB)
  const around = pathA[at - 1] ?? ''
  if (COLLECTION.test(around)) return !areApart
  if (a.repository !== undefined || PART.test(around) || isFile(pathA) || isFile(pathB)) return true
  return isPart(pathA) && isPart(pathB)
}

/** Whether one of two folders is in the other, or is not known. */
const areNested = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined || other === undefined || `${one}/`.startsWith(`${other}/`) || `${other}/`.startsWith(`${one}/`)

/** How many folders lead to both files: the more, the closer they are. */
export function sharedFolders(one: Fact, other: Fact): number {
  const [a, b] = [homeOf(one).path, homeOf(other).path]
  const shared = common(a.split('/'), b.split('/'))
  return a === b ? shared + 1 : shared
}

/** The fact of the same project that stands nearest to another. */
export function nearestOf<F extends Fact>(facts: readonly F[], to: Fact): F | undefined {
  let best: F | undefined
  let most = -1
  for (const fact of facts) {
    const near = sameProject(fact, to) ? sharedFolders(fact, to) : -1
    if (near > most) {
      most = near
      best = fact
    }
  }
  return best
}

/** Folders of what tests compare with, and of what they are fed. */
const TEST_DATA = /(?:^|\/)(?:test-?data|fixtures?|__fixtures__|__snapshots__|golden(?:files?)?|mock(?:s|data)?)\//i

/** Whether a file is one that tests compare with: what it says of a cluster is of none. */
export const isTestData = (fact: Fact): boolean => TEST_DATA.test(pathOf(fact))

/** Whether one of two facts stands in a script of Windows and the other in one of Linux: they are about two kinds of nodes. */
export function areOfOtherSystems(one: Fact, other: Fact): boolean {
  const [a, b] = [systemOf(one), systemOf(other)]
  return a !== undefined && b !== undefined && a !== b
}

const systemOf = (fact: Fact): 'windows' | 'linux' | undefined =>
  /\.(?:psm?1|psd1|bat|cmd)$/i.test(pathOf(fact))
    ? 'windows'
    : /\.(?:sh|bash|service|ign|bu)$/i.test(pathOf(fact))
      ? 'linux'
      : undefined

/** Folders of machines that are only set up to test something on them. */
const TEST_MACHINES = /(?:^|\/)(?:tests?|molecule|e2e|kitchen)\//i

/** Whether what one fact says is of machines for tests only, and the other of what is tested: it says nothing of where that runs. */
export const isOnlyOfTests = (one: Fact, tested: Fact): boolean =>
  TEST_MACHINES.test(pathOf(one)) && !TEST_MACHINES.test(pathOf(tested))
