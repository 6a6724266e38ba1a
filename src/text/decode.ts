/** The text of a file's bytes. */

export interface Decoded {
  readonly text: string
  /** One sentence where the bytes are not the text they claim to be. */
  readonly problem?: string
}

/** UTF-8, or UTF-16 where the bytes show it. Undefined for a binary file, which is no text. */
export function decode(bytes: Buffer): Decoded | undefined {
  const order = utf16Order(bytes)
  if (order === 'little') return { text: bytes.toString('utf16le') }
  if (order === 'big')
    return {
      text: Buffer.from(bytes.subarray(0, bytes.length & ~1))
        .swap16()
        .toString('utf16le'),
    }
  if (bytes.subarray(0, 8192).includes(0)) return undefined
  const text = bytes.toString('utf8')
  if (text.includes('\uFFFD') && !bytes.includes('\uFFFD', 0, 'utf8'))
    return { text, problem: 'it is not valid UTF-8, so columns may be off' }
  return { text }
}

/** The bytes of a text in the encoding of those that it was read from. Undefined where these are not what they claim to be. */
export function encodeLike(text: string, bytes: Buffer): Buffer | undefined {
  const order = utf16Order(bytes)
  const encode = (from: string): Buffer =>
    order === undefined
      ? Buffer.from(from)
      : order === 'little'
        ? Buffer.from(from, 'utf16le')
        : Buffer.from(from, 'utf16le').swap16()
  const read = decode(bytes)
  return read && encode(read.text).equals(bytes) ? encode(text) : undefined
}

/** Whether the bytes are UTF-16: words stand in them with other bytes between. */
export const isUtf16 = (bytes: Buffer): boolean => utf16Order(bytes) !== undefined

/** By the byte order mark, or by the zeros beside two ASCII characters that the text begins with, as YAML 1.2 has it in 5.2. */
function utf16Order([a, b, c, d]: Buffer): 'little' | 'big' | undefined {
  if (a === 0xff && b === 0xfe) return 'little'
  if (a === 0xfe && b === 0xff) return 'big'
  if (a && b === 0 && c && d === 0) return 'little'
  if (a === 0 && b && c === 0 && d) return 'big'
  return undefined
}
