/** Which files are in the trees that the arguments name. */
import { lstatSync, realpathSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { isWithin } from './disk.ts'
import { repositoryRoot } from './repository.ts'

/** What gives the absolute path of a file in the trees of the arguments, or undefined for any other and behind links. */
export function withinTrees(args: readonly string[], cwd: string): (path: string) => string | undefined {
  const roots = [...new Set(args.map(arg => treeOf(resolve(cwd, arg))))]
  const real = new Map<string, string>()
  return path => {
    const absolute = resolve(cwd, path)
    const root = roots.find(folder => isWithin(absolute, folder))
    if (root === undefined) return undefined
    try {
      const target = real.get(root) ?? realpathSync(root)
      real.set(root, target)
      return realpathSync(absolute) === join(target, relative(root, absolute)) ? absolute : undefined
    } catch {
      return undefined
    }
  }
}

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
