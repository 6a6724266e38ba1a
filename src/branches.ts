/** The branches of a template (`{% if kube_version is version('v1.24.0', '<') %}`), as scopes for what stands in them. */
import type { Guard, Scope, ScopeKind } from './facts.ts'
import { type Located, type Source, spanOf } from './source.ts'

/** A part of a template that is only there under a condition. */
export interface Branch {
  readonly start: number
  readonly end: number
  readonly guard: Guard
  /** The branch around it. */
  readonly parent: Branch | undefined
}

/** How actions begin and end: Jinja, Go and Handlebars, ERB, HCL. */
const ENDS: Readonly<Record<string, string>> = { '{%': '%}', '{{': '}}', '<%': '%>', '%{': '}' }

/** The actions of a template: where each stands, and what it says without its marks. */
function* actionsOf(text: string): Generator<{ start: number; end: number; says: string }> {
  // An end that is missing once is missing for all that follows, so every character is looked at a few times at most.
  const missing = new Set<string>()
  const begin = /\{[%{]|<%|%\{/g
  for (let match = begin.exec(text); match; match = begin.exec(text)) {
    const close = ENDS[match[0]]!
    const from = match.index + 2
    const to = missing.has(close) ? -1 : text.indexOf(close, from)
    if (to < 0) {
      missing.add(close)
      continue
    }
    begin.lastIndex = to + close.length
    const says = text.slice(from, to).replace(/^[-~#](?=[\s\w])|[-~]$/g, '')
    yield { start: match.index, end: to + close.length, says }
  }
}

const OPENS =
  /^\s*(if|unless|range|with|define|block|for|call|macro|filter|set(?=\s+\w+\s*(?:-?$))|raw|each|case)\b([\s\S]*)$/
const ALTERNATIVE = /^\s*(else\s+if|elif|elsif|else)\b([\s\S]*)$/
const CLOSES = /^\s*(?:end\w*|\/(?:if|unless|each))\b/

/** Sibling branches are told to rules as text; no more than this of each. */
const MOST_OTHER_TEXT = 1_000
const MOST_SIBLINGS = 20
const MOST_DEPTH = 100

interface Open {
  readonly branches: { start: number; end: number; condition: string; negated: boolean }[]
  readonly conditional: boolean
}

/** The branches of a template, those around others first. */
export function branchesOf(source: Source): readonly Branch[] {
  const { text } = source
  if (!/\{%|\{\{|<%|%\{/.test(text)) return []
  const found: { start: number; end: number; guard: Guard }[] = []
  const stack: Open[] = []
  const finish = (open: Open | undefined, end: number): void => {
    if (!open?.conditional) return
    const { branches } = open
    branches.at(-1)!.end = end
    const texts = branches
      .slice(0, MOST_SIBLINGS)
      .map(
        ({ condition, start, end: to, negated }) =>
          `${negated ? '' : condition} ${text.slice(start, Math.min(to, start + MOST_OTHER_TEXT))}`,
      )
    for (const [index, { start, end: to, condition, negated }] of branches.entries())
      found.push({ start, end: to, guard: { condition, negated, others: texts.filter((_, other) => other !== index) } })
  }
  for (const { start, end, says } of actionsOf(text)) {
    const opens = OPENS.exec(says)
    const alternative = opens ? undefined : ALTERNATIVE.exec(says)
    if (opens) {
      const negated = opens[1] === 'unless'
      const conditional = opens[1] === 'if' || negated
      if (stack.length > MOST_DEPTH) break
      stack.push({
        conditional,
        branches: conditional ? [{ start: end, end, condition: opens[2]!.trim(), negated }] : [],
      })
    } else if (alternative) {
      const open = stack.at(-1)
      const last = open?.branches.at(-1)
      if (!open?.conditional || !last) continue
      last.end = start
      const own = alternative[2]!.trim()
      // An `else` is taken when the branch before it is not; of several conditions the first one says most.
      open.branches.push({
        start: end,
        end,
        condition: own || open.branches[0]!.condition,
        negated: own === '' && !open.branches[0]!.negated,
      })
    } else if (CLOSES.test(says)) finish(stack.pop(), start)
  }
  for (let open = stack.pop(); open; open = stack.pop()) finish(open, text.length)
  found.sort((a, b) => a.start - b.start || b.end - a.end)
  const branches: Branch[] = []
  let parent: Branch | undefined
  for (const branch of found) {
    while (parent && parent.end <= branch.start) parent = parent.parent
    parent = { ...branch, parent }
    branches.push(parent)
  }
  return branches
}

type OpenScope = (kind: ScopeKind, init: { guard: Guard }, parent: Scope) => Scope

/** For each place in a template the scope of its innermost branch; `base` outside of all. Scopes are opened when asked for. */
export function branchScopes(source: Source, base: Scope, open: OpenScope): (at: Located) => Scope {
  const branches = branchesOf(source).map(branch => ({ branch, at: spanOf(source, branch.start, branch.end) }))
  if (branches.length === 0) return () => base
  const ends = new Map(branches.map(({ branch, at }) => [branch, at.end]))
  const scopes = new Map<Branch, Scope>()
  const scopeOf = (branch: Branch | undefined): Scope => {
    if (!branch) return base
    const known = scopes.get(branch) ?? open('branch', { guard: branch.guard }, scopeOf(branch.parent))
    scopes.set(branch, known)
    return known
  }
  return ({ span }) => {
    let low = 0
    let high = branches.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (branches[middle]!.at.start <= span.start) low = middle + 1
      else high = middle
    }
    let branch = branches[low - 1]?.branch
    while (branch && ends.get(branch)! <= span.start) branch = branch.parent
    return scopeOf(branch)
  }
}
