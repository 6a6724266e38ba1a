/** Filters and matches behind a source: which of them its lines reach, and what they take for granted of a line. */
import { type Located, UNKNOWN } from '../../text/source.ts'
import { firstStage, type Stage } from './parsers.ts'
import { type Section, type Setting, setting, settings } from './sections.ts'

/** Whether a tag may match the pattern of a filter: the first parts are equal, or one of them can be anything. */
export function mayMatch(pattern: string, tag: string | undefined): boolean {
  const first = tag?.split('.')[0]
  if (!first || first.includes(UNKNOWN)) return true
  return pattern.split(/[\s,{}]+/).some(each => {
    const begin = each.split('.')[0]
    return begin !== undefined && begin !== '' && (begin === first || /[*#]/.test(begin) || begin.includes(UNKNOWN))
  })
}

/** A source without a parser leaves the line under "message": the filter that parses it is the first stage. */
export function parserOfRawLine(filters: readonly Section[]): Stage | undefined {
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
export function dependsOnKeys(section: Section, hasMessage: boolean): readonly Located[] {
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
