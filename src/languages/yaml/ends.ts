/** Where collections end. No parser tells it alike: blanks, comments and line ends behind the last child count for some. */

/** A mark that stands before the value that is not there, behind the last key or item: nothing but blanks and comments comes first. */
const COLON = /[^\S\n]*:?/y
const DASH = /(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*-(?=\s|$)/y
/** What may stand between the last child of a flow collection and its end. */
const BEFORE_CLOSE = /(?:[\s,:?]|(?<=\s)#[^\n]*)*/y

/** A comment behind the last child of a block, in its line. */
const COMMENT = /[^\S\n]+#[^\n]*/y

const behind = (pattern: RegExp, text: string, at: number): number => {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Behind the colon of a key without a value. `at` is where the key ends. */
export const behindColon = (text: string, at: number): number => behind(COLON, text, at)

/** Behind the dash of an item without a value. `at` is where the item before it ends, or where the list begins. */
export const behindDash = (text: string, at: number): number => behind(DASH, text, at)

/** Behind the bracket that closes a flow collection. `at` is where its last child ends. */
export function behindBracket(text: string, at: number): number {
  const end = behind(BEFORE_CLOSE, text, at)
  return text[end] === ']' || text[end] === '}' ? end + 1 : at
}

/** Behind the comment that the last line of a block ends with: who replaces the block means it too. `at` is where its last child ends. */
export const behindComment = (text: string, at: number): number =>
  text[at - 1] === '\n' ? at : behind(COMMENT, text, at)
