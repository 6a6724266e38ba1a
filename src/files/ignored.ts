/** What ignore files leave out of a directory's walk: what git does not track and `.gitignore` names, and what the linter's own file names. */
import { readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { isWithin, slashed } from './disk.ts'
import { type IgnorePatterns, ignorePatterns } from './ignore-rules.ts'
import { repositoryRoot } from './repository.ts'
import type { Tracked } from './tracked.ts'

/** The files that a directory's walk leaves out: `.gitignore` is for everything, the other for this linter alone. */
const IGNORE_FILES = ['.gitignore', '.dockershimlintignore']

export interface IgnoreRules {
  /** The folder that the patterns are relative to. */
  readonly base: string
  readonly patterns: IgnorePatterns
  readonly path: string
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
  // What a folder around it leaves out is left out with all that is in it.
  for (let inner = folder; inner !== root; inner = dirname(inner)) if (isIgnored(inner, true, found)) return []
  return found
}

export function rulesIn(folder: string, names: readonly string[] = IGNORE_FILES): readonly IgnoreRules[] {
  const found: IgnoreRules[] = []
  for (const name of IGNORE_FILES) {
    if (!names.includes(name)) continue
    try {
      const path = join(folder, name)
      found.push({
        base: folder,
        path,
        patterns: ignorePatterns(readFileSync(path, 'utf8')),
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
    if (base === path || !isWithin(path, base)) continue
    const said = patterns.says(slashed(path.slice(base.endsWith(sep) ? base.length : base.length + 1)), isFolder)
    if (said) ignored = !(isGits && tracked?.has(path))
    else if (said === false) ignored = false
  }
  return ignored
}
