/** Bytes and what they stand for, by what every JavaScript has: the linter runs in a browser too. */

/** The text that bytes of UTF-8 stand for, a byte order mark included; what is none becomes U+FFFD. */
export const utf8 = (bytes: Uint8Array): string => lenient.decode(bytes)

const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** The text that bytes of UTF-16 stand for, unit for unit. A byte too many is left out. */
export function utf16(bytes: Uint8Array, order: 'little' | 'big'): string {
  const units = new Uint16Array(bytes.length >> 1)
  const [low, high] = order === 'little' ? [0, 1] : [1, 0]
  for (let i = 0; i < units.length; i++) units[i] = bytes[2 * i + low]! | (bytes[2 * i + high]! << 8)
  return textOf(units)
}

/** The bytes of a text in UTF-16, unit for unit. */
export function utf16Bytes(text: string, order: 'little' | 'big'): Uint8Array {
  const bytes = new Uint8Array(2 * text.length)
  const [low, high] = order === 'little' ? [0, 1] : [1, 0]
  for (let i = 0; i < text.length; i++) {
    bytes[2 * i + low] = text.charCodeAt(i)
    bytes[2 * i + high] = text.charCodeAt(i) >> 8
  }
  return bytes
}

/** One character for each byte: U+0000 to U+00FF. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  const part = bytes.subarray(start, end)
  // The engine reads UTF-8 many times as fast, and most bytes are ASCII, which is the same in both.
  const text = utf8(part)
  return text.length === part.length && !text.includes('\uFFFD') ? text : textOf(part)
}

/** One byte for each UTF-16 unit: its low one, as words of ASCII need no more. */
export function lowBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** A copy of a short text that does not keep the text in memory that it was cut out of. */
export function detach(text: string): string {
  const units = new Uint16Array(text.length)
  for (let i = 0; i < units.length; i++) units[i] = text.charCodeAt(i)
  return textOf(units)
}

/** So many units are made a text at once: each is an argument of a call. */
const AT_ONCE = 4096

function textOf(units: Uint8Array | Uint16Array): string {
  let text = ''
  for (let i = 0; i < units.length; i += AT_ONCE)
    text += String.fromCharCode.apply(undefined, units.subarray(i, i + AT_ONCE) as unknown as number[])
  return text
}

/** Where a word of ASCII stands in bytes for the first time from a place on, or -1. */
export function indexOfWord(bytes: Uint8Array, word: string, from = 0): number {
  const first = word.charCodeAt(0)
  for (let at = bytes.indexOf(first, from); at >= 0; at = bytes.indexOf(first, at + 1))
    if (standsAt(bytes, word, at)) return at
  return -1
}

/** Whether a word of ASCII stands at a place of bytes. */
function standsAt(bytes: Uint8Array, word: string, at: number): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word.charCodeAt(i)) return false
  return true
}

/** What a byte of base64 stands for, in either of its alphabets; 64 for one that stands for nothing. */
export const SEXTETS: Uint8Array = (() => {
  const table = new Uint8Array(256).fill(64)
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  for (let i = 0; i < alphabet.length; i++) table[alphabet.charCodeAt(i)] = i
  table['-'.charCodeAt(0)] = 62
  table['_'.charCodeAt(0)] = 63
  return table
})()

/** The bytes that base64 stands for, up to its padding. Blanks and what else is no base64 count for nothing. */
export function fromBase64(text: string): Uint8Array {
  const sextets = new Uint8Array(text.length)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit === PADDING) break
    const sextet = unit < 256 ? SEXTETS[unit]! : 64
    if (sextet < 64) sextets[length++] = sextet
  }
  return fromSextets(sextets.subarray(0, length))
}

const PADDING = '='.charCodeAt(0)

/** The bytes that pieces of six bits make up; bits too few for a byte are left out. */
export function fromSextets(sextets: Uint8Array): Uint8Array {
  const { length } = sextets
  const bytes = new Uint8Array((length * 3) >> 2)
  const whole = length - (length % 4)
  let at = 0
  // No place outside of an array is read or written in the loop: that would make every step of it slow.
  for (let i = 0; i < whole; i += 4) {
    const bits = (sextets[i]! << 18) | (sextets[i + 1]! << 12) | (sextets[i + 2]! << 6) | sextets[i + 3]!
    bytes[at] = bits >> 16
    bytes[at + 1] = bits >> 8
    bytes[at + 2] = bits
    at += 3
  }
  const rest = length - whole
  if (rest > 1) bytes[at] = (sextets[whole]! << 2) | (sextets[whole + 1]! >> 4)
  if (rest > 2) bytes[at + 1] = (sextets[whole + 1]! << 4) | (sextets[whole + 2]! >> 2)
  return bytes
}

/** Parts of bytes, one after the other, as bytes of their own. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
