/** Texts that stand encoded in a file: base64, gzip in base64, and percent signs. */
import { fromBase64, utf8 } from '../text/bytes.ts'
import { innerSource, type Piece, type Source } from '../text/source.ts'
import { unpacked } from './unpack.ts'

/** What was done to a text, the last thing first: what has to be undone one after the other. */
export type Encoding = 'base64' | 'gzip'

/** A text, or half a sentence of why there is none. */
export type Plain = { readonly text: Source } | { readonly problem: string }

const PACKED: Plain = { problem: 'is packed' }

/** What cloud-init means by `encoding:`; undefined where it is none that it knows. Source: cloud-init, module write_files. */
export function encodingsNamed(name: string): readonly Encoding[] | undefined {
  if (/^(?:text\/plain)?$/i.test(name)) return []
  if (/^(?:b64|base64)$/i.test(name)) return ['base64']
  // What is only packed is no text in YAML, where `!!binary` is base64.
  return /^gz(?:ip)?(?:\+(?:b64|base64))?$/i.test(name) ? ['base64', 'gzip'] : undefined
}

/** The text that an encoded one stands for, as one piece. */
export function plainText(source: Source, encodings: readonly Encoding[]): Plain {
  if (encodings.length === 0) return { text: source }
  const base64 = source.text.replace(/\s+/g, '')
  if (encodings[0] !== 'base64' || base64 === '' || /[^A-Za-z0-9+/=_-]/.test(base64)) return PACKED
  let bytes = fromBase64(base64)
  for (const encoding of encodings.slice(1)) {
    const whole = encoding === 'gzip' ? unpacked(bytes) : undefined
    if (whole === undefined) return PACKED
    if (whole === 'too long') return { problem: 'is packed, and too long to be a text once it is unpacked' }
    bytes = whole
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return text.includes('\0') ? PACKED : { text: innerSource(source, [{ text, start: 0, end: source.text.length }]) }
  } catch {
    return PACKED
  }
}

/** The text that base64 stands for, as one piece; undefined where it is no text, as with packed data. */
export function base64Text(source: Source): Source | undefined {
  const plain = plainText(source, ['base64'])
  return 'text' in plain ? plain.text : undefined
}

/** How packed data in base64 begins. */
export const isPackedBase64 = (text: string): boolean => /^\s*H4sI/.test(text.slice(0, 100))

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
