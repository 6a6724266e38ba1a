/** Options of components in lists and texts of a program: `def flags = ['--network-plugin=cni', '--v=2']`. */

import { listFlags, type TextFlag, textFlags } from '../../reading/option-texts.ts'
import type { Source } from '../../text/source.ts'
import type { File } from './file.ts'
import type { Token } from './tokens.ts'

/** How many tokens a list of options has at the most. */
const MOST_TOKENS = 400
/** Arguments whose text is a script or a file: who reads those says their options. */
const READ_ELSEWHERE = /^(?:script|command|text|label|message|description|yaml)$/

/** Says the options of the list or text that begins at a token. */
export function saysOptions(at: number, file: File): void {
  for (const flag of flagsAt(at, file)) file.reader.fact({ kind: 'flag', ...flag })
}

function flagsAt(at: number, { tokens }: File): readonly TextFlag[] {
  const token = tokens[at]!
  const keys = keysBefore(at, tokens)
  if (token.kind === 'string') {
    if (keys.length === 0 || READ_ELSEWHERE.test(keys[0]!)) return []
    const text = token.content()
    return /--[a-z]/.test(text.text) ? textFlags(text, keys) : []
  }
  const texts: Source[] = []
  for (let next = at + 1; next < tokens.length && next < at + MOST_TOKENS && tokens[next]!.text !== ']'; next++) {
    const each = tokens[next]!
    if (each.kind === 'string') texts.push(each.content())
    else if (!/^[,\n]$/.test(each.text)) return []
  }
  return texts.some(({ text }) => /^--[a-z]/.test(text)) ? listFlags(texts, keys) : []
}

/** The variable or argument that a value is given to: `args = […]`, `args: […]`. */
function keysBefore(at: number, tokens: readonly Token[]): readonly string[] {
  const name = tokens[at - 2]
  return /^[=:]$/.test(tokens[at - 1]?.text ?? '') && name?.kind === 'name' ? [name.text] : []
}
