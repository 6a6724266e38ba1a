/** Where a value names the Docker socket, and whether that is the node's. */
import { dockerSocket, otherRuntimeSocket } from '../knowledge/paths.ts'
import { enclosing, type Fact, type FactOf, type Located, near, partOf } from '../rule.ts'

/** The socket's address in a value: all of it, what an option in it gives, or the near side of a mount (`/var/run/docker.sock:/docker.sock`). */
export function socketAddressIn(value: Located): Located | undefined {
  for (const { 0: word, index } of value.value.matchAll(ADDRESS)) {
    const alone = word.length === value.value.length || value.value[index + word.length] === ':'
    const given = /(?:^|\s)--?[\w-]+[\s=]["']?$/.test(value.value.slice(Math.max(0, index - 40), index))
    // The far side of a mount of something else: `$socket:/var/run/docker.sock`.
    const isFar = /\$[\w{}.]{1,60}:$/.test(value.value.slice(Math.max(0, index - 70), index))
    if ((alone || given) && !isFar && dockerSocket(word)) return partOf(value, index, index + word.length)
  }
  return undefined
}

/** A path or address, as far as blanks, quotes and the colon of a mount. */
const ADDRESS = /(?:[a-z]{1,20}:(?=\/))?[^\s="':]+/g

/** Whether a key beside it, named for another runtime, gives that runtime's socket: the program takes the one that is there. */
export const isOneOfSeveral = ({ beside = [] }: FactOf<'path'>): boolean =>
  beside.some(({ key, value }) => {
    const runtime = otherRuntimeSocket(value.value)?.replace('-', '')
    return (
      runtime !== undefined &&
      key.value
        .toLowerCase()
        .replace(/[^a-z]/g, '')
        .includes(runtime)
    )
  })

/** In a pod whose volumes are in view, the node's socket is only reached through a hostPath. */
export function reachesNode(fact: Fact): boolean {
  if (!enclosing(fact.scope, 'pod')) return true
  const volumes = near(fact, 'pod', 'volume')
  return volumes.length === 0 || volumes.some(volume => volume.type === 'hostPath')
}

/** Whether the option sets a value of a chart: it goes into the cluster, wherever the program runs. */
export const setsValue = ({ program, name }: FactOf<'flag'>): boolean =>
  /^(?:helm|helmfile|argocd)$/.test(program ?? '') && /^(?:set(?:-\w+)?|state-values-set|helm-set(?:-\w+)?)$/.test(name)

/** Whether the path stands in the value of such an option, which is told by its name. */
export const isSetValue = (path: FactOf<'path'>): boolean =>
  /^(?:helm|helmfile|argocd)$/.test(path.by ?? '') &&
  near(path, 'script', 'flag').some(
    flag =>
      setsValue(flag) &&
      flag.value !== undefined &&
      flag.value.span.start <= path.path.span.start &&
      path.path.span.end <= flag.value.span.end,
  )

/** Whether a path is the far side of a mount of something else: `-v "$socket":/var/run/docker.sock` names it in the container only. */
export function isInsideContainer({ exact, value, span: { file, start } }: Located): boolean {
  if (/^\$[\w{}.]{1,60}:\//.test(value)) return true
  const before = exact ? file.text.slice(Math.max(0, start - 200), start) : ''
  const near = /(?:^|[\s"'=,])(\/[\w./@-]{1,150}):$/.exec(before)?.[1]
  return near
    ? !dockerSocket(near) || dockerSocket(near) === 'elsewhere'
    : /["']?\$[\w{}("'.]{1,60}["'})]{0,3}:$/.test(before)
}
