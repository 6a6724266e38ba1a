/** Scalars of YAML and JSON, and where each of their characters stands: block scalars, folded lines and escapes, piece by piece. */

import { forward } from '../../text/progress.ts'
import { innerSource, type Located, locate, type Piece, type Quoting, type Source } from '../../text/source.ts'
import type { ScalarNode } from '../../text/tree.ts'

/**
 * A scalar whose value stands in the file letter by letter, or is made of pieces. A class, since a tree has thousands of them:
 * an object literal with a getter takes several times as long to make.
 */
class FileScalar implements ScalarNode {
  readonly kind = 'scalar'
  readonly value: string
  readonly style: ScalarNode['style']
  readonly start: number
  readonly end: number
  readonly #source: Source
  readonly #pieces: Pieces | undefined
  #located: Located | undefined

  constructor(source: Source, start: number, end: number, value: string, style: ScalarNode['style'], pieces?: Pieces) {
    this.value = value
    this.style = style
    this.start = start
    this.end = end
    this.#source = source
    this.#pieces = pieces
  }

  get located(): Located {
    this.#located ??= this.#pieces
      ? this.#madeOf(this.#made())
      : locate(this.#source, this.start, this.end, this.value, this.#quoting())
    return this.#located
  }

  content(): Source {
    return innerSource(this.#source, this.#made(), this.#quoting())
  }

  /** By the mark that it begins with. What stands in its quotes letter by letter has the mark before it. */
  #quoting(): Quoting {
    if (this.style === 'plain') return 'plain'
    const mark = this.#source.text[this.#pieces ? this.start : this.start - 1]
    if (this.style === 'block') return mark === '>' ? 'folded' : 'block'
    return mark === "'" ? 'single' : 'double'
  }

  #made(): readonly Piece[] {
    return this.#pieces?.() ?? [{ text: this.value, start: this.start, end: this.end }]
  }

  /** From the first to the last piece that holds text; the line end that closes a block scalar does not count. */
  #madeOf(pieces: readonly Piece[]): Located {
    const filled = pieces.filter(piece => piece.text !== '')
    const trimmed = filled.at(-1)?.text === '\n' ? filled.slice(0, -1) : filled
    return locate(
      this.#source,
      trimmed[0]?.start ?? this.start,
      trimmed.at(-1)?.end ?? this.end,
      this.value,
      this.#quoting(),
    )
  }
}

/** Finds the pieces of a value once they are asked for. Undefined where text and value do not fit: the whole text stands for it then. */
type Pieces = () => readonly Piece[] | undefined

/** A scalar whose value stands in the file letter by letter. */
export const exactScalar = (source: Source, start: number, end: number, style: 'plain' | 'quoted'): ScalarNode =>
  new FileScalar(source, start, end, source.text.slice(start, end), style)

/** A scalar whose value is made of pieces, by escapes, folds or indentation. */
export const madeScalar = (
  source: Source,
  start: number,
  end: number,
  value: string,
  style: ScalarNode['style'],
  pieces: Pieces,
): ScalarNode => new FileScalar(source, start, end, value, style, pieces)

/**
 * The pieces of a block scalar, or of a plain scalar over several lines. `raw` is the text from `at`, header included.
 * Undefined when the text and the value do not fit together, which no valid scalar does.
 */
export function foldedPieces(raw: string, at: number, value: string, block: boolean): readonly Piece[] | undefined {
  let start = 0
  if (block) {
    start = raw.indexOf('\n') + 1
    if (start === 0) return value === '' ? [] : undefined
  }
  return linePieces(raw, start, raw.length, at, value, block)
}

/**
 * Joins the lines of `raw` to the value. Between two lines the value holds spaces and line ends only, so each line is found
 * right behind them.
 */
function linePieces(
  raw: string,
  from: number,
  to: number,
  at: number,
  value: string,
  block: boolean,
): readonly Piece[] | undefined {
  const pieces: Piece[] = []
  let done = 0
  let last = from
  const indent = block ? blockIndent(raw, from, value) : 0
  for (let start = from, moves = forward(); start < to && moves(start); ) {
    const newline = raw.indexOf('\n', start)
    const end = newline < 0 || newline > to ? to : newline
    let first = start
    let stop = end
    if (block) first = Math.min(start + indent, end)
    else {
      // Folded flow lines lose the blanks around them; the first line of the text keeps those before it.
      if (start !== from) while (first < end && (raw[first] === ' ' || raw[first] === '\t')) first++
      if (end !== to) while (stop > first && (raw[stop - 1] === ' ' || raw[stop - 1] === '\t')) stop--
    }
    const line = raw.slice(first, stop)
    start = end + 1
    if (line === '') continue
    let found = done
    while (found < value.length && !value.startsWith(line, found) && (value[found] === ' ' || value[found] === '\n'))
      found++
    if (!value.startsWith(line, found)) {
      // Blank lines of a block scalar may hold blanks that the value does not have.
      if (/^[ \t]*$/.test(line)) continue
      return undefined
    }
    if (found > done) pieces.push(separator(value.slice(done, found), at, last, first, raw))
    pieces.push({ text: line, start: at + first, end: at + stop })
    done = found + line.length
    last = stop
  }
  if (done < value.length) {
    if (!/^[ \n]*$/.test(value.slice(done))) return undefined
    pieces.push(separator(value.slice(done), at, last, to, raw))
  }
  return pieces
}

/** What stands between two lines: one line end that is kept as it is stays exact. */
function separator(text: string, at: number, last: number, next: number, raw: string): Piece {
  if (raw.startsWith(text, last)) return { text, start: at + last, end: at + last + text.length }
  return { text, start: at + last, end: at + Math.max(last, next) }
}

/** The indentation that a block scalar's lines lose: what the first line that is not blank has more than the value. */
function blockIndent(raw: string, from: number, value: string): number {
  const wanted = /^ *[^\n ][^\n]*/m.exec(value)?.[0] ?? ''
  for (let start = from, moves = forward(); start < raw.length && moves(start); ) {
    const newline = raw.indexOf('\n', start)
    const end = newline < 0 ? raw.length : newline
    const line = raw.slice(start, end)
    if (/[^ ]/.test(line)) {
      const spaces = line.length - line.trimStart().length
      return Math.max(0, spaces - (wanted.length - wanted.trimStart().length))
    }
    start = end + 1
  }
  return 0
}

const ESCAPE_LENGTH: Readonly<Record<string, number>> = { x: 4, u: 6, U: 10 }

/** The pieces of a quoted scalar: runs between escapes and folds. `raw` has its quotes and stands at `at`. */
export function quotedPieces(raw: string, at: number, value: string, double: boolean): readonly Piece[] | undefined {
  const pieces: Piece[] = []
  const closed = raw.length > 1 && raw.endsWith(double ? '"' : "'")
  const to = raw.length - (closed ? 1 : 0)
  let done = 0
  let run = 1
  const flush = (end: number) => {
    if (end > run) pieces.push({ text: raw.slice(run, end), start: at + run, end: at + end })
    done += Math.max(0, end - run)
  }
  for (let i = 1, moves = forward(); i < to && moves(i); ) {
    const c = raw[i]
    if (double && c === '\\') {
      flush(i)
      if (raw[i + 1] === '\n') {
        // An escaped line end joins the lines and drops the blanks that follow.
        i += 2
        while (i < to && (raw[i] === ' ' || raw[i] === '\t')) i++
      } else {
        const length = ESCAPE_LENGTH[raw[i + 1] ?? ''] ?? 2
        const text = decoded(value, done, raw[i + 1] === 'U')
        pieces.push({ text, start: at + i, end: at + Math.min(i + length, to) })
        done += text.length
        i += length
      }
      run = i
    } else if (!double && c === "'" && raw[i + 1] === "'") {
      flush(i)
      pieces.push({ text: "'", start: at + i, end: at + i + 2 })
      done++
      i += 2
      run = i
    } else if (c === '\n') {
      let before = i
      while (before > run && (raw[before - 1] === ' ' || raw[before - 1] === '\t')) before--
      flush(before)
      let ends = 0
      for (; i < to && /[ \t\n]/.test(raw[i]!); i++) if (raw[i] === '\n') ends++
      const text = ends > 1 ? '\n'.repeat(ends - 1) : ' '
      pieces.push({ text, start: at + before, end: at + i })
      done += text.length
      run = i
    } else i++
  }
  flush(to)
  return pieces.map(piece => piece.text).join('') === value ? pieces : undefined
}

/** The text that an escape stands for: one unit, or a whole character of the long form (JSON writes a surrogate pair as two escapes). */
const decoded = (value: string, offset: number, long: boolean): string =>
  long ? String.fromCodePoint(value.codePointAt(offset) ?? 0xfffd) : value.charAt(offset)
