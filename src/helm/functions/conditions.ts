/** The functions that choose a value, compare, and answer yes or no. */
import { satisfies } from '../semver.ts'
import { bool, choiceOf, fieldsOf, itemsOf, NIL, plainText, truth, UNKNOWN_VALUE, type Value } from '../value.ts'
import { type Fn, numberOf } from './tools.ts'

/** Compares two scalars where both are known. */
const compares =
  (test: (a: number, b: number) => boolean): Fn =>
  ([a, b]) => {
    const [left, right] = [numberOf(a), numberOf(b)]
    return left === undefined || right === undefined ? UNKNOWN_VALUE : bool(test(left, right))
  }

const both =
  (test: (text: string, other: string) => boolean): Fn =>
  ([a, b]) => {
    const [left, right] = [a && plainText(a), b && plainText(b)]
    return left === undefined || right === undefined ? UNKNOWN_VALUE : bool(test(left, right))
  }

/** Of choices and conditions. */
export const CONDITIONS: Readonly<Record<string, Fn>> = {
  // Choosing
  default: ([other, value = NIL]) => (other ? withDefault(other, value) : value),
  coalesce: args => firstSet(args),
  or: args => firstSet(args),
  and: args => {
    for (const arg of args) {
      const holds = truth(arg)
      if (holds === false) return arg
    }
    return args.every(arg => truth(arg)) ? (args.at(-1) ?? NIL) : UNKNOWN_VALUE
  },
  required: args => args.at(-1) ?? NIL,
  fail: () => NIL,
  // Yes or no
  not: ([value]) => {
    const holds = value && truth(value)
    return bool(holds === undefined ? undefined : !holds)
  },
  empty: ([value]) => {
    const holds = value && truth(value)
    return bool(holds === undefined ? undefined : !holds)
  },
  eq: ([first, ...rest]) => bool(any(rest.map(other => equal(first, other)))),
  ne: ([a, b]) => {
    const same = equal(a, b)
    return bool(same === undefined ? undefined : !same)
  },
  lt: compares((a, b) => a < b),
  le: compares((a, b) => a <= b),
  gt: compares((a, b) => a > b),
  ge: compares((a, b) => a >= b),
  contains: both((part, text) => text.includes(part)),
  hasPrefix: both((part, text) => text.startsWith(part)),
  hasSuffix: both((part, text) => text.endsWith(part)),
  semverCompare: ([range, version]) => {
    const [asked, actual] = [range && plainText(range), version && plainText(version)]
    return bool(asked === undefined || actual === undefined ? undefined : satisfies(asked, actual))
  },
  has: ([item, list]) => {
    const items = list && itemsOf(list)
    return items
      ? bool(any(items.map(other => equal(item, other))))
      : list?.kind === 'nil'
        ? bool(false)
        : UNKNOWN_VALUE
  },
  hasKey: ([map, key]) => {
    const fields = map && fieldsOf(map)
    const text = key && plainText(key)
    if (!fields || text === undefined) return UNKNOWN_VALUE
    return bool(fields.some(([name]) => (typeof name === 'string' ? name : name.text) === text))
  },
}

/** The first value that is set; those of which that is not known are alternatives to it. */
function firstSet(values: readonly Value[]): Value {
  const maybe: Value[] = []
  for (const value of values) {
    const set = truth(value)
    if (set === false) continue
    maybe.push(value)
    if (set) break
  }
  return maybe.length > 0 ? choiceOf(maybe) : (values.at(-1) ?? NIL)
}

/** A value with what stands for it when it is empty. What is not known may be either, and its default says more. */
function withDefault(other: Value, value: Value): Value {
  const set = truth(value)
  if (set === false) return other
  if (set) return value
  if (value.kind === 'unknown') return other.kind === 'text' && truth(other) ? other : value
  return choiceOf([value, other])
}

function equal(a: Value | undefined, b: Value | undefined): boolean | undefined {
  if (!a || !b) return undefined
  const [left, right] = [plainText(a), plainText(b)]
  if (isExcepted(a, right) || isExcepted(b, left)) return false
  return left === undefined || right === undefined ? undefined : left === right
}

/** Whether a text is one that a value is known not to be. */
const isExcepted = (value: Value, text: string | undefined): boolean =>
  value.kind === 'unknown' && text !== undefined && value.except?.includes(text) === true

/** Whether any of several answers is yes; undefined when that cannot be told. */
const any = (answers: readonly (boolean | undefined)[]): boolean | undefined =>
  answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
