/** What other parsers read over, and what is filled in later: each is tried where a text has mistakes. */
import { withoutInterpolations, withoutLoneExpansions } from '../../reading/template.ts'
import type { Source } from '../../text/source.ts'
import { withMarksAtTheLeft } from './marks.ts'
import { type Mistake, withFlowOnOneLine, withQuotesOnOneLine } from './one-line.ts'

/** A text as it was parsed. */
export interface Attempt {
  readonly text: Source
  readonly mistakes: readonly Mistake[]
}

/** Behind texts that were joined into one line others may show; so many characters are read again altogether. */
const MOST_REREAD = 4_000_000

/** The given text, or one with fewer mistakes in which every character stands where it stood. */
export function mended<A extends Attempt>(given: A, parse: (text: Source) => A): A {
  let best = given
  // A line that holds only what is filled in later may become anything: `${EXTRA_SETTINGS}`.
  for (const change of [withoutLoneExpansions, withMarksAtTheLeft]) {
    if (best.mistakes.length === 0) return best
    const text = change(best.text)
    const tried = text === best.text ? best : parse(text)
    if (tried.mistakes.length <= best.mistakes.length) best = tried
  }
  if (best.mistakes.length > 0) {
    const text = withoutInterpolations(best.text)
    const tried = text === best.text ? best : parse(text)
    if (tried.mistakes.length < best.mistakes.length) best = tried
  }
  const { length } = given.text.text
  for (let reread = length; best.mistakes.length > 0 && reread <= MOST_REREAD; reread += length) {
    const quoted = withQuotesOnOneLine(best.text, best.mistakes)
    const joined = quoted ?? withFlowOnOneLine(best.text, best.mistakes)
    if (!joined) break
    const tried = parse(joined)
    // What follows a collection that is given up is not looked at, so that others of its kind may show only then.
    const [first] = tried.mistakes
    const isFurther = !quoted && first !== undefined && first.pos[0] > best.mistakes[0]!.pos[0]
    if (tried.mistakes.length >= best.mistakes.length && !isFurther) break
    best = tried
  }
  return best
}
