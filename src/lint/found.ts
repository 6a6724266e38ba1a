/** Settles what is told of each place, of all that was found in a run. */
import type { LintResult, Suppressed } from '../diagnostic.ts'
import type { Level } from '../rule.ts'
import type { Finding } from './judged.ts'
import type { LintOptions } from './lint-options.ts'
import { byPlace } from './location.ts'

/** From the lowest. */
export const LEVELS: readonly Level[] = ['note', 'warning', 'error']

type Rank = Pick<Finding, 'alone' | 'level'>

/** One place is reported once: as it is used, rather than as it looks for itself; where it is used most seriously. */
export const outdoes = (one: Rank, other: Rank): boolean =>
  one.alone === other.alone ? LEVELS.indexOf(one.level) > LEVELS.indexOf(other.level) : other.alone

/** What was found, from wherever and in whatever order it comes. */
export interface AllFound {
  /** Adds what was found in the file of that place in the order of files. */
  add(found: readonly Finding[], order: number): void
  sorted(): Pick<LintResult, 'diagnostics' | 'suppressed'>
}

type Ordered = readonly [found: Finding, order: number]

/** Collects what is found. */
export function allFound({ settingsOf }: Pick<LintOptions, 'settingsOf'>): AllFound {
  // Runs with tens of thousands of findings are held whole: what one costs beside its texts is kept small.
  const byPath = new Map<string, Map<string, Ordered[]>>()
  const foundAt = ({ diagnostic: { location }, range }: Finding): Ordered[] => {
    const ranges = byPath.get(location.path) ?? new Map<string, Ordered[]>()
    byPath.set(location.path, ranges)
    const found = ranges.get(range) ?? []
    ranges.set(range, found)
    return found
  }
  const ignoredBy = ({ diagnostic: { rule, group, location }, object }: Finding) => {
    const ignored = settingsOf?.(location.path).ignored?.(rule, object, group)
    return ignored && { by: 'config' as const, reason: ignored.reason, until: ignored.until }
  }
  return {
    add(all, order) {
      for (const found of all) {
        const here = foundAt(found)
        const known = here.findIndex(([{ diagnostic }]) => diagnostic.rule === found.diagnostic.rule)
        if (known < 0) here.push([found, order])
        else if (stands(found, order, here[known]!)) here[known] = [found, order]
      }
    },
    sorted() {
      const diagnostics: LintResult['diagnostics'][number][] = []
      const suppressed: Suppressed[] = []
      for (const ranges of byPath.values())
        for (const here of settledParts(ranges))
          for (const found of told(here)) {
            const { diagnostic } = found
            const silenced = found.silenced ?? ignoredBy(found)
            if (silenced) suppressed.push({ diagnostic, ...silenced })
            else diagnostics.push(diagnostic)
          }
      return {
        diagnostics: diagnostics.sort(byPlace),
        suppressed: suppressed.sort((a, b) => byPlace(a.diagnostic, b.diagnostic)),
      }
    },
  }
}

/** Whether it stands in the place of another: where both weigh the same, the one of the earlier file does. */
const stands = (one: Finding, order: number, [other, otherOrder]: Ordered): boolean =>
  outdoes(one, other) || (!outdoes(other, one) && order < otherOrder)

/** What was found by place, without what was said of a whole value for itself where its beginning is used elsewhere: `dir .Values.socketPath`. */
function* settledParts(ranges: ReadonlyMap<string, readonly Ordered[]>): Iterable<readonly Ordered[]> {
  const usedFrom = new Map<string, number>()
  for (const [range, here] of ranges) {
    const [start = '', end] = range.split(':')
    if (here.some(([{ alone }]) => !alone)) usedFrom.set(start, Math.max(usedFrom.get(start) ?? 0, Number(end)))
  }
  for (const [range, here] of ranges) {
    const [start = '', end] = range.split(':')
    if ((usedFrom.get(start) ?? Number(end)) >= Number(end)) yield here
    else yield here.filter(([{ alone }]) => !alone)
  }
}

/** Of what was found in one place, leaves out what was said of it for itself where something was said of it as it is used. */
function told(here: readonly Ordered[]): readonly Finding[] {
  const found = here.map(([each]) => each)
  return found.every(({ alone }) => alone) ? found : found.filter(({ alone }) => !alone)
}
