/** The tree of scopes that facts are said in. */
import type { Fact, Guard, Scope, ScopeKind } from '../facts.ts'
import type { Reader, ScopeInit } from '../reading/language.ts'
import type { Located } from '../text/source.ts'

/** Opens a scope in another one. */
export function openScope(kind: ScopeKind, init: ScopeInit, parent: Scope): Scope {
  const scope: Scope = { kind, parent, ...init, facts: [], children: [] }
  parent.children.push(scope)
  return scope
}

const branchesBelow = new WeakMap<Scope, Map<readonly Guard[], Scope>>()

/** Says a fact in a scope; below it, in one for the conditions of a template that the fact's text stands under. */
export function say(fact: Parameters<Reader['fact']>[0], scope: Scope, isConditional: boolean): void {
  const under = isConditional ? conditionsOf(fact) : []
  const at = under.length > 0 ? branchBelow(scope, under) : scope
  at.facts.push({ ...fact, scope: at } as Fact)
}

/** The conditions of the part of a fact that has the most of them: a path may stand in a branch of its volume. */
function conditionsOf(fact: object): readonly Guard[] {
  let found: readonly Guard[] = []
  for (const part of Object.values(fact) as unknown[]) {
    if (typeof part !== 'object' || part === null || !('span' in part)) continue
    const under = (part as Located).span.origin?.under
    if (under && under.length > found.length) found = under
  }
  return found
}

function branchBelow(scope: Scope, under: readonly Guard[]): Scope {
  let known = branchesBelow.get(scope)
  if (!known) {
    known = new Map()
    branchesBelow.set(scope, known)
  }
  let branch = known.get(under)
  if (!branch) {
    branch = scope
    for (const guard of [...under].reverse()) branch = openScope('branch', { guard }, branch)
    known.set(under, branch)
  }
  return branch
}
