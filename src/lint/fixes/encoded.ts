/** A text as it has to be written in the place of another one: with its escapes, its line ends and its indentation. */
import type { Quoting, Span } from '../../text/source.ts'

/** A text to stand at a span, or undefined where it cannot be written there. */
export function encoded(text: string, span: Span): string | undefined {
  const { file, start, quoting = [] } = span
  const inString = quoting.includes('double')
  const indent = indentOf(inString ? behindEscapedEnd(file.text, start) : lineBefore(file.text, start))
  let written = text.replaceAll('\n', `\n${indent}`)
  for (let i = quoting.length - 1; i >= 0; i--) {
    const next = WRITE[quoting[i]!](written) ?? (quoting[i] === 'plain' ? quoted(written, span) : undefined)
    if (next === undefined) return undefined
    written = next
  }
  return lineEndAt(file.text, start) === '\r\n' ? written.replaceAll('\n', '\r\n') : written
}

const WRITE: Readonly<Record<Quoting, (text: string) => string | undefined>> = {
  double: text => JSON.stringify(text).slice(1, -1),
  single: text => (text.includes('\n') ? undefined : text.replaceAll("'", "''")),
  plain: text => (/\n|: | #|^[-?:] |^[[\]{},&*!|>'"%@`#]/.test(text) ? undefined : text),
  block: text => text,
  folded: text => (text.includes('\n') ? undefined : text),
}

/** What the next line begins with to stand below this one: a dash of an item is a blank there. */
const indentOf = (line: string): string => /^[ \t]*(?:-[ \t]+)*/.exec(line)![0].replaceAll('-', ' ')

/** A text in quotes in the place of a whole plain scalar of YAML. */
function quoted(text: string, { file, start, end }: Span): string | undefined {
  const isWhole =
    /(?:[:-][ \t]+)$/.test(lineBefore(file.text, start)) && /^[ \t]*(?:#|\r?\n|$)/.test(file.text.slice(end, end + 200))
  return isWhole && !text.includes('\n') ? JSON.stringify(text) : undefined
}

/** The line that an offset is in, up to there. */
const lineBefore = (text: string, offset: number): string =>
  text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset).replace(/^\uFEFF/, '')

/** Within a string with escapes: the text behind its last line end before an offset, as far as it is near. */
function behindEscapedEnd(text: string, offset: number): string {
  const near = lineBefore(text, offset).slice(-1000)
  return near.slice(near.lastIndexOf('\\n') + 2)
}

/** How the line of an offset ends; the line before, where it is the last. */
function lineEndAt(text: string, offset: number): '\n' | '\r\n' {
  const next = text.indexOf('\n', offset)
  const end = next < 0 ? text.lastIndexOf('\n') : next
  return end > 0 && text[end - 1] === '\r' ? '\r\n' : '\n'
}
