/** Small questions to the file system, asked in the same way everywhere. */
import { lstatSync, readdirSync } from 'node:fs'
import { sep } from 'node:path'

/** Whether something of that path is there. */
export function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined
  } catch {
    // Below a file, or where nobody may look.
    return false
  }
}

/** Whether a path is a folder, or in it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Sorted by name in the same way on every machine. */
export const entriesOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))

/** What the file system calls a failure: `ENOENT`. */
export const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error)

/** A path with forward slashes. */
export const slashed = (path: string): string => (sep === '/' ? path : path.split(sep).join('/'))
