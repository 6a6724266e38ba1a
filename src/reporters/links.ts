/** Where the pages of the rules are. */
import type { About } from './reporter.ts'

/** The address of a rule's page. */
export const ruleUrl = (rule: string, { home }: Pick<About, 'home'>): string =>
  `${home}/blob/main/rules/README.md#${rule}`
