/**
 * Texts and positions. A file has one text; text inside text (a script in a pod in a ConfigMap) is a Source of its own
 * whose segments map every offset straight back to the file. All offsets are UTF-16 units, 0-based; lines and columns
 * are 1-based.
 */
import { addSegments, append, fileEnd, fileStart, type SegmentOf, segmentAt } from './segments.ts'

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
  /** How the text came to where it is read, when it does not simply stand there. */
  readonly origin?: Origin | undefined
  /** How the text is written where it stands, from the outermost: for those that put another text in its place. */
  readonly quoting?: readonly Quoting[] | undefined
}

/**
 * How a text is written in the one around it: between double quotes with escapes, between single quotes that are doubled, plain
 * (a YAML scalar without quotes), as a block of lines, or as one whose line ends are folded to blanks.
 */
export type Quoting = 'double' | 'single' | 'plain' | 'block' | 'folded'

/** How a text came to where it is read, when a template puts it there or a condition decides about it. */
export interface Origin {
  /** The template action that puts the text there: `{{ .Values.path }}` for a text of values.yaml. */
  readonly via?: Span | undefined
  /** The conditions that it stands under, innermost first. */
  readonly under: readonly Guard[]
  /** Whether the text is read for itself though it is a part of others: values, and definitions of templates. */
  readonly alone?: boolean
  /** Whether the text around it is made of other values than the chart's defaults, and is not valid then. */
  readonly changed?: boolean
}

/**
 * A condition that a text stands under. `condition` is the text that leads into this branch; `others` are the texts of its
 * sibling branches, their conditions and their bodies: `if [ "$R" = docker ]; then docker ps; else crictl ps; fi`.
 */
export interface Guard {
  readonly condition: string
  readonly others: readonly string[]
  /** Whether the branch is taken when the condition does not hold (an `else`). */
  readonly negated?: boolean
  /** Whether the branch is left out unless the user changes a default: `enabled: false` in a chart's values. */
  readonly off?: boolean
  /** Whether the defaults of a chart take the branch, so that it is what goes into the cluster unless the user changes one; undefined where nobody knows. */
  readonly byDefault?: boolean
  /** Whether the condition is that the command itself succeeds, as that of `A` in `A || B`: it counts for what is done where it fails. */
  readonly tried?: boolean
  /** The value that decides so, where one does. */
  readonly decidedBy?: Span | undefined
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

/** A run of a text and the run of a file that it comes from: a text may be joined from several files, a chart's template and its values. */
type Segment = SegmentOf<SourceFile, Origin>

/** A text that a language reads, and the way back from it to the file. */
export interface Source {
  /** The file that is read. A part of the text may stand in another one. */
  readonly file: SourceFile
  readonly text: string
  readonly segments: readonly Segment[]
  readonly quoting?: readonly Quoting[] | undefined
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
      segments: [
        { at: 0, length: text.length - begin, file, fileAt: begin, fileLength: text.length - begin, origin: undefined },
      ],
    }
  const segment = { at: 0, length: text.length, file, fileAt: 0, fileLength: text.length, origin: undefined }
  return withLineFeeds({ file, text, segments: [segment] }, begin)
}

/** The text behind a place, in which every CRLF reads as LF. */
function withLineFeeds(source: Source, begin: number): Source {
  const { text } = source
  const pieces: Piece[] = []
  let start = begin
  for (let cr = text.indexOf('\r\n', start); cr >= 0; cr = text.indexOf('\r\n', start)) {
    pieces.push({ text: text.slice(start, cr), start, end: cr }, { text: '\n', start: cr, end: cr + 2 })
    start = cr + 2
  }
  pieces.push({ text: text.slice(start), start, end: text.length })
  return innerSource(source, pieces)
}

/** The source of a text that stands inside another one. Pieces come in the order of the inner text. */
export function innerSource(outer: Source, pieces: readonly Piece[], quoting?: Quoting): Source {
  const segments: Segment[] = []
  const texts: string[] = []
  let at = 0
  for (const piece of pieces) {
    const length = piece.text.length
    texts.push(piece.text)
    if (length > 0) {
      if (length === piece.end - piece.start) addSegments(segments, outer.segments, piece.start, piece.end, at)
      else {
        const { file, start, end, origin } = spanOf(outer, piece.start, piece.end)
        segments.push({ at, length, file, fileAt: start, fileLength: end - start, origin })
      }
    }
    at += length
  }
  return withQuoting({ file: outer.file, text: texts.join(''), segments }, quotedBy(outer.quoting, quoting))
}

/** What a text is written in that stands in another one. */
const quotedBy = (outer: readonly Quoting[] | undefined, own: Quoting | undefined): readonly Quoting[] | undefined =>
  own === undefined ? outer : outer ? [...outer, own] : ALONE[own]

const ALONE: Readonly<Record<Quoting, readonly Quoting[]>> = {
  double: ['double'],
  single: ['single'],
  plain: ['plain'],
  block: ['block'],
  folded: ['folded'],
}

const withQuoting = <T extends Source | Span>(one: T, quoting: readonly Quoting[] | undefined): T =>
  quoting ? { ...one, quoting } : one

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
      for (const { at: from, length, file: own, fileAt, fileLength, origin } of part.segments)
        append(segments, from + at, length, own, fileAt, fileLength, origin)
    texts.push(text)
    at += text.length
  }
  const first = parts.find(part => typeof part !== 'string')
  return withQuoting({ file, text: texts.join(''), segments }, first?.quoting)
}

/** A part of a source as a source of its own. */
export const sliceSource = (outer: Source, start: number, end: number): Source =>
  innerSource(outer, [{ text: outer.text.slice(start, end), start, end }])

/** A located text as a source of its own. */
export const sourceOf = (located: Located): Source => {
  const { value, span } = located
  const { file, start, end, origin, quoting } = span
  const lines = linesOf(located)
  if (lines) return lines
  const segments = [{ at: 0, length: value.length, file, fileAt: start, fileLength: end - start, origin }]
  return withQuoting({ file, text: value, segments }, quoting)
}

const linesKnown = new WeakMap<Located, Source | undefined>()

/** A text of several lines that differs from the file's in nothing but that its lines end with LF; undefined for any other. */
function linesOf(located: Located): Source | undefined {
  const { value, exact, span } = located
  if (exact || !value.includes('\n')) return undefined
  if (linesKnown.has(located)) return linesKnown.get(located)
  const { file, start, end, origin, quoting } = span
  const text = file.text.slice(start, end)
  const segments = [{ at: 0, length: text.length, file, fileAt: start, fileLength: text.length, origin }]
  const whole = withQuoting({ file, text, segments }, quoting)
  const lines = text.includes('\r\n') ? withLineFeeds(whole, 0) : undefined
  const found = lines?.text === value ? lines : undefined
  linesKnown.set(located, found)
  return found
}

/** The same source with another text of equal length, such as one whose template actions are masked. */
export const withText = (source: Source, text: string): Source => {
  if (text.length !== source.text.length) throw new Error('withText: the lengths differ')
  return { ...source, text }
}

/**
 * The range of the file that `[start, end)` of the source was made from. A text that is joined from several places has its
 * own in the innermost template whose text and actions are all of it, else where it begins.
 */
export const spanOf = (source: Source, start: number, end: number): Span =>
  source.quoting ? { ...rangeOf(source, start, end), quoting: source.quoting } : rangeOf(source, start, end)

function rangeOf(source: Source, start: number, end: number): Span {
  const { segments } = source
  const only = segments[0]
  // Most sources are one stretch of one file.
  if (
    segments.length === 1 &&
    only!.length === only!.fileLength &&
    only!.origin === undefined &&
    start >= only!.at &&
    end >= start &&
    end <= only!.at + only!.length
  ) {
    const from = only!.fileAt + start - only!.at
    return { file: only!.file, start: from, end: from + end - start }
  }
  let index = segmentAt(segments, start)
  let first = segments[index]
  if (!first) return { file: source.file, start: 0, end: 0 }
  const next = segments[index + 1]
  if (start >= first.at + first.length && next) {
    first = next
    index++
  }
  const { file, origin } = first
  if (end <= start || start >= first.at + first.length) {
    const at =
      end <= start && start < first.at + first.length ? fileStart(first, start) : first.fileAt + first.fileLength
    return placed(file, at, at, origin)
  }
  const own = rangeIn({ file, via: origin?.via }, fileStart(first, start), segments, index, end)
  let via = own.whole ? undefined : origin?.via
  for (let i = 0; via && i < MOST_VIA; i++) {
    const outer = rangeIn({ file: via.file, via: via.origin?.via }, via.start, segments, index, end)
    if (outer.whole)
      return placed(via.file, outer.start, outer.end, { ...origin, via: via.origin?.via, under: origin?.under ?? [] })
    via = via.origin?.via
  }
  return placed(file, own.whole ? own.start : fileStart(first, start), own.end, origin)
}

const placed = (file: SourceFile, start: number, end: number, origin: Origin | undefined): Span =>
  origin ? { file, start, end, origin } : { file, start, end }

/** How many templates put each other's texts together. */
const MOST_VIA = 32

/** A file as it is read through an action, or directly. */
interface Frame {
  readonly file: SourceFile
  readonly via: Span | undefined
}

/**
 * Where in a frame the segments up to `end` reach, of which the first begins at `start`, and whether all of them stand in
 * it, in order. An action and what it holds itself (`{{ print "/host" .Values.path }}`) are one place.
 */
function rangeIn(
  frame: Frame,
  start: number,
  segments: readonly Segment[],
  index: number,
  end: number,
): { start: number; end: number; whole: boolean } {
  let from = start
  let to = start
  let last = { start, end: start }
  for (let i = index; i < segments.length && segments[i]!.at < end; i++) {
    const range = within(segments[i]!, end, frame)
    if (!range) return { start: from, end: to, whole: false }
    const nested = i > index && (isInside(last, range) || isInside(range, last))
    if (i > index && range.start < to && !nested) return { start: from, end: to, whole: false }
    from = nested ? Math.min(from, range.start) : from
    to = Math.max(to, range.end)
    last = nested && isInside(range, last) ? last : range
  }
  return { start: from, end: to, whole: true }
}

const isInside = (inner: { start: number; end: number }, outer: { start: number; end: number }): boolean =>
  inner.start >= outer.start && inner.end <= outer.end

/** The range of a frame that a segment up to `end` stands for. */
function within(segment: Segment, end: number, { file, via }: Frame): { start: number; end: number } | undefined {
  if (segment.file === file && segment.origin?.via === via) return { start: segment.fileAt, end: fileEnd(segment, end) }
  let action = segment.origin?.via
  for (let i = 0; action && i < MOST_VIA; i++, action = action.origin?.via)
    if (action.file === file && isSame(action.origin?.via, via)) return action
  return undefined
}

const isSame = (a: Span | undefined, b: Span | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.file === b.file &&
    a.start === b.start &&
    a.end === b.end &&
    isSame(a.origin?.via, b.origin?.via))

/** The text `[start, end)` of the source with its place; `value` where the meaning differs from the text, as behind escapes. */
export function locate(
  source: Source,
  start: number,
  end: number,
  value = source.text.slice(start, end),
  quoting?: Quoting,
): Located {
  const span = withQuoting(spanOf(source, start, end), quotedBy(source.quoting, quoting))
  return { value, span, exact: span.end - span.start === value.length && span.file.text.startsWith(value, span.start) }
}

/** A part `[start, end)` of a located value; the whole of it where the value is not exact. */
export const partOf = (located: Located, start: number, end: number): Located => {
  const value = located.value.slice(start, end)
  const lines = linesOf(located)
  if (lines) return locate(lines, start, Math.min(end, lines.text.length))
  if (!located.exact) return { value, span: located.span, exact: false }
  const from = located.span.start
  return { value, span: { ...located.span, start: from + start, end: from + end }, exact: true }
}

/** The text of the file at a span, template actions and escapes included: what messages quote. */
export const written = (span: Span): string => span.file.text.slice(span.start, span.end)
