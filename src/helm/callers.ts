/** Where the definitions of a chart are included, and under which conditions: what a definition may count on. */
import type { Choose, ParsedFile, Part, Pipe, Template } from './parse.ts'

/** A condition that has to hold, or not, for a place to be reached. */
export interface Asked {
  readonly pipe: Pipe
  readonly wanted: boolean
  /** The condition as it is written. */
  readonly condition: string
}

/** A place where a definition is included. */
export interface Site {
  /** The definition that it is in; undefined in the text of a file. */
  readonly within: string | undefined
  readonly asked: readonly Asked[]
}

/** The places in a template where definitions are included by their name. */
export function sitesIn(file: ParsedFile): ReadonlyMap<string, readonly Site[]> {
  const sites = new Map<string, Site[]>()
  const read = ({ parts }: Template, within: string | undefined): void => {
    const say = (name: string, asked: readonly Asked[]): void => {
      const found = sites.get(name)
      if (found) found.push({ within, asked })
      else sites.set(name, [{ within, asked }])
    }
    /** `isOwn` while the dot is the one that the conditions around ask of. */
    const walk = (parts: readonly Part[], asked: readonly Asked[], isOwn: boolean): void => {
      for (const part of parts) {
        if (part.kind === 'template') say(part.name, asked)
        if (part.kind === 'template' || part.kind === 'print' || part.kind === 'range')
          for (const name of includedBy(part.pipe)) say(name, asked)
        if (part.kind === 'range') for (const body of [part.body, part.otherwise]) walk(body, asked, false)
        if (part.kind !== 'choose') continue
        for (const [index, branch] of part.branches.entries()) {
          for (const name of includedBy(branch.pipe)) say(name, asked)
          walk(branch.body, isOwn ? [...asked, ...askedFor(part, index)] : asked, isOwn && part.how === 'if')
        }
      }
    }
    walk(parts, [], true)
  }
  read(file, undefined)
  for (const [name, definition] of file.definitions) read(definition, name)
  return sites
}

/** What has to hold for a branch to be taken. */
const askedFor = ({ branches }: Choose, index: number): readonly Asked[] =>
  branches
    .slice(0, index + 1)
    .flatMap(({ pipe, condition }, other) => (pipe ? [{ pipe, condition, wanted: other === index }] : []))

/** The names of the definitions that a pipe includes. */
function includedBy(pipe: Pipe | undefined): readonly string[] {
  const names: string[] = []
  for (const command of pipe?.commands ?? []) {
    const [head, first] = command
    if (head?.kind === 'function' && head.name === 'include' && first?.kind === 'string') names.push(first.value)
    for (const term of command) if (term.kind === 'parentheses') names.push(...includedBy(term.pipe))
  }
  return names
}

/** More ways to a definition say nothing more of it. */
const MOST_WAYS = 40
/** Definitions that lead to one; real ones include one another a few levels deep. */
const MOST_DEFINITIONS = 300

/** The ways to a definition from the text of files: what has to hold on each. None where no file includes it. */
export function waysTo(
  name: string,
  sitesOf: (name: string) => readonly Site[],
  known = new Map<string, readonly (readonly Asked[])[]>(),
): readonly (readonly Asked[])[] {
  const before = known.get(name)
  if (before || known.size > MOST_DEFINITIONS) return before ?? []
  // A definition that includes itself is reached from elsewhere.
  known.set(name, [])
  const ways: (readonly Asked[])[] = []
  for (const { within, asked } of sitesOf(name)) {
    if (ways.length >= MOST_WAYS) break
    if (within === undefined) ways.push(asked)
    else for (const outer of waysTo(within, sitesOf, known)) ways.push([...outer, ...asked])
  }
  known.set(name, ways)
  return ways
}
