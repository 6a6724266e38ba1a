/**
 * rsyslog configuration: `input(type="imfile" File="…")` and the older `$InputFileName`, with the parsing action that follows.
 * Source: rsyslog.com/doc, imfile, mmjsonparse, imjournal.
 */

import { sayField } from '../reading/journal.ts'
import type { Language } from '../reading/language.ts'
import { maskActions } from '../reading/template.ts'
import { type Located, locate, type Source, sourceOf } from '../text/source.ts'

const AGENT = 'rsyslog'

/** A statement with parameters: `input(type="imfile" …)`. */
interface Statement {
  readonly name: string
  readonly at: Located
  readonly parameters: ReadonlyMap<string, Located>
}

export const rsyslog: Language = {
  id: 'rsyslog',
  read(source, reader) {
    const masked = maskActions(source)
    const statements = statementsIn(masked)
    const json = statements.find(
      ({ name, parameters }) =>
        name === 'action' && parameters.get('type')?.value === 'mmjsonparse' && parameters.get('cookie')?.value === '',
    )
    const files = statements
      .filter(({ name, parameters }) => name === 'input' && parameters.get('type')?.value === 'imfile')
      .map(({ at, parameters }) => ({ at, path: parameters.get('file') }))
    for (const { path, at } of [...files, ...legacyFiles(masked)]) {
      if (!path) continue
      reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
      const format = json?.parameters.get('type')
      reader.fact({
        kind: 'log-input',
        agent: AGENT,
        at,
        paths: [path],
        format,
        parses: format ? 'json-file' : 'text',
        companions: [],
      })
    }
    for (const { parameters } of statements) {
      const program = /^(?:improg|omprog)$/.test(parameters.get('type')?.value ?? '')
        ? parameters.get('binary')
        : undefined
      if (program) reader.embed({ language: 'shell' }, sourceOf(program), reader.open('script', { name: 'binary' }))
    }
    const journal = statements.some(({ parameters }) =>
      [parameters.get('load'), parameters.get('type')].some(each => each?.value === 'imjournal'),
    )
    const field = journal ? /\$!(?:CONTAINER_(?:NAME|ID|ID_FULL|TAG))\b/.exec(masked.text.slice(0, LONGEST)) : null
    if (field) {
      const at = locate(masked, field.index, field.index + field[0].length)
      sayField({ ...at, value: at.value.slice('$!'.length), exact: false }, undefined, AGENT, reader)
    }
  },
}

const LONGEST = 1_000_000
const STATEMENT = /(?:^|[\s;{}])(input|action|module)[ \t]{0,20}\(/g
const PARAMETER = /\s{0,200}([A-Za-z][\w.]{0,60})\s{0,20}=\s{0,20}"((?:[^"\\]|\\.){0,4000})"/y

function statementsIn(source: Source): readonly Statement[] {
  const text = source.text
  const found: Statement[] = []
  for (const match of text.matchAll(STATEMENT)) {
    const start = match.index + match[0].indexOf(match[1]!)
    if (/(?:^|\n)[ \t]*#[^\n]*$/.test(text.slice(Math.max(0, start - 300), start))) continue
    const parameters = new Map<string, Located>()
    PARAMETER.lastIndex = match.index + match[0].length
    for (let next = PARAMETER.exec(text); next; next = PARAMETER.exec(text)) {
      const end = next.index + next[0].length - 1
      parameters.set(next[1]!.toLowerCase(), locate(source, end - next[2]!.length, end))
    }
    found.push({ name: match[1]!, at: locate(source, start, start + match[1]!.length), parameters })
  }
  return found
}

/** `$InputFileName /var/log/x`. */
function legacyFiles(source: Source): readonly { at: Located; path: Located }[] {
  const found: { at: Located; path: Located }[] = []
  for (const match of source.text.matchAll(/^[ \t]*(\$InputFileName)[ \t]+(\S+)/gim)) {
    const start = match.index + match[0].length - match[2]!.length
    const path = locate(source, start, start + match[2]!.length)
    found.push({ at: path, path })
  }
  return found
}
