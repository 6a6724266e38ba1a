/** `--statistics`: how many findings there are by level and rule or owner, in how many files, and how many of them can be fixed. */
import type { Diagnostic } from '../diagnostic.ts'
import type { About, Reported, Reporter } from './reporter.ts'
import { fixLine, summaryLine, summaryOf, targetOf } from './summary.ts'
import { visible } from './visible.ts'

const COLUMNS = {
  rule: { heads: ['level', 'rule'], names: ({ level, rule }) => [level, rule] },
  owner: { heads: ['level', 'owner'], names: ({ level, owner = 'no owner' }) => [level, visible(owner)] },
} satisfies Record<string, { heads: readonly string[]; names: (diagnostic: Diagnostic) => readonly string[] }>

/** What findings are counted by, beside their level. */
export type Counting = keyof typeof COLUMNS

export const COUNTINGS = Object.keys(COLUMNS) as readonly Counting[]

const NUMBERS = ['findings', 'files', 'fixable']

/** A table, the most frequent first. `fixable` counts what `--fix` mends; with a plus, what `--unsafe-fixes` adds. */
export const statistics =
  (counting: Counting): Reporter =>
  (result, about) => [tableOf(result, about, counting)]

function tableOf(result: Reported, about: About, counting: Counting): string {
  const { heads, names } = COLUMNS[counting]
  const rows = [...counted(result.diagnostics, names)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, found]) => rowOf(found))
  rows.sort((a, b) => Number(b[0]) - Number(a[0]))
  return `${[...(rows.length ? [table([[...NUMBERS, ...heads], ...rows]), ''] : []), ...ending(result, about)].join('\n')}\n`
}

/** Findings of one level and rule, or owner. */
interface Counted {
  readonly names: readonly string[]
  readonly paths: Set<string>
  findings: number
  readonly fixes: { both: number; after: number }
}

function counted(
  diagnostics: Iterable<Diagnostic>,
  namesOf: (diagnostic: Diagnostic) => readonly string[],
): ReadonlyMap<string, Counted> {
  const groups = new Map<string, Counted>()
  for (const diagnostic of diagnostics) {
    const { location, fix } = diagnostic
    const names = namesOf(diagnostic)
    const key = [...names].reverse().join(' ')
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
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const cell = (text: string, column: number) =>
    column < NUMBERS.length ? text.padStart(widths[column]!) : text.padEnd(widths[column]!)
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n')
}

function ending(result: Reported, about: About): readonly string[] {
  if (about.quiet) return []
  const summary = summaryOf(result)
  const lines = [`${summaryLine(summary)}.`, `Checked for ${targetOf(about)}.`, fixLine(summary)]
  return lines.filter(line => line !== '')
}
