/** The functions on maps and lists. */
import { fieldsOf, itemsOf, NIL, ownText, plainText, textValue, truth, UNKNOWN_VALUE, type Value } from '../value.ts'
import { argText, type Fn, listOf, numberOf, same, type Tools } from './tools.ts'

const without =
  (keep: boolean): Fn =>
  args => {
    const [map, ...keys] = args
    const fields = map && fieldsOf(map)
    const names = keys.map(key => plainText(key))
    if (!fields || names.includes(undefined)) return UNKNOWN_VALUE
    const kept = fields.filter(([key]) => names.includes(typeof key === 'string' ? key : key.text) === keep)
    return {
      kind: 'map',
      entries: new Map(kept.map(([key, value]) => [typeof key === 'string' ? key : key.text, value])),
    }
  }

/** Of maps and lists. */
export const COLLECTIONS: Readonly<Record<string, Fn>> = {
  list: listOf,
  tuple: listOf,
  dict: args => {
    const entries = new Map<string, Value>()
    for (let i = 0; i + 1 < args.length; i += 2) entries.set(argText(args[i]), args[i + 1]!)
    return { kind: 'map', entries }
  },
  get: ([map, key], tools) => (map && key ? indexed(tools)(map, key) : NIL),
  index: ([value = NIL, ...keys], tools) => keys.reduce(indexed(tools), value),
  dig: (args, tools) => {
    const map = args.at(-1) ?? NIL
    const found = args.slice(0, -2).reduce(indexed(tools), map)
    return found.kind === 'nil' ? (args.at(-2) ?? NIL) : found
  },
  set: ([map, key, value], tools) => {
    const name = key && plainText(key)
    if (map && name !== undefined && value) tools.set(map, name, value)
    return map ?? NIL
  },
  unset: ([map, key]) => {
    const name = key && plainText(key)
    if (map?.kind === 'map' && name !== undefined) map.entries.delete(name)
    return map ?? NIL
  },
  pick: without(true),
  omit: without(false),
  merge: args => mergedMaps(args, false),
  mustMerge: args => mergedMaps(args, false),
  mergeOverwrite: args => mergedMaps(args, true),
  mustMergeOverwrite: args => mergedMaps(args, true),
  deepCopy: ([value = NIL]) => (value.kind === 'map' ? { kind: 'map', entries: new Map(value.entries) } : value),
  mustDeepCopy: ([value = NIL]) => (value.kind === 'map' ? { kind: 'map', entries: new Map(value.entries) } : value),
  keys: ([map = NIL], { file }) => {
    const fields = fieldsOf(map)
    if (!fields) return UNKNOWN_VALUE
    return listOf(fields.map(([key]) => (typeof key === 'string' ? ownText(file, key) : textValue(key))))
  },
  values: ([map = NIL]) => {
    const fields = fieldsOf(map)
    return fields ? listOf(fields.map(([, value]) => value)) : UNKNOWN_VALUE
  },
  first: ([list = NIL]) => onItems(list, items => items[0] ?? NIL),
  last: ([list = NIL]) => onItems(list, items => items.at(-1) ?? NIL),
  rest: ([list = NIL]) => onItems(list, items => listOf(items.slice(1))),
  initial: ([list = NIL]) => onItems(list, items => listOf(items.slice(0, -1))),
  append: ([list = NIL, item = NIL]) => onItems(list, items => listOf([...items, item])),
  prepend: ([list = NIL, item = NIL]) => onItems(list, items => listOf([item, ...items])),
  toStrings: same,
  concat: args => {
    const lists = args.map(arg => (arg.kind === 'nil' ? [] : itemsOf(arg)))
    return lists.every(list => list !== undefined) ? listOf(lists.flat()) : UNKNOWN_VALUE
  },
  uniq: same,
  sortAlpha: same,
  compact: ([list = NIL]) => onItems(list, items => listOf(items.filter(item => truth(item) !== false))),
  reverse: ([list = NIL]) => onItems(list, items => listOf([...items].reverse())),
  len: ([value = NIL]) => {
    const size = fieldsOf(value)?.length ?? itemsOf(value)?.length ?? plainText(value)?.length
    return size === undefined ? UNKNOWN_VALUE : { kind: 'number', value: size }
  },
  until: ([count]) => {
    const most = numberOf(count)
    if (most === undefined) return UNKNOWN_VALUE
    return listOf(Array.from({ length: Math.min(Math.max(most, 0), 100) }, (_, value) => ({ kind: 'number', value })))
  },
}

/** The value of a key of a map or the place in a list. */
const indexed =
  ({ field }: Tools) =>
  (value: Value, key: Value): Value => {
    const text = plainText(key)
    if (text === undefined) return UNKNOWN_VALUE
    const items = itemsOf(value)
    return items ? (items[Number(text)] ?? NIL) : field(value, text)
  }

function mergedMaps(maps: readonly Value[], overwrite: boolean): Value {
  const entries = new Map<string, Value>()
  for (const map of maps) {
    const fields = fieldsOf(map)
    if (!fields) {
      if (map.kind === 'nil') continue
      return UNKNOWN_VALUE
    }
    for (const [name, value] of fields) {
      const key = typeof name === 'string' ? name : name.text
      const before = entries.get(key)
      if (!before) entries.set(key, value)
      else if (fieldsOf(before) && fieldsOf(value)) entries.set(key, mergedMaps([before, value], overwrite))
      else if (overwrite) entries.set(key, value)
    }
  }
  return { kind: 'map', entries }
}

function onItems(list: Value, make: (items: readonly Value[]) => Value): Value {
  const items = list.kind === 'nil' ? [] : itemsOf(list)
  return items ? make(items) : UNKNOWN_VALUE
}
