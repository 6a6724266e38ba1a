/** Which texts a run reads, and the charts that it knows. */
import { type Templates, templatesOf } from '../helm/expand.ts'
import type { LintOptions } from './lint-options.ts'
import { type Prefilter, scanFor } from './prefilter.ts'

/** What decides whether a text is read. */
export const wantedBy = ({ withoutPrefilter, rules, known }: LintOptions): Prefilter =>
  withoutPrefilter ? () => true : scanFor(rules, known)

/** Those who scan and those who judge ask for the same charts. */
const known = new WeakMap<LintOptions, Templates>()

/** The charts of a new run: files may have changed since one before it. */
export function newTemplates(options: LintOptions): Templates | undefined {
  const { beside, values } = options
  if (!beside) return undefined
  const templates = templatesOf(beside, values, wantedBy(options))
  known.set(options, templates)
  return templates
}

/** The charts of the run that goes on. */
export const templatesFor = (options: LintOptions): Templates | undefined => known.get(options) ?? newTemplates(options)
