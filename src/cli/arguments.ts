/** The command line: what the user asked for. */
import { isRuleName } from '../knowledge/rule-groups.ts'
import { knownVersion, oneOf, RUNTIMES, UsageError } from '../lint/choices.ts'
import { GROUPINGS, type Grouping } from '../reporters/grouping.ts'
import { type Format, isFormat, reporters } from '../reporters/index.ts'
import { COUNTINGS, type Counting } from '../reporters/statistics.ts'
import type { Level, Runtime } from '../rule.ts'
import { checkTogether } from './option-checks.ts'
import { COLORS, LEVELS, RUNTIME_VERSIONS, type RuntimeVersion, readOptions, SHELLS, type Shell } from './options.ts'
import { type Shard, shardOf } from './shard-option.ts'

/** A format, and the file that it is written to; without one, standard output. */
export interface Output {
  readonly format: Format
  readonly file: string | undefined
}

/** What the user asked for. What is undefined was not asked for: the configuration may say it. */
export interface Arguments {
  readonly paths: readonly string[]
  /** Whether the paths are names of a stranger's files, which the user has not chosen. */
  readonly hook: boolean
  readonly stdinFilename: string | undefined
  readonly outputs: readonly Output[]
  readonly level: Level | undefined
  readonly failOn: Level | undefined
  /** Whether a file that was not read, or only in part, fails the run. */
  readonly failOnUnread: boolean
  readonly maxWarnings: number | undefined
  readonly exitZero: boolean
  /** How many files are judged at once. */
  readonly jobs: number | undefined
  readonly quiet: boolean
  /** What is counted in the place of findings. */
  readonly statistics: Counting | undefined
  readonly runtime: Runtime | undefined
  readonly targetVersion: string | undefined
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[]
  readonly exclude: readonly string[]
  readonly errorOnUnmatched: boolean
  /** Where the changes begin that are shown. */
  readonly since: string | undefined
  readonly staged: boolean
  /** The share of the run that is wanted. */
  readonly shard: Shard | undefined
  /** Whether the paths are results of shares, which are reported as one. */
  readonly merge: boolean
  /** The configuration file; false for none. */
  readonly config: string | false | undefined
  readonly values: readonly string[]
  readonly chart: string | undefined
  readonly baseline: string | undefined
  readonly updateBaseline: boolean
  readonly fix: boolean
  readonly unsafeFixes: boolean
  readonly diff: boolean
  /** The folder that Docker's settings are written to for the new runtime. */
  readonly carryOver: string | undefined
  readonly runtimeVersion: RuntimeVersion | undefined
  readonly force: boolean
  readonly color: 'auto' | 'always' | 'never'
  readonly sarifCategory: string | undefined
  readonly groupBy: Grouping | undefined
  /** JSON results of earlier runs, the oldest first. */
  readonly history: readonly string[]
  readonly action: Action
  readonly explain: string | undefined
  readonly completions: Shell | undefined
}

const ACTIONS = ['help', 'version', 'list-rules', 'init', 'print-config', 'facts', 'lsp'] as const
export type Action = (typeof ACTIONS)[number] | 'lint'

/** Reads the command line. Throws UsageError. `ruleIds` are the names that --only, --skip and --explain may give. */
export function readArguments(argv: readonly string[], ruleIds: readonly string[]): Arguments {
  const { values, positionals } = readOptions(argv)
  const rule = (name: string, option: string) => oneOf(name, ruleIds, option)
  const rulesOf = (given: readonly string[], option: string) =>
    given.flatMap(names => names.split(',')).map(name => (isRuleName(name, ruleIds) ? name : rule(name, option)))
  const { level, runtime, completions } = values
  checkTogether(values, positionals)
  const failOn = (values['fail-on'] ?? []).map(given => oneOf(given, [...LEVELS, 'unread'] as const, '--fail-on'))
  return {
    paths: positionals,
    hook: values.hook ?? false,
    stdinFilename: values['stdin-filename'],
    outputs: outputsOf(values.format ?? [], values.output),
    level: level === undefined ? undefined : oneOf(level, LEVELS, '--level'),
    failOn: levelOf(failOn),
    failOnUnread: failOn.includes('unread'),
    maxWarnings: values['max-warnings'] === undefined ? undefined : countOf(values['max-warnings']),
    exitZero: values['exit-zero'] ?? false,
    jobs: values.jobs === undefined ? undefined : jobsOf(values.jobs),
    quiet: values.quiet ?? false,
    statistics: values.statistics === undefined ? undefined : oneOf(values.statistics, COUNTINGS, '--statistics'),
    runtime: runtime === undefined ? undefined : oneOf(runtime, RUNTIMES, '--runtime'),
    targetVersion:
      values['target-version'] === undefined ? undefined : knownVersion(values['target-version'], '--target-version'),
    only: values.only && rulesOf(values.only, '--only'),
    skip: rulesOf(values.skip ?? [], '--skip'),
    exclude: values.exclude ?? [],
    errorOnUnmatched: values['error-on-unmatched'] ?? false,
    since: values.since,
    staged: values.staged ?? false,
    shard: values.shard === undefined ? undefined : shardOf(values.shard, process.env),
    merge: values.merge ?? false,
    config: values['no-config'] ? false : values.config,
    values: values.values ?? [],
    chart: values.chart,
    baseline: values.baseline,
    updateBaseline: values['update-baseline'] ?? false,
    fix: values.fix ?? false,
    unsafeFixes: values['unsafe-fixes'] ?? false,
    diff: values.diff ?? false,
    carryOver: values['carry-over'],
    runtimeVersion:
      values['runtime-version'] === undefined
        ? undefined
        : oneOf(values['runtime-version'], RUNTIME_VERSIONS, '--runtime-version'),
    force: values.force ?? false,
    color: values['no-color'] ? 'never' : oneOf(values.color ?? 'auto', COLORS, '--color'),
    sarifCategory: values['sarif-category'],
    groupBy: values['group-by'] === undefined ? undefined : oneOf(values['group-by'], GROUPINGS, '--group-by'),
    history: values.history ?? [],
    action: ACTIONS.find(action => values[action]) ?? 'lint',
    explain: values.explain === undefined ? undefined : rule(values.explain, '--explain'),
    completions: completions === undefined ? undefined : oneOf(completions, SHELLS, '--completions'),
  }
}

/** The level that was given last. */
const levelOf = (given: readonly (Level | 'unread')[]): Level | undefined =>
  given.filter(one => one !== 'unread').at(-1)

/** More threads than any machine makes use of. */
const MOST_JOBS = 64

function jobsOf(text: string): number {
  if (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_JOBS) return Number(text)
  throw new UsageError(`--jobs needs a number from 1 to ${MOST_JOBS}, not "${text}".`)
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError(`--max-warnings needs a number, not "${text}".`)
}

/** `--format sarif:out.sarif --format text`; `-o` is the file of the one format that has none. */
function outputsOf(formats: readonly string[], file: string | undefined): readonly Output[] {
  const outputs = (formats.length ? formats : ['text']).map(given => {
    const [name = '', ...path] = given.split(':')
    const format = isFormat(name) ? name : undefined
    if (!format) oneOf(name, Object.keys(reporters), '--format')
    return { format: format!, file: path.length ? path.join(':') : undefined }
  })
  const open = outputs.filter(output => output.file === undefined)
  if (file !== undefined && open.length !== 1)
    throw new UsageError(`-o is for one format. Give each format its file: --format ${outputs[0]?.format}:${file}`)
  if (open.length > 1)
    throw new UsageError('Only one format can go to standard output. Give the others a file: --format sarif:out.sarif')
  return outputs.map(output => (output.file === undefined ? { ...output, file } : output))
}
