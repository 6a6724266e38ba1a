/** The line of a finding with the found text marked below it, cut to the width of a terminal. */
import { eastAsianWidth } from 'get-east-asian-width'
import type { Location } from '../diagnostic.ts'
import { visible } from './visible.ts'

export interface CodeFrame {
  /** The line in three parts: before, the found text, after. One column a column of the terminal, an ellipsis where it is cut. */
  readonly parts: readonly [before: string, found: string, after: string]
  /** How many columns stand before the marks, and how many marks there are (at least one). */
  readonly indent: number
  readonly marks: number
}

/** Tabs lead to the next column that this divides. */
const TAB = 4

/** The columns that a text takes; where it has no wide or combining characters, its length. */
function widthOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length
  let width = 0
  for (const character of graphemes(text)) width += graphemeWidth(character)
  return width
}

/** Characters that take no column of their own: combining marks, joiners, controls. */
const INVISIBLE = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\p{Cs}\p{Default_Ignorable_Code_Point}]/u
const EMOJI = /\p{Emoji_Presentation}|\uFE0F/u

/** An emoji takes two columns, however many code points it is made of; anything else as many as its first visible one. */
function graphemeWidth(grapheme: string): number {
  if (EMOJI.test(grapheme)) return 2
  for (const character of grapheme) if (!INVISIBLE.test(character)) return eastAsianWidth(character.codePointAt(0)!)
  return 0
}

/** Replaces tabs by as many blanks as lead to the next stop, for a text that starts at a column (0-based). */
function untab(text: string, column: number): string {
  let at = column
  return text
    .split('\t')
    .map((part, index, parts) => {
      at += widthOf(part)
      if (index === parts.length - 1) return part
      const blanks = TAB - (at % TAB)
      at += blanks
      return part + ' '.repeat(blanks)
    })
    .join('')
}

let segmenter: Intl.Segmenter | undefined

/** The characters as people see them. Most lines are plain, so the segmenter, which is slow to make, waits for one that is not. */
function graphemes(text: string): readonly string[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' })
  return Array.from(segmenter.segment(text), ({ segment }) => segment)
}

/** What fits of a text into a number of columns, from its start. Never cuts a character that is made of several units. */
function fitting(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let result = ''
  let width = 0
  for (const segment of graphemes(text)) {
    width += widthOf(segment)
    if (width > columns) break
    result += segment
  }
  return result
}

/** What fits of a text into a number of columns, from its end. */
function fittingAtEnd(text: string, columns: number): string {
  let width = widthOf(text)
  if (width <= columns) return text
  let cut = 0
  for (const segment of graphemes(text)) {
    if (width <= columns) break
    width -= widthOf(segment)
    cut += segment.length
  }
  return text.slice(cut)
}

const show = (text: string): string => text.split('\t').map(visible).join('\t')

/** The frame of a location in a number of columns. Of a range over several lines the first line is shown. */
export function codeFrame(location: Location, columns: number): CodeFrame {
  const { lineText, textColumn } = location
  const start = location.column - textColumn
  const end = location.endLine === location.line ? location.endColumn - textColumn : lineText.length
  // Nothing beyond the columns is shown, and a column takes few units: the rest of a long line need not be measured.
  const reach = columns * 4
  const cutBefore = textColumn > 1 || start > reach
  let before = untab(show(lineText.slice(Math.max(0, start - reach), start)), 0)
  let found = untab(show(lineText.slice(start, Math.min(end, start + reach))), widthOf(before))
  let after = untab(show(lineText.slice(end, end + reach)).trimEnd(), widthOf(before) + widthOf(found))

  if (cutBefore || widthOf(before) + widthOf(found) + widthOf(after) > columns) {
    // What stands before gets a third of the room that the found text leaves, or all that what follows does not need.
    const room = columns - Math.min(widthOf(found), Math.floor((columns * 2) / 3))
    const left = Math.max(Math.floor(room / 3), room - widthOf(after))
    if (cutBefore || widthOf(before) > left) before = `…${fittingAtEnd(before, Math.max(0, left - 1))}`
    const right = columns - widthOf(before)
    if (widthOf(found) > right) found = `${fitting(found, right - 1)}…`
    if (widthOf(after) > right - widthOf(found))
      after = right > widthOf(found) ? `${fitting(after, right - widthOf(found) - 1)}…` : ''
  }
  return { parts: [before, found, after], indent: widthOf(before), marks: Math.max(1, widthOf(found)) }
}
