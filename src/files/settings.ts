/** The files that a user wrote for the linter: a configuration, values, a baseline, an earlier result. */
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf, exists, isWithin } from './disk.ts'
import { NotFound } from './not-found.ts'
import { repositoryRoot } from './repository.ts'
import { shown } from './shown.ts'

/** A file of the user's own settings is no larger. */
const MOST_SETTINGS_BYTES = 10_000_000

/** The nearest file of that name in a folder or above it, up to the root of the repository. */
export function findAbove(name: string, cwd: string): string | undefined {
  const root = repositoryRoot(cwd)
  for (let folder = cwd; ; folder = dirname(folder)) {
    const path = join(folder, name)
    if (exists(path)) return path
    if (folder === root || dirname(folder) === folder) return undefined
  }
}

/** A file that the user wrote for the linter. Throws NotFound when it cannot be read. A link that nobody named may lead anywhere. */
export function readSettings(
  path: string,
  cwd: string,
  followLink = true,
  most = MOST_SETTINGS_BYTES,
): { readonly path: string; readonly text: string } {
  const absolute = resolve(cwd, path)
  try {
    const stat = followLink ? statSync(absolute) : lstatSync(absolute)
    if (!stat.isFile()) throw new NotFound(`${path} is not a regular file`)
    if (stat.size > most) throw new NotFound(`${path} is too large to be read`)
    return { path: shown(absolute, cwd), text: readFileSync(absolute, 'utf8') }
  } catch (error) {
    if (error instanceof NotFound) throw error
    throw new NotFound(
      codeOf(error) === 'ENOENT' ? `${path} does not exist` : `${path} cannot be read (${codeOf(error)})`,
    )
  }
}

/** A file that a configuration in the tree names: a stranger's pull request must not print what is outside of its repository. */
export function readOwnSettings(path: string, folder: string): { readonly path: string; readonly text: string } {
  const read = readSettings(path, folder)
  const root = realpathSync(repositoryRoot(folder) ?? folder)
  if (isWithin(realpathSync(resolve(folder, path)), root)) return read
  throw new NotFound(
    `${path} is not read: a configuration that is found names files of its own repository only. --values may name any`,
  )
}
