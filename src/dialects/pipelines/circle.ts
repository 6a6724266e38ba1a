/** CircleCI, as it is and as it was before 2018. Reference: https://circleci.com/docs/reference/configuration-reference/ */
import type { Guard } from '../../facts.ts'
import { sourceOf } from '../../text/source.ts'
import { at, itemsOf, type ScalarNode, type TreeNode, textAt } from '../../text/tree.ts'
import { circleConditionOf } from './conditions.ts'
import { below, has, languageOf, type Service } from './service.ts'

/** The conditions around a step, the outermost first. What holds a step is seen before it. */
const around = new WeakMap<TreeNode, readonly (Guard | undefined)[]>()

export const circle: Service = {
  expression: /<<\s{0,9}[\w.-]{1,200}\s{0,9}>>/g,
  path: /(^|\/)\.circleci\/.*\.ya?ml$/,
  shape: root => has(root, 'version') && has(root, 'jobs', 'orbs') && below(at(root, 'jobs')).some(isJob),
  conditionOf: circleConditionOf,
  step(node, { script, ofStep }) {
    const list = itemsOf(at(node, 'steps'))
    for (const [index, item] of list.entries()) {
      const guards = [...(around.get(node) ?? []), ofStep(index, list)]
      around.set(item, guards)
      const block = at(item, 'when') ?? at(item, 'unless')
      if (block) around.set(block, guards)
    }
    const run = at(node, 'run')
    const command = run?.kind === 'map' ? at(run, 'command') : run
    const language = languageOf(textAt(run, 'shell'))
    if (command?.kind === 'scalar' && language) script(language, [command], around.get(node))
  },
}

const isJob = (job: TreeNode): boolean => has(job, 'steps') && has(job, 'docker', 'machine', 'executor', 'macos')

/** `circle.yml`: lists of commands by phase. What is known of one stands behind it: `- docker build .: {timeout: 900}`. */
export const circleOne: Service = {
  path: /(^|\/)circle\.ya?ml$/,
  step(node, { script }) {
    for (const key of ['pre', 'override', 'post', 'commands']) script('shell', itemsOf(at(node, key)).flatMap(textOf))
  },
}

function textOf(command: TreeNode): readonly Pick<ScalarNode, 'content'>[] {
  if (command.kind === 'scalar') return [command]
  const key = command.kind === 'map' ? command.entries[0]?.key : undefined
  return key ? [{ content: () => sourceOf(key) }] : []
}
