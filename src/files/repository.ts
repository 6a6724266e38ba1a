/** The repository and the project that a path is in, told from the folders around it. */
import { basename, dirname, join, resolve } from 'node:path'
import type { Home } from '../facts.ts'
import { exists, slashed } from './disk.ts'

/** The folder of the repository that a path is in, or undefined. */
export function repositoryRoot(path: string): string | undefined {
  for (let folder = resolve(path); ; folder = dirname(folder)) {
    if (exists(join(folder, '.git'))) return folder
    if (dirname(folder) === folder) return undefined
  }
}

/** Files by which a folder is a project of its own: a chart's, and the settings of Ansible. */
const UNIT_FILES = ['Chart.yaml', 'ansible.cfg']

const homes = new Map<string, Omit<Home, 'path'>>()

/** Where a file stands, told from the folders around it. */
export function homeOf(path: string): Home {
  return { path: slashed(path), ...homeOfFolder(dirname(path)) }
}

/** The repository and the project that a folder is in. Asked once of each folder. */
function homeOfFolder(folder: string): Omit<Home, 'path'> {
  const known = homes.get(folder)
  if (known) return known
  const path = slashed(folder)
  const above = dirname(folder) === folder ? { repository: undefined, unit: undefined } : homeOfFolder(dirname(folder))
  const repository = exists(join(folder, '.git')) ? path : above.repository
  const isUnit = UNIT_FILES.some(name => exists(join(folder, name)))
  const unit = isUnit ? path : repository === path ? undefined : above.unit
  const home = { repository, unit }
  homes.set(folder, home)
  return home
}

/**
 * Forgets what is known of folders where one of these files shows that it is so no more: one by which its folder is a project has
 * come or gone. Says whether it was so.
 */
export function forgetHomes(paths: readonly string[]): boolean {
  const isStale = paths.some(
    path =>
      UNIT_FILES.includes(basename(path)) && exists(path) !== (homeOf(path).unit === slashed(dirname(resolve(path)))),
  )
  if (isStale) homes.clear()
  return isStale
}
