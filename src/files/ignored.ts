/** What ignore files leave out of a directory's walk: what git does not track and `.gitignore` names, and what the linter's own file names. */
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { isWithin, slashed } from './disk.ts'
import { repositoryRoot } from './repository.ts'
import type { Tracked } from './tracked.ts'

/** The files that a directory's walk leaves out: `.gitignore` is for everything, the other for this linter alone. */
const IGNORE_FILES = ['.gitignore', '.dockershimlintignore']

export interface IgnoreRules {
  /** The folder that the patterns are relative to. */
  readonly base: string
  readonly patterns: Ignore
  /** Whether it is git's own file, which does not speak of what git tracks. */
  readonly isGits: boolean
}

/** The ignore files of the folders above, up to the repository's root. A folder that is named although they leave it out is linted. */
export function rulesAbove(folder: string): readonly IgnoreRules[] {
  const root = repositoryRoot(folder)
  if (!root || root === folder) return []
  const found: IgnoreRules[] = []
  for (let above = dirname(folder); isWithin(above, root); above = dirname(above)) {
    found.unshift(...rulesIn(above))
    if (above === root) break
  }
  return isIgnored(folder, true, found) ? [] : found
}

export function rulesIn(folder: string, names: readonly string[] = IGNORE_FILES): readonly IgnoreRules[] {
  const found: IgnoreRules[] = []
  for (const name of IGNORE_FILES) {
    if (!names.includes(name)) continue
    try {
      found.push({
        base: folder,
        patterns: ignore().add(readFileSync(join(folder, name), 'utf8')),
        isGits: name === '.gitignore',
      })
    } catch {
      // Not there, or a folder of that name: nothing is ignored by it.
    }
  }
  return found
}

/** Whether the innermost pattern that speaks of the path leaves it out. What git tracks no `.gitignore` leaves out. */
export function isIgnored(path: string, isFolder: boolean, rules: readonly IgnoreRules[], tracked?: Tracked): boolean {
  let ignored = false
  for (const { base, patterns, isGits } of rules) {
    const tested = patterns.test(slashed(relative(base, path)) + (isFolder ? '/' : ''))
    if (tested.ignored) ignored = !(isGits && tracked?.has(path))
    else if (tested.unignored) ignored = false
  }
  return ignored
}
