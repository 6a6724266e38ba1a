/** Finding programs of the machine. Nothing is started that lies in what is linted. */
import { statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { isWithin } from './disk.ts'

/**
 * The path of a program on the search path, or undefined. Some systems look into the working folder first, and a search path may
 * name a folder of the repository: what lies in `outside` is never taken.
 */
export function findProgram(
  name: string,
  searchPath: string,
  outside: string | undefined,
  windows = false,
): string | undefined {
  for (const folder of searchPath.split(delimiter)) {
    if (!isAbsolute(folder) || (outside !== undefined && isWithin(resolve(folder), resolve(outside)))) continue
    const path = join(folder, windows ? `${name}.exe` : name)
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return path
  }
  return undefined
}
