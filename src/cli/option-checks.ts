/** Which options go together. */
import { UsageError } from '../lint/choices.ts'
import type { Given } from './options.ts'

/** Throws UsageError for options that contradict each other, or that need another one. `paths` are the files and folders that were named. */
export function checkTogether(values: Given, paths: readonly string[]): void {
  if (values.config !== undefined && values['no-config'])
    throw new UsageError('--config and --no-config cannot go together.')
  if (values['update-baseline'] && values.baseline === undefined)
    throw new UsageError('--update-baseline needs to know the file: --baseline FILE --update-baseline')
  checkFix(values)
  checkChanges(values, paths)
  checkCarryOver(values)
  checkShares(values, paths)
}

/** Which options go with fixes. */
function checkFix(values: Given): void {
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
function checkChanges(values: Given, paths: readonly string[]): void {
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
function checkCarryOver(values: Given): void {
  if (values['carry-over'] === undefined) {
    for (const option of ['runtime-version', 'force'] as const)
      if (values[option]) throw new UsageError(`--${option} goes with --carry-over.`)
    return
  }
  for (const option of ['fix', 'diff', 'update-baseline', 'chart', 'format', 'output', 'since', 'staged'] as const)
    if (values[option]) throw new UsageError(`--carry-over and --${option} cannot go together.`)
}

/** What a share of a run leaves to the run as a whole. */
const OF_WHOLE_RUNS = ['fix', 'diff', 'carry-over', 'update-baseline', 'chart', 'since', 'staged'] as const

/** What the shares of a run were run with. */
const OF_SHARES = ['baseline', 'only', 'skip', 'exclude', 'values', 'config', 'runtime', 'target-version'] as const

/** Which options go with shares of a run. */
function checkShares(values: Given, paths: readonly string[]): void {
  const firstOf = (options: readonly (keyof Given)[]) => options.find(option => values[option] !== undefined)
  if (values.shard !== undefined) {
    const other = firstOf([...OF_WHOLE_RUNS, 'facts', 'lsp', 'merge'])
    if (other) throw new UsageError(`--shard and --${other} cannot go together.`)
    if (paths.includes('-')) throw new UsageError('--shard is about files; what is piped in is one text.')
  }
  if (!values.merge) return
  const other = firstOf([...OF_WHOLE_RUNS, 'facts', 'lsp'])
  if (other) throw new UsageError(`--merge and --${other} cannot go together.`)
  const ofShares = firstOf(OF_SHARES)
  if (ofShares) throw new UsageError(`--merge takes no --${ofShares}: what the shares were run with holds.`)
}
