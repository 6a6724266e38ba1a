/** Which branch of a script a command stands in, as texts: the condition, and what the other branches do. */

import type { Guard } from '../../facts.ts'
import { guardsOfAlternatives, LONGEST_ALTERNATIVE, MOST_OTHERS } from '../../reading/alternatives.ts'
import { baseName } from '../../reading/path-words.ts'
import { withVersions } from '../../reading/version-names.ts'
import type { AndOr, Case, If, Node } from './tree.ts'
import { textOf } from './word.ts'

/** A text without its comments, which promise what the code does not do. */
function textAt(node: { readonly source: Node['source'] }, start: number, end: number): string {
  const text = node.source.text.slice(start, Math.min(end, start + LONGEST_ALTERNATIVE * 2))
  const bare = text.includes('#') ? text.replace(/(^|[ \t;])#[^\n]*/g, '$1') : text
  return bare.trim().slice(0, LONGEST_ALTERNATIVE)
}

const spanned = (nodes: readonly Node[]): string => {
  const first = nodes[0]
  const last = nodes.at(-1)
  if (!first || !last) return ''
  const text = textAt(first, first.start, last.end)
  // A denial that was a test of the status has no sign of its own.
  return first.kind === 'pipeline' && first.negated && !text.startsWith('!') ? `! ${text}` : text
}

/** The guards of the branches of an `if`, in their order. */
export const guardsOfBranches = ({ branches, source }: If): readonly Guard[] =>
  guardsOfAlternatives(
    branches.map(branch => {
      const condition = withVersions(spanned(branch.condition), source.file)
      const text = [condition, spanned(branch.body)].filter(Boolean).join('\n')
      return { condition, otherwise: branch.condition.length === 0, text }
    }),
  )

/** The guards of the items of a `case`. */
export function guardsOfCase({ subject, items, source }: Case): readonly Guard[] {
  const head = `case ${textOf(subject)} in`.slice(0, LONGEST_ALTERNATIVE)
  return guardsOfAlternatives(
    items.map(({ patterns, start, end }) => ({
      condition: `${head} ${patterns.map(textOf).join('|').slice(0, LONGEST_ALTERNATIVE)})`,
      otherwise: false,
      text: textAt({ source }, start, end),
    })),
  )
}

/** Calls that ask and change nothing. */
const ASKS =
  /^(\[|test|which|type|hash|pgrep|pidof|dpkg|rpm|getent|id|mountpoint|expr|cmp|diff|true|false)$|^(is|has|have|needs?|check|version|ver|semver|vercmp|exists?|installed|contains|should|can|uses?|using|enabled|supports?|command_exists)(_|-|$)|(_exists?|_installed|_enabled|_available|_present|_gt|_lt|_ge|_le|_gte|_lte|_is|_eq)$|^(version_?(gt|lt|ge|le)|vercmp|semverCompare)$/i

/** Whether a node only asks something: a test, `command -v`, a quiet grep, a call whose output is thrown away. */
function asks(node: Node): boolean {
  switch (node.kind) {
    case 'test':
    case 'arithmetic':
      return true
    case 'pipeline':
      return node.negated || asks(node.nodes.at(-1)!)
    case 'group':
      return node.body.length === 1 && asks(node.body[0]!)
    case 'and-or':
      return node.nodes.every(asks)
    case 'call': {
      const [first, ...args] = node.words.filter(word => !/^(sudo|!)$/.test(textOf(word)))
      if (!first) return false
      const name = baseName(textOf(first))
      if (ASKS.test(name)) return true
      const words = args.map(textOf)
      if (name === 'command') return words.some(word => /^-[vV]$/.test(word))
      if (/^(grep|egrep|fgrep)$/.test(name)) return words.some(word => /^-[a-zA-Z]*q|^--quiet$/.test(word))
      if (name === 'systemctl') return words.some(word => /^(is-|status$|list-)/.test(word))
      if (name === 'service') return words.includes('status')
      return discards(node)
    }
    default:
      return false
  }
}

/** Whether the standard output of a call is thrown away. */
const discards = (node: Node): boolean =>
  node.kind === 'call' &&
  node.redirects.some(
    ({ operator, target, descriptor }) =>
      /^(&?>>?|>&|>\|)$/.test(operator) &&
      (descriptor ?? 1) === 1 &&
      target !== undefined &&
      textOf(target) === '/dev/null',
  )

/** Whether a call on the left of `&&` or `||` is only asked for its success. `docker rm x || true` is not: there it is ignored. */
export function isProbe(node: Node, next: Node | undefined): boolean {
  if (next?.kind === 'call' && /^(true|:)$/.test(next.words[0] ? textOf(next.words[0]) : '')) return false
  return asks(node)
}

/** The guards of the commands of `A && B || C`, where the list begins with commands that only ask, or each is tried until one succeeds. */
export function guardsOfList({ source, nodes, operators }: AndOr): readonly (Guard | undefined)[] {
  let tests = 0
  while (tests < nodes.length - 1 && asks(nodes[tests]!)) tests++
  if (tests === 0) return nodes.map((_, index) => tried(nodes, operators, index))
  const text = (from: number, to: number) => textAt({ source }, nodes[from]!.start, nodes[to]!.end)
  const turn = operators.findIndex((operator, index) => index >= tests - 1 + 1 && operator !== operators[tests - 1])
  const beside = turn < 0 ? '' : text(turn + 1, nodes.length - 1)
  const main = turn < 0 ? '' : text(tests, turn)
  return nodes.map((_, index) => {
    if (index === 0) return tried(nodes, operators, 0)
    const condition = text(0, Math.min(index, tests) - 1)
    const negated = index < tests ? operators[index - 1] === '||' : operators[tests - 1] === '||'
    const other = turn >= 0 && index > turn
    const flipped = other ? !negated : negated
    const rest = other ? main : index >= tests ? beside : ''
    return { condition, others: rest === '' ? [] : [rest], ...(flipped ? { negated: true } : {}) }
  })
}

/** The guard of a command whose failure has another one tried in its place: `docker ps || crictl ps`. */
function tried(nodes: readonly Node[], operators: AndOr['operators'], index: number): Guard | undefined {
  const next = operators[index] === '||' ? nodes[index + 1] : undefined
  return next && { condition: spanned([nodes[index]!]), others: [spanned([next])], tried: true }
}

/** The guard of the condition of an `if`, which only chooses: what is done where it fails. */
export function guardOfCondition({ branches }: If, index: number): Guard | undefined {
  const { condition, body } = branches[index]!
  const last = condition.at(-1)
  if (!last) return undefined
  const isNegated = last.kind === 'pipeline' && last.negated
  const others = isNegated
    ? [spanned(body)]
    : branches.slice(index + 1, index + 1 + MOST_OTHERS).map(branch => spanned([...branch.condition, ...branch.body]))
  return { condition: spanned(condition).replace(/^!\s+/, ''), others, tried: true }
}

/** Whether the nodes end the script, the function or the turn of the loop without an error. */
function leaves(nodes: readonly Node[]): boolean {
  const last = nodes.at(-1)
  if (last?.kind === 'group') return leaves(last.body)
  if (last?.kind !== 'call' || !last.words[0]) return false
  const [name, status] = last.words.map(textOf)
  return /^(exit|return|continue|break)$/.test(name!) && (status === undefined || status === '0')
}

/** The guard of what follows a node that may leave: `if command -v crictl; then …; exit; fi` or `[ -x … ] && exit 0`. */
export function continuesAs(node: Node): Guard | undefined {
  if (node.kind === 'if' && node.branches.length === 1) {
    const { condition, body } = node.branches[0]!
    return leaves(body) ? { condition: spanned(condition), others: [spanned(body)], negated: true } : undefined
  }
  if (node.kind !== 'and-or') return undefined
  const tests = node.nodes.slice(0, -1)
  const body = node.nodes.at(-1)!
  if (!tests.every(asks) || !leaves([body])) return undefined
  const condition = spanned(tests)
  return node.operators.at(-1) === '&&'
    ? { condition, others: [spanned([body])], negated: true }
    : { condition, others: [] }
}
