/**
 * Settings that charts' values and custom resources have for the runtime of the nodes: `socketPath: /var/run/docker.sock`,
 * `dockerRootDirectory: /var/lib/docker`. They are told by key and value together; what mounts them stands elsewhere. In a
 * chart's own values any text that is a path may become a mount or a setting, so there the value alone tells it; the address of
 * a socket tells it everywhere: `endpoint: unix:///var/run/docker.sock`, in YAML, JSON, TOML and XML alike.
 */
import type { Fact, FactOf, Guard, NamedText, Scope } from '../facts.ts'
import { isChartValues } from '../reading/chart-values.ts'
import type { Dialect } from '../reading/language.ts'
import type { Located } from '../text/source.ts'
import {
  documentText,
  entryOf,
  isSwitchedOff,
  type KeyPlace,
  keysOf,
  type ScalarNode,
  scalarsOf,
  textAt,
} from '../text/tree.ts'

const SOCKET =
  /^(?:docker|container|containerRuntime|runtime|cri|host)?[-_]?(?:docker)?[-_]?sock(?:et)?[-_]?(?:path|file|location|mount)?$/i
const FOLDER =
  /^(?:host)?[-_]?(?:docker|container_?logs?|var_?lib_?docker)\w{0,40}?(?:path|dir|directory|root|folder)$/i

/** What tells that logs are read there: a setting for Docker's root folder alone is asked for many things. */
const LOGS = /logs?(?![a-z])|containers?(?![a-z])|Log|Container/

/** The whole value is a path from the root, or the address of a socket. */
const PATH = /^(?:\/|unix:|npipe:|[A-Za-z]:[\\/]|\\\\\.\\pipe\\)\S*$/

/** What `enabled: false` leaves out, for as long as nobody switches it on. */
const SWITCHED_OFF: Guard = { condition: 'enabled: false', others: [], off: true }

/** Files of which a document was read: Helm takes the first one only. */
const begun = new WeakSet<Scope>()

/** The whole value is the address of a socket or pipe, which is one under any key. */
const ADDRESS = /^(?:(?:http\+)?unix:|npipe:|\/[^\s:]{0,500}\.sock$|[\\/]{2}\.[\\/]pipe[\\/])\S*$/
/** The files of containers' logs, below a folder of a runtime's, which are such under any key as well. */
const LOG_FILES = /^\/(?:[\w.-]{1,100}\/){1,8}containers(?:\/\S*)?$/
/** What a text with such a value holds. */
const MAY_HOLD = /unix:|npipe:|\.sock\b|[\\/]pipe[\\/]|\/containers\b/

export const runtimeValues: Dialect = {
  id: 'runtime-values',
  recognises: (document, reader) =>
    isChartValues(reader.name) ||
    MAY_HOLD.test(documentText(document)) ||
    [...keysOf(document).keys()].some(key => SOCKET.test(key) || FOLDER.test(key)),
  read(document, reader) {
    const isChart = isChartValues(reader.name) && !begun.has(reader.scope)
    begun.add(reader.scope)
    const isValue = ({ value }: ScalarNode) =>
      isChart ? PATH.test(value) : ADDRESS.test(value) || LOG_FILES.test(value)
    // Helm takes the first document of a chart's values only.
    const hasAddress = !isChartValues(reader.name) && MAY_HOLD.test(documentText(document))
    const told = isChart || hasAddress ? toldIn(reader.scope) : undefined
    let off: Scope | undefined
    const tell = (place: KeyPlace, path: Located, role: FactOf<'path'>['role']) => {
      const isOff = isSwitchedOff(place)
      if (isOff) off ??= reader.open('branch', { guard: SWITCHED_OFF })
      const beside = role === undefined ? pathsBeside(place) : undefined
      reader.fact({ kind: 'path', path, access: 'used', by: undefined, role, beside }, isOff ? off : undefined)
    }
    for (const [key, places] of keysOf(document)) {
      const socket = SOCKET.test(key)
      const isNamed = socket || FOLDER.test(key)
      if (!isNamed && (!told || OF_SOMETHING_ELSE.test(key))) continue
      for (const place of places) {
        const { value } = place.entry
        if (!isSetting(place, isChartValues(reader.name))) continue
        if (isNamed && value?.kind === 'scalar') {
          const isLog = LOGS.test(key) || LOGS.test(value.value)
          if (PATH.test(value.value) && !told?.has(value.located.span.start))
            tell(place, value.located, socket ? undefined : isLog ? 'log' : 'data')
        } else if (told && !isNamed)
          for (const path of scalarsOf(value))
            if (isValue(path) && isUntold(path, place, told) && (isChart || !isReadElsewhere(place)))
              tell(place, path.located, LOG_FILES.test(path.value) && !isChart ? 'log' : undefined)
      }
    }
  },
}

/** A map of more entries is no map of settings. */
const MOST_ENTRIES = 200

/** The paths that other keys of the same map give, and the others of a list, which are named by themselves. */
const pathsBeside = ({ map, entry }: KeyPlace): readonly NamedText[] =>
  entry.value?.kind === 'list'
    ? scalarsOf(entry.value)
        .slice(0, MOST_ENTRIES)
        .flatMap(({ value, located }) => (PATH.test(value) ? [{ key: located, value: located }] : []))
    : map.entries.length > MOST_ENTRIES
      ? []
      : map.entries.flatMap(({ key, value }) =>
          key !== entry.key && value?.kind === 'scalar' && PATH.test(value.value)
            ? [{ key, value: value.located }]
            : [],
        )

/** Paths of the inside of a container, words of a command line, and what is for people to read. */
const OF_SOMETHING_ELSE =
  /image$|description|comment|notes?$|example|docs?$|documentation$|mount_?(?:path|point|dir)|container_?path|sub_?path|^(?:args|extraArgs|command|entrypoint)$/i

/** Where what is named is not used: lists of what is left out or forbidden. */
const NOT_USED =
  /exclu|ignore|deny|denied|forbid|skip|allowed|dind|comment|example|^(?:images?|description|psp)$|podSecurityPolic/i

/** Parts of documents of which others say what they mean, and what is not meant: volumes, patches, tests of charts, components that nothing uses. */
const READ_ELSEWHERE =
  /^(?:hostPath|host_path|volumes?|mounts|metadata|fieldsV1|status|asserts|tests|set|replacements|patches\w*|transformers|receivers|extensions|exporters|allowedHostPaths)$/

function isReadElsewhere(place: KeyPlace): boolean {
  if (entryOf(place.map, 'op')) return true
  for (let next: KeyPlace | undefined = place; next; next = next.under)
    if (READ_ELSEWHERE.test(next.entry.key.value)) return true
  return false
}

function isUntold(node: ScalarNode, place: KeyPlace, told: ReadonlySet<number>): boolean {
  if (told.has(node.located.span.start)) return false
  // The far side of a mount: `{source: /var/run/docker.sock, destination: /var/run/docker.sock}`.
  if (/^(?:destination|target)$/i.test(place.entry.key.value) && entryOf(place.map, 'source')) return false
  for (let next: KeyPlace | undefined = place; next; next = next.under)
    if (NOT_USED.test(next.entry.key.value)) return false
  return true
}

/** What is known of a scope: where the texts begin of which something is said, and how much of it was looked at. */
interface Told {
  readonly starts: Set<number>
  facts: number
  children: number
}

/** Kept for the documents of one file, of which each adds to what the others said. */
const toldOf = new WeakMap<Scope, Told>()

/** Where the texts begin of which something is said already. */
function toldIn(top: Scope): ReadonlySet<number> {
  const told = toldOf.get(top) ?? { starts: new Set<number>(), facts: 0, children: 0 }
  toldOf.set(top, told)
  const add = (facts: readonly Fact[]) => {
    for (const fact of facts)
      for (const part of Object.values(fact) as unknown[])
        if (typeof part === 'object' && part !== null && 'span' in part) told.starts.add((part as Located).span.start)
  }
  add(top.facts.slice(told.facts))
  const stack = top.children.slice(told.children)
  for (let scope = stack.pop(); scope; scope = stack.pop()) {
    add(scope.facts)
    stack.push(...scope.children)
  }
  told.facts = top.facts.length
  told.children = top.children.length
  return told.starts
}

/** Not in a pod's own fields, not in the data of a ConfigMap. */
function isSetting(place: KeyPlace, isOfChart: boolean): boolean {
  if (entryOf(place.map, 'mountPath') || entryOf(place.map, 'hostPath')) return false
  for (let next: KeyPlace | undefined = place; next; next = next.under) {
    // What `docker inspect` printed of a container: kept as a test's input, and read by no node.
    if (entryOf(next.map, 'ResolvConfPath') && entryOf(next.map, 'HostsPath')) return false
    if (/^(?:ConfigMap|Secret|CustomResourceDefinition|PodSecurityPolicy)$/.test(textAt(next.map, 'kind') ?? ''))
      return false
    // A Docker of the pod's own has its own socket.
    if (/^(?:dind|docker-?in-?docker)$/i.test(next.entry.key.value)) return false
    // A chart makes variables of a map as well; a list of them is read with the pods.
    if (isOfChart && next.entry.key.value === 'env' && next.entry.value?.kind === 'map') continue
    if (
      /^(?:volumes|volumeMounts|env|properties|parameters|nodeRegistration|containerDefinitions|services)$/.test(
        next.entry.key.value,
      )
    )
      return false
  }
  return true
}
