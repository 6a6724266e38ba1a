/** What the linter is told by a run, in this thread and in others. */
import { rules } from '../../rules/index.ts'
import { filesBeside } from '../files.ts'
import { chosenFindings } from '../lint/chosen.ts'
import { besideWith, type Texts } from '../lint/fixes/texts.ts'
import type { LintOptions } from '../lint/lint-options.ts'
import { onDisk } from './input.ts'
import { chosenRules, type Run, ruleIds } from './run.ts'

/** Formats by which a service follows findings from run to run. */
const HASHED: ReadonlySet<string> = new Set(['sarif', 'gitlab'])

/** What the linter is told. */
export const lintOptionsOf = (run: Run, isOfCluster = run.cluster !== undefined): LintOptions => ({
  rules: chosenRules(run.wanted),
  ruleIds,
  chosen: chosenFindings(run.wanted),
  runtime: run.runtime,
  targetVersion: run.targetVersion,
  known: run.known,
  settingsOf: run.resolved?.settingsOf,
  beside: isOfCluster ? undefined : filesBeside(onDisk(run.wanted), process.cwd()),
  values: run.values,
  lineHashes: run.wanted.shard !== undefined || run.wanted.outputs.some(output => HASHED.has(output.format)),
})

/** The same for a trial of fixes: every rule has a say, since a fix must not bring what another one finds. */
export const trialOptionsOf = (options: LintOptions, texts: Texts): LintOptions => ({
  ...options,
  rules,
  chosen: undefined,
  beside: options.beside && besideWith(options.beside, texts),
  values: options.values?.map(file => ({ ...file, text: texts.get(file.path) ?? file.text })) ?? [],
})
