/**
 * Traefik's static configuration in YAML and TOML: its Docker provider, `providers: {docker: …}`, in version 1 `[docker]`.
 * Source: doc.traefik.io, "Docker provider"; doc.traefik.io/traefik/v1.7, "Docker backend".
 */
import type { Dialect } from '../reading/language.ts'
import { at, entryOf, isSwitchedOff, type KeyPlace, keysOf, locatedAt } from '../text/tree.ts'

export const traefik: Dialect = {
  id: 'traefik',
  recognises: ({ root }) =>
    ROOT_KEYS.some(key => entryOf(root, key) !== undefined) ||
    OWN_KEYS.some(key => at(root, 'providers', 'docker', key) !== undefined),
  read(document, reader) {
    for (const place of keysOf(document).get('docker') ?? []) {
      if (!isProvider(place) || isSwitchedOff(place)) continue
      const { entry } = place
      reader.fact({
        kind: 'endpoint',
        api: 'docker',
        program: 'Traefik',
        at: entry.key,
        value: locatedAt(entry.value, 'endpoint'),
      })
    }
  },
}

/** Keys that a configuration of Traefik begins with. */
const ROOT_KEYS = ['entryPoints', 'entrypoints', 'defaultEntryPoints', 'certificatesResolvers']
/** What no other program's provider of that name has. */
const OWN_KEYS = ['endpoint', 'exposedByDefault', 'defaultRule']

const isProvider = ({ entry, under }: KeyPlace): boolean =>
  under?.entry.key.value === 'providers' || (under === undefined && at(entry.value, 'endpoint') !== undefined)
