/** Characters that act on a terminal or hide from the eye, made visible. */

/**
 * Control characters, characters without a glyph (bidirectional overrides among them), line separators, lone surrogates and
 * noncharacters. The joiners are left, since emoji and several scripts are written with them. Then what a CI system takes for
 * a command: `::name` after blanks, once a line is broken there, and `##[` and `##vso[` anywhere in a line (actions/runner
 * `ActionCommand.cs`; "Logging commands" of Azure Pipelines).
 */
const HIDDEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]|(?![\u200C\u200D])\p{Cf}|#(?=#(?:\[|vso\[))|(?<!\S):(?=:\w)/gu

const picture = (character: string): string => {
  const code = character.codePointAt(0)!
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\\u{${code.toString(16)}}`
}

/** The text as it may be shown: `␛` for an escape, `\u{202e}` for what has no picture. The result is one line. */
export const visible = (text: string): string => text.replace(HIDDEN, picture)
