/**
 * Texts and positions. A file has one text; text inside text (a script in a pod in a ConfigMap) is a Source of its own
 * whose segments map every offset straight back to the file. All offsets are UTF-16 units, 0-based; lines and columns
 * are 1-based.
 */

/** A file as it was read. `text` is the whole file, with its byte order mark and line ends as they stand. */
export interface SourceFile {
  /** The path as it is shown to the user, with forward slashes. */
  readonly path: string
  readonly text: string
}

/** A range of a file: `file.text.slice(start, end)`. */
export interface Span {
  readonly file: SourceFile
  readonly start: number
  readonly end: number
}

/**
 * A piece of text and where it stands. `value` is what the reader of the file means by it (quotes and escapes resolved).
 * When `exact`, `file.text.slice(span.start, span.end) === value`; otherwise the span is the text that `value` was made from.
 */
export interface Located {
  readonly value: string
  readonly span: Span
  readonly exact: boolean
}

/**
 * `length` units of a source's text, from `at`, come from `fileLength` units of the file, from `fileAt`.
 * When the lengths differ the piece was decoded as a whole: every offset in it means the whole range.
 */
interface Segment {
  readonly at: number
  readonly length: number
  readonly fileAt: number
  readonly fileLength: number
}

/** A text that a language reads, and the way back from it to the file. */
export interface Source {
  readonly file: SourceFile
  readonly text: string
  readonly segments: readonly Segment[]
}

/** A run of an inner text: `text` was made from `[start, end)` of the outer source (of equal length unless it was decoded). */
export interface Piece {
  readonly text: string
  readonly start: number
  readonly end: number
}

/**
 * Stands for each character that is not known before the file is used: a template action such as `{{ .Values.path }}` is
 * masked with it, in equal length. A value that holds it is judged only by the part that is known. Private use, so real text has none.
 */
export const UNKNOWN = '\uE000'

/** Whether a part of the value is not known before the file is used. */
export const isUnknown = (value: string): boolean => value.includes(UNKNOWN)

/** The source of a whole file. A byte order mark is left out of the text and every CRLF reads as LF, so languages see neither. */
export function fileSource(file: SourceFile): Source {
  const { text } = file
  const begin = text.charCodeAt(0) === 0xfeff ? 1 : 0
  if (!text.includes('\r\n'))
    return {
      file,
      text: begin ? text.slice(1) : text,
      segments: [{ at: 0, length: text.length - begin, fileAt: begin, fileLength: text.length - begin }],
    }
  const whole: Source = { file, text, segments: [{ at: 0, length: text.length, fileAt: 0, fileLength: text.length }] }
  const pieces: Piece[] = []
  let start = begin
  for (let cr = text.indexOf('\r\n', start); cr >= 0; cr = text.indexOf('\r\n', start)) {
    pieces.push({ text: text.slice(start, cr), start, end: cr }, { text: '\n', start: cr, end: cr + 2 })
    start = cr + 2
  }
  pieces.push({ text: text.slice(start), start, end: text.length })
  return innerSource(whole, pieces)
}

/** The source of a text that stands inside another one. Pieces come in the order of the inner text. */
export function innerSource(outer: Source, pieces: readonly Piece[]): Source {
  const segments: Segment[] = []
  const texts: string[] = []
  let at = 0
  for (const piece of pieces) {
    const length = piece.text.length
    texts.push(piece.text)
    if (length > 0) {
      if (length === piece.end - piece.start) addSegments(segments, outer, piece.start, piece.end, at)
      else {
        const span = spanOf(outer, piece.start, piece.end)
        segments.push({ at, length, fileAt: span.start, fileLength: span.end - span.start })
      }
    }
    at += length
  }
  return { file: outer.file, text: texts.join(''), segments }
}

/**
 * Sources, and texts of ours between them, one after another as one source: the commands of a list as a script, the words of
 * an argument list as a line. What is ours has no place of its own: it means the place where the next source begins.
 */
export function joinSources(file: SourceFile, parts: readonly (Source | string)[]): Source {
  const segments: Segment[] = []
  const texts: string[] = []
  let at = 0
  for (const part of parts) {
    const text = typeof part === 'string' ? part : part.text
    if (typeof part !== 'string')
      for (const segment of part.segments) segments.push({ ...segment, at: segment.at + at })
    texts.push(text)
    at += text.length
  }
  return { file, text: texts.join(''), segments }
}

/** A part of a source as a source of its own. */
export const sliceSource = (outer: Source, start: number, end: number): Source =>
  innerSource(outer, [{ text: outer.text.slice(start, end), start, end }])

/** The same source with another text of equal length, such as one whose template actions are masked. */
export const withText = (source: Source, text: string): Source => {
  if (text.length !== source.text.length) throw new Error('withText: the lengths differ')
  return { ...source, text }
}

/** Adds the segments of `[start, end)` of the outer source, so that they begin at `at` in the inner one. */
function addSegments(segments: Segment[], outer: Source, start: number, end: number, at: number): void {
  for (let i = segmentAt(outer.segments, start); i < outer.segments.length; i++) {
    const segment = outer.segments[i]!
    if (segment.at >= end) break
    const from = Math.max(start, segment.at)
    const to = Math.min(end, segment.at + segment.length)
    if (from >= to) continue
    const linear = segment.length === segment.fileLength
    const fileAt = linear ? segment.fileAt + from - segment.at : segment.fileAt
    const fileLength = linear ? to - from : segment.fileLength
    const last = segments.at(-1)
    const joins =
      linear &&
      last !== undefined &&
      last.length === last.fileLength &&
      last.at + last.length === at + from - start &&
      last.fileAt + last.fileLength === fileAt
    if (joins)
      segments[segments.length - 1] = {
        ...last,
        length: last.length + to - from,
        fileLength: last.fileLength + to - from,
      }
    else segments.push({ at: at + from - start, length: to - from, fileAt, fileLength })
  }
}

/** The index of the last segment that begins at or before the offset, or 0. */
function segmentAt(segments: readonly Segment[], offset: number): number {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (segments[middle]!.at <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The file offset at which the character at `offset` begins. Past the last segment: its end. */
function fileStart(source: Source, offset: number): number {
  const { segments } = source
  const index = segmentAt(segments, offset)
  const segment = segments[index]
  if (!segment) return 0
  if (offset < segment.at) return segment.fileAt
  if (offset < segment.at + segment.length)
    return segment.length === segment.fileLength ? segment.fileAt + offset - segment.at : segment.fileAt
  return segments[index + 1]?.fileAt ?? segment.fileAt + segment.fileLength
}

/** The file offset at which the character before `offset` ends. */
function fileEnd(source: Source, offset: number): number {
  const { segments } = source
  const segment = segments[segmentAt(segments, Math.max(offset - 1, 0))]
  if (!segment) return 0
  if (offset <= segment.at) return segment.fileAt
  const within = Math.min(offset - segment.at, segment.length)
  return segment.length === segment.fileLength ? segment.fileAt + within : segment.fileAt + segment.fileLength
}

/** The range of the file that `[start, end)` of the source was made from. */
export function spanOf(source: Source, start: number, end: number): Span {
  const from = fileStart(source, start)
  return { file: source.file, start: from, end: end <= start ? from : Math.max(from, fileEnd(source, end)) }
}

/** The text `[start, end)` of the source with its place; `value` where the meaning differs from the text, as behind escapes. */
export function locate(source: Source, start: number, end: number, value = source.text.slice(start, end)): Located {
  const span = spanOf(source, start, end)
  return { value, span, exact: span.end - span.start === value.length && span.file.text.startsWith(value, span.start) }
}

/** A part `[start, end)` of a located value; the whole of it where the value is not exact. */
export const partOf = (located: Located, start: number, end: number): Located => {
  const value = located.value.slice(start, end)
  if (!located.exact) return { value, span: located.span, exact: false }
  const { file, start: from } = located.span
  return { value, span: { file, start: from + start, end: from + end }, exact: true }
}

/** The text of the file at a span, template actions and escapes included: what messages quote. */
export const written = (span: Span): string => span.file.text.slice(span.start, span.end)

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
    for (const match of file.text.matchAll(/\r\n?|\n/g)) starts.push(match.index + match[0].length)
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
  return file.text.slice(from, starts[line] ?? file.text.length).replace(/^\uFEFF|(\r\n?|\n)$/g, '')
}

/** A copy of a short text that does not keep the file's text in memory, as a slice would. */
export const detach = (text: string): string => Buffer.from(text, 'utf16le').toString('utf16le')
