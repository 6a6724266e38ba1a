/**
 * Settings of programs that nobody else reads, one a line: `key = value`, `key: value` or `key value`, in sections or not. Only
 * values that are paths or addresses of sockets are taken, one or several with commas, and command lines that the program calls. Splunk names the logs that it reads in the head of a section.
 * Source: Splunk, inputs.conf, "Monitor files and directories"; zabbix.com/documentation, "Docker" plugin of agent 2; docs.nxlog.co, im_systemd.
 */

import { fieldsIn, sayField } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { locate, type Source } from '../text/source.ts'
import { commandsIn } from './settings/commands.ts'
import { readNxlogFiles } from './settings/nxlog.ts'

export const settings: Language = {
  id: 'settings',
  read(source, reader) {
    const masked = maskActions(source)
    const { text } = masked
    for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
      const found = text.indexOf('\n', at)
      const end = found < 0 ? text.length : found
      if (end - at <= LONGEST_LINE) readLine(masked, at, end, reader)
      at = end + 1
    }
    // NXLog names fields of the journal in what it runs on its records.
    if (/^\s{0,40}Module\s+im_systemd\b/im.test(text))
      for (const field of fieldsIn(masked)) sayField(field, undefined, 'NXLog', reader)
    readNxlogFiles(masked, reader)
    for (const command of commandsIn(masked, reader.name))
      reader.embed({ language: 'shell' }, command, reader.open('script', { name: 'command' }))
  },
}

/** Nobody writes a longer line by hand. */
const LONGEST_LINE = 4_000

const MONITOR = /^\s{0,80}\[monitor:\/\/([^\]\s]+)\]/
const SETTING =
  /^\s{0,80}(["']?-{0,2}[A-Za-z][\w./-]{0,200}["']?)(?:\s{0,80}[=:]\s{0,80}|\s{1,80})(["']?)([^\s"';]+)\2;?\s*(?:[#;].*)?$/
/** In a file of properties a colon may stand behind a backslash. */
const PATH = /^(?:\/|unix\\?:\/|npipe:\/|http\+unix:|[A-Za-z]:\\|\\\\\.\\pipe\\)/
/** What is left out or forbidden is not used. */
const NOT_USED = /exclu|ignore|den(?:y|ied)|forbid|skip|prune/i

function readLine(source: Source, start: number, end: number, reader: Reader): void {
  const line = source.text.slice(start, end)
  const monitor = MONITOR.exec(line)
  if (monitor) {
    const from = start + monitor[0].length - 1 - monitor[1]!.length
    const path = locate(source, from, from + monitor[1]!.length)
    reader.fact({ kind: 'path', path, access: 'read', by: 'Splunk', role: 'log' })
    return
  }
  const setting = SETTING.exec(line)
  if (!setting) return
  const [, key, , value] = setting as unknown as readonly [string, string, string, string]
  const paths = value.split(',')
  if (NOT_USED.test(key) || !paths.every(path => PATH.test(path))) return
  let from = start + line.indexOf(value, line.indexOf(key) + key.length)
  for (const each of paths) {
    const path = locate(source, from, from + each.length, each.replace(/^(\w{1,10})\\:/, '$1:'))
    reader.fact({ kind: 'path', path, access: 'used', by: undefined })
    from += each.length + 1
  }
}
