/** The path under which a file is shown. */
import { isAbsolute, relative, sep } from 'node:path'
import { slashed } from './disk.ts'
import { shownName } from './foreign-names.ts'

/**
 * A path as the user knows it, with forward slashes: relative to the working folder where it is below it, or where the argument
 * that led to it was relative (`../a.yaml`).
 */
export function shown(absolute: string, cwd: string, namedAbsolutely = true): string {
  const inner = cwd.endsWith(sep) ? cwd : cwd + sep
  // What `relative` would say, of most of the files of a walk.
  if (absolute.startsWith(inner)) return slashed(shownName(absolute.slice(inner.length)))
  if (namedAbsolutely && sep === '/') return shownName(absolute)
  const path = relative(cwd, absolute)
  const inside = path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)
  const isRelative = inside || (!namedAbsolutely && path !== '' && !isAbsolute(path))
  return slashed(shownName(isRelative ? path : absolute))
}
