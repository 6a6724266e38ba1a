/**
 * Words that stand in bytes otherwise than they are read: with quotes and signs of escape in them (`do\cker`, `plugi"n`), with a
 * line end that a sign takes away, or with characters that are written by their numbers (`\u0064ocker`).
 */
import { joinBytes, latin1 } from './bytes.ts'

const [TAB, LF, CR, BLANK, DOUBLE, SINGLE, BACKSLASH] = [9, 10, 13, 32, 34, 39, 92]

/** What readers take out of a word: quotes, and the signs of escape of Unix and of strings, of PowerShell and of cmd.exe. */
const SIGNS = '"\'\\`^'
const isSign = new Uint8Array(256)
for (const sign of SIGNS) isSign[sign.charCodeAt(0)] = 1

/** Those signs, as bytes. */
export const signBytes: readonly number[] = [...SIGNS].map(sign => sign.charCodeAt(0))

/** A word without the signs that readers take out. */
export const withoutSigns = (word: string): string => word.replace(/["'\\`^]/g, '')

/** No word that is looked for is longer, nor looked at for longer behind it, in bytes. */
const AROUND = 128

/**
 * What stands around each line end that a sign of escape takes away in a word, without it and the indent of the next line. Behind
 * a blank such a sign only goes on with a command, and no word is broken.
 */
export function joinedLines(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = []
  /** Up to where all is taken. */
  let taken = 0
  const take = (from: number, to: number): void => {
    if (from >= to) return
    parts.push(bytes.subarray(from, to))
    taken = to
  }
  /** Where the last line goes on. */
  let from = 0
  const finish = (to: number): void => {
    take(Math.max(from, taken), to)
  }
  for (let end = bytes.indexOf(LF); end >= 0; end = bytes.indexOf(LF, end + 1)) {
    const sign = bytes[end - 1] === CR ? end - 2 : end - 1
    if (sign < from || !isEscape(bytes[sign]!) || (sign > from && isBlank(bytes[sign - 1]!))) continue
    if (from > 0) finish(Math.min(sign, from + AROUND))
    take(Math.max(taken, sign - AROUND), sign)
    from = end + 1
    while (from < bytes.length && isBlank(bytes[from]!)) from++
    taken = from
  }
  if (from > 0) finish(Math.min(bytes.length, from + AROUND))
  return joinBytes(parts)
}

const isEscape = (byte: number): boolean => isSign[byte] === 1 && byte !== DOUBLE && byte !== SINGLE

const isBlank = (byte: number): boolean => byte === BLANK || byte === TAB

/** Whether a word in small letters is what ends before a place of bytes: what readers take out may stand in between. */
export function endsWith(bytes: Uint8Array, end: number, word: string): boolean {
  let at = end - 1
  for (let left = word.length - 1; left >= 0; left--, at--) {
    const wanted = word.charCodeAt(left)
    while (at >= 0 && small(bytes[at]!) !== wanted && isSign[bytes[at]!] === 1) at--
    if (at < 0 || small(bytes[at]!) !== wanted) return false
  }
  return true
}

/** Whether a word of ASCII in small letters stands in bytes, whatever its case and whatever readers take out of it. */
export function holdsWord(bytes: Uint8Array, word: string): boolean {
  const first = word.charCodeAt(0)
  for (let start = 0; start < bytes.length; start++) {
    if (small(bytes[start]!) !== first) continue
    let length = 1
    for (let at = start + 1; length < word.length && at < bytes.length; at++) {
      const byte = bytes[at]!
      if (small(byte) === word.charCodeAt(length)) length++
      else if (isSign[byte] !== 1) break
    }
    if (length === word.length) return true
  }
  return false
}

const small = (byte: number): number => (byte >= 65 && byte <= 90 ? byte + 32 : byte)

/** Signs that are no quotes around a whole word: inside of one, escaped, or before a line end. */
const BREAKING = /["'`^\\](?:(?<=\w.)["'`^\\]{0,8}\w|(?<=\\)["'ntr]|(?<=[\\`^])\r?\n)/

/** Whether any word in a text may be read otherwise than it stands. */
export const hasBrokenWord = (text: string): boolean => BREAKING.test(text)

/** How a short text may be read otherwise than it stands: without its signs, and with blanks for `\t` and `\n`. */
export function otherReadings(text: string): readonly string[] {
  const joined = text.replace(/[\\`^]\r?\n[ \t]{0,64}/g, '')
  return [withoutSigns(joined), withoutSigns(joined.replace(/\\[ntr]/g, ' '))]
}

/** A character of a word by its number: in strings, in XML, in a `data:` URL. */
const NUMBER =
  /^(?:\\x([\da-f]{2})|\\U000000([\da-f]{2})|\\u00([\da-f]{2})|&#x0{0,4}([\da-f]{2});|&#0{0,4}(\d{2,3});|%([\da-f]{2}))/i
const LONGEST_NUMBER = 10
const [AND, PERCENT] = [38, 37]

/** Bytes in which every character stands for itself that was written by its number. */
export function withoutNumbers(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    result[length] = byte
    if (byte === BACKSLASH || byte === AND || byte === PERCENT) {
      const [whole = '', x, long, u, entity, decimal, url] = NUMBER.exec(latin1(bytes, at, at + LONGEST_NUMBER)) ?? []
      const hex = x ?? long ?? u ?? entity ?? url
      if (whole !== '') {
        result[length] = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
        at += whole.length - 1
      }
    }
    length++
  }
  return result.subarray(0, length)
}
