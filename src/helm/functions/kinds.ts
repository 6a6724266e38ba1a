/** The functions that ask what a value is. */
import { isUnknown, UNKNOWN } from '../../text/source.ts'
import { bool, fieldsOf, itemsOf, ownText, UNKNOWN_VALUE, type Value } from '../value.ts'
import { argText, type Fn } from './tools.ts'

/** Of kinds and types. */
export const KINDS: Readonly<Record<string, Fn>> = {
  kindIs: ([kind, value]) => {
    const actual = value && kindOf(value)
    return actual === undefined ? UNKNOWN_VALUE : bool(actual === argText(kind))
  },
  typeIs: ([kind, value]) => {
    const actual = value && kindOf(value)
    return actual === 'string' || actual === 'bool' ? bool(actual === argText(kind)) : UNKNOWN_VALUE
  },
  typeOf: ([value], { file }) => ownText(file, typeName(value)),
  kindOf: ([value], { file }) => {
    const kind = value && kindOf(value)
    return kind === undefined ? UNKNOWN_VALUE : ownText(file, kind)
  },
}

/** What `printf "%T"` says of a value. */
export const typeName = (value: Value | undefined): string => {
  const kind = value && kindOf(value)
  return kind === 'map' ? 'map[string]interface {}' : kind === 'slice' ? '[]interface {}' : (kind ?? UNKNOWN)
}

/** What Go calls the kind of a value; undefined where that cannot be told. */
const kindOf = (value: Value): string | undefined => {
  if (value.kind === 'nil') return 'invalid'
  if (value.kind === 'bool' || (value.kind === 'text' && value.plain && /^(true|false)$/i.test(value.source.text)))
    return 'bool'
  if (value.kind === 'text')
    return value.plain && /^[-+]?\d+(\.\d+)?$/.test(value.source.text)
      ? 'float64'
      : isUnknown(value.source.text)
        ? undefined
        : 'string'
  if (fieldsOf(value)) return 'map'
  if (itemsOf(value)) return 'slice'
  return value.kind === 'number' ? 'int' : undefined
}
