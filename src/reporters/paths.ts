/** Paths as other tools want them: relative to the root of the repository. */
import { posix } from 'node:path'
import type { LintResult } from '../diagnostic.ts'
import type { About } from './reporter.ts'

const isAbsolute = (path: string): boolean => /^(?:[A-Za-z]:)?\//.test(path)

const absolute = (path: string, directory: string): string =>
  posix.normalize(isAbsolute(path) ? path : `${directory}/${path}`)

const isWithin = (path: string, folder: string): boolean => path.startsWith(folder === '/' ? folder : `${folder}/`)

/**
 * Gives the path of a file from the root of the repository. Where files outside of it were linted too, all paths start from
 * the deepest folder that holds them all: a path never begins with `..`.
 */
export function pathsFromRoot(result: LintResult, about: About): (path: string) => string {
  const wholePath = (path: string) => absolute(path, about.directory)
  let root = about.root
  const include = (path: string) => {
    while (!isWithin(wholePath(path), root) && posix.dirname(root) !== root) root = posix.dirname(root)
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
