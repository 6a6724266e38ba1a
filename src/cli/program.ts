/** The command line program. Only its folder touches the process and the console. */
import { styleText } from 'node:util'
import packageJson from '../../package.json' with { type: 'json' }
import { rules } from '../../rules/index.ts'
import type { Diagnostic, LintResult, Notice } from '../diagnostic.ts'
import type { Scope } from '../facts.ts'
import { changingFiles } from '../files/changing.ts'
import { exists } from '../files/disk.ts'
import { ownersIn } from '../files/owners.ts'
import { joined } from '../files/report.ts'
import { repositoryRoot } from '../files/repository.ts'
import { absolutePath, filesBeside, folderOf, inputFiles, NotFound, writeNew } from '../files.ts'
import type { Beside } from '../helm/beside.ts'
import { templatesOf } from '../helm/expand.ts'
import { UsageError } from '../lint/choices.ts'
import { chosenFindings } from '../lint/chosen.ts'
import type { LintOptions } from '../lint/lint-options.ts'
import { lintFiles } from '../lint/linter.ts'
import { withOwners } from '../lint/owners.ts'
import { settlePlaces } from '../lint/place.ts'
import { readFacts } from '../lint/read-facts.ts'
import { reporters } from '../reporters/index.ts'
import { ruleUrl } from '../reporters/links.ts'
import type { About, Gone } from '../reporters/reporter.ts'
import { visible } from '../reporters/visible.ts'
import { decode } from '../text/decode.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { compareWithBaseline, knownFindings } from './baseline.ts'
import type { Changes } from './changed.ts'
import type { Cluster } from './cluster.ts'
import { factsText } from './facts-text.ts'
import { explanation, helpText, ruleList } from './help.ts'
import { earlierRun } from './history.ts'
import { hookArguments } from './hook.ts'
import { filesOf, noting, onDisk, pipedBytes, pipedName, withProgress } from './input.ts'
import { atLeast } from './levels.ts'
import { chosenRules, type Run, ruleIds } from './run.ts'
import { settle } from './settle.ts'
import { tell } from './tell.ts'
import { write } from './write.ts'

/** Formats by which a service follows findings from run to run. */
const HASHED: ReadonlySet<string> = new Set(['sarif', 'gitlab'])

/** What the plugin of kubectl gives the program: the rest of the command line, and the cluster that it is about. */
interface Part {
  readonly rest: readonly string[]
  readonly cluster: Cluster
}

/** Runs the program and gives its exit code. */
async function main({ rest: argv, cluster }: Omit<Part, 'cluster'> & Partial<Part>): Promise<number> {
  const wanted = readArguments(hookArguments(argv), ruleIds)
  if (wanted.action === 'help') return print(helpText(columns()))
  if (wanted.action === 'version') return print(`${packageJson.version}\n`)
  if (wanted.action === 'list-rules') return print(ruleList(rules))
  if (wanted.completions) return print((await import('./completions.ts')).completions(wanted.completions, rules))
  const explained = rules.find(rule => rule.id === wanted.explain)
  if (explained) return print(explanation(explained, ruleUrl(explained.id, { home: packageJson.homepage }), columns()))
  if (wanted.action === 'init') return writeConfig()
  if (wanted.action === 'lsp') return (await import('./lsp/server.ts')).serve(wanted)

  if (cluster) checkOfCluster(wanted)
  const run = { ...(await settle(wanted, process.cwd())), cluster }
  if (wanted.action === 'print-config') return printConfig(run)
  if (wanted.action === 'facts') return printFacts(run)
  for (const remark of run.resolved?.remarks ?? []) tell(remark)
  return lint(run)
}

/** What is about files does not go with a cluster. */
function checkOfCluster({ paths, fix, diff, chart, since, staged, action }: Arguments): void {
  if (paths.length) throw new UsageError(`It is the cluster that is linted, and no file: leave out ${paths.join(' ')}`)
  if (fix || diff || chart !== undefined || since !== undefined || staged || action === 'facts')
    throw new UsageError(
      '--fix, --diff, --chart, --since, --staged and --facts are about files, and not about a cluster.',
    )
}

async function writeConfig(): Promise<number> {
  const { CONFIG_NAME } = await import('../config/config.ts')
  const { initialConfig } = await import('../config/config-text.ts')
  if (!writeNew(CONFIG_NAME, initialConfig(ruleIds)))
    throw new UsageError(`${CONFIG_NAME} is already there, and is left as it is.`)
  return print(`${CONFIG_NAME} is written: every setting is in it, as a comment.\n`)
}

async function printConfig(run: Run): Promise<number> {
  const { printedConfig } = await import('../config/config-text.ts')
  const [path] = run.wanted.paths
  const absolute = path === undefined ? undefined : absolutePath(path, process.cwd())
  return print(
    printedConfig({
      ...run,
      rules: chosenRules(run.wanted),
      path,
      isExcluded: absolute !== undefined && run.isExcluded(absolute),
      settings: run.resolved?.settingsOf(absolute ?? '') ?? {},
      ignores: run.resolved?.ignoresOf(absolute ?? '') ?? [],
    }),
  )
}

async function lint(run: Run): Promise<number> {
  const { wanted } = run
  const checked = new Set<string>()
  const options: LintOptions = {
    rules: chosenRules(wanted),
    ruleIds,
    chosen: chosenFindings(wanted),
    runtime: run.runtime,
    targetVersion: run.targetVersion,
    settingsOf: run.resolved?.settingsOf,
    beside: run.cluster ? undefined : filesBeside(onDisk(wanted), process.cwd()),
    values: run.values,
    lineHashes: wanted.outputs.some(output => HASHED.has(output.format)),
  }
  if (wanted.carryOver !== undefined) {
    const { carryOverFiles } = await import('./carry-over.ts')
    return print(await carryOverFiles({ ...wanted, files: filesOf(run), options, folder: wanted.carryOver }))
  }
  if (wanted.fix || wanted.diff) return fix(run, options)
  const toChart = wanted.chart === undefined ? undefined : await chartMover(wanted.chart, options)
  const changes = await changesIn(run)
  const files = run.cluster?.files() ?? changes?.files() ?? filesOf(run)
  const asRead = await lintFiles(withProgress(noting(files, checked)), options)
  const all = toChart ? await toChart(asRead) : (run.cluster?.named(asRead) ?? asRead)
  const compared =
    wanted.baseline === undefined
      ? { result: all, gone: undefined }
      : await compareWithBaseline(all, wanted.baseline, run, checked)
  const found = changes ? changes.shown(compared.result, checked) : compared.result
  await reportShown(found, run, compared.gone)
  if (!run.cluster) tellOfConfig(run, checked)
  return exitCode(found, run)
}

/** What changed, where only that is to be shown. Most runs do not ask for it. */
const changesIn = async (run: Run): Promise<Changes | undefined> =>
  run.wanted.since === undefined && !run.wanted.staged
    ? undefined
    : (await import('./changed.ts')).changesOf(run, run.values)

/** Tells what of the configuration did nothing, where the run was over all that it speaks of, and of others that are not in force. */
function tellOfConfig(run: Run, checked: ReadonlySet<string>): void {
  const cwd = process.cwd()
  const inForce = run.config && absolutePath(run.config.file.path, cwd)
  for (const path of checked)
    if (
      /(?:^|\/)\.dockershim-lint\.yaml$/.test(path) &&
      run.wanted.config === undefined &&
      absolutePath(path, cwd) !== inForce
    )
      tell(
        `${path} does not hold: ${inForce ? `${run.config?.file.path} does` : 'only one in the working folder or above it does'}.`,
      )
  const folder = inForce && folderOf(inForce, cwd)
  const isOverAll = onDisk(run.wanted).some(path => `${folder}/`.startsWith(`${absolutePath(path, cwd)}/`))
  if (folder && isOverAll) for (const remark of run.resolved?.unmatched(checked) ?? []) tell(remark)
}

/** Reports the findings of the level that is asked for. */
async function reportShown(found: LintResult, run: Run, gone?: readonly Gone[]): Promise<void> {
  const shown = found.diagnostics.filter(diagnostic => atLeast(diagnostic.level, run.level))
  const owned = withOwners({ ...found, diagnostics: shown }, ownersIn(process.cwd()))
  await report(owned, { hidden: found.diagnostics.length - shown.length, gone }, run)
}

function exitCode(found: LintResult, run: Run): number {
  const { wanted } = run
  const warnings = found.diagnostics.filter(diagnostic => diagnostic.level === 'warning').length
  const tooMany = wanted.maxWarnings !== undefined && warnings > wanted.maxWarnings
  if (tooMany) tell(`There are ${warnings} warnings, more than the ${wanted.maxWarnings} of --max-warnings.`)
  const isUnread = wanted.failOnUnread && found.notices.length > 0
  const fails = tooMany || isUnread || found.diagnostics.some(diagnostic => atLeast(diagnostic.level, run.failOn))
  return fails && !wanted.exitZero ? 1 : 0
}

/** Changes the files, or prints what would be changed, and reports what is left. */
async function fix(run: Run, options: LintOptions): Promise<number> {
  const { fixesOf, fixText } = await import('./fix.ts')
  const { wanted } = run
  const known = wanted.baseline === undefined ? undefined : await knownFindings(wanted.baseline)
  const changes = await changesIn(run)
  const checked = new Set<string>()
  const chosen = new Set(chosenRules(wanted).map(({ id }) => id))
  const leftToTell = (result: LintResult): LintResult => {
    const isChosen = ({ rule, group }: Diagnostic) => chosen.has(rule) && (options.chosen?.(rule, group ?? '') ?? true)
    const ofRules = { ...result, diagnostics: result.diagnostics.filter(isChosen) }
    const unknown = known ? known(ofRules) : ofRules
    return changes ? changes.shown(unknown, checked) : unknown
  }
  const piped = wanted.paths.includes('-') ? { path: pipedName(wanted), bytes: pipedBytes() } : undefined
  const fixed = await fixesOf({
    files: () => noting(changes?.files() ?? filesOf(run), checked),
    options: { ...options, rules, chosen: undefined },
    choose: result => leftToTell(result).diagnostics.filter(({ level }) => atLeast(level, run.level)),
    unsafe: wanted.unsafeFixes,
    disk: changingFiles(onDisk(wanted), process.cwd()),
    piped,
  })
  if (wanted.diff) {
    print(fixed.diff)
    tell(fixText(fixed, true))
    return fixed.diff && !wanted.exitZero ? 1 : 0
  }
  const failed = await withoutInterruption(fixed.write)
  const isWritten = (diagnostic: Diagnostic) => !failed.some(each => each.diagnostic === diagnostic)
  const done = fixed.done.filter(isWritten)
  tell(fixText({ ...fixed, done, leftOut: [...fixed.leftOut, ...failed] }, false))
  const left = leftToTell(failed.length ? await fixed.lint(new Map()) : fixed.result)
  if (fixed.piped) process.stdout.write(fixed.piped)
  else await reportShown(left, run)
  return exitCode(left, run)
}

/** Ctrl-C waits until files are whole: between two of them nothing is half written. */
async function withoutInterruption<T>(work: () => T): Promise<T> {
  let interrupted = false
  const note = () => {
    interrupted = true
  }
  process.once('SIGINT', note)
  const result = work()
  await new Promise(resolve => setImmediate(resolve))
  process.off('SIGINT', note)
  if (interrupted) process.exit(130)
  return result
}

/** What moves findings in rendered output to the lines of the chart that it was made from. */
async function chartMover(folder: string, options: LintOptions): Promise<(result: LintResult) => Promise<LintResult>> {
  const { movedToChart, templatesNamedIn } = await import('../lint/rendered-chart.ts')
  const cwd = process.cwd()
  if (!exists(folder)) throw new NotFound(`${folder} does not exist`)
  const root = `${absolutePath(folder, cwd)}/`
  const tree = filesBeside([folder], cwd)
  // A chart that is rendered alone gets nothing from the one that it is a part of.
  const isInside = (path: string) => `${absolutePath(path, cwd)}/`.startsWith(root)
  const beside: Beside = {
    read: path => (isInside(path) ? tree.read(path) : undefined),
    list: path => (isInside(path) ? tree.list(path) : []),
  }
  const templateOf = templatesNamedIn(slashed(folder), beside)
  if (!templateOf)
    throw new UsageError(`--chart ${folder}: it is no Helm chart, there is no Chart.yaml in it that can be read.`)
  const lintTemplate = (path: string) => lintFiles(inputFiles([path], cwd), { ...options, beside })
  return result => movedToChart(result, { templateOf, lintTemplate })
}

async function report(result: LintResult, { hidden, gone }: Pick<About, 'hidden' | 'gone'>, run: Run): Promise<void> {
  const { wanted } = run
  const directory = slashed(process.cwd())
  const about: About = {
    version: packageJson.version,
    home: packageJson.homepage,
    rules,
    settings: run,
    failOn: run.failOn,
    hidden: wanted.quiet ? 0 : hidden,
    quiet: wanted.quiet,
    color: false,
    links: false,
    width: columns(),
    directory,
    root: slashed(repositoryRoot(wanted.paths[0] ?? '.') ?? repositoryRoot(process.cwd()) ?? process.cwd()),
    category: wanted.sarifCategory,
    groupBy: wanted.groupBy,
    today: new Date().toISOString().slice(0, 10),
    gone,
    history: wanted.history.map(earlierRun),
  }
  for (const { format, file } of wanted.outputs) {
    const reporter =
      wanted.statistics && format === 'text'
        ? (await import('../reporters/statistics.ts')).statistics
        : await reporters[format]()
    const color = file === undefined && useColor(wanted)
    const parts = reporter(result, { ...about, color, links: color && showsLinks() })
    if (file === undefined) await printParts(parts)
    else write(file, parts)
  }
  const readByPeople = wanted.outputs.some(({ format, file }) => file === undefined && READ_BY_PEOPLE.has(format))
  if (wanted.statistics || !readByPeople) tellNotices(result.notices)
}

/** Formats in which people see what was not read. */
const READ_BY_PEOPLE: ReadonlySet<string> = new Set(['text', 'compact', 'github', 'markdown', 'html'])

/** Machines read standard output, so people are told of what was not read on the other one. */
function tellNotices(notices: readonly Notice[]): void {
  for (const { path, line, reason, partly } of notices) {
    const place = line === undefined ? path : `${path}:${line}`
    process.stderr.write(`${visible(place)} was ${partly ? 'read only in part' : 'not read'}: ${visible(reason)}\n`)
  }
}

/** The columns of the terminal; what is piped is made for a hundred. */
const columns = (): number => Math.min(process.stdout.columns || 100, 120)

const slashed = (path: string): string => path.replaceAll('\\', '/')

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

async function printFacts(run: Run): Promise<number> {
  for await (const input of filesOf(run)) {
    if ('problem' in input) {
      tellNotices([{ path: input.path, reason: input.problem, partly: false }])
      continue
    }
    const text = decode(input.bytes)?.text
    const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
    const templates = templatesOf(filesBeside(onDisk(run.wanted), process.cwd()), run.values)
    const read =
      text === undefined
        ? undefined
        : await readFacts({ path: input.path, text }, project, { home: input.home }, templates)
    if (!read?.known)
      tellNotices([{ path: input.path, reason: 'it is not of a kind that any language reads', partly: false }])
    else {
      settlePlaces(read.scope)
      print(factsText(read.scope).split('\n').map(visible).join('\n'))
    }
  }
  return 0
}

function print(text: string): 0 {
  process.stdout.write(text)
  return 0
}

/** Prints a report no faster than it is read. */
async function printParts(parts: Iterable<string>): Promise<void> {
  for (const text of joined(parts))
    if (!process.stdout.write(text)) await new Promise(resolve => process.stdout.once('drain', resolve))
}

/** Runs the program as the process that it is. `part` takes its part of the command line. */
export async function start(part?: (argv: readonly string[]) => Part): Promise<void> {
  // A reader that has enough, such as `head`, closes the pipe: no reason to complain.
  process.stdout.on('error', error => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPIPE') process.exit()
    process.stderr.write(`dockershim-lint: What was found cannot be written (${code}).\n`)
    process.exit(2)
  })
  const argv = process.argv.slice(2)
  try {
    process.exitCode = await main(part ? part(argv) : { rest: argv })
  } catch (error) {
    process.exitCode = 2
    const known = error instanceof Error ? error.name : ''
    const expected = ['UsageError', 'NotFound', 'ConfigError', 'BaselineError'].includes(known)
    const text =
      expected && error instanceof Error
        ? error.message
        : `This is a mistake in dockershim-lint. Please report it.\n${error instanceof Error ? error.stack : String(error)}`
    const head = process.stderr.isTTY ? styleText('red', 'dockershim-lint:') : 'dockershim-lint:'
    process.stderr.write(
      `${head} ${text.split('\n').map(visible).join('\n')}\n${known === 'UsageError' ? 'See dockershim-lint --help.\n' : ''}`,
    )
  }
}
