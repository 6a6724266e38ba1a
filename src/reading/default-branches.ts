/** Texts with branches of which a chart's defaults take one: what goes into the cluster unless the user changes a value. */
import { type Guard, type Source, withText } from '../text/source.ts'

/**
 * The text without the branches that the defaults leave out for another; undefined where there are none. A collector's
 * configuration says something else with each branch, and something that is never there with all of them.
 */
export function defaultText(source: Source): Source | undefined {
  const { text, segments } = source
  const parts: string[] = []
  let done = 0
  let isChosen = false
  for (const { at, length, origin } of segments) {
    isChosen ||= origin?.under.some(guard => guard.byDefault === true && isChoice(guard)) === true
    if (!origin?.under.some(guard => guard.off === true && isChoice(guard))) continue
    const branch = text.slice(at, at + length)
    if (branch.trim() === '') continue
    parts.push(text.slice(done, at), branch.replace(/[^\n]/g, ' '))
    done = at + length
  }
  return isChosen && done > 0 ? withText(source, parts.join('') + text.slice(done)) : undefined
}

/** Whether something else stands there when the branch is not taken. */
const isChoice = ({ others }: Guard): boolean => others.length > 0
