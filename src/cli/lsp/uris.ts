/** Addresses of files, as editors have them, and paths. */
import { fileURLToPath, pathToFileURL } from 'node:url'
import { slashed } from '../../files/disk.ts'

/** The absolute path of a file, with forward slashes; undefined for a text that is not on disk. */
export function pathOfUri(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined
  try {
    return slashed(fileURLToPath(uri))
  } catch {
    // Of another machine, or with a slash in a name.
    return undefined
  }
}

/** The address of a file, by its absolute path. */
export const uriOfPath = (path: string): string => pathToFileURL(path).href
