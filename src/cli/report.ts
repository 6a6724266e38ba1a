/** What a run comes to: its reports, and its exit code. */
import packageJson from '../../package.json' with { type: 'json' }
import { rules } from '../../rules/index.ts'
import type { Diagnostic, Notice } from '../diagnostic.ts'
import { slashed } from '../files/disk.ts'
import { joined } from '../files/report.ts'
import { repositoryRoot } from '../files/repository.ts'
import { type Format, reporters } from '../reporters/index.ts'
import { reasonOf } from '../reporters/notices.ts'
import type { About, Reported, Reporter, ShardInfo } from '../reporters/reporter.ts'
import { statistics } from '../reporters/statistics.ts'
import { visible } from '../reporters/visible.ts'
import { chosen } from '../reporters/walk.ts'
import type { Level } from '../rule.ts'
import type { Arguments } from './arguments.ts'
import { earlierRun } from './history.ts'
import { atLeast } from './levels.ts'
import { tell } from './tell.ts'
import { write } from './write.ts'

/** What is known of a run when its findings are reported. */
export interface Reporting extends Pick<About, 'settings' | 'failOn' | 'gone' | 'directory' | 'root'> {
  readonly wanted: Arguments
  /** The lowest level that is shown. */
  readonly level: Level
  /** Where the run is a share of one. */
  readonly share?: Pick<ShardInfo, 'number' | 'of' | 'run'> | undefined
}

/** Where a run in the working folder is, as reports name its files. */
export const placeOf = ({ paths }: Arguments): Pick<About, 'directory' | 'root'> => ({
  directory: slashed(process.cwd()),
  root: slashed(repositoryRoot(paths[0] ?? '.') ?? repositoryRoot(process.cwd()) ?? process.cwd()),
})

/** Writes each report that is asked for. `found` has the findings of every level. */
export async function report(found: Reported, run: Reporting): Promise<void> {
  const { wanted, share, directory, root, failOn, level } = run
  const shown: Reported = { ...found, diagnostics: chosen(found.diagnostics, one => atLeast(one.level, level)) }
  const about: About = {
    version: packageJson.version,
    home: packageJson.homepage,
    rules,
    settings: run.settings,
    failOn,
    hidden: wanted.quiet ? 0 : countedWhere(found, one => !atLeast(one, level)),
    quiet: wanted.quiet,
    color: false,
    links: false,
    width: columns(),
    directory,
    root,
    category: wanted.sarifCategory,
    groupBy: wanted.groupBy,
    today: new Date().toISOString().slice(0, 10),
    gone: run.gone,
    history: wanted.history.map(earlierRun),
  }
  for (const { format, file } of wanted.outputs) {
    const color = file === undefined && useColor(wanted)
    const told = { ...about, color, links: color && showsLinks() }
    const parts =
      share && format === 'json'
        ? (await import('../reporters/shard-result.ts')).shardResult(
            found,
            { number: share.number, of: share.of, run: share.run, level, failOn, directory, root },
            told,
          )
        : (await reporterOf(format, wanted))(shown, told)
    if (file === undefined) await printParts(parts)
    else write(file, parts)
  }
  const readByPeople = wanted.outputs.some(({ format, file }) => file === undefined && READ_BY_PEOPLE.has(format))
  if (wanted.statistics || !readByPeople) tellNotices(found.notices)
}

const reporterOf = async (format: Format, { statistics: counting }: Arguments): Promise<Reporter> =>
  counting && format === 'text' ? statistics(counting) : reporters[format]()

/** 1 where something is found that fails the run. */
export function exitCode(found: Reported, { wanted, failOn }: Pick<Reporting, 'wanted' | 'failOn'>): 0 | 1 {
  const warnings = countedWhere(found, level => level === 'warning')
  const tooMany = wanted.maxWarnings !== undefined && warnings > wanted.maxWarnings
  if (tooMany) tell(`There are ${warnings} warnings, more than the ${wanted.maxWarnings} of --max-warnings.`)
  const isUnread = wanted.failOnUnread && found.notices.length > 0
  const failing = countedWhere(found, level => atLeast(level, failOn))
  return (tooMany || isUnread || failing > 0) && !wanted.exitZero ? 1 : 0
}

/** Where findings are read from files, counting them takes its time. */
const counts = new WeakMap<Iterable<Diagnostic>, Map<Level, number>>()

/** How many findings there are of these levels. */
function countedWhere({ diagnostics }: Reported, isMeant: (level: Level) => boolean): number {
  let known = counts.get(diagnostics)
  if (!known) {
    known = new Map()
    for (const { level } of diagnostics) known.set(level, (known.get(level) ?? 0) + 1)
    counts.set(diagnostics, known)
  }
  return [...known].reduce((sum, [level, count]) => (isMeant(level) ? sum + count : sum), 0)
}

/** Formats in which people see what was not read. */
const READ_BY_PEOPLE: ReadonlySet<string> = new Set(['text', 'compact', 'github', 'markdown', 'html'])

/** Machines read standard output, so people are told of what was not read on the other one. */
export function tellNotices(notices: readonly Notice[]): void {
  for (const notice of notices) {
    const { path, line, partly } = notice
    const place = line === undefined ? path : `${path}:${line}`
    const how = partly ? 'read only in part' : 'not read'
    process.stderr.write(`${visible(place)} was ${how}: ${visible(reasonOf(notice))}\n`)
  }
}

/** The columns of the terminal; what is piped is made for a hundred. */
export const columns = (): number => Math.min(process.stdout.columns || 100, 120)

/** Whether the terminal is one of those that are known to show links. Source: github.com/Alhadis/OSC8-Adoption. */
function showsLinks(): boolean {
  const { TERM_PROGRAM = '', VTE_VERSION = '0', WT_SESSION, KITTY_WINDOW_ID, CI, TMUX } = process.env
  if (process.stdout.isTTY !== true || CI || TMUX) return false
  return Boolean(
    WT_SESSION ||
      KITTY_WINDOW_ID ||
      Number(VTE_VERSION) >= 5000 ||
      /^(?:iTerm\.app|WezTerm|vscode|ghostty)$/.test(TERM_PROGRAM),
  )
}

/** NO_COLOR beats FORCE_COLOR; an option beats both. */
function useColor({ color }: Arguments): boolean {
  if (color !== 'auto') return color === 'always'
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR) return FORCE_COLOR !== '0'
  return process.stdout.isTTY === true && TERM !== 'dumb'
}

/** Prints a report no faster than it is read. */
async function printParts(parts: Iterable<string>): Promise<void> {
  for (const text of joined(parts))
    if (!process.stdout.write(text)) await new Promise(resolve => process.stdout.once('drain', resolve))
}
