/** The branches of a template (`{% if kube_version is version('v1.24.0', '<') %}`), as scopes for what stands in them. */
import type { Guard } from '../facts.ts'
import { forward } from '../text/progress.ts'
import { joinSources, type Origin, type Source, sliceSource } from '../text/source.ts'
import { actionsOf } from './template.ts'

/** A part of a template that is only there under a condition. */
export interface Branch {
  readonly start: number
  readonly end: number
  readonly guard: Guard
  /** The branch around it. */
  readonly parent: Branch | undefined
}

/** The actions of a template, and HCL's directives: where each stands, and what it says without its marks. */
function* saidIn(text: string): Generator<{ start: number; end: number; says: string }> {
  const directives = directivesOf(text)
  let directive = directives.next()
  for (const { start, end, from, to, kind } of actionsOf(text)) {
    for (; !directive.done && directive.value.start < start; directive = directives.next()) yield directive.value
    while (!directive.done && directive.value.start < end) directive = directives.next()
    if (kind !== 'comment') yield { start, end, says: text.slice(from, to).replace(/^#/, '') }
  }
  for (; !directive.done; directive = directives.next()) yield directive.value
}

/** `%{ if x ~}` */
function* directivesOf(text: string): Generator<{ start: number; end: number; says: string }> {
  for (let start = text.indexOf('%{'), moves = forward(); start >= 0 && moves(start); ) {
    const close = text.indexOf('}', start)
    if (close < 0) return
    const says = text.slice(start + 2, close).replace(/^~|~$/g, '')
    yield { start, end: close + 1, says }
    start = text.indexOf('%{', close)
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
  for (const { start, end, says } of saidIn(text)) {
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

/** The same source, in which every text tells the conditions of the template that it stands under. */
export function withBranches(source: Source): Source {
  const branches = branchesOf(source)
  if (branches.length === 0) return source
  const parts: Source[] = []
  let done = 0
  let open: { readonly branch: Branch; readonly origin: Origin } | undefined
  const around: (typeof open)[] = []
  const pass = (to: number): void => {
    if (to <= done) return
    const part = sliceSource(source, done, to)
    const origin = open?.origin
    parts.push(origin ? { ...part, segments: part.segments.map(segment => ({ ...segment, origin })) } : part)
    done = to
  }
  const leave = (before: number): void => {
    while (open && open.branch.end <= before) {
      pass(open.branch.end)
      open = around.pop()
    }
  }
  for (const branch of branches) {
    leave(branch.start)
    pass(branch.start)
    around.push(open)
    open = { branch, origin: { under: [branch.guard, ...(open?.origin.under ?? [])] } }
  }
  leave(source.text.length)
  pass(source.text.length)
  return joinSources(source.file, parts)
}
