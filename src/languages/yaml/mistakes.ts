/** The parser's mistakes in the words of somebody who writes YAML by hand. */

/** A mistake as the parser tells it. */
export interface Told {
  readonly code: string
  readonly message: string
}

/** What a mistake is, as it reads in brackets: no capital, no full stop. The parser's own sentence where there is no better one. */
export function wordsOf({ code, message }: Told): string {
  for (const [wanted, pattern, words] of WORDS) if (code === wanted && pattern.test(message)) return words
  const stray = /^Unexpected (?:flow-(?:map|seq)-end token in YAML stream: "([}\]])"|([,:}\]]) in )/.exec(message)
  if (stray) return `a ${stray[1] ?? stray[2]} that closes nothing`
  // The first sentence, without its full stop.
  return (message.split('\n')[0] ?? '').replace(/[.:]$/, '').replace(/^[A-Z](?=[a-z])/, first => first.toLowerCase())
}

/** By the parser's code and what its message begins with. */
const WORDS: readonly (readonly [code: string, message: RegExp, words: string])[] = [
  ['BAD_INDENT', /^All mapping items/, 'this key is not indented like the keys beside it'],
  ['BAD_INDENT', /^All sequence items/, 'this item is not indented like the items beside it'],
  [
    'BLOCK_AS_IMPLICIT_KEY',
    /^Nested mappings/,
    'a key stands within the value of another; a line may be indented too far',
  ],
  ['BLOCK_AS_IMPLICIT_KEY', /^A block sequence/, 'a list stands where a key should; a line may be indented too far'],
  [
    'MULTILINE_IMPLICIT_KEY',
    /^Implicit keys/,
    'a key spans several lines; a line may be indented wrongly or lack its colon',
  ],
  ['MISSING_CHAR', /^Implicit map keys/, 'a line among keys has no colon'],
  ['MISSING_CHAR', /^Comments must/, 'a # needs a space before it'],
  ['MISSING_CHAR', /^Missing , or : between/, 'a comma is missing between items'],
  ['MISSING_CHAR', /^Missing , between/, 'a comma is missing between items'],
  ['MISSING_CHAR', /^Missing closing/, 'a quote is never closed'],
  ['MISSING_CHAR', /^Sequence item without/, 'a line among the items of a list has no dash'],
  ['UNEXPECTED_TOKEN', /^Block scalar header/, 'only a line end or a comment may follow | and >'],
  ['UNEXPECTED_TOKEN', /^Unexpected scalar at node end/, 'text follows a value that has ended'],
  ['TAB_AS_INDENT', /./, 'a tab indents this line; YAML allows spaces only'],
]
