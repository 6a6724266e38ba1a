/** The branches of `if`, `unless` and `case` in a manifest: what each stands under. Reference: https://www.puppet.com/docs/puppet/8/lang_conditional.html */
import { guardsOfAlternatives, LONGEST_ALTERNATIVE } from '../../reading/alternatives.ts'
import type { TokenBranch } from '../../reading/token-branches.ts'
import { forward } from '../../text/progress.ts'
import type { Source } from '../../text/source.ts'
import type { Token } from './token.ts'

/** The branches of a whole text. */
export function conditionsOf(source: Source, tokens: readonly Token[]): readonly TokenBranch[] {
  const branches: TokenBranch[] = []
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'name' || tokens[at - 1]?.text === '=>') continue
    if (text === 'if' || text === 'unless') branches.push(...chain(at, source, tokens))
    else if (text === 'case') branches.push(...cases(at, source, tokens))
  }
  return branches
}

/** Text from one token to another, as far as conditions and branches are kept. */
const textFrom = (first: Token, last: Token, source: Source): string =>
  source.text.slice(first.start, Math.min(last.start, first.start + LONGEST_ALTERNATIVE))

/** `case $x { 'a', 'b': { … } default: { … } }` */
function cases(start: number, source: Source, tokens: readonly Token[]): readonly TokenBranch[] {
  const open = next(start + 1, '{', tokens)
  const end = closing(open, tokens)
  if (end < 0) return []
  const head = textFrom(tokens[start]!, tokens[open]!, source).trim()
  const parts: { condition: string; otherwise: boolean; text: string; from: number; to: number }[] = []
  for (let at = open + 1, moves = forward(); at < end && moves(at); ) {
    const from = next(at, '{', tokens)
    const to = closing(from, tokens)
    if (from < 0 || to < 0 || to > end) break
    const condition = `${head} ${textFrom(tokens[at]!, tokens[from]!, source).trim()}`
    const otherwise = tokens[at]!.text === 'default'
    parts.push({ condition, otherwise, text: textFrom(tokens[from]!, tokens[to]!, source), from, to })
    at = to + 1
  }
  const guards = guardsOfAlternatives(parts)
  return parts.map(({ from, to }, index) => ({ from, to, guard: guards[index]! }))
}

/** `if … { } elsif … { } else { }` */
function chain(start: number, source: Source, tokens: readonly Token[]): readonly TokenBranch[] {
  const parts: { condition: string; otherwise: boolean; text: string; from: number; to: number }[] = []
  for (let at = start, moves = forward(); moves(at) && at < tokens.length; ) {
    const word = tokens[at]!.text
    if (parts.length > 0 && word !== 'elsif' && word !== 'else') break
    const from = next(at + 1, '{', tokens)
    const to = closing(from, tokens)
    if (from < 0 || to < 0) break
    const text = (first: number, last: number): string => textFrom(tokens[first]!, tokens[last]!, source)
    const condition = from > at + 1 ? text(at + 1, from).trim() : ''
    const asked = word === 'unless' && condition ? `!(${condition})` : condition
    parts.push({ condition: asked, otherwise: word === 'else', text: text(from, to), from, to })
    at = to + 1
  }
  const guards = guardsOfAlternatives(parts)
  return parts.map(({ from, to }, index) => ({ from, to, guard: guards[index]! }))
}

/** A condition has no more tokens than this. */
const MOST_TOKENS = 200

function next(from: number, mark: string, tokens: readonly Token[]): number {
  for (let at = from; at < tokens.length && at < from + MOST_TOKENS; at++) if (tokens[at]!.text === mark) return at
  return -1
}

function closing(open: number, tokens: readonly Token[]): number {
  if (open < 0) return -1
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    const { text } = tokens[at]!
    if (text === '{') depth++
    else if (text === '}' && --depth === 0) return at
  }
  return -1
}
