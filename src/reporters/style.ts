/** Colours and weights of a terminal: ECMA-48, "Select Graphic Rendition". */

/** What starts a style, and what ends it. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  cyan: [36, 39],
} as const

/** The name of a style. */
export type Style = keyof typeof CODES

/** A text in a style, or in several. It holds no style of its own. */
export function styled(style: Style | readonly Style[], text: string): string {
  const styles = typeof style === 'string' ? [style] : style
  return styles.reduceRight((inside, each) => `\x1b[${CODES[each][0]}m${inside}\x1b[${CODES[each][1]}m`, text)
}
