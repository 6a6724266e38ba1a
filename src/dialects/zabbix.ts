/**
 * Items of Zabbix, in exported templates (YAML, XML, JSON) and in calls of its API: keys of the agent's Docker plugin, and command
 * lines and processes in the keys of others.
 * Source: zabbix.com/documentation, "Zabbix agent", "Zabbix agent 2" (item keys); zabbix/zabbix templates/app/docker.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { locate, sliceSource } from '../text/source.ts'
import { type KeyPlace, keysOf, type ScalarNode, textAt } from '../text/tree.ts'

export const zabbix: Dialect = {
  id: 'zabbix',
  recognises: document => KEYS.some(key => keysOf(document).has(key)),
  read(document, reader) {
    const isExport = keysOf(document).has('zabbix_export')
    for (const key of KEYS) for (const place of keysOf(document).get(key) ?? []) readKey(place, isExport, reader)
  },
}

const KEYS = ['key', 'key_']

/** Keys that the agent asks the Docker API for. */
const DOCKER =
  /^docker\.(?:info|ping|images|containers|containers\.discovery|data_usage|container_(?:info|stats))(?:\[|$)/
/** `system.run[df -h,nowait]`: a command line, whose commas stand in quotes. */
const RUN = /^system\.run\[\s{0,9}(?:"((?:[^"\\]|\\.){1,2000})"|([^\],"]{1,2000}))/
/** `proc.num[dockerd]`, `proc.mem[,root,,docker]`. */
const PROCESS = /^proc\.(?:num|mem|cpu\.util|get)\["?([\w./-]{1,200})/
const UNIT = /^systemd\.unit\.(?:info|get)\["?([\w.@-]{1,200})/

function readKey({ entry, map, under }: KeyPlace, isExport: boolean, reader: Reader): void {
  const { value } = entry
  if (value?.kind !== 'scalar') return
  const run = RUN.exec(value.value)
  if (run) reader.embed({ language: 'shell' }, partOf(value, run), reader.open('script', { name: 'system.run' }))
  // Another item is only named.
  if (under?.entry.key.value === 'master_item') return
  // A dependent item takes a part of what another one has asked for.
  if (!isExport || /^(?:DEPENDENT|18)$/.test(textAt(map, 'type') ?? '')) return
  if (DOCKER.test(value.value))
    reader.fact({ kind: 'endpoint', api: 'docker', program: 'Zabbix agent 2', at: value.located })
  for (const [pattern, label] of [
    [PROCESS, 'process'],
    [UNIT, 'unit'],
  ] as const) {
    const found = pattern.exec(value.value)
    if (!found) continue
    const asked = partOf(value, found)
    const at = locate(asked, 0, asked.text.length)
    reader.fact({ kind: 'metric-label', label, operator: '=', value: at, at: entry.key })
  }
}

/** The first group of a match in a scalar that took part. */
function partOf(node: ScalarNode, match: RegExpExecArray) {
  const text = match.slice(1).find(group => group !== undefined) ?? ''
  const start = match.index + match[0].lastIndexOf(text)
  return sliceSource(node.content(), start, start + text.length)
}
