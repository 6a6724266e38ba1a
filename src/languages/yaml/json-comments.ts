/** JSON as people write it for editors and tools: with comments, and commas behind the last item (`devcontainer.json`). */
import { type Source, withText } from '../../text/source.ts'

/** A string, a comment or how one begins, a comma, the end of a list or map, and anything else. */
const PIECE = /"[^"\\\n]*(?:\\.[^"\\\n]*)*(?:"|\\?(?=\n|$))|\/\/[^\n]*|\/\*|[,\]}]|[^\s"/,\]}]+/g

/** The text with its comments and last commas blanked; undefined where it holds none, or is no JSON by its beginning. */
export function withoutComments(source: Source): Source | undefined {
  const { text } = source
  if (!/^\s*[{[/]/.test(text.slice(0, 200))) return undefined
  const parts: string[] = []
  let from = 0
  /** Where in the parts a comma stands behind which nothing but comments has come. */
  let comma = -1
  PIECE.lastIndex = 0
  for (let match = PIECE.exec(text); match; match = PIECE.exec(text)) {
    let piece = match[0]
    if (piece === '/*') {
      const end = text.indexOf('*/', match.index + 2)
      if (end < 0) return undefined
      piece = text.slice(match.index, end + 2)
      PIECE.lastIndex = end + 2
    }
    parts.push(text.slice(from, match.index))
    from = match.index + piece.length
    const isComment = /^\/[/*]/.test(piece)
    if (comma >= 0 && /^[\]}]/.test(piece)) parts[comma] = ' '
    if (!isComment) comma = piece === ',' ? parts.length : -1
    parts.push(isComment ? piece.replace(/[^\n]/g, ' ') : piece)
  }
  parts.push(text.slice(from))
  const bare = parts.join('')
  return bare === text ? undefined : withText(source, bare)
}
