/** Texts that a scan of a file's bytes does not see: base64 in a Secret, in user data, in a script. */
import type { Trigger } from './rule.ts'

/** Words without which no reader decodes base64. */
export const hidingWords: readonly Trigger[] = [
  { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Secret\b/ },
  'base64',
  'encoding: b64',
  'binaryData',
]

/** What may be base64, also over several lines. Shorter than this no word that a rule asks for can be. */
const RUN = /[\w+/-]{8,}(?:\\?\r?\n[ \t]*[\w+/-]{8,})*/g
/** How base64 of gzip begins. */
const PACKED = 'H4sI'

/**
 * What every run of characters stands for that may be base64, as bytes. Where in a run it begins cannot be known, so each run
 * is decoded from its first four characters on. Undefined where it is packed: that cannot be looked into.
 */
export function* hiddenTexts(bytes: Buffer): Generator<Buffer | undefined> {
  for (const [run] of bytes.toString('latin1').matchAll(RUN)) {
    const text = run.replace(/[\\\s]+/g, '')
    if (text.includes(PACKED)) yield undefined
    for (let skip = 0; skip < 4; skip++) {
      const decoded = Buffer.from(text.slice(skip), 'base64')
      yield decoded.includes(PACKED) ? undefined : decoded
    }
  }
}
