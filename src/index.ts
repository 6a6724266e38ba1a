/** The public API: what the command line does, for programs. */
import packageJson from '../package.json' with { type: 'json' }
import { rules as allRules } from '../rules/index.ts'
import { aboutRules, CONFIG_NAME, configSchema, readConfig, resolveConfig } from './config/config.ts'
import type { Diagnostic, LintResult } from './diagnostic.ts'
import { changingFiles } from './files/changing.ts'
import { slashed } from './files/disk.ts'
import { readExtended } from './files/extended.ts'
import { NotFound } from './files/not-found.ts'
import { ownersIn } from './files/owners.ts'
import { findAbove, readSettings } from './files/settings.ts'
import { absolutePath, filesBeside, folderOf, inputFiles, pathFrom } from './files.ts'
import { isRuleName } from './knowledge/rule-groups.ts'
import { NEWEST_VERSION } from './knowledge/versions.ts'
import { readBaseline, withoutKnown } from './lint/baseline.ts'
import { knownVersion, oneOf, RUNTIMES, UsageError } from './lint/choices.ts'
import { chosenFindings, chosenOf } from './lint/chosen.ts'
import { applyFixes } from './lint/fixes/apply.ts'
import { changeableText } from './lint/fixes/changeable.ts'
import { besideWith, withTexts } from './lint/fixes/texts.ts'
import type { LintOptions } from './lint/lint-options.ts'
import { type InputFile, lintFiles } from './lint/linter.ts'
import { withOwners } from './lint/owners.ts'
import { type Format, reporters } from './reporters/index.ts'
import { ruleUrl } from './reporters/links.ts'
import type { Level, Runtime } from './rule.ts'

export type { Diagnostic, LintResult, Location, Notice, ResolvedEdit, ResolvedFix, Suppressed } from './diagnostic.ts'
export type { Format } from './reporters/index.ts'
export type { Confidence, Level, Runtime } from './rule.ts'
export { NotFound, UsageError }

/** The version of dockershim-lint. */
export const version: string = packageJson.version

/** What there is to know of a rule. */
export interface RuleInfo {
  readonly id: string
  /** The level of most of its findings. */
  readonly level: Level
  /** What it finds, in one sentence. */
  readonly summary: string
  readonly why: string
  readonly instead: string
}

/** Every rule, in the order of the documentation. */
export const rules: readonly RuleInfo[] = allRules.map(({ id, level, summary, docs: { why, instead } }) => ({
  id,
  level,
  summary,
  why,
  instead,
}))

const ruleIds = allRules.map(rule => rule.id)

/** The JSON Schema of the configuration file. */
export const schema: Readonly<Record<string, unknown>> = configSchema(
  ruleIds,
  aboutRules(allRules, id => ruleUrl(id, { home: packageJson.homepage })),
) as Readonly<Record<string, unknown>>

/** What to lint, and for what. */
export interface Options {
  /** Files, directories and glob patterns. */
  readonly paths?: readonly string[]
  /** Texts that are not on disk. The path decides what they are read as. */
  readonly texts?: readonly { readonly path: string; readonly text: string }[]
  /** What relative paths start from. Without it, the process's working folder. */
  readonly cwd?: string
  /** What the cluster moves to. Without it, what the configuration says, or containerd. */
  readonly runtime?: Runtime
  /** The Kubernetes version that the cluster moves to, such as `1.31`. Without it, what the configuration says, or the newest that the tables know. */
  readonly targetVersion?: string
  /** Rule ids, patterns such as `docker-*`, or kinds of work (`nodes`, `workloads`, `logging`, `monitoring`, `ci`): only these run. */
  readonly only?: readonly string[]
  /** The same, for what does not run. */
  readonly skip?: readonly string[]
  /** A configuration file, or `true` for the one that the command line finds from `cwd`. Without it, none is read. */
  readonly config?: string | boolean
}

/**
 * Lints files and texts. Throws NotFound for a path that names nothing, UsageError for a rule, runtime or version that is not
 * known, and an error named ConfigError for a configuration that cannot be used.
 */
export async function lint(options: Options): Promise<LintResult> {
  const { files, lintOptions } = settle(options)
  return withOwners(await lintFiles(files(), lintOptions), ownersIn(options.cwd ?? '.'))
}

/** What to fix. */
export interface FixOptions extends Options {
  /** Whether changes are wanted that are right only when no node has Docker Engine any more. */
  readonly unsafeFixes?: boolean
}

/** What fixes come to. Nothing is written. */
export interface FixResult {
  /** The files and texts that change, before and after. */
  readonly changed: readonly { readonly path: string; readonly before: string; readonly after: string }[]
  /** What was found where, before it was fixed. */
  readonly fixed: readonly Diagnostic[]
  /** What has a fix that fails its check, and why. */
  readonly leftOut: readonly { readonly diagnostic: Diagnostic; readonly reason: string }[]
  /** What is found when all is done, by every rule. */
  readonly result: LintResult
}

/** Finds out what the fixes of a run come to, and writes nothing. Throws what `lint` throws. */
export async function fix(options: FixOptions): Promise<FixResult> {
  const { paths = [], texts = [], cwd = '.' } = options
  const { files, lintOptions } = settle(options)
  const { beside } = lintOptions
  const disk = changingFiles(paths, cwd)
  const chosen = new Set(lintOptions.rules.map(({ id }) => id))
  const {
    texts: changed,
    done,
    leftOut,
    result,
  } = await applyFixes({
    // Every rule has a say: a fix must not bring what another one finds.
    lint: other =>
      lintFiles(withTexts(files(), other), {
        ...lintOptions,
        rules: allRules,
        chosen: undefined,
        beside: beside && besideWith(beside, other),
      }),
    read(path) {
      const text = texts.find(each => each.path === path)
      if (text) return changeableText(new TextEncoder().encode(text.text))
      const bytes = disk.read(path)
      return 'problem' in bytes ? bytes : changeableText(bytes)
    },
    choose: ({ diagnostics }) =>
      diagnostics.filter(({ rule, group }) => chosen.has(rule) && (lintOptions.chosen?.(rule, group ?? '') ?? true)),
    unsafe: options.unsafeFixes ?? false,
  })
  return { changed, fixed: done, leftOut, result }
}

/** What is linted, and how. */
function settle(options: Options): { files: () => AsyncGenerator<InputFile>; lintOptions: LintOptions } {
  const { paths = [], skip = [], cwd = '.' } = options
  for (const [option, names] of [['only', options.only ?? []] as const, ['skip', skip] as const])
    for (const name of names) if (!isRuleName(name, ruleIds)) oneOf(name, ruleIds, option)
  const choice = { only: options.only, skip }
  const runtime = options.runtime && oneOf(options.runtime, RUNTIMES, 'runtime')
  const targetVersion =
    options.targetVersion === undefined ? undefined : knownVersion(options.targetVersion, 'targetVersion')
  const path = configPath(options)
  const config =
    path === undefined
      ? undefined
      : readConfig(readSettings(path, cwd, options.config !== true), ruleIds, (name, from) =>
          readExtended(name, from, cwd),
        )
  const resolved =
    config &&
    resolveConfig(config, {
      folder: folderOf(path!, cwd),
      directory: absolutePath('.', cwd),
      today: new Date().toISOString().slice(0, 10),
      command: { runtime, targetVersion, only: options.only },
    })
  const lintOptions: LintOptions = {
    rules: chosenOf(allRules, choice),
    chosen: chosenFindings(choice),
    ruleIds,
    runtime: runtime ?? config?.runtime ?? 'containerd',
    targetVersion: targetVersion ?? config?.targetVersion ?? NEWEST_VERSION,
    known: config?.known,
    settingsOf: resolved?.settingsOf,
    values: config?.values?.map(name => readSettings(name, folderOf(path!, cwd))),
    beside: options.paths && filesBeside(paths, cwd),
  }
  return { files: () => filesOf(options, resolved?.isExcluded), lintOptions }
}

function configPath({ config, cwd = '.' }: Options): string | undefined {
  if (typeof config === 'string') return config
  return config ? findAbove(CONFIG_NAME, absolutePath('.', cwd)) : undefined
}

async function* filesOf(
  { paths = [], texts = [], cwd = '.' }: Options,
  isExcluded?: (path: string) => boolean,
): AsyncGenerator<InputFile> {
  for (const { path, text } of texts) yield { path, bytes: new TextEncoder().encode(text) }
  yield* inputFiles(paths, cwd, isExcluded && { isExcluded })
}

/** What a report says beside the findings. */
export interface FormatOptions {
  /** What relative paths start from. Without it, the process's working folder. */
  readonly cwd?: string
  /** What the run was for. Without it, containerd and the newest version. */
  readonly runtime?: Runtime
  readonly targetVersion?: string
  readonly color?: boolean
  /** Columns for text that is read by people. Without it, 100. */
  readonly width?: number
}

/** A result as text, in any format of the command line. Throws UsageError for a format that there is not. */
export async function format(result: LintResult, name: Format, options: FormatOptions = {}): Promise<string> {
  const reporter = await reporters[oneOf(name, Object.keys(reporters) as Format[], 'format')]()
  const directory = slashed(absolutePath('.', options.cwd ?? '.'))
  const parts = reporter(result, {
    version,
    home: packageJson.homepage,
    rules: allRules,
    settings: { runtime: options.runtime ?? 'containerd', targetVersion: options.targetVersion ?? NEWEST_VERSION },
    failOn: 'error',
    hidden: 0,
    quiet: false,
    color: options.color ?? false,
    links: false,
    width: options.width ?? 100,
    directory,
    root: directory,
  })
  return [...parts].join('')
}

/** Takes the findings of a baseline file out of a result: they are among `suppressed` then. Throws what cannot be read of it. */
export function applyBaseline(result: LintResult, path: string, cwd = '.'): LintResult {
  const known = readBaseline(path, readSettings(path, cwd).text)
  const folder = folderOf(path, cwd)
  return withoutKnown(result, known, file => pathFrom(folder, file, cwd)).result
}
