/** The command line: what each option means, and what the user asked for. */
import { parseArgs } from 'node:util'
import { GROUPS, isRuleName } from '../knowledge/rule-groups.ts'
import { KNOWN_VERSIONS, NEWEST_VERSION, OLDEST_VERSION } from '../knowledge/versions.ts'
import { knownVersion, oneOf, RUNTIMES, UsageError } from '../lint/choices.ts'
import { GROUPINGS, type Grouping } from '../reporters/grouping.ts'
import { type Format, isFormat, reporters } from '../reporters/index.ts'
import type { Level, Runtime } from '../rule.ts'
import { nearest } from '../text/nearest.ts'

export { UsageError }

/** A format, and the file that it is written to; without one, standard output. */
export interface Output {
  readonly format: Format
  readonly file: string | undefined
}

/** What the user asked for. What is undefined was not asked for: the configuration may say it. */
export interface Arguments {
  readonly paths: readonly string[]
  readonly stdinFilename: string | undefined
  readonly outputs: readonly Output[]
  readonly level: Level | undefined
  readonly failOn: Level | undefined
  /** Whether a file that was not read, or only in part, fails the run. */
  readonly failOnUnread: boolean
  readonly maxWarnings: number | undefined
  readonly exitZero: boolean
  readonly quiet: boolean
  readonly statistics: boolean
  readonly runtime: Runtime | undefined
  readonly targetVersion: string | undefined
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[]
  readonly exclude: readonly string[]
  readonly errorOnUnmatched: boolean
  /** Where the changes begin that are shown. */
  readonly since: string | undefined
  readonly staged: boolean
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

interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** What stands for the value in the help. */
  readonly value?: string
  /** What the value may be, for the shells: some words, a file, a rule, or anything where it is left out. */
  readonly choices?: readonly string[] | 'file' | 'rule'
  readonly help: string
}

const LEVELS = ['error', 'warning', 'note'] as const
const COLORS = ['auto', 'always', 'never'] as const
/** Versions of containerd that read different files; 1.6 reads those of 1.7. */
const RUNTIME_VERSIONS = ['1.7', '2'] as const
export type RuntimeVersion = (typeof RUNTIME_VERSIONS)[number]
const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
export type Shell = (typeof SHELLS)[number]

/** Every option, in the order of the help. */
export const OPTIONS = {
  format: {
    type: 'string',
    short: 'f',
    multiple: true,
    value: 'FORMAT[:FILE]',
    choices: Object.keys(reporters),
    help: `How to print what was found: ${Object.keys(reporters).join(', ')}. May be given several times, each with a file.`,
  },
  output: {
    type: 'string',
    short: 'o',
    value: 'FILE',
    choices: 'file',
    help: 'Write to a file and not to standard output.',
  },
  level: {
    type: 'string',
    value: 'LEVEL',
    choices: LEVELS,
    help: 'The lowest level to show: error, warning (default) or note.',
  },
  statistics: {
    type: 'boolean',
    help: 'With the format text: print how much was found by rule and level, in place of each finding.',
  },
  quiet: { type: 'boolean', short: 'q', help: 'Show errors only, and no summary. The exit code stays the same.' },
  'fail-on': {
    type: 'string',
    multiple: true,
    value: 'LEVEL',
    choices: [...LEVELS, 'unread'],
    help: 'Exit with 1 when something of this level or above is found (default: error), with "unread" also when a file was not read whole. May be given for both.',
  },
  'max-warnings': { type: 'string', value: 'N', help: 'Exit with 1 when there are more warnings than this.' },
  'exit-zero': { type: 'boolean', help: 'Exit with 0 whatever is found.' },
  runtime: {
    type: 'string',
    value: 'RUNTIME',
    choices: RUNTIMES,
    help: 'What the cluster moves to: containerd (default), cri-o or cri-dockerd.',
  },
  'target-version': {
    type: 'string',
    value: '1.NN',
    choices: KNOWN_VERSIONS,
    help: `The Kubernetes version that the cluster moves to, ${OLDEST_VERSION} to ${NEWEST_VERSION} (default: ${NEWEST_VERSION}).`,
  },
  values: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    choices: 'file',
    help: 'A values file for Helm charts, as helm takes it with -f. May be given several times.',
  },
  chart: {
    type: 'string',
    value: 'DIR',
    choices: 'file',
    help: 'The Helm chart that rendered output was made from: its findings are shown on the lines of the chart.',
  },
  only: {
    type: 'string',
    multiple: true,
    value: 'RULE',
    choices: 'rule',
    help: `Run this rule only, or these: docker-* for all that are named so, or a kind of work (${GROUPS.join(', ')}). May be given several times.`,
  },
  skip: {
    type: 'string',
    multiple: true,
    value: 'RULE',
    choices: 'rule',
    help: 'Do not run this rule, or these. May be given several times.',
  },
  exclude: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    choices: 'file',
    help: 'Leave out these files and folders, also when they are named. May be given several times.',
  },
  fix: {
    type: 'boolean',
    help: 'Fix what can be fixed in the files, where that is right with Docker Engine and without it ([*]).',
  },
  'unsafe-fixes': {
    type: 'boolean',
    help: 'With --fix or --diff: also what is right only when no node has Docker Engine any more ([after]).',
  },
  diff: { type: 'boolean', help: 'Print what --fix would change, for git apply. Exit with 1 when there is something.' },
  hook: {
    type: 'boolean',
    help: 'As the first argument: take what begins with a dash for a file where there is one of that name, as hooks have to.',
  },
  'carry-over': {
    type: 'string',
    value: 'DIR',
    choices: 'file',
    help: "Write Docker's settings as files of the new runtime to this folder, with a CARRY-OVER.md that tells what is left to do.",
  },
  'runtime-version': {
    type: 'string',
    value: 'VERSION',
    choices: RUNTIME_VERSIONS,
    help: 'With --carry-over: the version of containerd, 1.7 or 2 (default).',
  },
  force: { type: 'boolean', help: 'With --carry-over: write over files that are there.' },
  'error-on-unmatched': {
    type: 'boolean',
    help: 'Exit with 2 when a pattern or folder holds no file to lint, and not with a remark.',
  },
  since: {
    type: 'string',
    value: 'REF',
    help: 'Show only what files hold that changed since this branch left REF. The whole repository is read as their context.',
  },
  staged: {
    type: 'boolean',
    help: 'Show only what files hold that are staged, as they are staged. For hooks.',
  },
  'stdin-filename': {
    type: 'string',
    value: 'NAME',
    help: 'What the text that is piped into "-" is named, and so read as.',
  },
  config: {
    type: 'string',
    short: 'c',
    value: 'FILE',
    choices: 'file',
    help: 'The configuration. Without it, the .dockershim-lint.yaml in this folder or above, up to the root of the repository.',
  },
  'no-config': { type: 'boolean', help: 'Do not look for a configuration.' },
  init: { type: 'boolean', help: 'Write a .dockershim-lint.yaml with every setting explained.' },
  'print-config': { type: 'boolean', help: 'Print what holds, or what holds for the file that is named.' },
  baseline: {
    type: 'string',
    value: 'FILE',
    choices: 'file',
    help: 'Do not report the findings in this file, which are known.',
  },
  'update-baseline': {
    type: 'boolean',
    help: 'Write what is found now to the baseline: what is new is added, what is gone is dropped.',
  },
  'sarif-category': { type: 'string', value: 'NAME', help: 'Tells several SARIF uploads of one commit apart.' },
  'group-by': {
    type: 'string',
    value: 'WHAT',
    choices: GROUPINGS,
    help: 'Put findings in text together by rule, owner (CODEOWNERS), object or folder.',
  },
  history: {
    type: 'string',
    multiple: true,
    value: 'FILE',
    choices: 'file',
    help: 'The JSON result of an earlier run, the oldest first, for the line in html. May be given several times.',
  },
  color: { type: 'string', value: 'WHEN', choices: COLORS, help: 'Use colours: auto (default), always or never.' },
  'no-color': { type: 'boolean', help: 'The same as --color never.' },
  explain: {
    type: 'string',
    value: 'RULE',
    choices: 'rule',
    help: 'Print what a rule finds, why, and what to write instead.',
  },
  'list-rules': { type: 'boolean', help: 'Print every rule in one line.' },
  facts: { type: 'boolean', help: 'Print what is read out of the files, to see why something is found or not.' },
  lsp: {
    type: 'boolean',
    help: 'Speak the Language Server Protocol on standard input and output, for editors. Other options hold for what they show.',
  },
  stdio: { type: 'boolean', help: 'With --lsp: what it does anyway. Some editors add it.' },
  completions: {
    type: 'string',
    value: 'SHELL',
    choices: SHELLS,
    help: 'Print what bash, zsh, fish or PowerShell needs to complete the command line.',
  },
  version: { type: 'boolean', short: 'V', help: 'Print the version.' },
  help: { type: 'boolean', short: 'h', help: 'Print this text.' },
} as const satisfies Readonly<Record<string, Option>>

/** Reads the command line. Throws UsageError. `ruleIds` are the names that --only, --skip and --explain may give. */
export function readArguments(argv: readonly string[], ruleIds: readonly string[]): Arguments {
  const { values, positionals } = parse(argv)
  const rule = (name: string, option: string) => oneOf(name, ruleIds, option)
  const rulesOf = (given: readonly string[], option: string) =>
    given.flatMap(names => names.split(',')).map(name => (isRuleName(name, ruleIds) ? name : rule(name, option)))
  const { level, runtime, completions } = values
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config cannot go together.')
  if (values['update-baseline'] && values.baseline === undefined)
    throw new UsageError('--update-baseline needs to know the file: --baseline FILE --update-baseline')
  checkFix(values)
  checkChanges(values, positionals)
  const failOn = (values['fail-on'] ?? []).map(given => oneOf(given, [...LEVELS, 'unread'] as const, '--fail-on'))
  checkCarryOver(values)
  return {
    paths: positionals,
    stdinFilename: values['stdin-filename'],
    outputs: outputsOf(values.format ?? [], values.output),
    level: level === undefined ? undefined : oneOf(level, LEVELS, '--level'),
    failOn: levelOf(failOn),
    failOnUnread: failOn.includes('unread'),
    maxWarnings: values['max-warnings'] === undefined ? undefined : countOf(values['max-warnings']),
    exitZero: values['exit-zero'] ?? false,
    quiet: values.quiet ?? false,
    statistics: values.statistics ?? false,
    runtime: runtime === undefined ? undefined : oneOf(runtime, RUNTIMES, '--runtime'),
    targetVersion:
      values['target-version'] === undefined ? undefined : knownVersion(values['target-version'], '--target-version'),
    only: values.only && rulesOf(values.only, '--only'),
    skip: rulesOf(values.skip ?? [], '--skip'),
    exclude: values.exclude ?? [],
    errorOnUnmatched: values['error-on-unmatched'] ?? false,
    since: values.since,
    staged: values.staged ?? false,
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

/** Which options go with fixes. */
function checkFix(values: ReturnType<typeof parse>['values']): void {
  const fixes = values.fix ? '--fix' : values.diff ? '--diff' : undefined
  if (!fixes && values['unsafe-fixes']) throw new UsageError('--unsafe-fixes goes with --fix or --diff.')
  if (!fixes) return
  if (values['update-baseline']) throw new UsageError(`${fixes} and --update-baseline cannot go together.`)
  if (values.chart !== undefined)
    throw new UsageError(
      `${fixes} and --chart cannot go together: lint the chart itself, and its templates are changed.`,
    )
  if (values.diff && (values.format || values.output !== undefined))
    throw new UsageError('--diff prints a diff and no report: leave out --format and -o.')
}

/** What does not go with a choice of changed files. */
function checkChanges(values: ReturnType<typeof parse>['values'], paths: readonly string[]): void {
  const changes = values.since !== undefined ? '--since' : values.staged ? '--staged' : undefined
  if (!changes) return
  if (values.since !== undefined && values.staged) throw new UsageError('--since and --staged cannot go together.')
  if (values['update-baseline']) throw new UsageError(`${changes} and --update-baseline cannot go together.`)
  if (values.staged && (values.fix || values.diff))
    throw new UsageError(
      '--staged goes without fixes: what is staged may differ from the files that they would change.',
    )
  if (paths.includes('-')) throw new UsageError(`${changes} is about files; what is piped in is in no repository.`)
}

/** Which options go with settings that are carried over. */
function checkCarryOver(values: ReturnType<typeof parse>['values']): void {
  if (values['carry-over'] === undefined) {
    for (const option of ['runtime-version', 'force'] as const)
      if (values[option]) throw new UsageError(`--${option} goes with --carry-over.`)
    return
  }
  for (const option of ['fix', 'diff', 'update-baseline', 'chart', 'format', 'output', 'since', 'staged'] as const)
    if (values[option]) throw new UsageError(`--carry-over and --${option} cannot go together.`)
}

function countOf(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new UsageError(`--max-warnings needs a number, not "${text}".`)
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const unknown = /^Unknown option '(-{1,2}[^']*)'/.exec(message)?.[1]
    if (!unknown) throw new UsageError(message.split('. To ')[0] ?? message)
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(OPTIONS))
    throw new UsageError(`There is no option ${unknown}.${near ? ` Did you mean --${near}?` : ''}`)
  }
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
