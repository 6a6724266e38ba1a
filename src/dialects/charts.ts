/**
 * Which charts are installed: dependencies of a chart, releases of helmfile, Argo CD applications and Flux releases.
 * Sources: helm.sh/docs, "Chart dependencies"; helmfile.readthedocs.io; Argo CD and Flux API references.
 */
import { chartAround } from '../reading/chart-around.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { valuesTree } from '../reading/values-tree.ts'
import { type Located, type Source, sourceOf } from '../text/source.ts'
import { at, entryOf, isSwitchedOff, itemsOf, keysOf, locatedAt, type MapNode, type TreeNode } from '../text/tree.ts'

export const charts: Dialect = {
  id: 'charts',
  recognises: document => keysOf(document).has('chart') || keysOf(document).has('dependencies'),
  read(document, reader) {
    const keys = keysOf(document)
    for (const place of keys.get('chart') ?? []) {
      const { map, entry } = place
      const isRelease =
        entryOf(map, 'repoURL') ??
        entryOf(map, 'sourceRef') ??
        entryOf(map, 'targetRevision') ??
        (entryOf(map, 'name') && entryOf(map, 'namespace'))
      if (isRelease && entry.value?.kind === 'scalar' && !isSwitchedOff(place))
        sayRelease(entry.key, entry.value.located, map, reader)
    }
    for (const place of [...(keys.get('parameters') ?? []), ...(keys.get('set') ?? [])]) {
      const { entry, map, under } = place
      if (under?.entry.key.value === 'helm' || entryOf(map, 'chart'))
        readSetValues(entry.value, chartAround(place), document.source, reader)
    }
    for (const { entry, under } of keys.get('dependencies') ?? [])
      for (const item of under === undefined ? itemsOf(entry.value) : []) {
        const value = locatedAt(item, 'name')
        if (item.kind === 'map' && value && at(item, 'repository')) sayRelease(value, value, item, reader)
      }
  },
}

/** Says a chart, and in which version it is installed. */
function sayRelease(place: Located, chart: Located, map: MapNode, reader: Reader): void {
  const scope = reader.open('script')
  const say = (key: string, where: Located, value: Located): void =>
    reader.fact({ kind: 'setting', program: 'helm', key: [key], at: where, value }, scope)
  say('chart', place, chart)
  const version = locatedAt(map, 'version') ?? locatedAt(map, 'targetRevision')
  if (version) say('version', version, version)
}

/** `helm: {parameters: [{name: a.b, value: c}]}` of Argo CD, `set` of helmfile and of the HelmChart of k3s. */
function readSetValues(node: TreeNode | undefined, chart: string | undefined, source: Source, reader: Reader): void {
  if (!node || node.kind === 'scalar') return
  const pairs =
    node.kind === 'map'
      ? node.entries.map(({ key, value }) => ({ name: key, value }))
      : itemsOf(node).map(item => ({ name: locatedAt(item, 'name'), value: at(item, 'value') }))
  const values = pairs.flatMap(({ name, value }) => (name && value ? [{ name: sourceOf(name), value }] : []))
  if (values.length === 0) return
  const root = valuesTree(values, node.start, node.end)
  reader.tree(
    { root, source, name: 'values.yaml', chart, comments: [] },
    reader.open('script', { name: 'values.yaml' }),
  )
}
