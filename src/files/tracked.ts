/** The files that git tracks: they are a part of the repository, whatever `.gitignore` says of them. */
import { lstatSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { trackedPaths } from './git-index.ts'

/** What is tracked of one repository. */
export interface Tracked {
  /** Whether a file is tracked, or a folder that holds one, by its absolute path. */
  has(path: string): boolean
  /** Whether the index is there and could not be read, so that nothing is known. */
  readonly isUnreadable: boolean
}

/** The index of a large repository has a tenth of that. */
const MOST_BYTES = 200_000_000

const known = new Map<string, Tracked>()

/** What the repository of a folder tracks. Its index is read once, when the first path is asked for. */
export function trackedIn(repository: string): Tracked {
  const before = known.get(repository)
  if (before) return before
  let read: ReadonlySet<string> | 'unreadable' | undefined
  const paths = () => {
    read ??= readIndex(repository)
    return read
  }
  const tracked: Tracked = {
    has(path) {
      const found = paths()
      return found !== 'unreadable' && found.has(path)
    },
    get isUnreadable() {
      return paths() === 'unreadable'
    },
  }
  known.set(repository, tracked)
  return tracked
}

/** The tracked files and all folders that lead to them, by their absolute paths. */
function readIndex(repository: string): ReadonlySet<string> | 'unreadable' {
  const folder = gitFolder(repository)
  const index = join(folder, 'index')
  const found = new Set<string>()
  try {
    const stat = lstatSync(index, { throwIfNoEntry: false })
    if (!stat) return found
    if (!stat.isFile() || stat.size > MOST_BYTES) return 'unreadable'
    const names = trackedPaths(readFileSync(index), hashLength(folder))
    if (!names) return 'unreadable'
    for (const name of names)
      for (let path = join(repository, name); path.length > repository.length && !found.has(path); path = dirname(path))
        found.add(path)
    return found
  } catch {
    return 'unreadable'
  }
}

/** `.git` is a folder, or in a worktree or submodule a file that names one. */
function gitFolder(repository: string): string {
  const path = join(repository, '.git')
  try {
    if (!lstatSync(path).isFile()) return path
    const named = /^gitdir: ([^\n\r]{1,4096})/.exec(readFileSync(path, 'utf8').slice(0, 5000))?.[1]
    return named === undefined ? path : resolve(repository, named)
  } catch {
    return path
  }
}

function hashLength(folder: string): 20 | 32 {
  try {
    return /objectformat[ \t]{0,8}=[ \t]{0,8}sha256/i.test(readFileSync(join(folder, 'config'), 'utf8')) ? 32 : 20
  } catch {
    return 20
  }
}
