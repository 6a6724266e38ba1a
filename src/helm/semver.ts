/** Versions and the ranges that templates ask for, as Masterminds/semver reads them, which Helm's `semverCompare` is made of. */
import { forward } from '../text/progress.ts'

interface Version {
  /** Major, minor and patch; those that are not written are missing. */
  readonly numbers: readonly number[]
  /** What stands behind a hyphen: `rc.1`. */
  readonly before: string
}

/** No version or range that a person writes is longer. */
const LONGEST = 200

const VERSION = /^v?(\d{1,9})(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:-([\w.-]{1,60}))?(?:\+[\w.-]{1,60})?$/

function versionOf(text: string): Version | undefined {
  const match = VERSION.exec(text)
  if (!match) return undefined
  const numbers: number[] = []
  for (const part of match.slice(1, 4)) {
    if (part === undefined || /\D/.test(part)) break
    numbers.push(Number(part))
  }
  return { numbers, before: match[4] ?? '' }
}

/** Negative where one is older than the other. What is missing of the other counts as 0. */
function compare(one: Version, other: Version): number {
  for (let i = 0; i < 3; i++) {
    const difference = (one.numbers[i] ?? 0) - (other.numbers[i] ?? 0)
    if (difference !== 0) return difference
  }
  if (one.before === other.before) return 0
  if (one.before === '' || other.before === '') return one.before === '' ? 1 : -1
  const [left, right] = [one.before.split('.'), other.before.split('.')]
  for (const [index, part] of left.entries()) {
    const beside = right[index]
    if (beside === undefined) return 1
    if (part === beside) continue
    const [a, b] = [Number(part), Number(beside)]
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1
    return part < beside ? -1 : 1
  }
  return -1
}

/** Whether a version has the first numbers of another. */
const begins = (version: Version, { numbers }: Version, count: number): boolean =>
  numbers.slice(0, count).every((number, index) => version.numbers[index] === number)

function isWithin(version: Version, sign: string, bound: Version): boolean {
  if (version.before !== '' && bound.before === '') return false
  const isPart = bound.numbers.length < 3
  const order = compare(version, bound)
  switch (sign) {
    case '':
    case '=':
      return isPart ? begins(version, bound, bound.numbers.length) : order === 0
    case '!=':
      return isPart ? !begins(version, bound, bound.numbers.length) : order !== 0
    case '>':
      return order > 0 && !(isPart && begins(version, bound, bound.numbers.length))
    case '<':
      return order < 0
    case '>=':
    case '=>':
      return order >= 0
    case '<=':
    case '=<':
      return order <= 0 || (isPart && begins(version, bound, bound.numbers.length))
    case '~':
    case '~>':
      return order >= 0 && begins(version, bound, Math.min(2, bound.numbers.length))
    default: {
      const first = bound.numbers.findIndex(number => number > 0)
      return order >= 0 && begins(version, bound, first < 0 ? bound.numbers.length : first + 1)
    }
  }
}

const TERM = /(!=|=>|=<|>=|<=|~>|[=<>~^])?\s{0,9}([^\s,=<>~^!|]+)(?:\s{0,9},)?\s{0,9}/y

/** Whether a version is in a range (`>=1.24.0-0 || ^1`); undefined where either is not understood. */
export function satisfies(range: string, version: string): boolean | undefined {
  const actual = range.length <= LONGEST && version.length <= LONGEST ? versionOf(version.trim()) : undefined
  if (!actual) return undefined
  let any = false
  for (const alternative of range.split('||')) {
    const text = alternative.trim()
    let all = text !== ''
    TERM.lastIndex = 0
    for (const moves = forward(); TERM.lastIndex < text.length && moves(TERM.lastIndex); ) {
      const [, sign = '', written = ''] = TERM.exec(text) ?? []
      const bound = /^[xX*]$/.test(written) ? { numbers: [], before: '' } : versionOf(written)
      if (!bound) return undefined
      if (!isWithin(actual, sign, bound)) all = false
    }
    any ||= all
  }
  return any
}
