/**
 * Names of files that are no UTF-8, which a file system may hold. A byte that is none is kept as a lone surrogate, U+DC80 to
 * U+DCFF, as Python has it (PEP 383), so that the file can be opened; people see it as `\xE9`.
 */
import { lstatSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const KEPT = /(?<![\uD800-\uDBFF])[\uDC80-\uDCFF]/g
/** What Node gives for each byte that is no UTF-8. */
const LOST = '\uFFFD'

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A name of the bytes that the file system has. */
export function nameOfBytes(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    let name = ''
    for (let at = 0; at < bytes.length; ) {
      const length = lengthOfCharacter(bytes, at)
      name += length > 0 ? strict.decode(bytes.subarray(at, at + length)) : String.fromCharCode(0xdc00 + bytes[at]!)
      at += Math.max(1, length)
    }
    return name
  }
}

/** How many bytes the character has that begins there; 0 where none does. */
function lengthOfCharacter(bytes: Uint8Array, at: number): number {
  for (let length = 1; length <= 4 && at + length <= bytes.length; length++)
    try {
      strict.decode(bytes.subarray(at, at + length))
      return length
    } catch {
      // A longer one may begin there.
    }
  return 0
}

/** A path as the file system takes it. */
export function onDisk(path: string): string | Buffer {
  if (path.search(KEPT) < 0) return path
  const parts: Buffer[] = []
  let from = 0
  for (const { index, 0: kept } of path.matchAll(KEPT)) {
    parts.push(Buffer.from(path.slice(from, index)), Buffer.from([kept.charCodeAt(0) - 0xdc00]))
    from = index + 1
  }
  return Buffer.concat([...parts, Buffer.from(path.slice(from))])
}

/** A path as people see it. */
export const shownName = (path: string): string =>
  path.replace(KEPT, kept => `\\x${(kept.charCodeAt(0) - 0xdc00).toString(16).toUpperCase()}`)

/** What a folder holds. */
export interface Entry {
  readonly name: string
  isFile(): boolean
  isDirectory(): boolean
  isSymbolicLink(): boolean
}

/** What a folder holds, by the names that its files really have. */
export function entriesIn(folder: string): readonly Entry[] {
  const entries = readdirSync(onDisk(folder), { withFileTypes: true })
  if (!entries.some(({ name }) => name.includes(LOST))) return entries
  return readdirSync(onDisk(folder), { withFileTypes: true, encoding: 'buffer' }).map(entry => ({
    name: nameOfBytes(entry.name),
    isFile: () => entry.isFile(),
    isDirectory: () => entry.isDirectory(),
    isSymbolicLink: () => entry.isSymbolicLink(),
  }))
}

/** The paths that an argument may mean whose bytes were lost before the program was given it. */
export function pathsMeant(arg: string, cwd: string): readonly string[] {
  const absolute = resolve(cwd, arg)
  if (!arg.includes(LOST) || lstatSync(onDisk(absolute), { throwIfNoEntry: false })) return [absolute]
  const folder = dirname(absolute)
  if (folder === absolute) return []
  const lossy = absolute.slice(join(folder, '/').length)
  return pathsMeant(folder, cwd).flatMap(parent => {
    try {
      const found = entriesIn(parent).filter(({ name }) => name.replace(KEPT, LOST) === lossy)
      return found.map(({ name }) => join(parent, name))
    } catch {
      return []
    }
  })
}
