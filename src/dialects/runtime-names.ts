/**
 * Settings of documents of any kind whose value or key names a container runtime: `containerRuntime: docker`, `imageType: COS`,
 * `{name: CONTAINER_RUNTIME, value: docker}`, `installFlags: ["--cri-socket=docker:unix:///…"]`. What they mean is for those to
 * say who know the document's vocabulary; it is named by the nearest apiVersion and kind, or type.
 */
import { chartAround } from '../reading/chart-around.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { isNoChoice, isRuntimeKey, isSwitch, namesRuntime, runtimeOptions } from '../reading/runtime-names.ts'
import { entryOf, type KeyPlace, keysOf, type ScalarNode, scalarsOf, type TreeNode, textAt } from '../text/tree.ts'

export const runtimeNames: Dialect = {
  id: 'runtime-names',
  recognises: document => document.root?.kind === 'map' || document.root?.kind === 'list',
  read(document, reader) {
    for (const [key, places] of keysOf(document)) {
      // Prose that looks like a document has keys of several words.
      if (isNoChoice(key) || /\s/.test(key)) continue
      for (const place of places) readPlace(key, place, document.chart, reader)
    }
  },
}

function readPlace(key: string, place: KeyPlace, chart: string | undefined, reader: Reader): void {
  const { entry, map } = place
  const { value } = entry
  if (value?.kind === 'scalar') {
    const isNamed = key === 'value' && value.style !== 'block' ? textAt(map, 'name') : undefined
    if (chooses(isNamed ?? key, value)) say(isNamed === undefined ? [] : [isNamed], place, value, chart, reader)
    else sayOptions(value, place, reader)
  } else if (isRuntimeKey(key) && isSet(value)) say([], place, undefined, chart, reader)
  if (value?.kind === 'list')
    for (const [index, item] of scalarsOf(value).entries())
      if (namesRuntime(item.value) && !item.value.startsWith('-')) say([String(index)], place, item, chart, reader)
      else sayOptions(item, place, reader)
}

/** Whether a scalar names a runtime, or switches on or off what its key names one in. */
const chooses = (key: string, { value }: ScalarNode): boolean =>
  (namesRuntime(value) && !value.startsWith('-')) || (isRuntimeKey(key) && isSwitch(value))

/** A map, even an empty one, or nothing at all: the key alone says it. */
const isSet = (value: TreeNode | undefined): boolean => value?.kind !== 'list'

function sayOptions(value: ScalarNode, place: KeyPlace, reader: Reader): void {
  for (const option of runtimeOptions(value.content()))
    reader.fact({
      kind: 'setting',
      program: vocabularyOf(place),
      key: [...pathOf(place), `--${option.name}`],
      at: option.flag,
      value: option.value,
      beside: keysBeside(place),
    })
}

function say(
  below: readonly string[],
  place: KeyPlace,
  value: ScalarNode | undefined,
  chart: string | undefined,
  reader: Reader,
): void {
  const installed = chart ?? chartAround(place)
  const key = [...pathOf(place), ...below]
  reader.fact({
    kind: 'setting',
    program: vocabularyOf(place),
    key,
    at: place.entry.key,
    value: value?.located,
    beside: installed === undefined ? keysBeside(place) : [...keysBeside(place), installed],
  })
}

/** The keys that lead to a place, without the indices of lists. */
function pathOf(place: KeyPlace): readonly string[] {
  const path: string[] = []
  for (let next: KeyPlace | undefined = place; next; next = next.under) path.push(next.entry.key.value)
  return path.reverse()
}

/** A map of more keys tells no more by them. */
const MOST_KEYS = 60

const keysBeside = ({ map }: KeyPlace): readonly string[] => map.entries.slice(0, MOST_KEYS).map(({ key }) => key.value)

/** What tells whose settings these are: `container.cnrm.cloud.google.com/ContainerNodePool`, `gcp:container:NodePool`. */
function vocabularyOf(place: KeyPlace): string {
  for (let next: KeyPlace | undefined = place; next; next = next.under) {
    const kind = textAt(next.map, 'kind')
    const apiVersion = textAt(next.map, 'apiVersion')
    // A ConfigMap is anybody's: its name says whose.
    if (kind === 'ConfigMap') return `v1/ConfigMap/${textAt(next.map, 'metadata', 'name') ?? ''}`
    if (kind && apiVersion) return `${apiVersion.replace(/\/[^/]*$/, '')}/${kind}`
    const type = textAt(next.map, 'type') ?? textAt(next.map, 'Type')
    if (type && (entryOf(next.map, 'properties') ?? entryOf(next.map, 'Properties'))) return type
  }
  return 'document'
}
