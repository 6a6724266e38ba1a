/** The command line program. Only its folder touches the process and the console. */
import packageJson from '../../package.json' with { type: 'json' }
import { rules } from '../../rules/index.ts'
import type { Diagnostic, LintResult } from '../diagnostic.ts'
import type { Scope } from '../facts.ts'
import { changingFiles } from '../files/changing.ts'
import { exists, slashed } from '../files/disk.ts'
import { NotFound } from '../files/not-found.ts'
import { ownersIn } from '../files/owners.ts'
import { writeNew } from '../files/report.ts'
import { absolutePath, filesBeside, folderOf, inputFiles } from '../files.ts'
import type { Beside } from '../helm/beside.ts'
import { templatesOf } from '../helm/expand.ts'
import { UsageError } from '../lint/choices.ts'
import type { LintOptions } from '../lint/lint-options.ts'
import { lintFiles } from '../lint/linter.ts'
import { withOwners } from '../lint/owners.ts'
import { settlePlaces } from '../lint/place.ts'
import { scanFor } from '../lint/prefilter.ts'
import { type FileFacts, reading } from '../lint/read-facts.ts'
import { ruleUrl } from '../reporters/links.ts'
import { visible } from '../reporters/visible.ts'
import { decode } from '../text/decode.ts'
import { untilInStage } from '../text/stage.ts'
import { longest, workWithin } from './alone.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { compareWithBaseline, knownFindings } from './baseline.ts'
import type { Changes } from './changed.ts'
import type { Cluster } from './cluster.ts'
import { factsText } from './facts-text.ts'
import { explanation, helpText, ruleList } from './help.ts'
import { hookArguments } from './hook.ts'
import { filesOf, noting, onDisk, pipedBytes, pipedName, showProgress } from './input.ts'
import { crewFor } from './jobs.ts'
import { atLeast } from './levels.ts'
import { columns, exitCode, placeOf, type Reporting, report, tellNotices } from './report.ts'
import { chosenRules, type Run, ruleIds } from './run.ts'
import { lintOptionsOf, trialOptionsOf } from './run-options.ts'
import { settle } from './settle.ts'
import { tell } from './tell.ts'

/** What the plugin of kubectl gives the program: the rest of the command line, and the cluster that it is about. */
export interface Part {
  readonly rest: readonly string[]
  readonly cluster: Cluster
}

/** Runs the program and gives its exit code. */
export async function main(
  door: string,
  { rest: argv, cluster }: Omit<Part, 'cluster'> & Partial<Part>,
): Promise<number> {
  const wanted = readArguments(hookArguments(argv), ruleIds)
  if (wanted.action === 'help') return print(helpText(columns()))
  if (wanted.action === 'version') return print(`${packageJson.version}\n`)
  if (wanted.action === 'list-rules') return print(ruleList(rules))
  if (wanted.completions) return print((await import('./completions.ts')).completions(wanted.completions, rules))
  const explained = rules.find(rule => rule.id === wanted.explain)
  if (explained) return print(explanation(explained, ruleUrl(explained.id, { home: packageJson.homepage }), columns()))
  if (wanted.action === 'init') return writeConfig()
  if (wanted.action === 'lsp') return (await import('./lsp/server.ts')).serve(wanted)

  if (wanted.merge) return merge(wanted)
  if (cluster) checkOfCluster(wanted)
  const run = { ...(await settle(wanted, process.cwd())), cluster }
  if (wanted.action === 'print-config') return printConfig(run)
  if (wanted.action === 'facts') return printFacts(run)
  for (const remark of run.resolved?.remarks ?? []) tell(remark)
  return lint(run, door)
}

/** Reports what all shares of a run found as one run. */
async function merge(wanted: Arguments): Promise<number> {
  const { mergedShares } = await import('./merge.ts')
  const { found, shard, ...rest } = mergedShares(wanted.paths, packageJson.version)
  const run = {
    ...rest,
    wanted,
    level: wanted.quiet ? 'error' : (wanted.level ?? shard.level),
    failOn: wanted.failOn ?? shard.failOn,
    directory: shard.directory,
    root: shard.root,
  } as const
  await report(found, run)
  return exitCode(found, run)
}

/** What is about files does not go with a cluster. */
function checkOfCluster({ paths, fix, diff, chart, since, staged, shard, action }: Arguments): void {
  if (paths.length) throw new UsageError(`The cluster is linted, and no file: leave out ${paths.join(' ')}`)
  if (fix || diff || chart !== undefined || since !== undefined || staged || shard || action === 'facts')
    throw new UsageError(
      '--fix, --diff, --chart, --since, --staged, --shard and --facts are about files, not about a cluster.',
    )
}

async function writeConfig(): Promise<number> {
  const { CONFIG_NAME } = await import('../config/config.ts')
  const { initialConfig, INSTALLED_SCHEMA, releasedSchema } = await import('../config/config-text.ts')
  const schema = exists(INSTALLED_SCHEMA) ? INSTALLED_SCHEMA : releasedSchema(packageJson.homepage, packageJson.version)
  if (!writeNew(CONFIG_NAME, initialConfig(ruleIds, schema)))
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

async function lint(run: Run, door: string): Promise<number> {
  const { wanted } = run
  const checked = new Set<string>()
  const options = lintOptionsOf(run)
  if (wanted.carryOver !== undefined) {
    const { carryOverFiles } = await import('./carry-over.ts')
    return print(await carryOverFiles({ ...wanted, files: filesOf(run), options, folder: wanted.carryOver }))
  }
  if (wanted.fix || wanted.diff) return fix(run, options, door)
  const toChart = wanted.chart === undefined ? undefined : await chartMover(wanted.chart, options)
  const changes = await changesIn(run)
  const share = wanted.shard && (await (await import('./shard.ts')).shareOf(run, wanted.shard))
  const files = run.cluster?.files(scanFor(rules, run.known)) ?? changes?.files() ?? share?.files() ?? filesOf(run)
  const progress = showProgress()
  const crew = crewFor(run, { door, progress: progress.judged })
  const asRead = await lintFiles(progress.walk(noting(files, checked)), { ...options, crew })
  progress.end()
  const all = toChart ? await toChart(asRead) : (run.cluster?.named(asRead) ?? asRead)
  const compared =
    wanted.baseline === undefined
      ? { result: all, gone: undefined }
      : await compareWithBaseline(all, wanted.baseline, run, checked)
  const found = changes ? changes.shown(compared.result, checked) : compared.result
  await reportShown(found, run, { gone: compared.gone, share })
  if (!run.cluster && !share) tellOfConfig(run, checked)
  if (wanted.shard && !wanted.outputs.some(({ format }) => format === 'json'))
    tell(
      `These are the findings of share ${wanted.shard.number} of ${wanted.shard.of}. --merge takes shares that were written with --format json.`,
    )
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
        `${path} is not in force: ${inForce ? `${run.config?.file.path} is` : 'only one in the working folder or above it is'}.`,
      )
  const folder = inForce && folderOf(inForce, cwd)
  const isOverAll = onDisk(run.wanted).some(path => `${folder}/`.startsWith(`${absolutePath(path, cwd)}/`))
  if (folder && isOverAll) for (const remark of run.resolved?.unmatched(checked) ?? []) tell(remark)
}

/** Reports the findings of the level that is asked for. */
const reportShown = (
  found: LintResult,
  run: Run,
  more: Partial<Pick<Reporting, 'gone' | 'share'>> = {},
): Promise<void> =>
  untilInStage('reporters', () =>
    report(withOwners(found, ownersIn(process.cwd())), { ...run, ...more, ...placeOf(run.wanted), settings: run }),
  )

/** Changes the files, or prints what would be changed, and reports what is left. */
async function fix(run: Run, options: LintOptions, door: string): Promise<number> {
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
    options: texts => ({ ...trialOptionsOf(options, texts), crew: crewFor(run, { door, texts }) }),
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
    throw new UsageError(`--chart ${folder}: it is not a Helm chart: it has no Chart.yaml that can be read.`)
  const lintTemplate = (path: string) => lintFiles(inputFiles([path], cwd), { ...options, beside })
  return result => movedToChart(result, { templateOf, lintTemplate })
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
    const { path, home, bytes } = input
    const read =
      text === undefined
        ? undefined
        : await workWithin<FileFacts | string>(
            longest(bytes.length),
            reading({ path, text }, project, { home }, templates),
            reason => reason,
          )
    if (typeof read === 'string') tellNotices([{ path, reason: read, partly: false }])
    else if (!read?.known)
      tellNotices([{ path: input.path, reason: 'no language of the linter reads this kind of file', partly: false }])
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
