/** Who owns a file, from the CODEOWNERS of its repository. */
import { lstatSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { MOST_CHARACTERS, ownersOf, readCodeowners, type Section } from './codeowners.ts'
import { exists, slashed } from './disk.ts'
import { homeOf } from './repository.ts'

/** Where the file may lie: GitHub looks in this order, GitLab knows the last three. */
const NAMES = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** What tells the owners of files, by their paths from a folder, as they are written: `@org/platform @jane`. */
export function ownersIn(cwd: string): (path: string) => string | undefined {
  const repositories = new Map<string, readonly Section[]>()
  const known = new Map<string, string | undefined>()
  return path => {
    if (known.has(path)) return known.get(path)
    const absolute = resolve(cwd, path)
    const { repository } = homeOf(absolute)
    let owners: string | undefined
    if (repository !== undefined) {
      const sections = repositories.get(repository) ?? sectionsOf(repository)
      repositories.set(repository, sections)
      owners = ownersOf(slashed(relative(repository, absolute)), sections).join(' ') || undefined
    }
    known.set(path, owners)
    return owners
  }
}

function sectionsOf(repository: string): readonly Section[] {
  const name = NAMES.find(each => isPlain(join(repository, each)))
  if (name === undefined) return []
  const isGitLab =
    name.startsWith('.gitlab') || (exists(join(repository, '.gitlab-ci.yml')) && !exists(join(repository, '.github')))
  return readCodeowners(readFileSync(join(repository, name), 'utf8'), isGitLab)
}

/** Whether it is a file to be read: no link, in no folder that is one, and not too long. */
function isPlain(path: string): boolean {
  try {
    const file = lstatSync(path)
    return file.isFile() && file.size <= MOST_CHARACTERS && lstatSync(dirname(path)).isDirectory()
  } catch {
    return false
  }
}
