/** The names of files that come from outside: from an archive, a drop, a link. */
import { visible } from '../../reporters/visible.ts'

/** A name has no more folders; what is deeper is no tree that somebody edits. */
const MOST_FOLDERS = 60
const LONGEST = 1_000

/**
 * A name as the path that a file is known by: relative, with forward slashes, not out of the tree, without characters that hide
 * from the eye. Undefined for a name that leads out of the tree or is no name.
 */
export function cleanPath(name: string): string | undefined {
  if (name.length > LONGEST) return undefined
  const parts: string[] = []
  for (const part of name.replace(/^[A-Za-z]:(?=[\\/])/, '').split(/[\\/]/)) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(visible(part))
    else if (parts.pop() === undefined) return undefined
  }
  return parts.length > 0 && parts.length <= MOST_FOLDERS ? parts.join('/') : undefined
}

/** Folders that hold no files of the user's own. */
const NEVER_ENTERED = new Set(['.git', '.hg', '.svn', 'node_modules', '__MACOSX'])

/** Whether a file lies in a folder that is never looked into. */
export const isApart = (path: string): boolean =>
  path
    .split('/')
    .slice(0, -1)
    .some(folder => NEVER_ENTERED.has(folder))
