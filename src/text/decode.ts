/** The text of a file's bytes. */
import { indexOfWord, utf8, utf16, utf16Bytes } from './bytes.ts'

export interface Decoded {
  readonly text: string
  /** One sentence where the bytes are not the text they claim to be. */
  readonly problem?: string
}

/** UTF-8, or UTF-16 where the bytes show it. Undefined for a binary file, which is no text. */
export function decode(bytes: Uint8Array): Decoded | undefined {
  const order = utf16Order(bytes)
  if (order) return { text: utf16(bytes, order) }
  if (bytes.subarray(0, 8192).includes(0)) return undefined
  const text = utf8(bytes)
  if (text.includes('\uFFFD') && indexOfWord(bytes, REPLACEMENT) < 0)
    return { text, problem: 'it is not valid UTF-8, so columns may be off' }
  return { text }
}

/** Whether bytes are a text but for zeros in it: an editor shows it, and what consumes it may read on. */
export function isTextWithZeros(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 8192)
  const zeros = head.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0)
  return zeros > 0 && zeros * 20 < head.length && !head.some(byte => byte > 0 && byte < 9)
}

/** The bytes of U+FFFD, one in each unit. */
const REPLACEMENT = '\xEF\xBF\xBD'

/** The bytes of a text in the encoding of those that it was read from. Undefined where these are not what they claim to be. */
export function encodeLike(text: string, bytes: Uint8Array): Uint8Array | undefined {
  const order = utf16Order(bytes)
  const encode = (from: string): Uint8Array => (order ? utf16Bytes(from, order) : new TextEncoder().encode(from))
  const read = decode(bytes)
  return read && isSame(encode(read.text), bytes) ? encode(text) : undefined
}

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index])

/** Whether the bytes are UTF-16: words stand in them with other bytes between. */
export const isUtf16 = (bytes: Uint8Array): boolean => utf16Order(bytes) !== undefined

/** By the byte order mark, or by the zeros beside two ASCII characters that the text begins with, as YAML 1.2 has it in 5.2. */
function utf16Order([a, b, c, d]: Uint8Array): 'little' | 'big' | undefined {
  if (a === 0xff && b === 0xfe) return 'little'
  if (a === 0xfe && b === 0xff) return 'big'
  if (a && b === 0 && c && d === 0) return 'little'
  if (a === 0 && b && c === 0 && d) return 'big'
  return undefined
}
