/**
 * JSON that is safe to show: `JSON.stringify` leaves characters as they are on which a terminal may act or that hide from
 * the eye, and `##[` and `##vso[`, which begin commands anywhere in a line of a CI log. They stand in strings only, where an
 * escape means the same. Lone surrogates, which readers of JSON may reject, are replaced.
 */
export const jsonText = (value: unknown, indent?: number): string => shown(JSON.stringify(value, wellFormed, indent))

/** The same in one line, from which each text comes back as it was: lone surrogates are escaped. */
export const exactJsonText = (value: unknown): string => shown(JSON.stringify(value))

const shown = (text: string): string =>
  text.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|#(?=#(?:\[|vso\[))/gu, character =>
    character.split('').map(escaped).join(''),
  )

/**
 * A document as `jsonText(value, 2)` gives it, in parts. Where the value of a property is an iterable and no array, its items are
 * asked for one by one, and none is held.
 */
export function* jsonParts(document: Readonly<Record<string, unknown>>): Iterable<string> {
  let before = '{\n  '
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue
    yield `${before}${jsonText(name)}: `
    before = ',\n  '
    if (isWalked(value)) yield* listParts(value, '  ')
    else yield indented(jsonText(value, 2), '  ')
  }
  yield '\n}\n'
}

/** The same for a list, without the line end. `indent` is what the line begins with that the list begins in. */
export function* listParts(items: Iterable<unknown>, indent = ''): Iterable<string> {
  let before = '['
  for (const item of items) {
    yield `${before}\n${indent}  ${indented(jsonText(item, 2), `${indent}  `)}`
    before = ','
  }
  yield before === '[' ? '[]' : `\n${indent}]`
}

const isWalked = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value)

// Line ends stand between the parts of a document only: in strings they are escaped.
const indented = (text: string, indent: string): string => text.replaceAll('\n', `\n${indent}`)

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : value
