/** The public API. */

import { rules } from '../rules/index.ts'
import type { LintResult } from './diagnostic.ts'
import { filesBeside, inputFiles, NotFound } from './files.ts'
import { NEWEST_VERSION } from './knowledge/versions.ts'
import { type InputFile, lintFiles } from './lint/linter.ts'
import type { Runtime } from './rule.ts'

export type { Diagnostic, LintResult, Location, Notice, ResolvedEdit, Suppressed } from './diagnostic.ts'
export type { Confidence, Level, Runtime } from './rule.ts'
export { NotFound }

/** What to lint, and for what. */
export interface Options {
  /** Files, directories and glob patterns. */
  readonly paths?: readonly string[]
  /** Texts that are not on disk. The path decides what they are read as. */
  readonly texts?: readonly { readonly path: string; readonly text: string }[]
  /** What relative paths start from. Without it, the process's working folder. */
  readonly cwd?: string
  /** What the cluster moves to. Without it, containerd. */
  readonly runtime?: Runtime
  /** The Kubernetes version that the cluster moves to, such as `1.31`. Without it, the newest that the tables know. */
  readonly targetVersion?: string
  /** Rule ids: only these run. */
  readonly only?: readonly string[]
  /** Rule ids that do not run. */
  readonly skip?: readonly string[]
}

/** Lints files and texts. Throws NotFound for a path that names nothing. */
export async function lint(options: Options): Promise<LintResult> {
  const chosen = rules.filter(rule => (options.only?.includes(rule.id) ?? true) && !options.skip?.includes(rule.id))
  return lintFiles(filesOf(options), {
    rules: chosen,
    ruleIds: rules.map(rule => rule.id),
    runtime: options.runtime ?? 'containerd',
    targetVersion: options.targetVersion ?? NEWEST_VERSION,
    beside: options.paths && filesBeside(options.paths, options.cwd ?? '.'),
  })
}

async function* filesOf({ paths = [], texts = [], cwd = '.' }: Options): AsyncGenerator<InputFile> {
  for (const { path, text } of texts) yield { path, bytes: new TextEncoder().encode(text) }
  yield* inputFiles(paths, cwd)
}
