/** Volumes, mounts, environment variables and containers of a pod. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { isUnknown, locate, type Source, spanOf, UNKNOWN, written } from '../../text/source.ts'
import {
  allOf,
  at,
  entryOf,
  itemsOf,
  locatedAt,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeNode,
  textAt,
} from '../../text/tree.ts'
import { readArguments, readCall, readScript, runsShell } from './call.ts'
import {
  entriesOf,
  isContainerList,
  isEnvList,
  isMap,
  isMount,
  isMountList,
  isTakenAway,
  isVolume,
  isVolumeList,
} from './shape.ts'

/** What reading a pod needs. */
export interface Surroundings {
  readonly reader: Reader
  /** The source that the tree's offsets count in. */
  readonly source: Source
  /** Whether the node may be read once more: aliases reach one node many times. */
  readonly mayRead: (node: TreeNode) => boolean
}

/**
 * Reads the lists of a pod spec, or of a part of one, into its scope. Returns the nodes that are read with it. In a Kubernetes
 * object fewer signs are enough.
 */
export function readPod(pod: MapNode, scope: Scope, around: Surroundings, inObject: boolean): readonly TreeNode[] {
  const read: TreeNode[] = []
  const host = hostAccess(pod)
  for (const entry of entriesOf(pod)) {
    const { value } = entry
    if (!value) continue
    const containers = isContainerList(entry, inObject)
    if (!containers && !isVolumeList(value) && !isMountList(value) && !isEnvList(entry.key.value, value)) continue
    read.push(value)
    if (!around.mayRead(value)) continue
    for (const item of itemsOf(value)) {
      if (!isMap(item) || isTakenAway(item)) continue
      if (containers) readContainer(item, scope, around, host)
      else if (isVolume(item)) readVolume(item, scope, around)
      else if (isMount(item)) readMount(item, scope, around)
      else readEnv(item, scope, around)
    }
  }
  return read
}

/** Reads a volume: `{name: x, hostPath: {path: y, type: z}}`. A template may give the path once in each branch. */
export function readVolume(volume: MapNode, scope: Scope, { reader }: Surroundings): void {
  const name = locatedAt(volume, 'name')
  const hostPath = entryOf(volume, 'hostPath')
  if (!hostPath) {
    const from = locatedAt(volume, 'configMap', 'name') ?? locatedAt(volume, 'secret', 'secretName')
    reader.fact({ kind: 'volume', type: entryOf(volume, 'emptyDir') ? 'emptyDir' : 'other', name, from }, scope)
    return
  }
  // `path` and `type` with too little indentation stand beside an empty `hostPath:`.
  const fields = isMap(hostPath.value) ? hostPath.value : volume
  for (const path of allOf(fields, 'path'))
    if (path.kind === 'scalar')
      reader.fact(
        { kind: 'volume', type: 'hostPath', name, path: path.located, check: locatedAt(fields, 'type') },
        scope,
      )
}

/** Reads a host path and a mount that stand in one map. */
export function readHostPathMount(map: MapNode, scope: Scope, { reader }: Surroundings): void {
  const mountPath = locatedAt(map, 'mountPath') ?? locatedAt(map, 'mount_path')
  const path = (locatedAt(map, 'hostPath') ?? locatedAt(map, 'host_path') ?? mountPath)!
  const name = locatedAt(map, 'name') ?? path
  const check = locatedAt(map, 'pathType') ?? locatedAt(map, 'hostPathType')
  reader.fact({ kind: 'volume', type: 'hostPath', name, path, check }, scope)
  if (mountPath) reader.fact({ kind: 'mount', volume: name, path: mountPath }, scope)
}

/** Reads a mount: `{name: x, mountPath: y}`. */
export function readMount(mount: MapNode, scope: Scope, { reader }: Surroundings): void {
  const volume = locatedAt(mount, 'name')
  const path = locatedAt(mount, 'mountPath')
  if (volume && path) reader.fact({ kind: 'mount', volume, path, subPath: locatedAt(mount, 'subPath') }, scope)
}

/** Values of this length may hold a whole script. */
const isScript = (name: string, value: string): boolean =>
  value.startsWith('#!') || (value.includes('\n') && /script|command|cmd|hook/i.test(name))

/** Reads a variable. A template may give its value once in each branch. */
function readEnv(variable: MapNode, scope: Scope, { reader }: Surroundings, onNode = false): void {
  const name = locatedAt(variable, 'name')
  if (!name) return
  const values = allOf(variable, 'value').filter(value => value.kind === 'scalar')
  if (values.length === 0) reader.fact({ kind: 'env', name, value: undefined }, scope)
  for (const value of values) {
    reader.fact({ kind: 'env', name, value: value.located }, scope)
    if (isScript(name.value, value.value)) {
      const script = reader.open('script', { name: name.value, place: onNode ? 'node' : undefined }, scope)
      readScript(value, { reader, scope: script, name: name.value })
    } else if (value.value.includes('\n')) reader.embed({ file: name.value }, value.content(), scope)
  }
}

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe']
const HOOKS = ['postStart', 'preStop']

/** What a pod has of the node that it runs on. */
export interface HostAccess {
  /** The node's processes (hostPID), through which nsenter enters the node. */
  readonly processes: boolean
  /** The node's root directory as a volume, which chroot enters. */
  readonly root: boolean
}

export const hostAccess = (pod: TreeNode | undefined): HostAccess => ({
  processes: textAt(pod, 'hostPID') === 'true',
  root: itemsOf(at(pod, 'volumes')).some(volume => textAt(volume, 'hostPath', 'path') === '/'),
})

/** Reads a container, or a step of a task, with everything that it runs. */
export function readContainer(container: MapNode, parent: Scope, around: Surroundings, host: HostAccess): void {
  const { reader } = around
  if (!around.mayRead(container)) return
  const words = (...path: readonly string[]): readonly ScalarNode[] => {
    const list = at(container, ...path)
    return list && around.mayRead(list) ? scalarsOf(list) : []
  }
  const command = words('command')
  const args = words('args')
  const name = locatedAt(container, 'name')
  const scope = reader.open(
    'container',
    {
      name: name && shown(name.value, written(name.span)),
      place: entersHost([...command, ...args], host) ? 'node' : undefined,
    },
    parent,
  )

  const image = at(container, 'image')
  const [imageName, tag] = image?.kind === 'scalar' ? splitImage(image.value) : ['', undefined]
  if (image?.kind === 'scalar') reader.fact({ kind: 'image', name: imageName, tag, image: image.located }, scope)

  for (const { key, value } of entriesOf(container)) {
    if (value?.kind !== 'list' || !around.mayRead(value)) continue
    const variables = isEnvList(key.value, value)
    for (const item of value.items)
      if (isMount(item)) readMount(item, scope, around)
      else if (variables && isMap(item)) readEnv(item, scope, around, host.processes)
  }
  sayHiddenMounts(container, scope, around)

  const caller = { reader, scope, name: 'command' }
  const script = at(container, 'script') ?? at(container, 'source')
  if (script?.kind === 'scalar' && (command.length === 0 || runsShell(command) || script.value.startsWith('#!')))
    readScript(script, { ...caller, name: 'script' })
  else if (command[0] && at(container, 'command') === command[0]) readScript(command[0], caller)
  else if (command.length > 0) readCall([...command, ...args], caller)
  else readArguments(args, imageName, tag, caller)

  for (const probe of PROBES) readCall(words(probe, 'exec', 'command'), { ...caller, name: probe, via: 'probe' })
  for (const hook of HOOKS)
    readCall(words('lifecycle', hook, 'exec', 'command'), { ...caller, name: hook, via: 'hook' })
}

/** A name for people: where a template makes it, the template's own text. */
export const shown = (value: string, text: string): string => (isUnknown(value) && !text.includes('\n') ? text : value)

/** Whether the command leaves the container for the node: nsenter with the node's processes, chroot into its root. */
function entersHost(words: readonly ScalarNode[], { processes, root }: HostAccess): boolean {
  const runs = (program: RegExp) => words.some(word => program.test(word.value))
  return (processes && runs(/(^|[\s/;&|(])nsenter(\s|$)/)) || (root && runs(/(^|[\s/;&|(])chroot(\s|$)/))
}

/** Name and tag of an image: `registry:5000/group/name:tag@sha256:…`. */
function splitImage(image: string): readonly [name: string, tag: string | undefined] {
  const plain = image.split('@')[0]!
  const colon = plain.lastIndexOf(':')
  return colon > plain.lastIndexOf('/') ? [plain.slice(0, colon), plain.slice(colon + 1)] : [plain, undefined]
}

/**
 * A container with template actions may have mounts that do not stand in it, as with `{{ toYaml .Values.mounts }}`. It is said
 * as a mount of an unknown volume, so that nobody takes a volume for unused.
 */
function sayHiddenMounts(container: MapNode, scope: Scope, { reader, source }: Surroundings): void {
  const span = spanOf(source, container.start, container.end)
  if (!/\{\{|\{%|<%/.test(written(span))) return
  const unknown = locate(source, container.start, container.start + 1, UNKNOWN)
  reader.fact({ kind: 'mount', volume: unknown, path: unknown }, scope)
}
