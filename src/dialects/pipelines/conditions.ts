/** Under what condition a job or step of a pipeline runs, as text. */
import { at, itemsOf, scalarsOf, type TreeNode, textAt } from '../../text/tree.ts'

/** The `if` of GitHub's jobs and steps, the `condition` of Azure's, and the rules of GitLab's jobs, of which one has to hold. */
export function conditionOf(node: TreeNode): string | undefined {
  const own = textAt(node, 'if') ?? textAt(node, 'condition')
  if (own !== undefined) return own.replace(/^\s*\$\{\{|\}\}\s*$/g, '').trim()
  const rules = itemsOf(at(node, 'rules')).filter(rule => textAt(rule, 'when') !== 'never')
  const texts = [
    ...rules.map(rule => textAt(rule, 'if')),
    ...scalarsOf(at(node, 'only', 'variables')).map(variable => variable.value),
  ]
  // A rule without a condition holds always.
  return texts.length > 0 && texts.every(text => text !== undefined) ? texts.join(' || ') : undefined
}

/** The condition of a block of steps of CircleCI: `when: {condition: {equal: [docker, << parameters.runtime >>]}, steps: […]}`. */
export function circleConditionOf(node: TreeNode): string | undefined {
  const when = at(node, 'when', 'condition')
  if (when) return logicOf(when)
  const unless = at(node, 'unless', 'condition')
  const text = unless && logicOf(unless)
  return text === undefined ? undefined : `not (${text})`
}

const MOST_DEPTH = 10
const OPERATORS: Readonly<Record<string, string>> = { and: ' and ', or: ' or ', equal: ' == ' }

/** A logic statement of CircleCI as a line. Reference: https://circleci.com/docs/reference/configuration-reference/#logic-statements */
function logicOf(node: TreeNode, depth = 0): string | undefined {
  if (node.kind === 'scalar') return node.value.replace(/^\s*<<|>>\s*$/g, '').trim()
  if (node.kind === 'list' || depth > MOST_DEPTH) return undefined
  const [entry] = node.entries
  if (!entry?.value) return undefined
  if (entry.key.value === 'not') {
    const text = logicOf(entry.value, depth + 1)
    return text === undefined ? undefined : `not (${text})`
  }
  const operator = Object.hasOwn(OPERATORS, entry.key.value) ? OPERATORS[entry.key.value] : undefined
  const parts = itemsOf(entry.value).map(item => logicOf(item, depth + 1))
  if (!operator || parts.length === 0 || parts.some(part => part === undefined)) return undefined
  return parts.join(operator)
}

/**
 * The `when` of a step of Drone and Woodpecker: `matrix: {RUNTIME: docker}` or `evaluate: 'RUNTIME == "docker"'`. Of a list one
 * has to hold. Events and branches choose no runtime, whatever they are called.
 */
export function droneConditionOf(node: TreeNode): string | undefined {
  const when = at(node, 'when')
  const texts = (when?.kind === 'list' ? itemsOf(when) : when ? [when] : []).map(chosenBy)
  return texts.length > 0 && texts.every(text => text !== undefined) ? texts.join(' || ') : undefined
}

function chosenBy(when: TreeNode): string | undefined {
  const matrix = at(when, 'matrix')
  const chosen = matrix?.kind === 'map' ? matrix.entries : []
  const texts = chosen.flatMap(({ key, value }) => scalarsOf(value).map(({ value }) => `${key.value} == ${value}`))
  const evaluated = textAt(when, 'evaluate')
  const all = evaluated === undefined ? texts : [...texts, evaluated]
  return all.length > 0 ? all.join(' and ') : undefined
}
