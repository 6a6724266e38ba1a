/**
 * Kubernetes objects, and everything else that carries pods: charts' values, patches, custom resources. Pods are found by
 * their shape, not by a list of kinds.
 */
import type { Guard, Scope } from '../facts.ts'
import { isChartValues } from '../reading/chart-values.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import {
  at,
  itemsOf,
  locatedAt,
  type MapNode,
  type Path,
  type ScalarNode,
  scalarsOf,
  type TreeNode,
  textAt,
  walk,
} from '../text/tree.ts'
import { readCall } from './kubernetes/call.ts'
import { isProwJob, openObject, openProwJob, readData } from './kubernetes/object.ts'
import {
  type HostAccess,
  hostAccess,
  readContainer,
  readHostPathMount,
  readMount,
  readPod,
  readVolume,
  type Surroundings,
} from './kubernetes/pod.ts'
import {
  isForeign,
  isHostPath,
  isHostPathMount,
  isKyverno,
  isLoneContainer,
  isMap,
  isMount,
  isObject,
  isPatch,
  isPod,
  isRunnerMount,
  isTakenAway,
  NOTHING_BELOW,
  runsNothing,
} from './kubernetes/shape.ts'

export const kubernetes: Dialect = {
  id: 'kubernetes',
  recognises({ root }, reader) {
    if (isForeign(root)) return false
    let found = false
    walk(root, (node, path) => {
      if (node.kind === 'scalar')
        found ||= node.value.includes('\n') && (RUNNERS.test(node.value) || isPodText(node.value, path, reader))
      if (isMap(node))
        found ||=
          isObject(node) ||
          isPod(node, false) ||
          isMount(node) ||
          isHostPath(node) ||
          isHostPathMount(node) ||
          isRunnerMount(node, path)
      return !found
    })
    return found
  },
  read(document, reader) {
    const open: Open[] = []
    const around: Surroundings = { reader, source: document.source, mayRead: readLimit() }
    const done = new Set<TreeNode>()
    walk(document.root, (node, path) => {
      while (open.length > 0 && !leadsTo(open.at(-1)!.path, path)) open.pop()
      if (done.has(node) || isTakenAway(node) || NOTHING_BELOW.has(path.at(-1) ?? '')) return false
      if (node.kind === 'scalar') readText(node, path, around, open)
      else if (node.kind === 'map') return readMap(node, path, around, open, done)
      else if (isPatch(node)) openPod(node, path, around, open)
      return true
    })
  },
}

/** How often one node is read: aliases reach it many times, and a hostile file makes that a great many. */
const MOST_READS = 64

function readLimit(): Surroundings['mayRead'] {
  const reads = new Map<TreeNode, number>()
  return node => {
    const before = reads.get(node) ?? 0
    reads.set(node, before + 1)
    return before < MOST_READS
  }
}

/** An object or pod that the walk is in. */
interface Open {
  readonly path: Path
  readonly scope: Scope
  readonly host?: HostAccess
}

/** Whether a path is another one or leads to it. Merged maps share the path of the map that they are merged into. */
const leadsTo = (path: Path, other: Path): boolean =>
  path === other || (path.length < other.length && path.every((key, index) => key === other[index]))

const scopeOf = (open: readonly Open[], { reader }: Surroundings): Scope => open.at(-1)?.scope ?? reader.scope

const inObject = (open: readonly Open[]): boolean => open.some(({ scope }) => scope.kind === 'object')

const inPod = (open: readonly Open[]): boolean => open.at(-1)?.scope.kind === 'pod'

function openPod(node: TreeNode, path: Path, around: Surroundings, open: Open[]): Scope {
  // Argo's templates share the volumes of the workflow around them; parts of pods in a chart's values do not.
  const switched = open.findLast(({ scope: { kind } }) => kind === 'branch')?.scope
  const parent = inObject(open) ? scopeOf(open, around) : (switched ?? around.reader.scope)
  const scope = around.reader.open('pod', { place: 'pod' }, parent)
  open.push({ path, scope, host: hostAccess(node) })
  return scope
}

/** What the values of a chart switch off with `enabled: false`, for as long as nobody switches it on. */
const SWITCHED_OFF: Guard = { condition: 'enabled: false', others: [], off: true }

/** Reads a map for what it is. Returns false when there is nothing to look for below it. */
function readMap(node: MapNode, path: Path, around: Surroundings, open: Open[], done: Set<TreeNode>): boolean {
  if (isObject(node)) {
    const kind = textAt(node, 'kind') ?? ''
    const apiVersion = textAt(node, 'apiVersion') ?? ''
    if (kind === 'NodeList') readNodes(node, around, scopeOf(open, around))
    if (!(kind.endsWith('List') && at(node, 'items'))) {
      const scope = openObject(node, around.reader, scopeOf(open, around))
      open.push({ path, scope })
      if (!readKind(node, kind, apiVersion, scope, around, done)) return false
    }
  } else if (isProwJob(node, path)) open.push({ path, scope: openProwJob(node, around.reader, scopeOf(open, around)) })
  const within = inObject(open)
  if (!within && /^false$/i.test(textAt(node, 'enabled') ?? ''))
    open.push({ path, scope: around.reader.open('branch', { guard: SWITCHED_OFF }, scopeOf(open, around)) })
  if (isPod(node, within))
    for (const read of readPod(node, openPod(node, path, around, open), around, within)) done.add(read)
  else if (isHostPath(node)) {
    const scope = inPod(open) ? scopeOf(open, around) : openPod(node, path, around, open)
    readVolume(node, scope, around)
    return false
  } else if (isHostPathMount(node) || isRunnerMount(node, path)) {
    const scope = inPod(open) ? scopeOf(open, around) : openPod(node, path, around, open)
    readHostPathMount(node, scope, around)
    return false
  } else if (isMount(node)) readMount(node, scopeOf(open, around), around)
  else if (isLoneContainer(node)) {
    // A template of Argo that says nothing else of its pod.
    const scope = within && !inPod(open) ? openPod(node, path, around, open) : scopeOf(open, around)
    readContainer(node, scope, around, open.at(-1)?.host ?? hostAccess(undefined))
    return false
  } else if (path.at(-1) === 'exec' && within)
    readCall(scalarsOf(at(node, 'command')), {
      reader: around.reader,
      scope: scopeOf(open, around),
      name: 'exec',
      via: 'hook',
    })
  return true
}

/** The nodes of a list as the API server gives it, which says their kind once for all. */
function readNodes(list: MapNode, { reader }: Surroundings, parent: Scope): void {
  const type = { ...locatedAt(list, 'kind')!, value: 'Node', exact: false }
  for (const item of itemsOf(at(list, 'items')))
    if (isMap(item) && !at(item, 'kind')) openObject(item, reader, parent, type)
}

/** What some kinds of objects mean. Returns false when nothing else is to be read in the object. */
function readKind(
  object: MapNode,
  kind: string,
  apiVersion: string,
  scope: Scope,
  around: Surroundings,
  done: Set<TreeNode>,
): boolean {
  if (kind === 'ConfigMap' || kind === 'Secret') {
    readData(object, around.reader, around.source, scope)
    return false
  }
  if (kind === 'PersistentVolume') {
    for (const source of ['hostPath', 'local']) {
      const path = locatedAt(object, 'spec', source, 'path')
      const name = locatedAt(object, 'metadata', 'name')
      const check = locatedAt(object, 'spec', source, 'type')
      if (path) around.reader.fact({ kind: 'volume', type: 'hostPath', name, path, check }, scope)
    }
    return false
  }
  if (runsNothing(apiVersion, kind)) return false
  // What is, beside what is asked for, says the same again.
  const status = at(object, 'status')
  if (status) done.add(status)
  if (isKyverno(apiVersion))
    for (const rule of itemsOf(at(object, 'spec', 'rules')))
      for (const part of ['match', 'exclude', 'context', 'preconditions', 'validate', 'verifyImages']) {
        const checked = at(rule, part)
        if (checked) done.add(checked)
      }
  return true
}

/** Texts that are whole files: a manifest, a patch. */
const OBJECT_TEXT = /(?:^|\n)[ \t]{0,20}(?:- )?(?:"?apiVersion"?:|op:)/
const VALUES = new Set(['values', 'valuesContent', 'valuesInline'])

/**
 * Texts outside of any object that are manifests or hold parts of pods: what a chart's values add (`extraManifests`), the pod
 * templates of Jenkins' chart and of its Configuration as Code (`yaml`). They begin with a key, as no prose and no script does.
 * In other documents such texts are examples as often as not.
 */
const POD_TEXT = /^[ \t]{0,200}(?:- )?(?:apiVersion|containers|initContainers|volumes|hostPath|hostPathVolume|yaml):/m
const BEGINS_WITH_KEY = /^(?:[ \t]*(?:#[^\n]*|---[^\n]*|\{\{[^\n]*)?\n)*[ \t]*(?:- )?[A-Za-z][\w./-]*:(?:[ \t\n]|$)/
const isPodText = (text: string, path: Path, { name }: Reader): boolean =>
  (isChartValues(name) || path.at(-1) === 'yaml') && BEGINS_WITH_KEY.test(text) && POD_TEXT.test(text)

/** The configuration of GitLab Runner, which makes pods, in the values of its chart. */
const RUNNERS = /^[ \t]{0,40}\[\[runners\]\]/m

/** Reads a text in an object that is a document of its own, as Argo's manifests, Kustomize's patches and charts' values are. */
function readText(node: ScalarNode, path: Path, around: Surroundings, open: readonly Open[]): void {
  const { reader } = around
  if (!node.value.includes('\n')) return
  if (RUNNERS.test(node.value)) {
    reader.embed({ language: 'toml' }, node.content(), scopeOf(open, around))
    return
  }
  const key = path.findLast(part => !/^\d+$/.test(part)) ?? ''
  if (!inObject(open)) {
    if (!isPodText(node.value, path, reader)) return
    const scope = reader.open('script', { name: key }, scopeOf(open, around))
    reader.embed({ file: 'text.yaml', guess: true }, node.content(), scope)
    return
  }
  const json = key === 'json' && node.value.startsWith('{')
  const guess = !json && !VALUES.has(key)
  if (guess && !OBJECT_TEXT.test(node.value)) return
  const scope = reader.open('script', { name: key }, open.at(-1)!.scope)
  const file = json ? 'text.json' : VALUES.has(key) ? 'values.yaml' : 'text.yaml'
  reader.embed(guess ? { file, guess } : { file }, node.content(), scope)
}
