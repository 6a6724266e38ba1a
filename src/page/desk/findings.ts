/** A result as the page shows it. */
import type { Diagnostic, LintResult } from '../../diagnostic.ts'
import { languageOf } from '../../languages/recognise.ts'
import { pageData, shownOrder } from '../../reporters/html/data.ts'
import { verdictOf } from '../../reporters/html/verdict.ts'
import { isAtLeast } from '../../reporters/levels.ts'
import type { About } from '../../reporters/reporter.ts'
import { decode } from '../../text/decode.ts'
import type { FileLine, Mark, Shown, Target } from '../contract.ts'
import type { Files } from './memory.ts'

/** More files are not listed, beside those with findings. */
const MOST_LISTED = 5_000
/** More places of a text are not marked in it; the list has them all. */
const MOST_MARKS = 5_000

/** A result without the findings that are not asked for. */
export const atLevel = (result: LintResult, { level }: Target): LintResult => ({
  ...result,
  diagnostics: result.diagnostics.filter(each => isAtLeast(each.level, level)),
})

/** A result for the page, and its findings in the order of the page. */
export function shownOf(
  whole: LintResult,
  files: Files,
  about: About,
  { target, open: asked }: { readonly target: Target; readonly open: string | undefined },
): { readonly shown: Shown; readonly order: readonly Diagnostic[] } {
  const result = atLevel(whole, target)
  const { diagnostics, notices } = result
  const data = pageData(result, about)
  const ofLevel = (level: string) => diagnostics.filter(each => each.level === level).length
  const withFix = (applies: string) => diagnostics.filter(({ fix }) => fix?.applies === applies).length
  const lines = filesOf(result, files, asked)
  const open = asked ?? worstOf(lines)
  const bytes = open === undefined ? undefined : files.get(open)
  return {
    order: shownOrder(result, about),
    shown: {
      // A rule's page is a part of this one.
      data: {
        ...data,
        rules: Object.fromEntries(about.rules.map(({ id, summary }) => [id, [`#rule=${id}`, summary]])),
      },
      verdict: verdictOf(ofLevel('error'), ofLevel('warning'), notices.length),
      hidden: whole.diagnostics.length - diagnostics.length,
      fixes: { both: withFix('both'), after: withFix('after') },
      files: lines,
      open,
      language: open === undefined || !bytes ? undefined : languageOf(open, decode(bytes)?.text ?? ''),
      marks: diagnostics
        .filter(({ location }) => location.path === open)
        .map(markOf)
        .slice(0, MOST_MARKS),
    },
  }
}

const markOf = ({ level, what, location: { line, column, endLine, endColumn } }: Diagnostic): Mark => ({
  level,
  what,
  line,
  column,
  endColumn: endLine === line ? endColumn : Number.MAX_SAFE_INTEGER,
})

/** The file with the most errors, then with the most warnings; else the first. */
const worstOf = (lines: readonly FileLine[]): string | undefined =>
  lines.toSorted((a, b) => b.errors - a.errors || b.warnings - a.warnings || b.notes - a.notes)[0]?.path

function filesOf({ diagnostics }: LintResult, files: Files, open: string | undefined): readonly FileLine[] {
  const lines = new Map<string, { errors: number; warnings: number; notes: number }>()
  for (const { level, location } of diagnostics) {
    const line = lines.get(location.path) ?? { errors: 0, warnings: 0, notes: 0 }
    lines.set(location.path, line)
    line[`${level}s`]++
  }
  const paths = [...files.keys()].sort()
  const listed = paths.filter((path, index) => index < MOST_LISTED || path === open || lines.has(path))
  return listed.map(path => ({ path, errors: 0, warnings: 0, notes: 0, ...lines.get(path) }))
}
