/** Which files are in the trees that the arguments name. */
import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { isWithin } from './disk.ts'
import { repositoryRoot } from './repository.ts'

/** What gives the absolute path of a file in the trees of the arguments, or undefined for any other and behind links. */
export function withinTrees(args: readonly string[], cwd: string): (path: string) => string | undefined {
  const roots = [...new Set(args.map(arg => treeOf(resolve(cwd, arg))))]
  /** Where the trees and the folders in them really are. */
  const real = new Map<string, string>()
  const realOf = (folder: string): string => {
    const known = real.get(folder) ?? realpathSync(folder)
    if (real.size > MOST_FOLDERS) real.clear()
    real.set(folder, known)
    return known
  }
  return path => {
    const absolute = resolve(cwd, path)
    const root = roots.find(folder => isWithin(absolute, folder))
    if (root === undefined) return undefined
    try {
      if (absolute === root) return absolute
      const folder = dirname(absolute)
      if (realOf(folder) !== join(realOf(root), relative(root, folder))) return undefined
      return lstatSync(absolute).isSymbolicLink() ? undefined : absolute
    } catch {
      return undefined
    }
  }
}

/** So many folders are remembered. */
const MOST_FOLDERS = 5_000

/** The tree that an argument is a part of. */
function treeOf(path: string): string {
  const isFolder = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const repository = repositoryRoot(isFolder ? path : dirname(path))
  if (repository !== undefined || isFolder) return repository ?? path
  // A file alone: the chart that it is in, and the charts around that one.
  let chart =
    path.lastIndexOf(`${sep}templates${sep}`) < 0
      ? dirname(path)
      : path.slice(0, path.lastIndexOf(`${sep}templates${sep}`))
  while (basename(dirname(chart)) === 'charts') chart = dirname(dirname(chart))
  return chart
}
