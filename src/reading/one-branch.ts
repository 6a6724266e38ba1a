/** Texts whose branches cannot all stand in one: `{{ if }}if a; then{{ else }}if b; then{{ end }}` opens twice what is closed once. */
import { type Guard, type Source, withText } from '../text/source.ts'

/** More texts are not made of one; real scripts need two or three. */
const MOST_TEXTS = 6

/**
 * The same text with one branch of each choice, and the others blanked, so often that each branch is in one of the texts. The
 * same condition has the same answer in all of a text. None where there are no choices, or too many.
 */
export function oneBranchTexts(source: Source): readonly Source[] {
  const ways = new Set<readonly Guard[]>()
  for (const { origin } of source.segments) if (origin?.under.some(isChoice)) ways.add(origin.under)
  const texts: Source[] = []
  for (let left = [...ways]; left.length > 0 && texts.length < MOST_TEXTS; ) {
    const assumed = new Map<string, boolean>()
    const others = left.filter(way => !assume(way, assumed))
    texts.push(blanked(source, assumed))
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

/** The text without the branches that are not taken. */
function blanked(source: Source, assumed: ReadonlyMap<string, boolean>): Source {
  const { text, segments } = source
  const parts: string[] = []
  let done = 0
  for (const { at, length, origin } of segments) {
    if (!origin || isTaken(origin.under, assumed)) continue
    parts.push(text.slice(done, at), text.slice(at, at + length).replace(/[^\n]/g, ' '))
    done = at + length
  }
  return withText(source, parts.join('') + text.slice(done))
}
