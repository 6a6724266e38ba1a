/** Texts that are packed with gzip, within bounds: a few bytes can stand for gigabytes. */
import { Gunzip } from 'fflate'
import { joinBytes } from '../text/bytes.ts'

/** No script or configuration on a machine is longer, in bytes. */
const LONGEST = 2_000_000
/** Texts become up to twenty times as long. So much more than that is no text. */
const MOST_TIMES = 100
const SHORT = 64_000
/** What stands around the packed bytes is as long as this. */
const SHORTEST = 18
/** So many bytes are looked at between two looks at how long it has become. */
const AT_ONCE = 1_024

class TooLong extends Error {}

/** The bytes that were packed; 'too long' where that is more than a text can be, undefined where it is not gzip. */
export function unpacked(bytes: Uint8Array): Uint8Array | 'too long' | undefined {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes.length < SHORTEST) return undefined
  const most = Math.min(LONGEST, SHORT + bytes.length * MOST_TIMES)
  const parts: Uint8Array[] = []
  let length = 0
  let isWhole = false
  const reader = new Gunzip((part, isLast) => {
    length += part.length
    if (length > most) throw new TooLong()
    parts.push(part)
    isWhole ||= isLast
  })
  try {
    for (let at = 0; at < bytes.length; at += AT_ONCE)
      reader.push(bytes.subarray(at, at + AT_ONCE), at + AT_ONCE >= bytes.length)
  } catch (error) {
    return error instanceof TooLong ? 'too long' : undefined
  }
  // The last four bytes tell the length. Several files in one tell that of the last one.
  const told = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(0, true)
  if (!isWhole || length === 0 || told > length) return undefined
  return joinBytes(parts)
}
