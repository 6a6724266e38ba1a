/**
 * CODEOWNERS: who owns a file, by the rules of GitHub (docs.github.com, "About code owners") or of GitLab (docs.gitlab.com,
 * "Code Owners syntax"). The last pattern that fits holds; at GitLab the last one of each section.
 */

interface Entry {
  /** Patterns for what it names, for what lies below that, or for both: their parts between slashes. */
  readonly patterns: readonly (readonly string[])[]
  readonly owners: readonly string[]
  /** Takes files out of the section, for good. */
  readonly excludes: boolean
}

/** GitHub's file is one section. */
export type Section = readonly Entry[]

/** GitHub reads no larger file. */
export const MOST_CHARACTERS = 3_000_000

/** More lines, or longer ones, are nobody's own: they would keep the reader busy. */
const MOST_LINES = 20_000
const LONGEST_LINE = 2_000

/** `[Documentation][2] @docs-team`, `^[Optional]`. */
const HEADING = /^\^?\[([^\]]+)\](?:\[\d+\])?\s*(.*)$/

/** Reads a CODEOWNERS file. */
export function readCodeowners(text: string, isGitLab: boolean): readonly Section[] {
  const sections = new Map<string, Entry[]>()
  let name = ''
  let defaults: readonly string[] = []
  for (const line of text.slice(0, MOST_CHARACTERS).split(/\r?\n/, MOST_LINES)) {
    const said = line.trim()
    if (said === '' || said.length > LONGEST_LINE || said.startsWith('#')) continue
    const heading = HEADING.exec(said)
    if (heading && isGitLab) {
      name = heading[1]!.toLowerCase()
      defaults = ownersIn(heading[2]!)
      continue
    }
    // A blank in a path is escaped.
    const words = said.split(/(?<!\\)\s+/)
    const excludes = isGitLab && said.startsWith('!')
    const path = words[0]!.slice(excludes ? 1 : 0).replace(/\\([ #!])/g, '$1')
    const owners = ownersIn(words.slice(1).join(' '))
    const section = sections.get(name) ?? []
    sections.set(name, section)
    section.push({ patterns: patternsOf(path, isGitLab), owners: owners.length ? owners : defaults, excludes })
  }
  return [...sections.values()]
}

/** Names and addresses, up to a comment. */
const ownersIn = (text: string): readonly string[] =>
  text
    .split(/(?:^|\s)#/)[0]!
    .split(/\s+/)
    .filter(word => word.includes('@'))

/** What a line's path means: one without a slash but at its end holds at any depth, one that ends with a slash for a folder. */
function patternsOf(path: string, isGitLab: boolean): Entry['patterns'] {
  const isFolder = path.endsWith('/')
  const isRooted = isGitLab ? path.startsWith('/') : path.slice(0, -1).includes('/')
  const parts = path.split('/').filter(part => part !== '')
  const self = isRooted ? parts : ['**', ...parts]
  const below = [...self, '**', '*']
  if (isFolder) return [below]
  // At GitHub the name of a folder holds for what is in it, too, but `docs/*` only for the files that lie in it directly.
  return isGitLab || parts.at(-1) === '*' ? [self] : [self, below]
}

/** The owners of a path from the root of the repository, as they are written. */
export function ownersOf(path: string, sections: readonly Section[]): readonly string[] {
  const parts = path.split('/')
  const owners = sections.flatMap(section => {
    if (section.some(entry => entry.excludes && fits(entry, parts))) return []
    return section.findLast(entry => fits(entry, parts))?.owners ?? []
  })
  return [...new Set(owners)]
}

const fits = ({ patterns }: Entry, path: readonly string[]): boolean =>
  patterns.some(pattern => matches(pattern, path, '**', partFits))

const partFits = (pattern: string, part: string): boolean =>
  pattern === part ||
  (/[*?]/.test(pattern) && matches([...pattern], [...part], '*', (one, other) => one === '?' || one === other))

/**
 * Whether items fit a pattern in which a sign, the star, stands for any number of them, none too. Only the last one can have to take more, so the
 * time is the product of both lengths at most.
 */
function matches(
  pattern: readonly string[],
  items: readonly string[],
  star: string,
  same: (pattern: string, item: string) => boolean,
): boolean {
  let at = 0
  let last = -1
  let taken = 0
  for (let index = 0; index < items.length; ) {
    if (pattern[at] === star) {
      last = at++
      taken = index
    } else if (at < pattern.length && same(pattern[at]!, items[index]!)) {
      at++
      index++
    } else if (last >= 0) {
      at = last + 1
      index = ++taken
    } else return false
  }
  while (pattern[at] === star) at++
  return at === pattern.length
}
