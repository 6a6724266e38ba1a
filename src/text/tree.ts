/**
 * Structured data with positions: what YAML, JSON and TOML have in common. A language parses its text into a tree;
 * a dialect (Kubernetes objects, Ansible, a collector's configuration) reads the tree and never sees the syntax.
 */
import { step } from './progress.ts'
import type { Located, Source } from './source.ts'

export type TreeNode = MapNode | ListNode | ScalarNode

export interface MapNode {
  readonly kind: 'map'
  /** In the order of the file; a key may stand more than once (branches of a template, or a mistake). */
  readonly entries: readonly Entry[]
  /** Maps merged in with `<<`, looked up when an own entry is missing. */
  readonly merged: readonly MapNode[]
  /** Offsets in the source that the tree was read from. */
  readonly start: number
  readonly end: number
}

export interface Entry {
  readonly key: Located
  /** Undefined where the file gives none (`key:`), which means null. */
  readonly value: TreeNode | undefined
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly (TreeNode | undefined)[]
  readonly start: number
  readonly end: number
}

export interface ScalarNode {
  readonly kind: 'scalar'
  /** The text as the reader of the file means it, quotes and escapes resolved, never typed: `yes`, `0644` and `~` stay as written. */
  readonly value: string
  readonly located: Located
  /** How it is written. A plain `true`, `12` or `null` is a text here; who needs the type looks at `style`. */
  readonly style: 'plain' | 'quoted' | 'block'
  readonly start: number
  readonly end: number
  /** The text as a source of its own, for what is embedded in it. */
  content(): Source
}

/** One document of a file, with the source that its offsets count in. */
export interface TreeDocument {
  readonly root: TreeNode | undefined
  readonly source: Source
  /** The name of the file that the document stands for, where it is not the one that it was read from. */
  readonly name?: string | undefined
  /** The chart that the document has values for, where that is told around it. */
  readonly chart?: string | undefined
  /** Comments before and in the document, in order: `# Source: chart/templates/x.yaml`. The text is without the comment mark. */
  readonly comments: readonly Located[]
}

/** The text that a document is read from: of many in a file, each is asked what stands in it, and not what stands in all. */
export const documentText = ({ root, source }: TreeDocument): string =>
  root ? source.text.slice(root.start, root.end) : ''

/** The first entry of that key, also from merged maps. */
export function entryOf(node: TreeNode | undefined, key: string): Entry | undefined {
  if (node?.kind !== 'map') return undefined
  const own =
    node.entries.length > MOST_LOOKED_THROUGH
      ? indexOf(node).get(key)
      : node.entries.find(entry => entry.key.value === key)
  if (own) return own
  for (const merged of node.merged) {
    const entry = entryOf(merged, key)
    if (entry) return entry
  }
  return undefined
}

/** A map of more entries has an index: who asks something for each of its keys would look through it as often. */
const MOST_LOOKED_THROUGH = 100
const indexes = new WeakMap<MapNode, ReadonlyMap<string, Entry>>()

/** The first entry of each key. */
function indexOf(node: MapNode): ReadonlyMap<string, Entry> {
  const known = indexes.get(node)
  if (known) return known
  const index = new Map<string, Entry>()
  for (const entry of node.entries) if (!index.has(entry.key.value)) index.set(entry.key.value, entry)
  indexes.set(node, index)
  return index
}

/** The value at a path of keys: `at(node, 'spec', 'template')`. */
export function at(node: TreeNode | undefined, ...path: readonly string[]): TreeNode | undefined {
  let found = node
  for (const key of path) found = entryOf(found, key)?.value
  return found
}

/** The values of every entry of that key: a template may give a key once in each branch. */
export function allOf(node: TreeNode | undefined, key: string): readonly TreeNode[] {
  const found: TreeNode[] = []
  if (node?.kind !== 'map') return found
  for (const entry of node.entries) if (entry.key.value === key && entry.value) found.push(entry.value)
  for (const merged of found.length ? [] : node.merged) found.push(...allOf(merged, key))
  return found
}

/** The text of a scalar at a path of keys, or undefined. */
export const textAt = (node: TreeNode | undefined, ...path: readonly string[]): string | undefined => {
  const found = at(node, ...path)
  return found?.kind === 'scalar' ? found.value : undefined
}

/** The scalar at a path of keys as a located text, or undefined. */
export const locatedAt = (node: TreeNode | undefined, ...path: readonly string[]): Located | undefined => {
  const found = at(node, ...path)
  return found?.kind === 'scalar' ? found.located : undefined
}

/** The items of a list that are there; nothing for any other node. */
export const itemsOf = (node: TreeNode | undefined): readonly TreeNode[] =>
  node?.kind === 'list' ? node.items.filter(item => item !== undefined) : []

/** The scalars of a list, or the one scalar: many formats allow both. */
export const scalarsOf = (node: TreeNode | undefined): readonly ScalarNode[] =>
  node?.kind === 'scalar' ? [node] : itemsOf(node).filter(item => item.kind === 'scalar')

/** What `walk` tells of a node: the keys that lead to it (list items have the index as text). */
export type Path = readonly string[]

/** How deep and how far `walk` goes: an alias bomb or a hostile depth ends there. */
const MOST_NODES = 2_000_000
const MOST_DEPTH = 400

/**
 * Visits every node below and with `root` once, parents first; a node that aliases make reachable twice is visited once.
 * `visit` returns false to leave out what is below. Returns false when the tree was too large or too deep to be walked whole.
 */
export function walk(root: TreeNode | undefined, visit: (node: TreeNode, path: Path) => boolean | undefined): boolean {
  const seen = new Set<TreeNode>()
  const stack: { node: TreeNode; path: Path }[] = root ? [{ node: root, path: [] }] : []
  let whole = true
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { node, path } = next
    step()
    if (seen.has(node)) continue
    seen.add(node)
    if (seen.size > MOST_NODES) return false
    if (visit(node, path) === false || node.kind === 'scalar') continue
    if (path.length >= MOST_DEPTH) {
      whole = false
      continue
    }
    if (node.kind === 'map') {
      for (let i = node.merged.length - 1; i >= 0; i--) stack.push({ node: node.merged[i]!, path })
      for (let i = node.entries.length - 1; i >= 0; i--) {
        const { key, value } = node.entries[i]!
        if (value) stack.push({ node: value, path: [...path, key.value] })
      }
    } else {
      for (let i = node.items.length - 1; i >= 0; i--) {
        const item = node.items[i]
        if (item) stack.push({ node: item, path: [...path, String(i)] })
      }
    }
  }
  return whole
}

/** Where a key stands: its entry, the map that holds it, and the key whose value holds that map, directly or in a list. */
export interface KeyPlace {
  readonly entry: Entry
  readonly map: MapNode
  readonly under: KeyPlace | undefined
}

/** The document that was asked about last, for whose sake an index is kept: a weak map would hold its trees for longer. */
let latest: { readonly document: TreeDocument; readonly index: ReadonlyMap<string, readonly KeyPlace[]> } | undefined

/**
 * Every key of a document and where it stands, in the order of the file: for dialects that find what is theirs at any depth, as
 * a collector's configuration within the values of a chart or a custom resource. Made once for all of them.
 */
export function keysOf(document: TreeDocument): ReadonlyMap<string, readonly KeyPlace[]> {
  if (latest?.document === document) return latest.index
  const index = new Map<string, KeyPlace[]>()
  const seen = new Set<TreeNode>()
  const stack: { node: TreeNode; under: KeyPlace | undefined; depth: number }[] = []
  if (document.root) stack.push({ node: document.root, under: undefined, depth: 0 })
  for (let next = stack.pop(); next && seen.size < MOST_NODES; next = stack.pop()) {
    const { node, under, depth } = next
    if (node.kind === 'scalar' || seen.has(node) || depth > MOST_DEPTH) continue
    seen.add(node)
    if (node.kind === 'list') {
      for (let i = node.items.length - 1; i >= 0; i--)
        if (node.items[i]) stack.push({ node: node.items[i]!, under, depth: depth + 1 })
      continue
    }
    const places = node.entries.map(entry => ({ entry, map: node, under }))
    for (const place of places) {
      const list = index.get(place.entry.key.value)
      if (list) list.push(place)
      else index.set(place.entry.key.value, [place])
    }
    for (const merged of node.merged) stack.push({ node: merged, under, depth: depth + 1 })
    for (const place of places.reverse())
      if (place.entry.value) stack.push({ node: place.entry.value, under: place, depth: depth + 1 })
  }
  latest = { document, index }
  return index
}

/** Whether a map around the place says `enabled: false`, so that nothing in it is in use. */
export function isSwitchedOff(place: KeyPlace): boolean {
  for (let next: KeyPlace | undefined = place; next; next = next.under)
    if (/^(?:false|no|off)$/i.test(textAt(next.map, 'enabled') ?? '')) return true
  return false
}
