/** The text of a file's bytes. */

export interface Decoded {
  readonly text: string
  /** One sentence where the bytes are not the text they claim to be. */
  readonly problem?: string
}

/** UTF-8, or UTF-16 where a byte order mark says so. Undefined for a binary file, which is no text. */
export function decode(bytes: Buffer): Decoded | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString('utf16le') }
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
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

/** Whether the bytes are UTF-16 by their byte order mark: words stand in them with other bytes between. */
export const isUtf16 = (bytes: Buffer): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
