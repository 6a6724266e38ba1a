/** Tests of `$?` behind a call: `docker ps; if [ $? -eq 0 ]; then …` asks what `if docker ps; then …` does, and is read as that. */
import type { AndOr, If, Node, Pipeline } from './tree.ts'
import { textOf } from './word.ts'

/** How many nodes may stand between `status=$?` and its test. */
const MOST_BETWEEN = 4
/** Longer tests ask for more than a status. */
const LONGEST_TEST = 80

/** A test of a status as it is written: which variable holds it, and whether the test asks for a failure. */
interface StatusTest {
  readonly variable: string
  readonly failed: boolean
}

const TEST =
  /^(?:\[\[?|test|\(\()\s{0,9}["']?\$?\{?(\?|[A-Za-z_]\w{0,40})\}?["']?\s{0,9}(-eq|-ne|-gt|==?|!=|>)\s{0,9}["']?0["']?\s{0,9}(?:\]\]?|\)\))?$/

function statusTest(node: Node | undefined): StatusTest | undefined {
  if (!node || !/^(?:call|test|arithmetic)$/.test(node.kind) || node.end - node.start > LONGEST_TEST) return undefined
  const match = TEST.exec(node.source.text.slice(node.start, node.end).trim())
  return match ? { variable: match[1]!, failed: !/^(?:-eq|==?)$/.test(match[2]!) } : undefined
}

/** The nodes of a list, in which each test of a call's status has the call in its place. */
export function withStatusTests(nodes: readonly Node[]): readonly Node[] {
  if (!nodes.some(node => node.kind === 'if' || node.kind === 'and-or')) return nodes
  const result = [...nodes]
  for (let at = 0; at < result.length - 1; at++) {
    const asked = result[at]!
    if (asked.kind !== 'pipeline' && (asked.kind !== 'call' || asked.words.length === 0)) continue
    const kept = keptStatus(result[at + 1]!)
    const last = Math.min(result.length - 1, at + 1 + (kept === undefined ? 0 : MOST_BETWEEN))
    for (let next = at + (kept === undefined ? 1 : 2); next <= last; next++) {
      const joined = askedBy(result[next]!, asked, kept ?? '?')
      if (!joined) continue
      result[next] = joined
      result.splice(at, 1)
      break
    }
  }
  return result
}

/** The variable of `status=$?`. */
function keptStatus(node: Node): string | undefined {
  if (node.kind !== 'call' || node.words.length > 1) return undefined
  const [assigned] = node.words.length === 0 ? node.assignments : node.declares
  return assigned?.value && /^\$\{?\?\}?$/.test(textOf(assigned.value)) ? assigned.name : undefined
}

/** The branch that a test of the status decides, with the call as its condition. */
function askedBy(node: Node, call: Node, variable: string): If | undefined {
  const { branches, redirects, otherwise } = node.kind === 'if' ? { ...node, otherwise: false } : asBranches(node)
  const [first, ...others] = branches
  const test = first?.condition.length === 1 ? statusTest(first.condition[0]) : undefined
  if (!first || test?.variable !== variable) return undefined
  const { source, start, end } = call
  const denied: Pipeline = { kind: 'pipeline', nodes: [call], negated: true, source, start, end }
  const branch = { ...first, condition: [test.failed === otherwise ? call : denied] }
  return { kind: 'if', branches: [branch, ...others], redirects, source: node.source, start: node.start, end: node.end }
}

/** `A && B`, `A || B` and `A && B || C` as branches; `otherwise` where the first is taken when its condition fails. */
function asBranches(node: Node): Pick<If, 'branches' | 'redirects'> & { readonly otherwise: boolean } {
  const none = { branches: [], redirects: [], otherwise: false }
  if (node.kind !== 'and-or' || node.nodes.length > 3) return none
  const { nodes, operators }: AndOr = node
  const [test, body, beside] = nodes
  const otherwise = operators[0] === '||'
  if (!test || !body || (beside && (otherwise || operators[1] !== '||'))) return none
  const branch = (inside: Node, condition: readonly Node[]) => {
    const { start, end } = inside
    return { start, end, condition, body: [inside] }
  }
  return { branches: [branch(body, [test]), ...(beside ? [branch(beside, [])] : [])], redirects: [], otherwise }
}
