/**
 * Applies fixes to texts. Each is tried by linting what would be there: its finding has to be gone, nothing may be new, and no
 * more may be unread than before. Fixes that reach into each other wait for the next round.
 */
import type { Diagnostic, LintResult } from '../../diagnostic.ts'
import { differences } from './compare.ts'
import { edited } from './edited.ts'
import type { Texts } from './texts.ts'

/** What fixes need of the world. */
export interface Fixing {
  /** Lints everything with these texts in the place of those of their files. */
  readonly lint: (texts: Texts) => Promise<LintResult>
  /** The text of a file as it stands, or in half a sentence why it is not to be changed. */
  readonly read: (path: string) => string | { readonly problem: string }
  /** The findings that are to be fixed, of all that were found. */
  readonly choose: (result: LintResult) => readonly Diagnostic[]
  /** Whether fixes are wanted that are right only after the move. */
  readonly unsafe: boolean
}

/** A fix that was not made, and why, as half a sentence. */
export interface LeftOut {
  readonly diagnostic: Diagnostic
  readonly reason: string
}

/** What became of the fixes. */
export interface Fixed {
  /** The texts of the files that are changed, before and after. */
  readonly texts: readonly { readonly path: string; readonly before: string; readonly after: string }[]
  /** What was found where, before it was fixed. */
  readonly done: readonly Diagnostic[]
  readonly leftOut: readonly LeftOut[]
  /** Findings whose fix is right only after the move, where such were not wanted. */
  readonly later: readonly Diagnostic[]
  /** What is found when all is done. */
  readonly result: LintResult
}

/** Fixes that make others possible do so in a few rounds. */
const MOST_ROUNDS = 10
/** How often all is linted for the sake of fixes that turn out wrong. */
const MOST_TRIALS = 100

/** A change, with the findings that ask for it: a text that is used in several places is found in each. */
interface Change {
  readonly diagnostics: readonly Diagnostic[]
  readonly fix: NonNullable<Diagnostic['fix']>
  readonly paths: readonly string[]
}

/** Applies what can be applied. Writes nothing. */
export async function applyFixes(fixing: Fixing): Promise<Fixed> {
  const originals = new Map<string, string>()
  const refused = new Map<string, string>()
  const leftOut = new Map<string, LeftOut>()
  const done: Diagnostic[] = []
  let texts: Texts = new Map()
  let result = await fixing.lint(texts)
  let trials = 0

  const textOf = (path: string): string | undefined => texts.get(path) ?? originals.get(path)
  const leave = ({ diagnostics }: Change, reason: string): void => {
    for (const diagnostic of diagnostics) leftOut.set(nameOf(diagnostic), { diagnostic, reason })
  }
  /** Reads the files of a change, and says why it cannot be made there. */
  const problemOf = ({ fix, paths }: Change): string | undefined => {
    for (const path of paths) {
      if (refused.has(path)) return refused.get(path)
      if (textOf(path) !== undefined) continue
      const read = fixing.read(path)
      if (typeof read === 'string') originals.set(path, read)
      else refused.set(path, read.problem)
      if (typeof read !== 'string') return read.problem
    }
    return fix.edits.every(edit => standsIn(textOf(edit.location.path) ?? '', edit))
      ? undefined
      : 'the file has changed during the run'
  }
  const withChanges = (changes: readonly Change[]): Texts => {
    const next = new Map(texts)
    for (const path of new Set(changes.flatMap(change => change.paths))) {
      const edits = changes.flatMap(({ fix }) => fix.edits.filter(edit => edit.location.path === path))
      next.set(path, edited(textOf(path) ?? '', edits))
    }
    return next
  }
  const trial = async (changes: readonly Change[]) => {
    trials++
    const after = await fixing.lint(withChanges(changes))
    return {
      after,
      wrong: differences(
        result,
        after,
        changes.flatMap(({ diagnostics }) => diagnostics),
      ),
    }
  }

  /** Of these changes, those that can be made together, and what is found then. */
  const tried = async (changes: readonly Change[]): Promise<{ good: readonly Change[]; after: LintResult }> => {
    const first = await trial(changes)
    if (first.wrong.size === 0) return { good: changes, after: first.after }
    const isSuspect = ({ paths }: Change) => paths.some(path => first.wrong.has(path))
    let good: readonly Change[] = changes.filter(change => !isSuspect(change))
    let suspects: readonly Change[] = changes.filter(isSuspect)
    const second = good.length ? await trial(good) : undefined
    let after = second?.after ?? result
    if (second?.wrong.size || suspects.length === 0) {
      good = []
      suspects = changes
      after = result
    }
    // One change of each file at a time: what is wrong with it shows in its file.
    while (suspects.length) {
      const step = oneOfEach(suspects)
      suspects = suspects.filter(change => !step.includes(change))
      if (trials >= MOST_TRIALS) {
        for (const change of [...step, ...suspects]) leave(change, 'too many others were wrong, so it was not tried')
        break
      }
      const all = await trial([...good, ...step])
      const fits = step.filter(({ paths }) => !paths.some(path => all.wrong.has(path)))
      const rest = fits.length === step.length ? all : fits.length ? await trial([...good, ...fits]) : undefined
      for (const change of step)
        if (!fits.includes(change) || (rest && rest.wrong.size > 0))
          leave(
            change,
            [...(rest?.wrong.size ? rest.wrong : all.wrong).values()][0] ?? 'it does not fit in with others',
          )
      if (rest && rest.wrong.size === 0) {
        good = [...good, ...fits]
        after = rest.after
      }
    }
    return { good, after }
  }

  const open = () => fixing.choose(result).filter(({ fix }) => fix && (fixing.unsafe || fix.applies === 'both'))
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const changes = changesOf(open().filter(diagnostic => !leftOut.has(nameOf(diagnostic))))
    const possible = changes.filter(change => {
      const problem = problemOf(change)
      if (problem !== undefined) leave(change, problem)
      return problem === undefined
    })
    const apart = withoutOverlaps(possible)
    if (apart.length === 0) break
    const { good, after } = await tried(apart)
    texts = withChanges(good)
    result = after
    done.push(...good.flatMap(({ diagnostics }) => diagnostics))
  }
  return {
    texts: [...texts]
      .map(([path, after]) => ({ path, before: originals.get(path) ?? '', after }))
      .filter(({ before, after }) => before !== after),
    done,
    leftOut: [...leftOut.values()],
    later: fixing.unsafe ? [] : fixing.choose(result).filter(({ fix }) => fix?.applies === 'after'),
    result,
  }
}

/** What a finding is known by while lines move. */
const nameOf = ({ rule, what, location, fix }: Diagnostic): string =>
  JSON.stringify([location.path, rule, what, location.lineText, fix?.title])

/** Whether the line that an edit was made for still stands where it did. */
function standsIn(text: string, { start, end, location }: NonNullable<Diagnostic['fix']>['edits'][number]): boolean {
  if (end > text.length) return false
  const from = start - (location.column - location.textColumn)
  return text.startsWith(location.lineText.slice(0, location.column - location.textColumn), from)
}

/** The changes that findings ask for, by place, each once. */
function changesOf(diagnostics: readonly Diagnostic[]): readonly Change[] {
  const changes = new Map<string, Change>()
  for (const diagnostic of diagnostics) {
    const { fix } = diagnostic
    if (!fix) continue
    const key = JSON.stringify(fix.edits.map(({ location, start, end, text }) => [location.path, start, end, text]))
    const known = changes.get(key)?.diagnostics ?? []
    const paths = [...new Set(fix.edits.map(edit => edit.location.path))]
    changes.set(key, { diagnostics: [...known, diagnostic], fix, paths })
  }
  return [...changes.values()]
}

/** The changes that do not reach into one that stands before them. */
function withoutOverlaps(changes: readonly Change[]): readonly Change[] {
  const taken = new Map<string, { start: number; end: number }[]>()
  return changes.filter(({ fix }) => {
    const places = fix.edits.map(({ location: { path, line, endLine }, start, end }) => ({
      lines: Array.from({ length: endLine - line + 1 }, (_, index) => `${line + index} ${path}`),
      range: { start, end },
    }))
    const overlaps = places.some(({ lines, range: { start, end } }) =>
      lines.some(line => taken.get(line)?.some(other => start <= other.end && other.start <= end)),
    )
    if (overlaps) return false
    for (const { lines, range } of places)
      for (const line of lines) {
        const ranges = taken.get(line)
        if (ranges) ranges.push(range)
        else taken.set(line, [range])
      }
    return true
  })
}

function oneOfEach(changes: readonly Change[]): readonly Change[] {
  const taken = new Set<string>()
  return changes.filter(({ paths }) => {
    if (paths.some(path => taken.has(path))) return false
    for (const path of paths) taken.add(path)
    return true
  })
}
