/** Which rules and findings are asked for by names of rules, patterns and kinds of work. */
import { GROUPS, mayMean, means } from '../knowledge/rule-groups.ts'
import type { Rule } from '../rule.ts'
import type { LintOptions } from './lint-options.ts'

/** The names that were given. */
export interface Choice {
  readonly only: readonly string[] | undefined
  readonly skip: readonly string[]
}

/** The rules that have to run. One that is skipped for one kind of work runs for the others. */
export const chosenOf = (rules: readonly Rule[], { only, skip }: Choice): readonly Rule[] =>
  rules.filter(
    ({ id }) => (only?.some(name => mayMean(name, id)) ?? true) && !skip.some(name => means(name, id, undefined)),
  )

/** Which findings of these rules are asked for, where kinds of work are named. */
export function chosenFindings({ only, skip }: Choice): LintOptions['chosen'] {
  if (![...(only ?? []), ...skip].some(name => GROUPS.some(group => group === name))) return undefined
  return (rule, group) =>
    (only?.some(name => means(name, rule, group)) ?? true) && !skip.some(name => means(name, rule, group))
}
