/**
 * Texts within YAML that are a collector's configuration: in the values of its chart (`fluent-bit.conf: |`, `config: |`) and in
 * custom resources. ConfigMaps and Secrets are read with the Kubernetes objects.
 */

import { collectorOf } from '../reading/collector-config.ts'
import type { Dialect } from '../reading/language.ts'
import { isSwitchedOff, type KeyPlace, keysOf, type ScalarNode, type TreeDocument, textAt } from '../text/tree.ts'

export const collectorTexts: Dialect = {
  id: 'collector-texts',
  recognises: document => textsIn(document).length > 0,
  read(document, reader) {
    for (const { place, text } of textsIn(document)) {
      const name = place.entry.key.value
      const language = collectorOf(text.value)
      const scope = reader.open('script', { name })
      const what = language ? { language } : { file: name }
      reader.embed(CONFIGURATION_FILE.test(name) ? what : { ...what, guess: true }, text.content(), scope)
    }
  },
}

interface Text {
  readonly place: KeyPlace
  readonly text: ScalarNode
}

const CONFIGURATION_FILE = /^[\w.-]*\.(?:conf|ya?ml|toml|alloy|river)$/
/** The values of a chart in an object that installs it: a document of its own, read with the object. */
const CHART_VALUES = /^values(?:Content|Inline)?$/

function textsIn(document: TreeDocument): readonly Text[] {
  const found: Text[] = []
  for (const places of keysOf(document).values())
    for (const place of places) {
      const text = place.entry.value
      if (text?.kind !== 'scalar' || !text.value.includes('\n')) continue
      if (!CONFIGURATION_FILE.test(place.entry.key.value) && !collectorOf(text.value)) continue
      if (!isInData(place) && !CHART_VALUES.test(place.entry.key.value) && !isSwitchedOff(place))
        found.push({ place, text })
    }
  return found
}

/** Whether a text is a key of a ConfigMap or Secret. */
function isInData({ under }: KeyPlace): boolean {
  for (let next = under; next; next = next.under)
    if (/^(?:ConfigMap|Secret)$/.test(textAt(next.map, 'kind') ?? '')) return true
  return false
}
