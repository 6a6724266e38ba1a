/** Texts that calls are given: strings with what `+` adds to them, and named arguments. */

import { forward } from '../../text/progress.ts'
import { joinSources, type Located, locate, type Source, UNKNOWN } from '../../text/source.ts'
import type { File } from './file.ts'
import type { Token } from './tokens.ts'

/** The first token from an index on that is no line end. */
export function skipLines(tokens: readonly Token[], from: number): number {
  let at = from
  while (tokens[at]?.text === '\n') at++
  return at
}

/** The text at a string and at those that `+` adds to it; what is added and no string is left out. */
export function textAt(at: number, { tokens, source }: File): Source {
  const parts: (Source | string)[] = []
  let next = at
  for (const moves = forward(); moves(next); ) {
    const token = tokens[next]
    if (token?.kind === 'string') parts.push(token.content())
    else if (token?.kind === 'name') {
      parts.push(UNKNOWN)
      while (tokens[next + 1]?.text === '.' && tokens[next + 2]?.kind === 'name') next += 2
    } else break
    const plus = skipLines(tokens, next + 1)
    if (tokens[plus]?.text !== '+') break
    next = skipLines(tokens, plus + 1)
  }
  return parts.length === 1 ? (parts[0] as Source) : joinSources(source.file, parts)
}

/** The named arguments of a call that are texts: `(label: 'x', script: "docker ps")`. */
export function argumentsAt(at: number, file: File): ReadonlyMap<string, Source> {
  const { tokens } = file
  const found = new Map<string, Source>()
  const brackets = tokens[at + 1]?.text === '('
  let depth = 0
  for (let next = brackets ? at + 2 : at + 1; next < tokens.length && next < at + 400; next++) {
    const token = tokens[next]!
    if (token.kind === 'mark') {
      if (/[([{]/.test(token.text)) depth++
      else if (/[)\]}]/.test(token.text) && --depth < 0) break
      else if (token.text === '\n' && !brackets && depth === 0 && tokens[next - 1]?.text !== ',') break
    }
    if (depth > 0 || token.kind !== 'name' || tokens[next + 1]?.text !== ':') continue
    const value = skipLines(tokens, next + 2)
    if (tokens[value]?.kind === 'string') found.set(token.text, textAt(value, file))
  }
  return found
}

/** A text as a whole, with its place. */
export const located = (source: Source): Located => locate(source, 0, source.text.length)
