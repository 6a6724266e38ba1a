/** A Fluentd configuration as sections and their settings. */
import type { Located } from '../../text/source.ts'

/** A section, or the file itself, whose name is then empty. */
export interface Section {
  readonly name: string
  /** The head: `<source>`. */
  readonly at: Located
  /** What follows the name in the head: the tag pattern of a match or filter. */
  readonly argument: string
  readonly settings: Setting[]
  readonly sections: Section[]
}

export interface Setting {
  readonly key: string
  /** Key and value together. */
  readonly whole: Located
  /** Without quotes. Embedded Ruby is unknown in it. */
  readonly value: Located
  /** The environment variable that gives the value, and what it is without one. */
  readonly variable?: Located | undefined
  readonly fallback?: Located | undefined
}

/** The settings of a section with one of the keys. */
export const settings = (section: Section, ...keys: readonly string[]): readonly Setting[] =>
  section.settings.filter(each => keys.includes(each.key))

/** The first setting of a section with one of the keys. */
export const setting = (section: Section, ...keys: readonly string[]): Setting | undefined =>
  section.settings.find(each => keys.includes(each.key))

/** A section and all below it, in the order of the text. */
export function flatten(root: Section): readonly Section[] {
  const found: Section[] = []
  const stack = [root]
  for (let next = stack.pop(); next; next = stack.pop()) {
    found.push(next)
    for (let i = next.sections.length - 1; i >= 0; i--) stack.push(next.sections[i]!)
  }
  return found
}
