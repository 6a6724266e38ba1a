/** Filters and matches behind a source: which of them its lines reach, and what they take for granted of a line. */
import { type Located, UNKNOWN } from '../../text/source.ts'
import { firstStage, type Stage } from './parsers.ts'
import { type Section, type Setting, setting, settings } from './sections.ts'

/** What the filters and matches behind a source do with its lines. */
interface Behind {
  /** What parses a line that the source itself leaves as it is. */
  readonly parser: Stage | undefined
  /** See `dependsOnKeys`. */
  readonly companions: (hasMessage: boolean) => readonly Located[]
}

/** What is behind a source, by its tag. */
export type BehindOf = (tag: string | undefined) => Behind

/**
 * Which filters the lines of a source reach, by its tag: those whose pattern may match. Sources with the same first part of
 * their tags reach the same ones, so each is looked at once for all of them.
 */
export function filtersBehind(filters: readonly Section[]): BehindOf {
  const begins = filters.map(({ argument }) => beginsOf(argument))
  const known = new Map<string, Behind>()
  return tag => {
    const first = tag?.split('.')[0] ?? ''
    const before = known.get(first)
    if (before) return before
    const reached = filters.filter((_, index) => mayMatch(begins[index]!, first))
    const told = new Map<boolean, readonly Located[]>()
    const companions = (hasMessage: boolean): readonly Located[] => {
      const found = told.get(hasMessage) ?? reached.flatMap(filter => dependsOnKeys(filter, hasMessage))
      told.set(hasMessage, found)
      return found
    }
    const behind = { parser: parserOfRawLine(reached), companions }
    known.set(first, behind)
    return behind
  }
}

/** The first parts of the tags that a pattern names; undefined where one of them can be anything. */
function beginsOf(pattern: string): ReadonlySet<string> | undefined {
  const begins = pattern.split(/[\s,{}]+/).map(each => each.split('.')[0] ?? '')
  return begins.some(begin => /[*#]/.test(begin) || begin.includes(UNKNOWN)) ? undefined : new Set(begins)
}

/** Whether a tag that begins so may match. */
const mayMatch = (begins: ReadonlySet<string> | undefined, first: string): boolean =>
  first === '' || first.includes(UNKNOWN) || begins === undefined || begins.has(first)

/** A source without a parser leaves the line under "message": the filter that parses it is the first stage. */
function parserOfRawLine(filters: readonly Section[]): Stage | undefined {
  for (const filter of filters) {
    if (
      setting(filter, '@type', 'type')?.value.value !== 'parser' ||
      setting(filter, 'key_name')?.value.value !== 'message'
    )
      continue
    const inline = settings(filter, 'format').length ? filter.settings : []
    return firstStage(
      inline,
      filter.sections.filter(inner => inner.name === 'parse'),
    )
  }
  return undefined
}

/** Whether the records of a source have their text under "message", as the cri parser puts it: Docker's lines have it under "log". */
export const givesMessage = (source: Section): boolean =>
  source.settings.some(
    ({ key, value }) =>
      (/^(?:@?type|format)$/.test(key) && value.value === 'cri') || value.value.includes('(?<message>'),
  ) || source.sections.some(givesMessage)

/**
 * Settings of a later stage that work on the key `log`, or that wait for the newline that Docker leaves at the end of a line,
 * under a key that the records have.
 */
function dependsOnKeys(section: Section, hasMessage: boolean): readonly Located[] {
  const type = setting(section, '@type', 'type')?.value.value
  const found: (Setting | undefined)[] = []
  const key = setting(section, 'key')
  if (type === 'concat') {
    const end = setting(section, 'multiline_end_regexp')
    if (key?.value.value === 'log') found.push(key)
    if (
      end &&
      /\\n\$?\/?$/.test(end.value.value) &&
      (hasMessage ? ['log', 'message'] : ['log']).includes(key?.value.value ?? '')
    )
      found.push(end)
  } else if (type === 'detect_exceptions') {
    const message = setting(section, 'message')
    if (message?.value.value === 'log') found.push(message)
  } else if (type === 'parser') {
    const name = setting(section, 'key_name')
    if (name?.value.value === 'log') found.push(name)
  } else if (type === 'record_transformer' || type === 'record_modifier') {
    for (const record of section.sections)
      if (record.name === 'record')
        for (const each of record.settings)
          if (/record\[['"]log['"]\]|record\.dig\(['"]log['"]\)/.test(each.value.value)) found.push(each)
  }
  return found.filter(each => each !== undefined).map(each => each.whole)
}
