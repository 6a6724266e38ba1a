/** Levels in the order of their weight. */
import type { Diagnostic } from '../diagnostic.ts'
import type { Level } from '../rule.ts'

const LEVELS: readonly Level[] = ['error', 'warning', 'note']

/** Whether a level weighs as much as another one, or more. */
export const isAtLeast = (level: Level, other: Level): boolean => LEVELS.indexOf(level) <= LEVELS.indexOf(other)

/** Errors first; what has the same level keeps its order. The findings are walked once a level. */
export function* heaviestFirst(diagnostics: Iterable<Diagnostic>): Iterable<Diagnostic> {
  for (const level of LEVELS) for (const diagnostic of diagnostics) if (diagnostic.level === level) yield diagnostic
}
