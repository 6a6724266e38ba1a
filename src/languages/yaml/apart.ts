/** The documents of a text, each for itself: a mistake in one need not make the others slow to read. */
import { type Source, sliceSource } from '../../text/source.ts'

/** Shorter texts are read at once, whatever is wrong with them. */
const LONG = 8_000

/** A line that begins a document. Nothing of a document goes on behind it: no block, quote or collection. */
const BEGINNING = /^---(?=[ \t\r\n]|$)/gm

/** A directive holds for what follows it. */
const DIRECTIVE = /^%/m

/** The parts of a long text that each hold one document, with the comments before it; the text itself where it has one only. */
export function documentsApart(source: Source): readonly Source[] {
  const { text } = source
  if (text.length < LONG || DIRECTIVE.test(text)) return [source]
  const parts: Source[] = []
  let start = 0
  for (const { index } of text.matchAll(BEGINNING)) {
    if (!hasContent(text.slice(start, index))) continue
    parts.push(sliceSource(source, start, index))
    start = index
  }
  return start === 0 ? [source] : [...parts, sliceSource(source, start, text.length)]
}

/** Whether more than comments stands in a text. */
const hasContent = (text: string): boolean => /^(?!---(?:[ \t\r\n]|$))[ \t]*[^\s#]/m.test(text)
