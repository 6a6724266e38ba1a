/**
 * Tables of cron: what runs at which time. Those of the system (`/etc/crontab`, `/etc/cron.d`) name a user before the command.
 * Syntax: crontab(5).
 */
import type { Place } from '../facts.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { locate, type Source, sliceSource, withText } from '../text/source.ts'

export const cron: Language = {
  id: 'cron',
  read(whole, reader) {
    const source = maskActions(whole)
    const { text } = source
    for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
      const newline = text.indexOf('\n', at)
      const end = newline < 0 ? text.length : newline
      readLine(source, at, end, reader)
      at = end + 1
    }
  },
}

const FIELD = '[\\d*?,/\\-#LWHa-zA-Z~\\uE000]{1,60}'
const TIMES = `(?:@(?:reboot|yearly|annually|monthly|weekly|daily|midnight|hourly|every[ \\t]+\\S{1,20})|(?:${FIELD}[ \\t]+){4}${FIELD})[ \\t]+`
const JOB = new RegExp(`^[ \\t]*-?${TIMES}(?=\\S)`)
const VARIABLE = /^[ \t]*(?:["']?)([A-Za-z_]\w{0,80})["']?[ \t]*=[ \t]*/

/** Tables that name the user of each job. */
const OF_SYSTEM = /(?:^|\/)(?:etc\/crontab|cron\.d\/[^/]+)$/
/** Tables of anacron: days, minutes to wait, and a name before the command. Syntax: anacrontab(5). */
const OF_ANACRON = /(?:^|\/)anacrontab$/
const ANACRON_JOB = /^[ \t]*(?:\d{1,4}|@\w{1,20})[ \t]+\d{1,6}[ \t]+\S{1,100}[ \t]+(?=\S)/
/** Tables of machines; any other is told by what it runs. */
const OF_MACHINE = /(?:^|\/)(?:etc\/(?:ana)?crontab|cron\.d\/[^/]+|(?:spool|etc)\/cron(?:tabs)?(?:\/crontabs)?\/[^/]+)$/

function readLine(source: Source, start: number, end: number, reader: Reader): void {
  const line = source.text.slice(start, end)
  if (/^\s*(?:#|$)/.test(line)) return
  const job = (OF_ANACRON.test(reader.name) ? ANACRON_JOB : JOB).exec(line)
  if (!job) {
    const [found, name = ''] = VARIABLE.exec(line) ?? []
    if (found === undefined) return
    const at = start + line.indexOf(name)
    const value = locate(source, start + found.length, end)
    reader.fact({ kind: 'env', name: locate(source, at, at + name.length), value })
    return
  }
  let from = job[0].length
  const user = USER.exec(line.slice(from))
  if (user && (OF_SYSTEM.test(reader.name) || isUser(user[1] ?? ''))) from += user[0].length
  const place: Place | undefined = OF_MACHINE.test(reader.name) ? 'node' : undefined
  const command = sliceSource(source, start + from, end)
  reader.embed({ language: 'shell' }, unpercented(command), reader.open('script', { name: reader.name, place }))
}

const USER = /^([a-z_][\w-]{0,31}|\uE000+)[ \t]+(?=[^\s=])/
/** Users that no program is called like, where the table's kind is not known. */
const isUser = (name: string): boolean => /^(?:root|ubuntu|centos|core|admin|ec2-user|nobody|deploy)$/.test(name)

/** A percent sign ends the command unless it is escaped; what follows is its input. */
function unpercented(command: Source): Source {
  const { text } = command
  const input = /(?<!\\)%(?![(\w])/.exec(text)
  const cut = input ? sliceSource(command, 0, input.index) : command
  return withText(cut, cut.text.replaceAll('\\%', ' %'))
}
