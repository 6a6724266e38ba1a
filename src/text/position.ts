/** Lines and columns of a file, for people and tools. */
import type { SourceFile } from './source.ts'

/** A position for people and editors: line and column are 1-based, the column counts UTF-16 units. */
export interface Position {
  readonly line: number
  readonly column: number
}

const lineStarts = new WeakMap<SourceFile, number[]>()

/** The offset at which each line of the file begins. A line ends at LF, CRLF or a lone CR. */
function lineTable(file: SourceFile): number[] {
  let starts = lineStarts.get(file)
  if (!starts) {
    starts = [0]
    const { text } = file
    // The next of each, found by the engine: a file may be a dump of millions of lines.
    let lf = text.indexOf('\n')
    let cr = text.indexOf('\r')
    while (lf >= 0 || cr >= 0) {
      const at = cr < 0 || (lf >= 0 && lf < cr) ? lf : cr === lf - 1 ? lf : cr
      starts.push(at + 1)
      if (cr >= 0 && cr <= at) cr = text.indexOf('\r', at + 1)
      if (lf >= 0 && lf <= at) lf = text.indexOf('\n', at + 1)
    }
    lineStarts.set(file, starts)
  }
  return starts
}

/** Line and column of a file offset. */
export function positionOf(file: SourceFile, offset: number): Position {
  const starts = lineTable(file)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (starts[middle]! <= offset) low = middle
    else high = middle - 1
  }
  const start = starts[low]!
  // A byte order mark is no column.
  return {
    line: low + 1,
    column: offset - start + 1 - (low === 0 && offset > 0 && file.text.charCodeAt(0) === 0xfeff ? 1 : 0),
  }
}

/** The text of a line (1-based) without its line end and byte order mark. */
export function lineText(file: SourceFile, line: number): string {
  const starts = lineTable(file)
  const from = starts[line - 1]
  if (from === undefined) return ''
  const { text } = file
  let end = starts[line] ?? text.length
  // A line may be a whole file, and is asked for with each finding in it: it is not looked through.
  if (end > from && text[end - 1] === '\n') end--
  if (end > from && text[end - 1] === '\r') end--
  return text.slice(text[from] === '\uFEFF' ? from + 1 : from, end)
}
