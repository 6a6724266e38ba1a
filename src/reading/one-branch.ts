/** Texts whose branches cannot all stand in one: `{{ if }}if a; then{{ else }}if b; then{{ end }}` opens twice what is closed once. */
import { type Guard, joinSources, type Source, sliceSource } from '../text/source.ts'

/** More texts are not made of one; real scripts need two or three. */
const MOST_TEXTS = 6

/**
 * The same text with one branch of each choice, and without the others, so often that each branch is in one of the texts. The
 * same condition has the same answer in all of a text. None where there are no choices, or too many.
 */
export function oneBranchTexts(source: Source): readonly Source[] {
  const ways = new Set<readonly Guard[]>()
  for (const { origin } of source.segments) if (origin?.under.some(isChoice)) ways.add(origin.under)
  const texts: Source[] = []
  for (let left = [...ways]; left.length > 0 && texts.length < MOST_TEXTS; ) {
    const assumed = new Map<string, boolean>()
    const others = left.filter(way => !assume(way, assumed))
    texts.push(withoutParts(source, under => !isTaken(under, assumed)))
    // What speaks against itself is in none.
    if (others.length === left.length) return []
    if (others.length === 0) return texts
    left = others
  }
  return []
}

/** Whether something else stands there when the branch is not taken. */
const isChoice = ({ others }: Guard): boolean => others.length > 0

/** Assumes what has to hold for a branch inside of others to be taken. False where something else is assumed already. */
function assume(under: readonly Guard[], assumed: Map<string, boolean>): boolean {
  const asked = new Map<string, boolean>()
  for (const { condition, negated } of under.filter(isChoice)) {
    const wanted = negated !== true
    if ((assumed.get(condition) ?? asked.get(condition) ?? wanted) !== wanted) return false
    asked.set(condition, wanted)
  }
  for (const [condition, wanted] of asked) assumed.set(condition, wanted)
  return true
}

/** Whether a text stands there with what is assumed. A condition of which nothing is assumed holds. */
const isTaken = (under: readonly Guard[], assumed: ReadonlyMap<string, boolean>): boolean =>
  under.every(guard => !isChoice(guard) || (assumed.get(guard.condition) ?? true) === (guard.negated !== true))

/** The text without what stands under some conditions, nor what was written for it in between (`: ` behind its keys). */
export function withoutParts(source: Source, isLeftOut: (under: readonly Guard[]) => boolean): Source {
  const { file, text, segments } = source
  const parts: Source[] = []
  /** What is kept up to here is in `parts`. */
  let done = 0
  let isKept = true
  let end = 0
  for (const { at, length, origin } of segments) {
    const keeps = !origin || !isLeftOut(origin.under)
    // Of what stands between a piece that is kept and one that is not, the line end and the margin belong to the latter.
    if (isKept && !keeps) {
      const margin = text.lastIndexOf('\n', at - 1)
      parts.push(sliceSource(source, done, margin >= end ? margin : at))
    } else if (!isKept && keeps) {
      const next = text.indexOf('\n', end)
      done = next >= 0 && next < at ? next : at
    }
    isKept = keeps
    end = at + length
  }
  if (isKept) parts.push(sliceSource(source, done, text.length))
  return joinSources(file, parts)
}
