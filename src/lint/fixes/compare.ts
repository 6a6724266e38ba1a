/** What a change of files did to what is found in them. */
import type { Diagnostic, LintResult } from '../../diagnostic.ts'
import type { Level } from '../../rule.ts'

const RANK: Readonly<Record<Level, number>> = { note: 1, warning: 2, error: 3 }

/**
 * What speaks against a change that is meant to remove some findings, by path, as half a sentence: findings that stay, new ones of
 * any level, new places that could not be read. Lines move, so findings are counted and not compared place by place.
 */
export function differences(
  before: LintResult,
  after: LintResult,
  fixed: readonly Diagnostic[],
): ReadonlyMap<string, string> {
  const wrong = new Map<string, string>()
  const expected = levelsOf(before)
  const meant = new Set<string>()
  for (const diagnostic of fixed) {
    const key = keyOf(diagnostic)
    meant.add(key)
    const levels = expected.get(key)?.levels ?? []
    levels.splice(levels.indexOf(RANK[diagnostic.level]), 1)
  }
  const found = levelsOf(after)
  const gone = withoutMatches(expected, found)
  for (const [key, { path, what, like, levels }] of found) {
    const known = expected.get(key)?.levels ?? []
    if (levels.every((level, index) => level <= (known[index] ?? 0))) continue
    // One that quotes what was changed beside it is the same in other words.
    const more = levels.slice(known.length)
    const isReworded =
      levels.length > known.length && levels.every((level, i) => i >= known.length || level <= known[i]!)
    if (isReworded && more.every(level => takeOne(gone.get(like), level))) continue
    wrong.set(path, meant.has(key) ? 'the finding would stay' : `it would bring another finding: ${what}`)
  }
  const unread = noticesOf(before)
  for (const [key, { path, reason, count }] of noticesOf(after))
    if (count > (unread.get(key)?.count ?? 0)) wrong.set(path, `a part of the file could not be read then: ${reason}`)
  return wrong
}

const keyOf = ({ location, rule, what, object }: Diagnostic): string =>
  JSON.stringify([location.path, rule, what, object])

/** What findings have in common that differ in what they quote. */
const likeOf = ({ location, rule, what, object }: Diagnostic): string =>
  JSON.stringify([location.path, rule, what.replace(/"[^"]*"/g, '""'), object])

/** A thing that is found, and the levels at which it is, the highest first. */
interface Found {
  readonly path: string
  readonly what: string
  readonly like: string
  readonly levels: number[]
}

/** The levels of what was found before and is not now, by what such findings have in common. */
function withoutMatches(before: ReadonlyMap<string, Found>, after: ReadonlyMap<string, Found>): Map<string, number[]> {
  const gone = new Map<string, number[]>()
  for (const [key, { like, levels }] of before) {
    const left = levels.slice(after.get(key)?.levels.length ?? 0)
    gone.set(like, [...(gone.get(like) ?? []), ...left])
  }
  return gone
}

/** Takes one of these levels that is at least as high, if there is one. */
function takeOne(levels: number[] | undefined, level: number): boolean {
  const index = levels?.findIndex(other => other >= level) ?? -1
  if (index < 0) return false
  levels?.splice(index, 1)
  return true
}

function levelsOf({ diagnostics, suppressed }: LintResult): ReadonlyMap<string, Found> {
  const found = new Map<string, Found>()
  for (const diagnostic of [...diagnostics, ...suppressed.map(each => each.diagnostic)]) {
    const { location, what, level } = diagnostic
    const key = keyOf(diagnostic)
    const known = found.get(key)
    if (known) known.levels.push(RANK[level])
    else found.set(key, { path: location.path, what, like: likeOf(diagnostic), levels: [RANK[level]] })
  }
  for (const { levels } of found.values()) levels.sort((a, b) => b - a)
  return found
}

function noticesOf({ notices }: LintResult) {
  const found = new Map<string, { path: string; reason: string; count: number }>()
  for (const { path, reason, alsoLines = [] } of notices) {
    const key = JSON.stringify([path, reason])
    found.set(key, { path, reason, count: (found.get(key)?.count ?? 0) + 1 + alsoLines.length })
  }
  return found
}
