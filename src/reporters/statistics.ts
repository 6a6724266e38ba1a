/** `--statistics`: how many findings there are by rule and level, in how many files, and how many of them can be fixed. */
import type { Diagnostic } from '../diagnostic.ts'
import type { About, Found, Reporter } from './reporter.ts'
import { fixLine, summaryLine, summaryOf, targetOf } from './summary.ts'

const HEAD = ['findings', 'files', 'fixable', 'level', 'rule']

/** A table, the most frequent first. `fixable` counts what `--fix` mends; with a plus, what `--unsafe-fixes` adds. */
export const statistics: Reporter = function* (result, about) {
  const rows = [...counted(result.diagnostics)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, found]) => rowOf(found))
  rows.sort((a, b) => Number(b[0]) - Number(a[0]))
  yield `${[...(rows.length ? [table([HEAD, ...rows]), ''] : []), ...ending(result, about)].join('\n')}\n`
}

/** Findings of one rule and level. */
interface Counted {
  readonly names: readonly string[]
  readonly paths: Set<string>
  findings: number
  readonly fixes: { both: number; after: number }
}

/** The findings by rule and level. */
function counted(diagnostics: Iterable<Diagnostic>): ReadonlyMap<string, Counted> {
  const groups = new Map<string, Counted>()
  for (const { rule, level, location, fix } of diagnostics) {
    const names = [level, rule]
    const key = `${rule} ${level}`
    const group = groups.get(key) ?? { names, paths: new Set(), findings: 0, fixes: { both: 0, after: 0 } }
    groups.set(key, group)
    group.findings++
    group.paths.add(location.path)
    if (fix) group.fixes[fix.applies]++
  }
  return groups
}

function rowOf({ names, paths, findings, fixes }: Counted): readonly string[] {
  const fixable = fixes.after ? `${fixes.both}+${fixes.after}` : String(fixes.both)
  return [String(findings), String(paths.size), fixable, ...names]
}

/** Numbers stand at the right of their columns, words at the left. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const cell = (text: string, column: number) =>
    column < 3 ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n')
}

function ending(result: Found, about: About): readonly string[] {
  if (about.quiet) return []
  const summary = summaryOf(result)
  const lines = [`${summaryLine(summary)}.`, `Checked for ${targetOf(about)}.`, fixLine(summary)]
  return lines.filter(line => line !== '')
}
