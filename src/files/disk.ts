/** Small questions to the file system, asked in the same way everywhere. */
import { lstatSync } from 'node:fs'
import { sep } from 'node:path'
import { type Entry, entriesIn, onDisk } from './foreign-names.ts'

/** Whether something of that path is there. */
export function exists(path: string): boolean {
  try {
    return lstatSync(onDisk(path), { throwIfNoEntry: false }) !== undefined
  } catch {
    // Below a file, or where nobody may look.
    return false
  }
}

/** Whether a path is a folder, or in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Sorted by name in the same way on every machine. */
export const entriesOf = (folder: string): readonly Entry[] =>
  [...patiently(() => entriesIn(folder))].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

/** How often and for how many milliseconds it is waited until files may be opened again. */
const [MOST_WAITS, WAIT] = [100, 50]

/** Opens something; where too many files are open on the machine, waits until some are closed. */
export function patiently<T>(open: () => T, wait = WAIT): T {
  for (let waits = 0; ; waits++)
    try {
      return open()
    } catch (error) {
      if (!/^E[MN]FILE$/.test(codeOf(error)) || waits === MOST_WAITS) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, wait)
    }
}

/** What the file system calls a failure: `ENOENT`. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** A path with forward slashes. */
export const slashed = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'))
