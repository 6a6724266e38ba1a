/**
 * Settings that charts' values and custom resources have for the runtime of the nodes: `socketPath: /var/run/docker.sock`,
 * `dockerRootDirectory: /var/lib/docker`. They are told by key and value together; what mounts them stands elsewhere.
 */
import type { Dialect } from '../languages/language.ts'
import { entryOf, isSwitchedOff, type KeyPlace, keysOf, textAt } from '../tree.ts'

const SOCKET =
  /^(?:docker|container|containerRuntime|runtime|cri|host)?[-_]?(?:docker)?[-_]?sock(?:et)?[-_]?(?:path|file|location|mount)?$/i
const FOLDER =
  /^(?:host)?[-_]?(?:docker|container_?logs?|var_?lib_?docker)\w{0,40}?(?:path|dir|directory|root|folder)$/i

/** What tells that logs are read there: a setting for Docker's root folder alone is asked for many things. */
const LOGS = /logs?(?![a-z])|containers?(?![a-z])|Log|Container/

export const runtimeValues: Dialect = {
  id: 'runtime-values',
  recognises: document => [...keysOf(document).keys()].some(key => SOCKET.test(key) || FOLDER.test(key)),
  read(document, reader) {
    for (const [key, places] of keysOf(document)) {
      const socket = SOCKET.test(key)
      if (!socket && !FOLDER.test(key)) continue
      for (const place of places) {
        const value = place.entry.value
        if (value?.kind !== 'scalar' || !/^(?:\/|unix:|[A-Za-z]:[\\/])/.test(value.value) || !isSetting(place)) continue
        reader.fact({
          kind: 'path',
          path: value.located,
          access: 'used',
          by: undefined,
          role: socket ? undefined : LOGS.test(key) || LOGS.test(value.value) ? 'log' : 'data',
        })
      }
    }
  },
}

/** Not in a pod's own fields, not in the data of a ConfigMap, not switched off. */
function isSetting(place: KeyPlace): boolean {
  if (isSwitchedOff(place) || entryOf(place.map, 'mountPath') || entryOf(place.map, 'hostPath')) return false
  for (let next: KeyPlace | undefined = place; next; next = next.under) {
    if (/^(?:ConfigMap|Secret|CustomResourceDefinition|PodSecurityPolicy)$/.test(textAt(next.map, 'kind') ?? ''))
      return false
    if (
      /^(?:volumes|volumeMounts|env|properties|parameters|nodeRegistration|containerDefinitions|services)$/.test(
        next.entry.key.value,
      )
    )
      return false
  }
  return true
}
