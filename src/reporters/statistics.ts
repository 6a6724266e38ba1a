/** `--statistics`: how many findings there are by rule and level, in how many files, and how many of them can be fixed. */
import type { Diagnostic, LintResult } from '../diagnostic.ts'
import type { About, Reporter } from './reporter.ts'
import { fixLine, summaryLine, summaryOf, targetOf } from './summary.ts'

const HEAD = ['findings', 'files', 'fixable', 'level', 'rule']

/** A table, the most frequent first. `fixable` counts what `--fix` mends; with a plus, what `--unsafe-fixes` adds. */
export const statistics: Reporter = (result, about) => {
  const rows = [...grouped(result.diagnostics)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => rowOf(found))
  rows.sort((a, b) => Number(b[0]) - Number(a[0]))
  return `${[...(rows.length ? [table([HEAD, ...rows]), ''] : []), ...ending(result, about)].join('\n')}\n`
}

/** The findings by rule and level. */
function grouped(diagnostics: readonly Diagnostic[]): ReadonlyMap<string, readonly Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const key = `${diagnostic.rule} ${diagnostic.level}`
    const group = groups.get(key)
    if (group) group.push(diagnostic)
    else groups.set(key, [diagnostic])
  }
  return groups
}

function rowOf(found: readonly Diagnostic[]): readonly string[] {
  const { fixable, fixableAfter, filesWithFindings } = summaryOf({
    diagnostics: found,
    notices: [],
    suppressed: [],
    filesChecked: 0,
  })
  const fixes = fixableAfter ? `${fixable}+${fixableAfter}` : String(fixable)
  return [String(found.length), String(filesWithFindings), fixes, found[0]!.level, found[0]!.rule]
}

/** Numbers stand at the right of their columns, words at the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const cell = (text: string, column: number) =>
    column < 3 ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n')
}

function ending(result: LintResult, about: About): readonly string[] {
  if (about.quiet) return []
  const summary = summaryOf(result)
  const lines = [`${summaryLine(summary)}.`, `Checked for ${targetOf(about)}.`, fixLine(summary)]
  return lines.filter(line => line !== '')
}
