/** The functions that write and read YAML and JSON. */
import { type Source, UNKNOWN } from '../../text/source.ts'
import { chosen, fieldsOf, itemsOf, textValue, UNKNOWN_VALUE, type Value, yamlOf } from '../value.ts'
import { inQuotes } from './printing.ts'
import { type Fn, joinSources, printed } from './tools.ts'

const toYaml: Fn = ([value], { file }) => {
  // Nobody wants to have `null` there: it is set where it is used.
  if (!value || value.kind === 'nil') return UNKNOWN_VALUE
  const source = yamlOf(value, file)
  return source ? textValue(source) : value
}

/** Flow style on one line: JSON, as far as a reader of YAML sees it. */
const toJson: Fn = ([value], { file }) => {
  let left = 5_000
  const write = (next: Value, depth: number): readonly (Source | string)[] => {
    if (--left < 0 || depth > 50) return [`"${UNKNOWN}"`]
    const fields = fieldsOf(next)
    if (fields) {
      const parts = fields.flatMap(([key, field], index): readonly (Source | string)[] => [
        index > 0 ? ', ' : '',
        inQuotes(typeof key === 'string' ? joinSources(file, [key]) : key, '"', file),
        ': ',
        ...write(field, depth + 1),
      ])
      return ['{', ...parts, '}']
    }
    const items = itemsOf(next)
    if (items) return ['[', ...items.flatMap((item, index) => [index > 0 ? ', ' : '', ...write(item, depth + 1)]), ']']
    if (next.kind === 'nil') return ['null']
    const source = printed(next, file)
    if (!source) return [`"${UNKNOWN}"`]
    return [next.kind === 'text' && !next.plain ? inQuotes(source, '"', file) : source]
  }
  return value && value.kind !== 'unknown' ? textValue(joinSources(file, write(chosen(value), 0))) : UNKNOWN_VALUE
}

const fromText: Fn = ([value], { file, parse }) => {
  const source = value && printed(value, file)
  return source ? parse(source) : UNKNOWN_VALUE
}

/** Of documents in a text. */
export const DOCUMENTS: Readonly<Record<string, Fn>> = {
  toYaml,
  toYamlPretty: toYaml,
  toJson,
  mustToJson: toJson,
  toPrettyJson: toJson,
  mustToPrettyJson: toJson,
  toRawJson: toJson,
  mustToYaml: toYaml,
  fromYaml: fromText,
  fromYamlArray: fromText,
  fromJson: fromText,
  fromJsonArray: fromText,
  mustFromJson: fromText,
}
