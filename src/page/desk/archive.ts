/** Zip archives. Unpacked from front to back and by what really comes out of them, so that no header makes them larger than allowed. */
import { Unzip, UnzipInflate, zipSync } from 'fflate'
import { joinBytes } from '../../text/bytes.ts'

/** So much is given to the inflater at once: one byte becomes a thousand at the most. */
const STEP = 1 << 14

export const isZip = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03 && bytes[3] === 0x04

/** What an archive may come to. */
export interface Limits {
  readonly files: number
  readonly bytes: number
}

export interface Unpacked {
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[]
  /** Why there are no more, as half a sentence. */
  readonly problem: string | undefined
}

/** The files of an archive whose names are wanted, up to the limits. */
export function unpacked(archive: Uint8Array, limits: Limits, isWanted: (name: string) => boolean): Unpacked {
  const files: { path: string; bytes: Uint8Array }[] = []
  let size = 0
  let problem: string | undefined
  const unzip = new Unzip(file => {
    if (file.name.endsWith('/') || !isWanted(file.name) || problem !== undefined) return
    if (files.length >= limits.files) {
      problem = `it holds more than ${limits.files} files`
      return
    }
    const parts: Uint8Array[] = []
    file.ondata = (error, part, isLast) => {
      if (error || problem !== undefined) {
        problem ??= `"${file.name}" in it cannot be unpacked`
        return
      }
      size += part.length
      if (size > limits.bytes) {
        problem = `what is in it is larger than ${Math.round(limits.bytes / 1e6)} MB`
        return
      }
      // The inflater uses its room again.
      parts.push(part.slice())
      if (isLast) files.push({ path: file.name, bytes: joinBytes(parts) })
    }
    file.start()
  })
  unzip.register(UnzipInflate)
  try {
    for (let at = 0; at < archive.length && problem === undefined; at += STEP)
      unzip.push(archive.subarray(at, at + STEP), at + STEP >= archive.length)
  } catch {
    problem ??= 'it is broken'
  }
  return { files, problem }
}

/** An archive of files. */
export const packed = (files: ReadonlyMap<string, Uint8Array>): Uint8Array => zipSync(Object.fromEntries(files))
