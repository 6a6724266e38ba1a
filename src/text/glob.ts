/**
 * Patterns of paths as git has them: `*`, `?`, `[a-z]` within a name, `**` over folders. Matched from star to star and never
 * back behind one, so that the time is bounded by the lengths of the pattern and of the path.
 * Reference: https://git-scm.com/docs/gitignore
 */

type Part =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'any' | 'star' }
  | { readonly kind: 'class'; readonly negated: boolean; readonly ranges: readonly (readonly [string, string])[] }

/** A pattern of one name, or any number of folders. */
type Name = readonly Part[] | '**'

/** A pattern, ready to be matched. */
export type Glob = readonly Name[]

const ONE_NAME: Name = [{ kind: 'any' }, { kind: 'star' }]

/** Reads a pattern; one that begins or ends with a slash has to be freed of it. */
export function globOf(pattern: string): Glob {
  const names = pattern.split('/').map((name): Name => (/^\*\*+$/.test(name.slice(0, 40)) ? '**' : partsOf(name)))
  // Everything in a folder, but not the folder itself.
  return names.at(-1) === '**' ? [...names, ONE_NAME] : names
}

function partsOf(name: string): readonly Part[] {
  const parts: Part[] = []
  for (let at = 0; at < name.length; at++) {
    const character = name[at]!
    if (character === '*') {
      if (parts.at(-1)?.kind !== 'star') parts.push({ kind: 'star' })
    } else if (character === '?') parts.push({ kind: 'any' })
    else if (character === '[') {
      const found = classAt(name, at)
      parts.push(found?.part ?? { kind: 'character', character })
      at = found?.last ?? at
    } else if (character === '\\' && at + 1 < name.length) parts.push({ kind: 'character', character: name[++at]! })
    else parts.push({ kind: 'character', character })
  }
  return parts
}

/** A longer class is none. */
const LONGEST_CLASS = 200

/** A class such as `[a-z]`, and where its bracket closes. */
function classAt(name: string, start: number): { part: Part; last: number } | undefined {
  const negated = /^[!^]/.test(name[start + 1] ?? '')
  const ranges: [string, string][] = []
  const first = start + (negated ? 2 : 1)
  if (!name.slice(first + 1, start + LONGEST_CLASS).includes(']')) return undefined
  for (let at = first; at < name.length && at < start + LONGEST_CLASS; at++) {
    if (name[at] === ']' && at > first) return { part: { kind: 'class', negated, ranges }, last: at }
    if (name[at] === '\\' && at + 1 < name.length) at++
    const low = name[at]!
    const isRange = name[at + 1] === '-' && name[at + 2] !== undefined && name[at + 2] !== ']'
    if (isRange) at += 2
    if (isRange && name[at] === '\\' && at + 1 < name.length) at++
    ranges.push([low, isRange ? name[at]! : low])
  }
  return undefined
}

function fits(part: Part, character: string): boolean {
  if (part.kind === 'character') return part.character === character
  if (part.kind === 'class')
    return part.negated !== part.ranges.some(([low, high]) => low <= character && character <= high)
  return true
}

/**
 * Whether a row of patterns fits a row of values, where some patterns stand for any number of values. Only the last such
 * pattern ever has to take more: what the ones before it left is enough for them.
 */
function fitsRow<P, V>(
  patterns: readonly P[],
  values: ArrayLike<V>,
  isMany: (pattern: P) => boolean,
  fitsOne: (pattern: P, value: V) => boolean,
): boolean {
  let pattern = 0
  let value = 0
  let many = -1
  let taken = 0
  while (value < values.length) {
    const next = patterns[pattern]
    if (next !== undefined && isMany(next)) {
      many = pattern++
      taken = value
    } else if (next !== undefined && fitsOne(next, values[value]!)) {
      pattern++
      value++
    } else if (many >= 0) {
      pattern = many + 1
      value = ++taken
    } else return false
  }
  for (; pattern < patterns.length; pattern++) if (!isMany(patterns[pattern]!)) return false
  return true
}

const isStar = (part: Part): boolean => part.kind === 'star'
const isFolders = (name: Name): boolean => name === '**'
const fitsName = (name: Name, value: string): boolean => name !== '**' && fitsRow(name, value, isStar, fits)

/** Whether a path, as its names, is what the pattern means. */
export const globFits = (glob: Glob, names: readonly string[]): boolean => fitsRow(glob, names, isFolders, fitsName)
