/** Places for people: lines and columns of spans, and the order in which they are told. */

import type { Diagnostic, Location, Notice } from '../diagnostic.ts'
import { detach } from '../text/bytes.ts'
import { lineText, positionOf } from '../text/position.ts'
import type { Span } from '../text/source.ts'

/** How much of a line a code frame can need. */
const FRAME = 2000

/** Lines and columns of a span. The range of a finding is cut at the end of its first line: annotations need one line. */
export function locationOf(span: Span, whole = false): Location {
  const { file, start } = span
  const from = positionOf(file, start)
  const text = lineText(file, from.line)
  const to = positionOf(file, span.end)
  const frameStart = text.length <= FRAME ? 0 : Math.max(0, from.column - 1 - FRAME / 4)
  const oneLine = whole || to.line === from.line
  return {
    path: file.path,
    line: from.line,
    column: from.column,
    endLine: oneLine ? to.line : from.line,
    endColumn: oneLine ? to.column : text.length + 1,
    lineText: detach(text.slice(frameStart, frameStart + FRAME)),
    textColumn: frameStart + 1,
  }
}

/** How many places of use are told. */
const MOST_USES = 4

/** The template actions that put a text where it was found, the outermost last. */
export function usesOf(span: Span): readonly Span[] {
  const uses: Span[] = []
  for (let via = span.origin?.via; via && uses.length < MOST_USES; via = via.origin?.via) uses.push(via)
  return uses
}

/** The order in which findings are told. */
export const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  compare(a.location.path, b.location.path) ||
  a.location.line - b.location.line ||
  a.location.column - b.location.column ||
  compare(a.rule, b.rule) ||
  a.location.endLine - b.location.endLine ||
  a.location.endColumn - b.location.endColumn

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

export function noticeOf(span: Span, reason: string, partly: boolean): Notice {
  const { line, column } = positionOf(span.file, span.start)
  return { path: span.file.path, line, column, reason, partly }
}
