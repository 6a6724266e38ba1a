/** Conditions of things that stand in one list: an Ansible task's `when`, a pipeline step's `if`. */
import type { Guard } from '../facts.ts'
import type { Source } from '../text/source.ts'
import type { TreeNode } from '../text/tree.ts'

/** How much of a sibling is given as what it does. */
const MOST_BODY = 600
/** What handles the other runtime stands near. */
const NEAR = 30

/**
 * The guard of one node of a list, and beside it what the siblings do that ask for the same variable and want another value of
 * it; undefined where the node has no condition.
 */
export function guardOf(
  index: number,
  siblings: readonly TreeNode[],
  conditionOf: (node: TreeNode) => string | undefined,
  source: Source,
): Guard | undefined {
  const node = siblings[index]
  const condition = node && conditionOf(node)
  if (condition === undefined) return undefined
  const names = new Set(namesIn(condition))
  const others: string[] = []
  for (const other of siblings.slice(Math.max(0, index - NEAR), index + NEAR)) {
    const text = conditionOf(other)
    if (!text || text === condition || !namesIn(text).some(name => names.has(name))) continue
    others.push(`${text}\n${source.text.slice(other.start, Math.min(other.end, other.start + MOST_BODY))}`)
  }
  return { condition, others }
}

/** The variables of a condition. */
const namesIn = (condition: string): readonly string[] =>
  condition
    .replace(/"[^"]*"|'[^']*'/g, '')
    .match(/(?<![\w.])[a-z_]\w*(?:\.\w+)*/gi)
    ?.filter(name => !WORDS.has(name)) ?? []

const WORDS = new Set(
  `and or not in is defined undefined true false True False none None bool default succeeded failed changed skipped version
  match search int lower eq ne always success failure cancelled contains startsWith endsWith format`.split(/\s+/),
)
