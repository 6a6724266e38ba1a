/** Writing XML 1.0. */
import { visible } from './visible.ts'

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** A text for content and attributes. Characters that XML does not allow are made visible, as are line ends, which attributes lose. */
export const xmlText = (text: string): string => visible(text).replace(/[&<>"']/g, character => ENTITIES[character]!)

/** A tag's name and attributes: `file name="a.yaml"`. Attributes without a value are left out. */
export const xmlTag = (name: string, attributes: Readonly<Record<string, string | number | undefined>>): string =>
  [
    name,
    ...Object.entries(attributes).flatMap(([key, value]) =>
      value === undefined ? [] : [`${key}="${xmlText(String(value))}"`],
    ),
  ].join(' ')
