/** Walks over the nodes of a script: branches, loops, lists, groups, pipelines. What they hold is said by others. */
import { subjectAt } from '../../reading/subject.ts'
import { call } from './calls.ts'
import { saysComparison } from './comparisons.ts'
import { withStatusTests } from './exit-status.ts'
import { continuesAs, guardOfCondition, guardsOfBranches, guardsOfCase, guardsOfList, isProbe } from './guards.ts'
import type { Here } from './here.ts'
import { inside, redirects } from './inside.ts'
import { guardInTurn, turnsOf } from './loops.ts'
import { namesIn } from './resolve.ts'
import type { AndOr, Case, If, Loop, Node, Pipeline, Redirect, TestNode } from './tree.ts'
import { unwrap } from './unwrap.ts'
import { textOf } from './word.ts'
import { type Destination, destinationOf } from './written.ts'

/** How many nodes of a list may guard those behind them. */
const MOST_GUARDS = 8
/** Walks over a list of nodes, of which each may guard those behind it. */
export function walk(nodes: readonly Node[], here: Here): void {
  let { scope } = here
  let opened = 0
  for (const node of withStatusTests(nodes)) {
    visit(node, scope === here.scope ? here : { ...here, scope })
    const guard = opened < MOST_GUARDS && nodes.length > 1 ? continuesAs(node) : undefined
    if (guard && node !== nodes.at(-1)) {
      scope = here.script.reader.open('branch', { guard }, scope)
      opened++
    }
  }
}

function visit(node: Node, here: Here): void {
  switch (node.kind) {
    case 'call':
      call(node, here)
      return
    case 'pipeline':
      pipeline(node, here)
      return
    case 'and-or':
      andOr(node, here)
      return
    case 'function':
      walk(node.body, { ...here, tested: false, out: undefined })
      return
    case 'if':
      branches(node, here)
      break
    case 'loop':
      loop(node, here)
      break
    case 'case':
      cases(node, here)
      break
    case 'group':
      walk(node.body, inGroup(node.redirects, here))
      break
    case 'test':
      test(node, here)
      break
    case 'arithmetic':
      for (const each of node.words) inside(each, here)
      break
  }
  redirects(node.redirects, here)
}

function andOr(node: AndOr, here: Here): void {
  const guards = guardsOfList(node)
  for (const [index, each] of node.nodes.entries()) {
    const guard = guards[index]
    const scope = guard
      ? here.script.reader.open('branch', { guard: guardInTurn(guard, here) }, here.scope)
      : here.scope
    const last = index === node.nodes.length - 1
    const tested = here.tested || (!last && isProbe(each, node.nodes[index + 1]))
    visit(each, { ...here, scope, tested })
  }
}

function branches(node: If, here: Here): void {
  const guards = guardsOfBranches(node)
  for (const [index, { condition, body }] of node.branches.entries()) {
    const asked = guardOfCondition(node, index)
    conditions(
      condition,
      asked ? { ...here, scope: here.script.reader.open('branch', { guard: asked }, here.scope) } : here,
    )
    const within = inGroup(node.redirects, here)
    const scope = here.script.reader.open('branch', { guard: guardInTurn(guards[index]!, here) }, here.scope)
    walk(body, { ...within, tested: false, scope })
  }
}

function loop(node: Loop, here: Here): void {
  for (const each of node.words) inside(each, here)
  const waits = onlyWaits(node.body) && node.condition.length > 0
  conditions(
    node.condition,
    waits ? { ...here, scope: here.script.reader.open('branch', { waits }, here.scope) } : here,
  )
  for (const turn of turnsOf(node, here)) walk(node.body, { ...inGroup(node.redirects, turn), tested: false })
}

/** Whether the turns of a loop do nothing but wait, and never leave it. */
const onlyWaits = (body: readonly Node[]): boolean =>
  body.length > 0 &&
  body.length < 10 &&
  body.every(
    node =>
      node.kind === 'call' &&
      /^(?:sleep|echo|printf|:|true|date|log\w*)$/.test(node.words[0] ? textOf(node.words[0]) : ''),
  ) &&
  body.some(node => node.kind === 'call' && node.words[0] !== undefined && textOf(node.words[0]) === 'sleep')

function cases(node: Case, here: Here): void {
  const { subject } = node
  inside(subject, here)
  const guards = guardsOfCase(node)
  for (const [index, { patterns, body }] of node.items.entries()) {
    const scope = here.script.reader.open('branch', { guard: guards[index] }, here.scope)
    for (const pattern of patterns) {
      inside(pattern, here)
      saysComparison({ operator: 'case', left: subject, right: pattern }, `case ${textOf(subject)} in`, here)
    }
    walk(body, { ...inGroup(node.redirects, here), tested: false, scope })
  }
}

function test({ comparisons, source, start, end }: TestNode, here: Here): void {
  const subject = subjectAt(source, start, end)
  for (const each of comparisons) {
    if (each.left) inside(each.left, here)
    inside(each.right, here)
    saysComparison(each, subject, here)
  }
}

/** Of a list of conditions only the last one decides. */
function conditions(nodes: readonly Node[], here: Here): void {
  for (const [index, node] of nodes.entries())
    visit(node, { ...here, out: undefined, tested: index === nodes.length - 1 })
}

/** What the inside of `{ … } > file` writes to. */
function inGroup(list: readonly Redirect[], here: Here): Here {
  const out = destinationOf(undefined, list, namesIn(here.definitions))
  if (out?.kind !== 'file') return here
  if (!out.append) here.script.files.close(out.name)
  return { ...here, out: { ...out, append: true } }
}

function pipeline({ nodes }: Pipeline, here: Here): void {
  const inners = nodes.map(node => (node.kind === 'call' ? unwrap(node.words, here.definitions) : undefined))
  const destinations: (Destination | undefined)[] = []
  let next = here.out
  for (let i = nodes.length - 1; i >= 0; i--) {
    destinations[i] = next
    const node = nodes[i]!
    next =
      node.kind === 'call'
        ? destinationOf(inners[i], node.redirects, namesIn(here.definitions), destinations[i])
        : undefined
  }
  const [first] = nodes
  const last = nodes.at(-1)
  if (!first || !last) return
  const subject = first.source === last.source ? subjectAt(first.source, first.start, last.end) : undefined
  for (const [index, node] of nodes.entries()) {
    const within = { ...here, tested: here.tested && index === nodes.length - 1, out: destinations[index] }
    if (node.kind === 'call') call(node, within, subject, inners[index])
    else visit(node, within)
  }
}
