/** How much work one text may be. A hostile template makes more, and is read with its actions masked. */
import type { Source } from '../../text/source.ts'

/** What is made of one template at most. */
const MOST_STEPS = 60_000
/** Characters and pieces of text that are put together, counted at every level of blocks. */
const MOST_WORK = 4_000_000

/** Ends the making of a text that is too much. */
export class TooMuch extends Error {}

/** What is left of the work that one text may be. Both throw `TooMuch` where nothing is. */
export interface Budget {
  /** Counts one part, pipe or function. */
  step(): void
  /** Counts a text that was put together. */
  spend(text: Source): void
}

export function budgetOf(): Budget {
  let steps = 0
  let work = 0
  return {
    step() {
      if (++steps > MOST_STEPS) throw new TooMuch()
    },
    spend({ text, segments }) {
      work += text.length + 10 * segments.length
      if (work > MOST_WORK) throw new TooMuch()
    },
  }
}
