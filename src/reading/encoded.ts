/** Texts that stand encoded in a file: base64 and percent signs. */
import { fromBase64, utf8 } from '../text/bytes.ts'
import { innerSource, type Piece, type Source } from '../text/source.ts'

/** The text that base64 stands for, as one piece; undefined where it is no text, as with packed data. */
export function base64Text(source: Source): Source | undefined {
  const packed = source.text.replace(/\s+/g, '')
  if (packed === '' || /[^A-Za-z0-9+/=_-]/.test(packed)) return undefined
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(packed))
    return text.includes('\0') ? undefined : innerSource(source, [{ text, start: 0, end: source.text.length }])
  } catch {
    return undefined
  }
}

/** The text of a percent-encoded one. Every encoded character keeps its place. */
export function percentText(source: Source): Source {
  if (!source.text.includes('%')) return source
  const pieces: Piece[] = []
  let from = 0
  for (const match of source.text.matchAll(/(?:%[0-9a-fA-F]{2})+/g)) {
    const end = match.index + match[0].length
    pieces.push({ text: source.text.slice(from, match.index), start: from, end: match.index })
    pieces.push({
      text: utf8(Uint8Array.from(match[0].slice(1).split('%'), hex => Number.parseInt(hex, 16))),
      start: match.index,
      end,
    })
    from = end
  }
  pieces.push({ text: source.text.slice(from), start: from, end: source.text.length })
  return innerSource(source, pieces)
}
