/** The runs that a text was made from, in the order of the text: how an offset in it leads back to a file. Offsets are UTF-16 units. */

/**
 * `length` units of a source's text, from `at`, come from `fileLength` units of the file, from `fileAt`.
 * When the lengths differ the piece was decoded as a whole: every offset in it means the whole range.
 */
export interface SegmentOf<File, Origin> {
  readonly at: number
  readonly length: number
  readonly file: File
  readonly fileAt: number
  readonly fileLength: number
  readonly origin?: Origin | undefined
}

/** Adds the segments of `[start, end)` of the outer source, so that they begin at `at` in the inner one. */
export function addSegments<File, Origin>(
  segments: SegmentOf<File, Origin>[],
  outer: readonly SegmentOf<File, Origin>[],
  start: number,
  end: number,
  at: number,
): void {
  for (let i = segmentAt(outer, start); i < outer.length; i++) {
    const segment = outer[i]!
    if (segment.at >= end) break
    const from = Math.max(start, segment.at)
    const to = Math.min(end, segment.at + segment.length)
    if (from >= to) continue
    const linear = segment.length === segment.fileLength
    const fileAt = linear ? segment.fileAt + from - segment.at : segment.fileAt
    const fileLength = linear ? to - from : segment.fileLength
    append(segments, at + from - start, to - from, segment.file, fileAt, fileLength, segment.origin)
  }
}

/** Adds a segment, to the last one where it goes on from there in the file. Charts are joined from thousands. */
export function append<File, Origin>(
  segments: SegmentOf<File, Origin>[],
  at: number,
  length: number,
  file: File,
  fileAt: number,
  fileLength: number,
  origin: Origin | undefined,
): void {
  const last = segments.at(-1)
  const goesOn =
    last !== undefined &&
    length === fileLength &&
    last.length === last.fileLength &&
    last.file === file &&
    last.origin === origin &&
    last.at + last.length === at &&
    last.fileAt + last.fileLength === fileAt
  if (!goesOn) segments.push({ at, length, file, fileAt, fileLength, origin })
  else {
    const joined = last.length + length
    segments[segments.length - 1] = {
      at: last.at,
      length: joined,
      file,
      fileAt: last.fileAt,
      fileLength: joined,
      origin,
    }
  }
}

/** The index of the last segment that begins at or before the offset, or 0. */
export function segmentAt(segments: readonly { readonly at: number }[], offset: number): number {
  let low = 0
  let high = segments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (segments[middle]!.at <= offset) low = middle
    else high = middle - 1
  }
  return low
}

type Run = Pick<SegmentOf<never, never>, 'at' | 'length' | 'fileAt' | 'fileLength'>

/** Where the file's part of a segment begins that the offset is in. */
export const fileStart = ({ at, length, fileAt, fileLength }: Run, offset: number): number =>
  length === fileLength ? fileAt + Math.min(Math.max(offset - at, 0), length) : fileAt

/** Where the file's part of a segment ends that is read up to the offset. */
export const fileEnd = ({ at, length, fileAt, fileLength }: Run, offset: number): number =>
  length === fileLength && offset < at + length ? fileAt + Math.max(offset - at, 0) : fileAt + fileLength
