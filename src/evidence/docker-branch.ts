/** How much a condition around something takes from its level. */

import { mayFail } from '../facts.ts'
import { guardsForDocker, guardsPresenceOfDocker } from '../knowledge/guards.ts'
import { type Fact, guardsOf, type Level, lower } from '../rule.ts'

/**
 * The level of something under its conditions: lower in a branch that is for Docker, where somebody has thought of the move, and
 * no error where it is skipped on nodes without Docker, or where its failure is foreseen.
 */
export function levelInBranch(fact: Fact, level: Level): Level {
  const guards = guardsOf(fact.scope)
  if (guardsForDocker(guards)) return lower(level)
  const isExpected = guardsPresenceOfDocker(guards) || mayFail(fact.scope)
  return level === 'error' && isExpected ? 'warning' : level
}
