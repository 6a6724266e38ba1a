/** Texts that a scan of a file's bytes does not see: base64 in a Secret, in user data, in a script. */
import type { Trigger } from '../rule.ts'

/** Words without which no reader decodes base64. */
export const hidingWords: readonly Trigger[] = [
  { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Secret\b/ },
  'base64',
  'encoding: b64',
  'binaryData',
]

const CHARACTERS = /[\w+/-]+/g
/** Shorter than this is no line of base64, in UTF-16 units: no word that a rule asks for would fit. */
const SHORTEST = 8
/** What stands between two lines of one run. */
const LINE_END = /^\\?\r?\n[ \t]*$/
/** How base64 of gzip begins. */
const PACKED = 'H4sI'
/** A longer run is not decoded here, in UTF-16 units: four copies of a file of 100 MB would not fit into the memory. */
const LONGEST = 1_000_000

/**
 * What every run of characters stands for that may be base64, as bytes. Where in a run it begins cannot be known, so each run
 * is decoded from its first four characters on. Undefined where it cannot be looked into: it is packed or too long.
 */
export function* hiddenTexts(bytes: Buffer): Generator<Buffer | undefined> {
  for (const run of runsIn(bytes.toString('latin1'))) {
    if (run.length > LONGEST || run.includes(PACKED)) yield undefined
    else
      for (let skip = 0; skip < 4; skip++) {
        const decoded = Buffer.from(run.slice(skip), 'base64')
        yield decoded.includes(PACKED) ? undefined : decoded
      }
  }
}

/** What may be base64, also over several lines. Not one expression: those that repeat what repeats need a stack for each repetition. */
function* runsIn(text: string): Generator<string> {
  let run = ''
  let end = 0
  for (const { 0: line, index } of text.matchAll(CHARACTERS)) {
    if (line.length < SHORTEST) continue
    if (run !== '' && !LINE_END.test(text.slice(end, index))) {
      yield run
      run = ''
    }
    run += line
    end = index + line.length
  }
  if (run !== '') yield run
}
