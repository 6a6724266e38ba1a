/** The lines of a .gitignore, and what they say of a path. Reference: https://git-scm.com/docs/gitignore */
import { type Glob, globFits, globOf } from '../text/glob.ts'

/** A longer pattern is a mistake, or an attempt to keep the matcher busy. */
const LONGEST = 500
/** So many patterns of a file are heeded; the longest lists in use have some hundred. */
const MOST = 5_000
/** An ignore file is no larger. */
const MOST_CHARACTERS = 1_000_000

interface Line {
  /** Whether it speaks of a path, given as names. */
  readonly fits: (names: readonly string[]) => boolean
  readonly takesBack: boolean
  readonly foldersOnly: boolean
}

export interface IgnorePatterns {
  /** Whether the last line that speaks of a path, relative to the file's folder, leaves it out; undefined where none does. */
  says(path: string, isFolder: boolean): boolean | undefined
  /** What was not heeded, as half a sentence. */
  readonly problem: string | undefined
}

/** Reads the text of an ignore file. */
export function ignorePatterns(text: string): IgnorePatterns {
  const lines: Line[] = []
  let problem: string | undefined
  if (text.length > MOST_CHARACTERS) problem = `all but its first ${MOST_CHARACTERS} characters are left out`
  for (const [index, written] of text.slice(0, MOST_CHARACTERS).split(/\r?\n/).entries()) {
    if (written.length > LONGEST) {
      problem ??= `the pattern in line ${index + 1} is longer than ${LONGEST} characters and left out`
      continue
    }
    const line = lineOf(written)
    if (!line) continue
    if (lines.length >= MOST) {
      problem ??= `the patterns from line ${index + 1} on are left out: there are more than ${MOST}`
      break
    }
    lines.push(line)
  }
  lines.reverse()
  /** What was found of folders: what is in them is asked about often. */
  const folders = new Map<string, boolean | undefined>()
  const ofFolder = (path: string): boolean | undefined => {
    if (folders.has(path)) return folders.get(path)
    const said = says(path, true)
    if (folders.size > MOST_KEPT) folders.clear()
    folders.set(path, said)
    return said
  }
  /** What a folder around it leaves out is left out with all that is in it. */
  const says = (path: string, isFolder: boolean): boolean | undefined => {
    const slash = path.lastIndexOf('/')
    if (slash > 0 && ofFolder(path.slice(0, slash))) return true
    const names = path.split('/')
    const found = lines.find(({ fits, foldersOnly }) => (isFolder || !foldersOnly) && fits(names))
    return found && !found.takesBack
  }
  return { problem, says }
}

/** So many folders are remembered. */
const MOST_KEPT = 20_000

function lineOf(written: string): Line | undefined {
  // Blanks at the end count only behind a backslash.
  let text = written.replace(/(?<!\s)\s{1,500}$/, blanks => (blanks.startsWith(' ') ? '' : blanks.trimEnd()))
  if (/\\$/.test(text) && text.length < written.length) text += ' '
  if (text === '' || text.startsWith('#')) return undefined
  const takesBack = text.startsWith('!')
  if (takesBack) text = text.slice(1)
  const foldersOnly = text.endsWith('/')
  if (foldersOnly) text = text.slice(0, -1)
  const bare = text.startsWith('/') ? text.slice(1) : text
  if (bare === '') return undefined
  return { fits: fitsOf(text.includes('/') ? undefined : bare, bare), takesBack, foldersOnly }
}

/** Most patterns are a name or the end of one, which need no matcher. `name` is the pattern of a path's last name, if it is one. */
function fitsOf(name: string | undefined, bare: string): Line['fits'] {
  if (name !== undefined && !/[*?[\\]/.test(name)) return names => names.at(-1) === name
  if (name !== undefined && /^\*[^*?[\\]+$/.test(name)) return names => names.at(-1)!.endsWith(name.slice(1))
  const glob: Glob = globOf(name === undefined ? bare : `**/${bare}`)
  return names => globFits(glob, names)
}
