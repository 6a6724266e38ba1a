/** Branches of a text that is read token by token, and the scopes that they open. */
import type { Guard, Scope } from '../facts.ts'
import type { Reader } from './language.ts'

/** A branch by the tokens before and behind its body. */
export interface TokenBranch {
  readonly from: number
  readonly to: number
  readonly guard: Guard
}

/** Gives the scope that a token stands in, for tokens that are asked for in their order. Branches stand whole in each other. */
export function scopesIn(branches: readonly TokenBranch[], reader: Reader): (at: number) => Scope {
  const sorted = [...branches].sort((one, other) => one.from - other.from)
  const open: { readonly to: number; readonly scope: Scope }[] = []
  let next = 0
  return at => {
    for (; next < sorted.length && sorted[next]!.from < at; next++) {
      const { from, to, guard } = sorted[next]!
      while (open.length > 0 && open.at(-1)!.to <= from) open.pop()
      if (to > at) open.push({ to, scope: reader.open('branch', { guard }, open.at(-1)?.scope ?? reader.scope) })
    }
    while (open.length > 0 && open.at(-1)!.to <= at) open.pop()
    return open.at(-1)?.scope ?? reader.scope
  }
}
