/** Branches that exclude each other, as guards: the condition of each, and what the others do. */
import type { Guard } from '../facts.ts'

/** How much of a condition or of a branch is kept. */
export const LONGEST_ALTERNATIVE = 2_000
/** How many branches on each side are looked at. */
export const MOST_OTHERS = 12

/** One of several branches. */
export interface Alternative {
  readonly condition: string
  /** Whether it is taken when all conditions before it fail. */
  readonly otherwise: boolean
  /** What it asks and does, without comments. */
  readonly text: string
}

/** The guards of all the branches of one statement, in their order. */
export function guardsOfAlternatives(alternatives: readonly Alternative[]): readonly Guard[] {
  const texts = alternatives.map(({ text }) => text)
  return alternatives.map(({ condition, otherwise }, index) => {
    const others = othersThan(index, texts)
    if (!otherwise) return { condition, others }
    const before = alternatives.slice(0, Math.min(index, MOST_OTHERS)).map(each => each.condition)
    return { condition: before.join(' || ').slice(0, LONGEST_ALTERNATIVE), others, negated: true }
  })
}

function othersThan(index: number, texts: readonly string[]): readonly string[] {
  const first = Math.max(0, index - MOST_OTHERS)
  return texts.slice(first, index + MOST_OTHERS + 1).filter((_, at) => first + at !== index)
}
