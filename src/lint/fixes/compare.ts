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
  for (const [key, { path, what, levels }] of levelsOf(after)) {
    const known = expected.get(key)?.levels ?? []
    if (levels.every((level, index) => level <= (known[index] ?? 0))) continue
    wrong.set(path, meant.has(key) ? 'the finding would stay' : `it would bring another finding: ${what}`)
  }
  const unread = noticesOf(before)
  for (const [key, { path, reason, count }] of noticesOf(after))
    if (count > (unread.get(key)?.count ?? 0)) wrong.set(path, `a part of the file could not be read then: ${reason}`)
  return wrong
}

const keyOf = ({ location, rule, what, object }: Diagnostic): string =>
  JSON.stringify([location.path, rule, what, object])

/** The levels at which each thing is found, the highest first. */
function levelsOf({ diagnostics, suppressed }: LintResult) {
  const found = new Map<string, { path: string; what: string; levels: number[] }>()
  for (const diagnostic of [...diagnostics, ...suppressed.map(each => each.diagnostic)]) {
    const key = keyOf(diagnostic)
    const known = found.get(key)
    if (known) known.levels.push(RANK[diagnostic.level])
    else found.set(key, { path: diagnostic.location.path, what: diagnostic.what, levels: [RANK[diagnostic.level]] })
  }
  for (const { levels } of found.values()) levels.sort((a, b) => b - a)
  return found
}

function noticesOf({ notices }: LintResult) {
  const found = new Map<string, { path: string; reason: string; count: number }>()
  for (const { path, reason } of notices) {
    const key = JSON.stringify([path, reason])
    found.set(key, { path, reason, count: (found.get(key)?.count ?? 0) + 1 })
  }
  return found
}
