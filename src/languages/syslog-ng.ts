/**
 * syslog-ng configuration: sources that read files, and the parsers of the log paths they stand in.
 * Source: syslog-ng documentation, wildcard-file(), file(), json-parser(), kubernetes(), systemd-journal().
 */

import { fieldsIn, sayField, sayUnit } from '../reading/journal.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { type Located, locate, partOf, type Source, sourceOf } from '../text/source.ts'

const AGENT = 'syslog-ng'

export const syslogNg: Language = {
  id: 'syslog-ng',
  read(source, reader) {
    const masked = maskActions(source)
    const calls = callsIn(masked)
    const json = calls.find(call => call.name === 'json-parser' && !call.arguments.includes('prefix(".kubernetes'))
    const journal = calls.find(call => call.name === 'systemd-journal')
    if (journal) readJournal(masked, reader)
    for (const call of calls) {
      if (call.name === 'program' && call.value)
        reader.embed({ language: 'shell' }, sourceOf(call.value), reader.open('script', { name: 'program' }))
      const isFolder = call.name === 'base-dir'
      if (!isFolder && !(call.name === 'file' && call.within === 'source')) continue
      const path = call.value
      if (!path) continue
      reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
      const format = json?.at
      reader.fact({
        kind: 'log-input',
        agent: AGENT,
        at: call.at,
        paths: [path],
        format,
        parses: format ? 'json-file' : 'text',
        companions: [],
      })
    }
  },
}

/** `match("docker.service" value(".journald._SYSTEMD_UNIT"))`, the other way around, and each field that is named elsewhere. */
const UNIT =
  /\b(?:match|string)\s{0,9}\(\s{0,9}["']([^"'\n]{1,200})["']\s{1,20}value\(\s{0,9}["'][\w.]{0,40}_SYSTEMD_UNIT["']|"\$\{[\w.]{0,40}_SYSTEMD_UNIT\}"\s{1,9}eq\s{1,9}"([^"\n]{1,200})"/g

function readJournal(source: Source, reader: Reader): void {
  for (const match of source.text.matchAll(UNIT)) {
    const unit = match[1] ?? match[2]!
    const start = match.index + match[0].indexOf(unit)
    sayUnit(locate(source, start, start + unit.length), AGENT, reader)
  }
  for (const field of fieldsIn(source)) sayField(field, undefined, AGENT, reader)
}

/** A driver, parser or option: `base-dir("/var/log")`. */
interface Call {
  readonly name: string
  readonly at: Located
  /** Its argument where that is one string. */
  readonly value: Located | undefined
  /** The beginning of its arguments. */
  readonly arguments: string
  /** The kind of object it stands in: `source`, `destination`, `parser`. */
  readonly within: string
}

const TOKEN =
  /"(?:[^"\\\n]|\\.){0,2000}"|'[^'\n]*'|#[^\n]*|@[^\n]*|\b(source|destination|parser|filter|rewrite|options|template|block)\b(?=[\s\w-]{0,200}\{)|\b(wildcard-file|base-dir|file|json-parser|kubernetes|program|systemd-journal)[ \t]*\(/g

function callsIn(source: Source): readonly Call[] {
  const { text } = source
  const found: Call[] = []
  let within = ''
  for (const match of text.matchAll(TOKEN)) {
    if (match[1]) within = match[1]
    if (!match[2]) continue
    const from = match.index + match[0].length
    const argument = /^\s*(["'])([^"'\n]*)\1\s*(?:\)|flags|persist)/.exec(text.slice(from, from + 4_000))
    const start = argument ? from + argument[0].indexOf(argument[1]!) + 1 : 0
    const value = argument ? locate(source, start, start + argument[2]!.length) : undefined
    const at = partOf(locate(source, match.index, from), 0, match[2].length)
    found.push({ name: match[2], at, value, arguments: text.slice(from, from + 200), within })
  }
  return found
}
