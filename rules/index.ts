/** Every rule, in the order of the documentation. */
import type { Rule } from '../src/rule.ts'

export const rules: readonly Rule[] = []
