/** Counts of a result, in numbers and in words. */
import type { LintResult } from '../diagnostic.ts'
import type { Level } from '../rule.ts'

export interface Summary {
  readonly errors: number
  readonly warnings: number
  readonly notes: number
  /** Files with findings. */
  readonly filesWithFindings: number
  readonly filesChecked: number
  readonly filesNotRead: number
  readonly filesPartlyRead: number
}

export function summaryOf({ diagnostics, notices, filesChecked }: LintResult): Summary {
  const ofLevel = (level: Level) => diagnostics.filter(diagnostic => diagnostic.level === level).length
  const notRead = new Set(notices.filter(notice => !notice.partly).map(notice => notice.path))
  const partlyRead = new Set(
    notices.filter(notice => notice.partly && !notRead.has(notice.path)).map(notice => notice.path),
  )
  return {
    errors: ofLevel('error'),
    warnings: ofLevel('warning'),
    notes: ofLevel('note'),
    filesWithFindings: new Set(diagnostics.map(diagnostic => diagnostic.location.path)).size,
    filesChecked,
    filesNotRead: notRead.size,
    filesPartlyRead: partlyRead.size,
  }
}

/** `1 file`, `2 files`. */
export const count = (number: number, thing: string): string => `${number} ${thing}${number === 1 ? '' : 's'}`

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
      : `No problems found in ${count(summary.filesChecked, 'file')}`,
    summary.filesNotRead && `${count(summary.filesNotRead, 'file')} not read`,
    summary.filesPartlyRead && `${count(summary.filesPartlyRead, 'file')} read only in part`,
  ]
  return parts.filter(Boolean).join('; ')
}
