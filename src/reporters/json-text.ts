/**
 * JSON that is safe to show: `JSON.stringify` leaves characters as they are on which a terminal may act or that hide from
 * the eye, and `##[` and `##vso[`, which begin commands anywhere in a line of a CI log. They stand in strings only, where an
 * escape means the same. Lone surrogates, which readers of JSON may reject, are replaced.
 */
export const jsonText = (value: unknown, indent?: number): string =>
  JSON.stringify(value, wellFormed, indent).replace(
    /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|#(?=#(?:\[|vso\[))/gu,
    character => character.split('').map(escaped).join(''),
  )

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`

const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.replace(/\p{Cs}/gu, '\uFFFD') : value
