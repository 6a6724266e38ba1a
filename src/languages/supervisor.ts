/**
 * Programs that supervisord, circus and monit keep running: their command lines and environment.
 * Syntax: supervisord.org, "Configuration File"; circus.readthedocs.io, "Configuration"; mmonit.com/monit, "Service checks".
 */
import type { Scope } from '../facts.ts'
import { componentProgram } from '../reading/component-names.ts'
import { flagWords } from '../reading/flag-words.ts'
import type { Language, Reader } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import { innerSource, locate, type Piece, type Source, sliceSource, UNKNOWN, withText } from '../text/source.ts'

export const supervisor: Language = {
  id: 'supervisor',
  read(whole, reader) {
    const masked = maskActions(whole)
    // `%(ENV_x)s` is filled in when the program starts.
    const source = withText(
      masked,
      masked.text.replace(/%\([^)\n]{1,100}\)[sd]/g, found => UNKNOWN.repeat(found.length)),
    )
    let scope = reader.scope
    let program: string | undefined
    for (const { start, end } of settingsOf(source.text)) {
      const line = source.text.slice(start, end)
      const head = HEAD.exec(line)
      if (head) scope = reader.open('script', { name: head[1] ?? head[2], via: 'unit' })
      // monit gives the program of a check in its head: `check program x with path "…"`.
      if (head) program = undefined
      const started = COMMAND.exec(line)
      if (started) program = componentProgram(/^\S{0,300}/.exec(line.slice(started[0].length))![0])
      // circus keeps the arguments apart: `cmd = kubelet` and `args = --v=2`.
      const args = program === undefined ? undefined : ARGS.exec(line)?.[0].length
      if (args !== undefined)
        for (const flag of flagWords(source, start + args, end)) reader.fact({ kind: 'flag', program, ...flag }, scope)
      if (!head || head[2] !== undefined) readSetting(source, start, line, scope, reader)
    }
  },
}

const HEAD =
  /^\s*(?:\[([^\]\n]{1,100})\]|check\s+(?:process|program|file|fifo|directory|filesystem)\s+["']?([\w.-]{1,80}))/
/** What monit looks at, as it stands: `check file sock with path /run/x.sock`, `if failed unixsocket /run/x.sock then alert`. */
const LOOKED_AT =
  /^(\s*check\s+(?:file|fifo|directory|filesystem)\s+\S{1,80}\s+(?:with\s+)?path\s+|\s*if\s+failed\s+(?:unixsocket|unix)\s+)(["']?)(\/[^\s"']{1,500})\2/i
const ARGS = /^\s*args\s*=\s*/
const COMMAND = /^\s*(?:command|cmd)\s*=\s*/
/** `start program = "/usr/bin/x"`, `if failed then exec "…"` of monit. */
const QUOTED = /\b(?:(?:start|stop|restart)(?:\s{1,40}program)?\s{0,40}=?|exec|path)\s{0,40}(["'])/g
const ENVIRONMENT = /^\s*environment\s*=/
const ASSIGNED = /(?<name>[A-Za-z_]\w{0,80})=(?<quote>"?)(?<value>[^",\n]{0,500})/g

/** A setting goes on in the lines that are indented more. */
function* settingsOf(text: string): Generator<{ start: number; end: number }> {
  let start = 0
  for (let at = 0, moves = forward(); at < text.length && moves(at); ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const next = text[end + 1]
    at = end + 1
    if ((next === ' ' || next === '\t') && /^[\w]/.test(text[start] ?? '') && text.slice(start, end).includes('='))
      continue
    if (!/^\s*[#;]/.test(text.slice(start, end))) yield { start, end }
    start = at
  }
}

function readSetting(source: Source, start: number, setting: string, scope: Scope, reader: Reader): void {
  const command = COMMAND.exec(setting)
  if (command) {
    const from = start + command[0].length
    reader.embed({ language: 'shell' }, oneLine(sliceSource(source, from, start + setting.length)), scope)
    return
  }
  const environment = ENVIRONMENT.exec(setting)?.[0].length
  if (environment !== undefined) {
    for (const { index, groups } of setting.slice(environment).matchAll(ASSIGNED)) {
      const { name = '', quote = '', value = '' } = groups ?? {}
      const at = start + environment + index
      const from = at + name.length + 1 + quote.length
      const given = locate(source, from, from + value.length)
      reader.fact({ kind: 'env', name: locate(source, at, at + name.length), value: given }, scope)
    }
    return
  }
  const looked = LOOKED_AT.exec(setting)
  if (looked) {
    const [, before = '', quote = '', path = ''] = looked
    const from = start + before.length + quote.length
    const at = locate(source, from, from + path.length)
    reader.fact({ kind: 'path', path: at, access: 'used', by: 'monit' }, scope)
    if (quote) return
  }
  for (const match of setting.matchAll(QUOTED)) {
    const from = match.index + match[0].length
    const end = setting.indexOf(match[1]!, from)
    if (end > from) reader.embed({ language: 'shell' }, sliceSource(source, start + from, start + end), scope)
  }
}

/** The lines of a setting are one command. */
function oneLine(source: Source): Source {
  const pieces: Piece[] = []
  let from = 0
  for (const { index, 0: found } of source.text.matchAll(/(?<![ \t])[ \t]*\\?\n|\\\n/g)) {
    pieces.push({ text: source.text.slice(from, index), start: from, end: index })
    pieces.push({ text: ' ', start: index, end: index + found.length })
    from = index + found.length
  }
  pieces.push({ text: source.text.slice(from), start: from, end: source.text.length })
  return innerSource(source, pieces)
}
