/** A fix as the lines that go and those that come. Of a text over several lines a finding knows the first one. */
import type { ResolvedEdit, ResolvedFix } from '../../diagnostic.ts'
import { visible } from '../visible.ts'
import type { Hunk } from './page-data.ts'

type Line = Hunk['lines'][number]

/** A longer line is cut. */
const LONGEST = 400

/** The start of a text, or its end where `most` is negative; tabs are left to the page. */
export function clipped(text: string, most: number): string {
  const length = Math.abs(most)
  if (text.length <= length) return shown(text)
  return most < 0 ? `…${shown(text.slice(-length))}` : `${shown(text.slice(0, length))}…`
}

const shown = (text: string): string => text.split('\t').map(visible).join('\t')

export function hunksOf({ edits }: ResolvedFix): readonly Hunk[] {
  const hunks: Hunk[] = []
  for (let at = 0; at < edits.length; ) {
    const { path, line, endLine } = edits[at]!.location
    let next = at + 1
    // Changes of one line are one change for the eye.
    while (endLine === line && next < edits.length && isIn(edits[next]!, path, line)) next++
    hunks.push({ place: visible(`${path}:${line}`), lines: linesOf(edits.slice(at, next)) })
    at = next
  }
  return hunks
}

const isIn = ({ location }: ResolvedEdit, path: string, line: number): boolean =>
  location.path === path && location.line === line && location.endLine === line

function linesOf(edits: readonly ResolvedEdit[]): readonly Line[] {
  const { lineText, textColumn, line, column, endLine, endColumn } = edits[0]!.location
  const more = endLine - line - (endColumn === 1 ? 1 : 0)
  const gone: Line[] = [['-', clipped(lineText, LONGEST)]]
  if (more > 0) gone.push(['-', `… ${more === 1 ? 'the next line' : `the next ${more} lines`}`])
  const isWhole = column === 1 && endColumn === 1 && endLine > line
  let text = lineText
  for (const edit of [...edits].reverse()) {
    const { location: at, text: put } = edit
    const rest = at.endLine > at.line ? (at.endColumn === 1 ? '' : '…') : text.slice(at.endColumn - textColumn)
    text = text.slice(0, at.column - textColumn) + put + rest
  }
  if (isWhole) text = text.replace(/\r?\n$/, '')
  const come: readonly Line[] =
    isWhole && text === '' ? [] : text.split(/\r?\n/).map(each => ['+', clipped(each, LONGEST)])
  return [...gone, ...come]
}
