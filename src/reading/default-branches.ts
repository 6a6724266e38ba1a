/** Texts with branches of which a chart's defaults take one: what goes into the cluster unless the user changes a value. */
import type { Guard, Source } from '../text/source.ts'
import { withoutParts } from './one-branch.ts'

/**
 * The text without the branches that the defaults leave out for another; undefined where there are none. A collector's
 * configuration says something else with each branch, and something that is never there with all of them.
 */
export function defaultText(source: Source): Source | undefined {
  let isChosen = false
  let isLeft = false
  for (const { at, length, origin } of source.segments) {
    isChosen ||= origin?.under.some(guard => guard.byDefault === true && isChoice(guard)) === true
    isLeft ||= isOff(origin?.under ?? []) && source.text.slice(at, at + length).trim() !== ''
  }
  return isChosen && isLeft ? withoutParts(source, isOff) : undefined
}

/** Whether the defaults leave a branch out for another one, also where a value that is empty by default would take it. */
const isOff = (under: readonly Guard[]): boolean =>
  under.some(guard => (guard.off === true || guard.byDefault === false) && isChoice(guard))

/** Whether something else stands there when the branch is not taken. */
const isChoice = ({ others }: Guard): boolean => others.length > 0
