/** The branches of `if`, `unless` and `case` in a recipe: what each stands under. */
import { guardsOfAlternatives, LONGEST_ALTERNATIVE } from '../../reading/alternatives.ts'
import type { TokenBranch } from '../../reading/token-branches.ts'
import type { Source } from '../../text/source.ts'
import type { Token } from './tokens.ts'

/** A statement that has an `end`, and one in which branches are looked for. */
interface Open {
  readonly isChoice: boolean
  /** Where a `case` begins, which holds what its branches are compared with. */
  readonly subject?: number
  /** Where its branches begin. */
  readonly starts: number[]
}

const OPENS = /^(?:if|unless|case|while|until|for|def|class|module|begin)$/

/** The branches of a whole text. */
export function conditionsOf(source: Source, tokens: readonly Token[]): readonly TokenBranch[] {
  const branches: TokenBranch[] = []
  const open: Open[] = []
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'name') continue
    const begins = at === 0 || tokens[at - 1]!.kind === 'line' || tokens[at - 1]!.text === ';'
    if (text === 'do') open.push({ isChoice: false, starts: [] })
    else if (begins && text === 'case') open.push({ isChoice: true, subject: at, starts: [] })
    else if (begins && OPENS.test(text)) open.push({ isChoice: /^(?:if|unless)$/.test(text), starts: [at] })
    else if (begins && /^(?:elsif|else|when)$/.test(text)) open.at(-1)?.starts.push(at)
    else if (begins && text === 'end') {
      const closed = open.pop()
      if (closed?.isChoice) branches.push(...choice(closed, at, source, tokens))
    }
  }
  return branches
}

function choice(
  { starts, subject }: Open,
  end: number,
  source: Source,
  tokens: readonly Token[],
): readonly TokenBranch[] {
  const parts = starts.map((from, index) => {
    const to = starts[index + 1] ?? end
    const word = tokens[from]!.text
    let body = from + 1
    while (body < to && tokens[body]!.kind !== 'line') body++
    const text = (first: number, last: number): string =>
      source.text.slice(tokens[first]!.start, Math.min(tokens[last]!.start, tokens[first]!.start + LONGEST_ALTERNATIVE))
    const condition = word === 'else' || body <= from + 1 ? '' : text(from + 1, body).trim()
    const asked =
      subject !== undefined && condition
        ? `${text(subject, starts[0]!).trim()} when ${condition}`
        : word === 'unless' && condition
          ? `!(${condition})`
          : condition
    return { condition: asked, otherwise: word === 'else', text: text(body, to), from: body, to }
  })
  const guards = guardsOfAlternatives(parts)
  return parts.map(({ from, to }, index) => ({ from, to, guard: guards[index]! }))
}
