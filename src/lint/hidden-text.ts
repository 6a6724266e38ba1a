/** Texts that a scan of a file's bytes does not see: base64 in a Secret, in user data, in a script. */
import type { Trigger } from '../rule.ts'
import { fromSextets, indexOfWord, SEXTETS } from '../text/bytes.ts'

/** Words without which no reader decodes base64. */
export const hidingWords: readonly Trigger[] = [
  { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Secret\b/ },
  'base64',
  { word: 'encoding', followedBy: /^['"]?\s{0,9}:\s{0,9}['"]?(?:gz|b64)/i },
  'binaryData',
  ...['userdata', 'user-data', 'user_data', 'customdata', 'custom_data'].map(word => ({
    word,
    followedBy: /^['"]?\s{0,9}[:=]\s{0,9}['"]?[A-Za-z0-9+/]{40}/,
  })),
  'H4sI',
]

/**
 * What begins a character of a word that is written by its number. What is no part of a word is none: Go writes `<` and `&` of
 * each JSON so.
 */
export const numberWords: readonly Trigger[] = [
  { word: '\\u00', followedBy: /^(?:0000)?(?:2[0d-f]|3[\dad]|[4-7][\da-f])/i },
  ...[2, 3, 4, 5, 6, 7].map(high => ({ word: `\\x${high}`, followedBy: /^[\da-f]/i })),
  { word: '&#', followedBy: /^(?:x0{0,4}[2-7][\da-f]|0{0,4}\d{2,3});/i },
  { word: 'data:', followedBy: /^[\w/;=.+-]{0,40},/ },
]

/** Shorter than this is no line of base64, in bytes: no word that a rule asks for would fit. */
const SHORTEST = 8
/** How base64 of gzip begins, as a text and as what its characters stand for. */
const PACKED = 'H4sI'
const PACKED_SEXTETS = String.fromCharCode(...[...PACKED].map(character => SEXTETS[character.charCodeAt(0)]!))
/** A longer run is not decoded here, in bytes: four copies of a file of 100 MB would not fit into the memory. */
const LONGEST = 1_000_000
const [TAB, LF, CR, BLANK, BACKSLASH] = [9, 10, 13, 32, 92]

/**
 * What every run of characters stands for that may be base64, as bytes. Where in a run it begins cannot be known, so each run
 * is decoded from its first four characters on. Undefined where it cannot be looked into: it is packed or too long.
 */
export function* hiddenTexts(bytes: Uint8Array): Generator<Uint8Array | undefined> {
  for (const run of runsIn(bytes)) {
    const sextets = run.length > LONGEST ? undefined : sextetsOf(bytes, run)
    if (!sextets || indexOfWord(sextets, PACKED_SEXTETS) >= 0) yield undefined
    else
      for (let skip = 0; skip < 4; skip++) {
        const decoded = fromSextets(sextets.subarray(skip))
        yield indexOfWord(decoded, PACKED) >= 0 ? undefined : decoded
      }
  }
}

/** Lines of base64 that follow each other: where each starts and ends, and how long they are together. */
interface Run {
  readonly lines: readonly (readonly [start: number, end: number])[]
  readonly length: number
}

/** What may be base64, also over several lines. */
function* runsIn(bytes: Uint8Array): Generator<Run> {
  let lines: (readonly [number, number])[] = []
  let length = 0
  for (let start = 0; start < bytes.length; start++) {
    if (SEXTETS[bytes[start]!] === 64) continue
    let end = start + 1
    while (end < bytes.length && SEXTETS[bytes[end]!] !== 64) end++
    if (end - start >= SHORTEST) {
      if (lines.length > 0 && !isLineEnd(bytes, lines.at(-1)![1], start)) {
        yield { lines, length }
        lines = []
        length = 0
      }
      lines.push([start, end])
      length += end - start
    }
    start = end
  }
  if (lines.length > 0) yield { lines, length }
}

/** Whether only a line end stands between two places, with the indent of the second line. */
function isLineEnd(bytes: Uint8Array, from: number, to: number): boolean {
  let at = from
  if (bytes[at] === BACKSLASH) at++
  if (bytes[at] === CR) at++
  if (bytes[at] !== LF || at >= to) return false
  at++
  while (at < to && (bytes[at] === BLANK || bytes[at] === TAB)) at++
  return at === to
}

/** What the characters of a run stand for. */
function sextetsOf(bytes: Uint8Array, { lines, length }: Run): Uint8Array {
  const sextets = new Uint8Array(length)
  let at = 0
  for (const [start, end] of lines) for (let i = start; i < end; i++) sextets[at++] = SEXTETS[bytes[i]!]!
  return sextets
}
