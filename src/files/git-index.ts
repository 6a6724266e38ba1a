/** The index of a git repository: which files it tracks, told without running git. Source: git-scm.com/docs/index-format. */

const HEADER = 12
/** Times, device, mode, owner and size of an entry, before the name of its content. */
const STAT = 40
const EXTENDED = 0x4000

/**
 * The paths that an index names, from the root of the repository, or undefined for a text that is no index of versions 2 to 4.
 * `hashLength` is 20 bytes, or 32 in a repository of SHA-256.
 */
export function trackedPaths(index: Buffer, hashLength: 20 | 32 = 20): ReadonlySet<string> | undefined {
  if (index.length < HEADER || index.toString('latin1', 0, 4) !== 'DIRC') return undefined
  const version = index.readUInt32BE(4)
  if (version < 2 || version > 4) return undefined
  const paths = new Set<string>()
  let at = HEADER
  let before: Buffer = Buffer.alloc(0)
  for (let left = index.readUInt32BE(8); left > 0; left--) {
    const start = at
    const flagsAt = start + STAT + hashLength
    if (flagsAt + 2 > index.length) return undefined
    at = flagsAt + (index.readUInt16BE(flagsAt) & EXTENDED ? 4 : 2)
    let kept = 0
    if (version === 4) {
      const dropped = readOffset(index, at)
      if (!dropped || dropped.value > before.length) return undefined
      kept = before.length - dropped.value
      at = dropped.end
    }
    const end = index.indexOf(0, at)
    if (end < 0) return undefined
    const name = Buffer.concat([before.subarray(0, kept), index.subarray(at, end)])
    paths.add(name.toString())
    before = name
    // Before version 4 an entry ends with one to eight NULs, at a multiple of eight.
    at = version === 4 ? end + 1 : start + ((end - start + 8) & ~7)
  }
  return paths
}

/** A number in the encoding of pack files: seven bits a byte, one added for each further byte. */
function readOffset(bytes: Buffer, from: number): { readonly value: number; readonly end: number } | undefined {
  let value = 0
  for (let at = from; at < bytes.length && at < from + 5; at++) {
    const byte = bytes[at]!
    value = at === from ? byte & 127 : ((value + 1) << 7) | (byte & 127)
    if (byte < 128) return { value, end: at + 1 }
  }
  return undefined
}
