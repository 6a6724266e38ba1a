/** Every option of the command line: its type, what it may be, and what the help says of it. */
import { parseArgs } from 'node:util'
import { GROUPS } from '../knowledge/rule-groups.ts'
import { KNOWN_VERSIONS, NEWEST_VERSION, OLDEST_VERSION } from '../knowledge/versions.ts'
import { RUNTIMES, UsageError } from '../lint/choices.ts'
import { GROUPINGS } from '../reporters/grouping.ts'
import { reporters } from '../reporters/index.ts'
import { COUNTINGS } from '../reporters/statistics.ts'
import { nearest } from '../text/nearest.ts'

interface Option {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  readonly multiple?: boolean
  /** The value that is meant where none is given. One that is given stands behind a `=`, so that no path is taken for it. */
  readonly optional?: string
  /** What stands for the value in the help. */
  readonly value?: string
  /** What the value may be, for the shells: some words, a file, a rule, or anything where it is left out. */
  readonly choices?: readonly string[] | 'file' | 'rule'
  readonly help: string
}

export const LEVELS = ['error', 'warning', 'note'] as const
export const COLORS = ['auto', 'always', 'never'] as const
/** Versions of containerd that read different files; 1.6 reads those of 1.7. */
export const RUNTIME_VERSIONS = ['1.7', '2'] as const
export type RuntimeVersion = (typeof RUNTIME_VERSIONS)[number]
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const
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
    type: 'string',
    optional: 'rule',
    value: '[=WHAT]',
    choices: COUNTINGS,
    help: 'With the format text: print how much was found by rule and level, in place of each finding; with =owner, by owner (CODEOWNERS).',
  },
  quiet: { type: 'boolean', short: 'q', help: 'Show errors only, and no summary. The exit code stays the same.' },
  'fail-on': {
    type: 'string',
    multiple: true,
    value: 'LEVEL',
    choices: [...LEVELS, 'unread'],
    help: 'Exit with 1 when something of this level or above is found (default: error); "unread": when a file was not read whole. May be given twice, for both.',
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
    help: `Run only this rule, the rules that match a pattern (docker-*), or those for a kind of work (${GROUPS.join(', ')}). May be given several times.`,
  },
  skip: {
    type: 'string',
    multiple: true,
    value: 'RULE',
    choices: 'rule',
    help: 'Do not run this rule, or these: as with --only. May be given several times.',
  },
  exclude: {
    type: 'string',
    multiple: true,
    value: 'GLOB',
    choices: 'file',
    help: 'Leave out these files and folders, even when they are named. May be given several times.',
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
    help: 'As the first argument: the paths are names from a commit. A name that begins with a dash is a file if there is one of that name, and no link is followed.',
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
  force: { type: 'boolean', help: 'With --carry-over: overwrite files that exist.' },
  'error-on-unmatched': {
    type: 'boolean',
    help: 'Exit with 2 when a pattern or folder holds no file to lint, where there would be a remark.',
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
  shard: {
    type: 'string',
    value: 'I/N',
    help: 'Lint share I of N: whole projects, about as many bytes in each. "env" takes both from Kubernetes or GitLab. --format json:FILE keeps the result for --merge.',
  },
  merge: {
    type: 'boolean',
    help: 'Read the paths as results of --shard, and report all shares as one run.',
  },
  'stdin-filename': {
    type: 'string',
    value: 'NAME',
    help: 'The file name of the text that is piped into "-": it decides how the text is read.',
  },
  jobs: {
    type: 'string',
    short: 'j',
    value: 'N',
    help: 'Judge this many files at once, in threads, when there are enough of them (default: one per core, at most 8).',
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
  'print-config': { type: 'boolean', help: 'Print the settings in force, or those for the file that is named.' },
  baseline: {
    type: 'string',
    value: 'FILE',
    choices: 'file',
    help: 'Do not report the known findings in this file.',
  },
  'update-baseline': {
    type: 'boolean',
    help: 'Write what is found now to the baseline: what is new is added, what is gone is dropped.',
  },
  'sarif-category': {
    type: 'string',
    value: 'NAME',
    help: 'A name that tells several SARIF uploads of one commit apart.',
  },
  'group-by': {
    type: 'string',
    value: 'WHAT',
    choices: GROUPINGS,
    help: 'Group the findings in text by rule, owner (CODEOWNERS), object or folder.',
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
  'list-rules': { type: 'boolean', help: 'List the rules, one per line.' },
  facts: { type: 'boolean', help: 'Print what is read out of the files, to see why something is found or not.' },
  lsp: {
    type: 'boolean',
    help: 'Speak the Language Server Protocol on standard input and output, for editors. Other options apply to what it shows.',
  },
  stdio: { type: 'boolean', help: 'With --lsp: the default. Some editors add it.' },
  completions: {
    type: 'string',
    value: 'SHELL',
    choices: SHELLS,
    help: 'Print what bash, zsh, fish or PowerShell needs to complete the command line.',
  },
  version: { type: 'boolean', short: 'V', help: 'Print the version.' },
  help: { type: 'boolean', short: 'h', help: 'Print this text.' },
} as const satisfies Readonly<Record<string, Option>>

/** What was given for each option. */
export type Given = ReturnType<typeof readOptions>['values']

/** Splits the command line into options and paths. Throws UsageError, which names an option that is near. */
export function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: withValues(argv), options: OPTIONS, allowPositionals: true, strict: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const unknown = /^Unknown option '(-{1,2}[^']*)'/.exec(message)?.[1]
    if (!unknown) throw new UsageError(message.split('. To ')[0] ?? message)
    const near = nearest(unknown.replace(/^-+/, ''), Object.keys(OPTIONS))
    throw new UsageError(`There is no option ${unknown}.${near ? ` Did you mean --${near}?` : ''}`)
  }
}

/** Writes out the values that are left out. */
function withValues(argv: readonly string[]): string[] {
  const end = argv.indexOf('--')
  return argv.map((given, at) => {
    const option: Option | undefined = given.startsWith('--')
      ? OPTIONS[given.slice(2) as keyof typeof OPTIONS]
      : undefined
    return option?.optional !== undefined && (end < 0 || at < end) ? `${given}=${option.optional}` : given
  })
}
