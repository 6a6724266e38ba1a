/** Levels in the order of their weight. */
import type { Diagnostic } from '../diagnostic.ts'
import type { Level } from '../rule.ts'

const LEVELS: readonly Level[] = ['error', 'warning', 'note']

/** Whether a level weighs as much as another one, or more. */
export const isAtLeast = (level: Level, other: Level): boolean => LEVELS.indexOf(level) <= LEVELS.indexOf(other)

/** Errors first; what has the same level keeps its order. */
export const heaviestFirst = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  LEVELS.flatMap(level => diagnostics.filter(diagnostic => diagnostic.level === level))
