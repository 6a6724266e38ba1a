/** Paths as other tools want them: relative to the root of the repository. */
import type { About, Reported } from './reporter.ts'

const isAbsolute = (path: string): boolean => /^(?:[A-Za-z]:)?\//.test(path)

const absolute = (path: string, directory: string): string =>
  normalized(isAbsolute(path) ? path : `${directory}/${path}`)

/** The path without `.`, `..` and doubled slashes. */
function normalized(path: string): string {
  const start = path.startsWith('/') ? '/' : ''
  const kept: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else if (!start) kept.push(part)
  }
  return start + kept.join('/') || '.'
}

/** The folder that a path is in: the root's is itself, and that of a name alone is the working folder. */
function folderOf(path: string): string {
  const end = path.lastIndexOf('/')
  return end > 0 ? path.slice(0, end) : end === 0 ? '/' : '.'
}

const isWithin = (path: string, folder: string): boolean => path.startsWith(folder === '/' ? folder : `${folder}/`)

/**
 * Gives the path of a file from the root of the repository. Where files outside of it were linted too, all paths start from
 * the deepest folder that holds them all: a path never begins with `..`.
 */
export function pathsFromRoot(result: Reported, about: About): (path: string) => string {
  const wholePath = (path: string) => absolute(path, about.directory)
  let root = about.root
  const include = (path: string) => {
    while (!isWithin(wholePath(path), root) && folderOf(root) !== root) root = folderOf(root)
  }
  for (const { location, related } of result.diagnostics) {
    include(location.path)
    for (const { location } of related) include(location.path)
  }
  for (const { path } of result.notices) include(path)
  return path => {
    const whole = wholePath(path)
    return isWithin(whole, root) ? whole.slice(root === '/' ? 1 : root.length + 1) : whole
  }
}
