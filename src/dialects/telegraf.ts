/**
 * Telegraf: its inputs in TOML, and in the values of its charts, where each is a map of one key.
 * Source: influxdata/telegraf plugins/inputs/docker, docker_log, tail.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import {
  at,
  type Entry,
  isSwitchedOff,
  itemsOf,
  keysOf,
  locatedAt,
  scalarsOf,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const AGENT = 'Telegraf'

export const telegraf: Dialect = {
  id: 'telegraf',
  recognises: document => (keysOf(document).get('inputs') ?? []).some(place => inputsIn(place.entry.value).length > 0),
  read(document, reader) {
    for (const place of keysOf(document).get('inputs') ?? [])
      if (!isSwitchedOff(place)) for (const input of inputsIn(place.entry.value)) readInput(input, reader)
  },
}

const INPUTS = new Set(['docker', 'docker_log', 'tail', 'logparser', 'file'])

/** The inputs of a table `inputs`, or of a list of maps of one key. */
function inputsIn(inputs: TreeNode | undefined): readonly Entry[] {
  const maps = inputs?.kind === 'map' ? [inputs] : itemsOf(inputs)
  const found: Entry[] = []
  for (const map of maps)
    if (map.kind === 'map' && (map === inputs || map.entries.length === 1))
      for (const entry of map.entries)
        if (INPUTS.has(entry.key.value) && entry.value?.kind !== 'scalar') found.push(entry)
  return found
}

function readInput({ key, value }: Entry, reader: Reader): void {
  const tables = value?.kind === 'list' ? itemsOf(value) : [value]
  for (const table of tables) {
    if (key.value === 'docker' || key.value === 'docker_log')
      reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: key, value: locatedAt(table, 'endpoint') })
    else {
      const paths = scalarsOf(at(table, 'files')).map(path => path.located)
      for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
      const format = locatedAt(table, 'data_format')
      const parses = /^json/.test(textAt(table, 'data_format') ?? '') ? 'json-file' : 'unknown'
      if (paths.length) reader.fact({ kind: 'log-input', agent: AGENT, at: key, paths, format, parses, companions: [] })
    }
  }
}
