/** What a mistake in the text of a template hangs on: a condition that the defaults leave off, or a part that is not known. */
import { type Guard, type Origin, type Source, spanOf, UNKNOWN } from '../text/source.ts'

/** How many lines around a mistake are looked at: a wrong indentation shows a line later, or only in the line before. */
const NEAR_LINES = 2
/** How much of a condition or of an action is quoted. */
const MOST_QUOTED = 80

/**
 * When a text is not valid, as the end of a clause: ` when ".Values.annotations" holds`. Empty for a mistake that is always there,
 * as far as can be told.
 */
export function whenAt(source: Source, at: number): string {
  const [from, to] = around(source.text, at)
  return whenOff(source, at, from, to) ?? whenUnknown(source, at, from, to) ?? whenChanged(source)
}

/** A branch near a mistake that the defaults of a chart leave out, and the first text that it writes. */
export function offBranchAt(source: Source, at: number): { readonly guard: Guard; readonly at: number } | undefined {
  const guard = offNear(source, at, ...around(source.text, at))
  if (!guard) return undefined
  const isUnder = ({ origin }: Source['segments'][number]): boolean => origin?.under.includes(guard) === true
  const written = source.segments.filter(({ at: start, length }) => isText(source, start, length))
  const first = written.find(isUnder)
  // What all of the text stands under is no branch of it.
  return first && !written.every(isUnder) ? { guard, at: first.at } : undefined
}

const isText = ({ text }: Source, start: number, length: number): boolean =>
  text.slice(start, start + length).trim() !== ''

/** The condition nearest to the mistake that the defaults of a chart do not fulfil; one that all of the text stands under comes last. */
function offNear({ text, segments }: Source, at: number, from: number, to: number): Guard | undefined {
  const isLine = (start: number, length: number): boolean => text.slice(start, start + length).trim() !== ''
  const near = segments.filter(one => one.at < to && one.at + one.length > from && isLine(one.at, one.length))
  // A text with other values is there for the branches that the defaults do not take.
  const offIn = (origin: Origin | undefined): readonly Guard[] =>
    origin?.under.filter(({ off }) => off === true || origin.changed === true) ?? []
  const isCommon = (guard: Guard): boolean =>
    segments.every(
      ({ at: start, length, origin }) =>
        offIn(origin).some(({ condition }) => condition === guard.condition) || !isLine(start, length),
    )
  let nearest = Number.POSITIVE_INFINITY
  let told: Guard | undefined
  for (const { at: start, length, origin } of near) {
    const off = offIn(origin)
    const own = off.find(guard => !isCommon(guard))
    const distance = (start > at ? start - at : Math.max(0, at - start - length + 1)) + (own ? 0 : text.length)
    if (off.length === 0 || distance >= nearest) continue
    nearest = distance
    told = own ?? off[0]
  }
  return told
}

function whenOff(source: Source, at: number, from: number, to: number): string | undefined {
  const told = offNear(source, at, from, to)
  if (!told) return undefined
  if (told.condition === 'range') return ' when the list that it ranges over is not empty'
  return ` when "${quotable(told.condition)}" ${told.negated ? 'does not hold' : 'holds'}`
}

/** Where no condition of the text says which values it takes. */
const whenChanged = ({ segments }: Source): string =>
  segments.some(({ origin }) => origin?.changed === true) ? " with other values than the chart's defaults" : ''

/** An action near the mistake that writes lines of its own which nobody knows. */
function whenUnknown(source: Source, at: number, from: number, to: number): string | undefined {
  let nearest = Number.POSITIVE_INFINITY
  let told: string | undefined
  for (const run of source.text.slice(from, to).matchAll(UNKNOWN_RUN)) {
    const start = from + run.index
    const span = spanOf(source, start, start + run[0].length)
    const place = span.origin?.via ?? span
    const action = oneLine(place.file.text.slice(place.start, place.end))
    const distance = Math.abs(start - at)
    if (!WRITES_LINES.test(action) || distance >= nearest) continue
    nearest = distance
    told = ` as long as what ${quotable(action)} writes is not known`
  }
  return told
}

const UNKNOWN_RUN = new RegExp(`${UNKNOWN}+`, 'g')

/** Actions that write more than a word, with their marks: `{{- include "app.pod" . | nindent 6 }}`. */
const WRITES_LINES = /^\{\{.*\b(?:include|template|toYaml|tpl|indent|nindent|Files)\b/

/** The lines around an offset. */
function around(text: string, at: number): readonly [number, number] {
  let from = at
  let to = at
  for (let lines = 0; lines <= NEAR_LINES && from > 0; lines++) from = text.lastIndexOf('\n', from - 1)
  for (let lines = 0; lines <= NEAR_LINES && to >= 0; lines++) to = text.indexOf('\n', to + 1)
  return [Math.max(0, from), to < 0 ? text.length : to]
}

/** A text of several lines in one. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const quotable = (text: string): string => {
  const line = oneLine(text)
  return line.length > MOST_QUOTED ? `${line.slice(0, MOST_QUOTED - 1)}…` : line
}
