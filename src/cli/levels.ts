import type { Level } from '../rule.ts'

const ORDER: readonly Level[] = ['note', 'warning', 'error']
/** Whether a level weighs as much as another one, or more. */
export const atLeast = (level: Level, least: Level): boolean => ORDER.indexOf(level) >= ORDER.indexOf(least)
