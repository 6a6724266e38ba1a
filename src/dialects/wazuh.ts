/**
 * Wazuh (once OSSEC): the logs and commands of `<ossec_config>`, and its modules.
 * Source: documentation.wazuh.com, "localfile", "wodle name=docker-listener", "wodle name=command".
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { at, isSwitchedOff, type KeyPlace, keysOf, locatedAt, type MapNode, textAt } from '../text/tree.ts'

const AGENT = 'Wazuh'

export const wazuh: Dialect = {
  id: 'wazuh',
  recognises: document => ['ossec_config', 'agent_config', 'localfile', 'wodle'].some(key => keysOf(document).has(key)),
  read(document, reader) {
    for (const { entry } of keysOf(document).get('localfile') ?? [])
      if (entry.value?.kind === 'map') readLog(entry.value, reader)
    for (const place of keysOf(document).get('wodle') ?? []) readModule(place, reader)
  },
}

function readLog(map: MapNode, reader: Reader): void {
  const format = locatedAt(map, 'log_format')
  readCommand(map, reader)
  const path = locatedAt(map, 'location')
  if (!path || !format || format.value === 'journald') return
  reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  const parses = format.value === 'json' ? 'json-file' : 'text'
  reader.fact({ kind: 'log-input', agent: AGENT, at: path, paths: [path], format, parses, companions: [] })
}

/** `<log_format>full_command</log_format><command>df -P</command>`. */
function readCommand(map: MapNode, reader: Reader): void {
  const command = at(map, 'command')
  if (command?.kind === 'scalar')
    reader.embed({ language: 'shell' }, command.content(), reader.open('script', { name: 'command' }))
}

function readModule(place: KeyPlace, reader: Reader): void {
  const map = place.entry.value
  if (map?.kind !== 'map' || isSwitchedOff(place) || /^yes$/i.test(textAt(map, 'disabled') ?? '')) return
  const name = locatedAt(map, 'name')
  if (name?.value === 'docker-listener') reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: name })
  else if (name?.value === 'command') readCommand(map, reader)
}
