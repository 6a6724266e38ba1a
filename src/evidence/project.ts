/** Which files belong together: a run may be over one project's folder, or over a folder of many. */
import { enclosing, type Fact } from '../facts.ts'

/** The path of the file that a fact was found in. */
export const pathOf = (fact: Fact): string => enclosing(fact.scope, 'file')?.name ?? ''

/** Names of folders that are parts of a project, and no project's own name. */
const PART =
  /^\.?(?:ansible|apps?|artifacts|assets|base|bin|bootstrap|build|charts?|cloud-?init|clusters?|conf(?:ig)?s?|containerd|contrib|cri-?o|daemon|defaults|deploy(?:ments?)?|docker|environments?|envs?|etc|examples?|extra[\w-]*|files|flux|group_vars|hack|host_vars|images?|infra(?:structure)?|inventor(?:y|ies)|install\w*|k8s|kube(?:let|adm|rnetes)?|library|linux|manifests|masters?|misc|modules|nodes?|ops|overlays?|packer|parts|pillar|playbooks?|provision\w*|resources|roles|root|rootfs|salt|scripts?|server|setup|shared|src|system(?:d)?|tasks|templates?|terraform|tests?|tools?|usr|utils?|vagrant|values|vars?|vms?|windows|workers?)$/i

/** Names of folders whose folders are projects, each for itself. */
const COLLECTION = /^(?:examples?|samples?|demos?|tutorials?|labs?|exercises|projects)$/i

/**
 * Whether two facts stand in files of one project: below the same first folder, in the folder that was linted itself, or
 * below folders that are plainly parts of one (`roles`, `inventory`); never in two of several examples.
 */
export function sameProject(one: Fact, other: Fact): boolean {
  const a = pathOf(one).split('/')
  const b = pathOf(other).split('/')
  return (a[0] === b[0] || [a, b].every(path => path.length === 1 || PART.test(path[0]!))) && !areApart(a, b)
}

/** Whether two paths lead into two folders of a collection, neither of which is a part of the other: `examples/a`, `examples/b`. */
function areApart(one: readonly string[], other: readonly string[]): boolean {
  const at = one.findIndex((name, index) => name !== other[index])
  const isFolder = (path: readonly string[]): boolean => at < path.length - 1 && !PART.test(path[at]!)
  return at > 0 && COLLECTION.test(one[at - 1]!) && isFolder(one) && isFolder(other)
}

/** How many folders lead to both files: the more, the closer they are. */
export function sharedFolders(one: Fact, other: Fact): number {
  const a = pathOf(one).split('/')
  const b = pathOf(other).split('/')
  let shared = 0
  while (shared < a.length - 1 && shared < b.length - 1 && a[shared] === b[shared]) shared++
  return pathOf(one) === pathOf(other) ? shared + 1 : shared
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
