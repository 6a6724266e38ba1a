/**
 * What collectors take from the journal of systemd: the fields by which they choose records. Each is a setting `journal.FIELD`;
 * the unit that wrote a record, under whatever name, is `journal.unit`.
 * Source: systemd.journal-fields(7).
 */
import { type Located, locate, partOf, type Source } from '../text/source.ts'
import type { Reader } from './language.ts'

/** `FIELD=value`, as journalctl and most collectors write a match. A `+` or `-` before it adds or leaves out. */
const MATCH = /^\+?\s{0,9}([A-Z_][A-Z0-9_]{1,60})\s{0,9}==?/
/** The same as Beats write it, by their own names of fields. Source: elastic.co, "Journald input", translated field names. */
const BEATS = /^(systemd\.unit|container\.(?:name|id|id_truncated|log\.tag))\s{0,9}=/
const BEATS_FIELDS: Readonly<Record<string, string>> = {
  'systemd.unit': '_SYSTEMD_UNIT',
  'container.name': 'CONTAINER_NAME',
  'container.id': 'CONTAINER_ID_FULL',
  'container.id_truncated': 'CONTAINER_ID',
  'container.log.tag': 'CONTAINER_TAG',
}
const FIELD = /^_?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const UNIT_FIELDS = new Set(['_SYSTEMD_UNIT', 'UNIT', 'OBJECT_SYSTEMD_UNIT'])
/** A field within a program or pattern: `.CONTAINER_NAME`, `body["CONTAINER_NAME"]`, `record['CONTAINER_NAME']`, `$!CONTAINER_NAME`. */
const IN_TEXT = /(?<![A-Za-z0-9])_?[A-Z][A-Z0-9]{1,30}(?:_[A-Z0-9]{1,30}){1,4}(?![A-Za-z0-9_])/g
const LONGEST_TEXT = 100_000

/** Whether a text is the name of a field. */
export const isJournalField = (name: string): boolean => FIELD.test(name)

/** Says that a program chooses records by a field; `value` is what the field has to be, where that is known. */
export function sayField(
  field: Located,
  value: Located | undefined,
  program: string,
  { fact }: Pick<Reader, 'fact'>,
): void {
  if (UNIT_FIELDS.has(field.value)) {
    if (value) sayUnit(value, program, { fact })
  } else fact({ kind: 'setting', program, key: ['journal', field.value], at: field, value })
}

/** Says that a program takes the records of a unit. */
export const sayUnit = (unit: Located, program: string, { fact }: Pick<Reader, 'fact'>): void =>
  fact({ kind: 'setting', program, key: ['journal', 'unit'], at: unit, value: unit })

/** Says what a match `FIELD=value` is about; false where the text is no match. */
export function sayMatch(match: Located, program: string, reader: Pick<Reader, 'fact'>): boolean {
  const beats = BEATS.exec(match.value)
  if (beats) {
    const at = { ...partOf(match, 0, beats[1]!.length), value: BEATS_FIELDS[beats[1]!]!, exact: false }
    sayField(at, partOf(match, beats[0].length, match.value.length), program, reader)
    return true
  }
  const found = MATCH.exec(match.value)
  if (!found) return false
  const name = found[1]!
  const start = found[0].indexOf(name)
  const value = partOf(match, found[0].length, match.value.length)
  sayField(partOf(match, start, start + name.length), value, program, reader)
  return true
}

/** The first field of each name that a text asks for. */
export function fieldsIn(source: Source): readonly Located[] {
  const found = new Map<string, Located>()
  for (const { 0: name, index } of source.text.slice(0, LONGEST_TEXT).matchAll(IN_TEXT))
    if (!found.has(name)) found.set(name, locate(source, index, index + name.length))
  return [...found.values()]
}
