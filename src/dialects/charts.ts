/**
 * Which charts are installed: dependencies of a chart, releases of helmfile, Argo CD applications and Flux releases.
 * Sources: helm.sh/docs, "Chart dependencies"; helmfile.readthedocs.io; Argo CD and Flux API references.
 */
import type { Dialect } from '../reading/language.ts'
import { at, entryOf, isSwitchedOff, itemsOf, keysOf, locatedAt } from '../text/tree.ts'

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
        reader.fact({ kind: 'setting', program: 'helm', key: ['chart'], at: entry.key, value: entry.value.located })
    }
    for (const { entry, under } of keys.get('dependencies') ?? [])
      for (const item of under === undefined ? itemsOf(entry.value) : []) {
        const value = locatedAt(item, 'name')
        if (value && at(item, 'repository'))
          reader.fact({ kind: 'setting', program: 'helm', key: ['chart'], at: value, value })
      }
  },
}
