/**
 * Descriptions of data that people write: one description reads it strictly from a tree, says every mistake with its place,
 * and is a JSON Schema for editors.
 */
import { nearest } from '../text/nearest.ts'
import { type Source, spanOf } from '../text/source.ts'
import type { Entry, ListNode, TreeNode } from '../text/tree.ts'

/** A mistake: a whole sentence, and where in the file (offset) it is. */
export interface Mistake {
  readonly at: number
  readonly message: string
}

/** What is being read, and what is found wrong with it. */
export interface Reading {
  readonly source: Source
  readonly mistakes: Mistake[]
}

export type JsonSchema = Readonly<Record<string, unknown>>

/** What a value may be. `read` gives undefined for what is wrong, after it has said so. */
export interface Shape<T> {
  readonly schema: JsonSchema
  read(node: TreeNode, name: string, reading: Reading): T | undefined
}

/** The type that a shape reads. */
export type ShapeOf<S> = S extends Shape<infer T> ? T : never

const offsetOf = (node: TreeNode, { source }: Reading): number =>
  node.kind === 'scalar' ? node.located.span.start : spanOf(source, node.start, node.end).start

const sentence = (name: string, text: string): string => `"${name}" ${text}`

/** A text for which `check` has nothing to complain of. The complaint follows the key's name: `has to be a date`. */
export const text = (
  schema: JsonSchema,
  check: (value: string) => string | undefined = () => undefined,
): Shape<string> => ({
  schema: { type: 'string', ...schema },
  read(node, name, reading) {
    const wrong = node.kind !== 'scalar' ? 'has to be a text' : node.value === '' ? 'is empty' : check(node.value)
    if (wrong === undefined && node.kind === 'scalar') return node.value
    reading.mistakes.push({ at: offsetOf(node, reading), message: `${sentence(name, wrong ?? '')}.` })
    return undefined
  },
})

/** One of some texts. */
export const choice = <const T extends string>(values: readonly T[], schema: JsonSchema = {}): Shape<T> => ({
  schema: { enum: values, ...schema },
  read(node, name, reading) {
    const given = node.kind === 'scalar' ? node.value : undefined
    for (const value of values) if (value === given) return value
    const near = given === undefined ? undefined : nearest(given, values)
    const list = values.length > 8 ? '' : ` It takes ${values.join(', ')}.`
    const message = `${sentence(name, given === undefined ? 'has to be a text' : `does not know "${given}"`)}.${near ? ` Did you mean "${near}"?` : list}`
    reading.mistakes.push({ at: offsetOf(node, reading), message })
    return undefined
  },
})

/** A list; where `orOne`, its only item may stand for it. */
export const list = <T>(item: Shape<T>, orOne = false): Shape<readonly T[]> => {
  const many = { type: ['array', 'null'], items: item.schema }
  return {
    schema: orOne ? { anyOf: [item.schema, many] } : many,
    read(node, name, reading) {
      if (node.kind === 'list') return itemsOf(node).flatMap(value => read(item, value, name, reading))
      if (orOne) return read(item, node, name, reading)
      reading.mistakes.push({ at: offsetOf(node, reading), message: sentence(name, 'has to be a list.') })
      return undefined
    },
  }
}

const itemsOf = (node: ListNode): readonly TreeNode[] => node.items.filter(item => item !== undefined)

function read<T>(shape: Shape<T>, node: TreeNode, name: string, reading: Reading): readonly T[] {
  const value = shape.read(node, name, reading)
  return value === undefined ? [] : [value]
}

/**
 * A map whose keys the user chooses, in the order of the file. `key` says what they may be. Keys that are `known` are completed
 * by editors and say what they are.
 */
export const mapOf = <K extends string, T>(
  key: Shape<K>,
  value: Shape<T>,
  known: Readonly<Record<string, string>> = {},
): Shape<readonly (readonly [K, T])[]> => ({
  schema: {
    type: ['object', 'null'],
    propertyNames: key.schema,
    properties: Object.fromEntries(
      Object.entries(known).map(([name, description]) => [name, { description, ...value.schema }]),
    ),
    additionalProperties: value.schema,
  },
  read(node, name, reading) {
    const entries = entriesOf(node, name, reading)
    return entries?.flatMap(entry => {
      const [known] = read(key, keyNode(entry), name, reading)
      const [given] = known !== undefined && entry.value ? read(value, entry.value, entry.key.value, reading) : []
      return known !== undefined && given !== undefined ? [[known, given] as const] : []
    })
  },
})

/** A key as a node, so that a shape can read it. */
const keyNode = ({ key }: Entry): TreeNode => ({
  kind: 'scalar',
  value: key.value,
  located: key,
  style: 'plain',
  start: 0,
  end: 0,
  content: () => {
    throw new Error('a key embeds nothing')
  },
})

/** A key of a record: what it may be, and what it is for. */
export interface Key<T> {
  readonly shape: Shape<T>
  readonly doc: string
}

type Keys = Readonly<Record<string, Key<unknown>>>
export type RecordOf<K extends Keys> = { readonly [N in keyof K]?: ShapeOf<K[N]['shape']> }

/** A map with these keys and no others. `check` looks at the whole; its complaint is a sentence. */
export const record = <K extends Keys, T = RecordOf<K>>(
  keys: K,
  finish: (value: RecordOf<K>, at: number) => T | string = value => value as T,
  required: readonly (keyof K & string)[] = [],
): Shape<T> => ({
  schema: {
    type: 'object',
    additionalProperties: false,
    ...(required.length ? { required } : {}),
    properties: Object.fromEntries(
      Object.entries(keys).map(([name, { shape, doc }]) => [name, { description: doc, ...shape.schema }]),
    ),
  },
  read(node, name, reading) {
    const entries = entriesOf(node, name, reading)
    if (!entries) return undefined
    const before = reading.mistakes.length
    const found: Record<string, unknown> = {}
    for (const { key, value } of entries) {
      const known = Object.hasOwn(keys, key.value) ? keys[key.value] : undefined
      if (!known) {
        const near = nearest(key.value, Object.keys(keys))
        const hint = near ? ` Did you mean "${near}"?` : ` There are ${Object.keys(keys).join(', ')}.`
        reading.mistakes.push({ at: key.span.start, message: `There is no key "${key.value}".${hint}` })
      } else if (value) found[key.value] = known.shape.read(value, key.value, reading)
    }
    const at = entries[0]?.key.span.start ?? offsetOf(node, reading)
    for (const key of required)
      if (!entries.some(entry => entry.key.value === key && entry.value))
        reading.mistakes.push({ at, message: `The key "${key}" is missing.` })
    if (reading.mistakes.length > before) return undefined
    const value = finish(found as RecordOf<K>, at)
    if (typeof value !== 'string') return value
    reading.mistakes.push({ at, message: value })
    return undefined
  },
})

/** The entries of a map, merged ones behind its own. Says when it is none, and when a key is given twice. */
function entriesOf(node: TreeNode, name: string, reading: Reading): readonly Entry[] | undefined {
  if (node.kind !== 'map') {
    reading.mistakes.push({
      at: offsetOf(node, reading),
      message: sentence(name, 'has to be a map of keys and values.'),
    })
    return undefined
  }
  const entries = new Map<string, Entry>()
  for (const entry of node.entries) {
    if (entries.has(entry.key.value))
      reading.mistakes.push({ at: entry.key.span.start, message: `The key "${entry.key.value}" is here twice.` })
    entries.set(entry.key.value, entry)
  }
  // A set is walked in the order of insertion, and to its new end; each map is looked at once.
  const merged = new Set(node.merged)
  for (const map of merged) {
    for (const entry of map.entries) if (!entries.has(entry.key.value)) entries.set(entry.key.value, entry)
    for (const further of map.merged) merged.add(further)
  }
  return [...entries.values()]
}
