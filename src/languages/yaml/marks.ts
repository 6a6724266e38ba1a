/** Marks between documents that are indented by mistake. */
import { type Source, withText } from '../../text/source.ts'

/** The text with document marks at the left that are indented by mistake, where a document follows: they end nothing otherwise. */
export function withMarksAtTheLeft(source: Source): Source {
  const { text } = source
  const moved = text.replace(/^[ \t]{1,20}---[ \t]*(?=\napiVersion:)/gm, mark => mark.trim().padEnd(mark.length))
  return moved === text ? source : withText(source, moved)
}
