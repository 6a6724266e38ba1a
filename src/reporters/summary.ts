/** Counts of a result, in numbers and in words. */
import type { Diagnostic } from '../diagnostic.ts'
import type { Level } from '../rule.ts'
import type { About, Reported } from './reporter.ts'

export interface Summary {
  readonly errors: number
  readonly warnings: number
  readonly notes: number
  /** Files with findings. */
  readonly filesWithFindings: number
  readonly filesChecked: number
  readonly filesNotRead: number
  readonly filesPartlyRead: number
  /** Findings that `--fix` mends, and those that it mends only with `--unsafe-fixes`. */
  readonly fixable: number
  readonly fixableAfter: number
}

export function summaryOf({ diagnostics, notices, filesChecked }: Omit<Reported, 'suppressed'>): Summary {
  const levels: Record<Level, number> = { error: 0, warning: 0, note: 0 }
  const fixes = { both: 0, after: 0 }
  const paths = new Set<string>()
  for (const { level, fix, location } of diagnostics) {
    levels[level]++
    if (fix) fixes[fix.applies]++
    paths.add(location.path)
  }
  const notRead = new Set(notices.filter(notice => !notice.partly).map(notice => notice.path))
  const partlyRead = new Set(
    notices.filter(notice => notice.partly && !notRead.has(notice.path)).map(notice => notice.path),
  )
  return {
    errors: levels.error,
    warnings: levels.warning,
    notes: levels.note,
    filesWithFindings: paths.size,
    filesChecked,
    filesNotRead: notRead.size,
    filesPartlyRead: partlyRead.size,
    fixable: fixes.both,
    fixableAfter: fixes.after,
  }
}

/** `1 file`, `2 files`. */
export const count = (number: number, thing: string, things = `${thing}s`): string =>
  `${number} ${number === 1 ? thing : things}`

/** `3 problems (2 errors, 1 warning) in 2 files; 1 file not read`, or that there are none. No full stop. */
export function summaryLine(summary: Summary): string {
  const { errors, warnings, notes } = summary
  const problems = errors + warnings + notes
  const levels = [
    errors && count(errors, 'error'),
    warnings && count(warnings, 'warning'),
    notes && count(notes, 'note'),
  ]
  const parts = [
    problems
      ? `${count(problems, 'problem')} (${levels.filter(Boolean).join(', ')}) in ${count(summary.filesWithFindings, 'file')}`
      : summary.filesChecked
        ? `No problems found in ${count(summary.filesChecked, 'file')}`
        : 'Nothing was checked: there is no file to lint',
    summary.filesNotRead && `${count(summary.filesNotRead, 'file')} not read`,
    summary.filesPartlyRead && `${count(summary.filesPartlyRead, 'file')} read only in part`,
  ]
  return parts.filter(Boolean).join('; ')
}

/** What a run was for: `containerd and Kubernetes 1.37`. */
export const targetOf = ({ settings: { runtime, targetVersion } }: Pick<About, 'settings'>): string =>
  `${runtime} and Kubernetes ${targetVersion}`

/** `[*] 3 can be fixed with --fix. [after] 2 more …`, or nothing. */
export function fixLine({ fixable, fixableAfter }: Summary): string {
  const parts = [
    fixable && `[*] ${fixable} can be fixed with --fix.`,
    fixableAfter && `[after] ${fixableAfter} can be fixed with --fix --unsafe-fixes once no node has Docker Engine.`,
  ]
  return parts.filter(Boolean).join(' ')
}

/** The mark of a finding that can be fixed: at any time, or only after the move. */
export const fixMark = ({ fix }: Pick<Diagnostic, 'fix'>): string | undefined =>
  fix && (fix.applies === 'both' ? '[*]' : '[after]')

/** How a finding can be fixed by the program, for reports without marks. */
export const fixSentence = ({ fix }: Pick<Diagnostic, 'fix'>): string | undefined =>
  fix && (fix.applies === 'both' ? '--fix does it.' : '--fix --unsafe-fixes does it, once no node has Docker Engine.')
