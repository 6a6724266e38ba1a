/** What a CI service is, and how the scripts of its steps are found. */
import type { Guard, Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { Source } from '../../text/source.ts'
import { at, entryOf, itemsOf, type MapNode, type ScalarNode, type TreeNode } from '../../text/tree.ts'

/** The languages of the shells that run the scripts of steps. */
type ShellLanguage = 'shell' | 'powershell' | 'batch'

/** What a service's reader of one map may say. */
export interface Steps {
  readonly root: TreeNode | undefined
  /** A script: one text, or lines that one shell runs; under conditions, the outermost first. */
  script(
    language: ShellLanguage,
    scripts: readonly Pick<ScalarNode, 'content'>[],
    guards?: readonly (Guard | undefined)[],
  ): void
  /** A script that a step runs on another machine. */
  remote(script: ScalarNode): void
  /** The words of one command. */
  words(words: readonly Source[]): void
  /** Volumes of the machine that a container of the job is given: `/var/run/docker.sock:/var/run/docker.sock`. */
  mounts(volumes: readonly ScalarNode[]): void
  /** The condition of a job among the jobs of the file. */
  ofJob(job: TreeNode): Guard | undefined
  /** The condition of one of a job's steps among the others. */
  ofStep(index: number, list: readonly TreeNode[]): Guard | undefined
}

export interface Service {
  /** Files of the service by their names. */
  readonly path?: RegExp
  /** Documents of the service wherever they stand. */
  readonly shape?: (root: MapNode) => boolean
  /** The jobs of a document, whose conditions choose between them. */
  readonly jobs?: (root: TreeNode | undefined) => readonly TreeNode[]
  /** Says the pod that the steps run in, where they do, and gives the scope of it. */
  readonly podOf?: (root: MapNode, reader: Reader) => Scope | undefined
  /** The condition of a job or step, where it is not told as most services do. */
  readonly conditionOf?: (node: TreeNode) => string | undefined
  /** What the service fills in before the shell sees a text. */
  readonly expression?: RegExp
  /** Says the scripts of one map. */
  step(node: MapNode, steps: Steps, path?: readonly string[]): void
}

/** Reads maps whose scripts stand under keys of their own, beside the condition of all of them. */
export const underKeys =
  (...keys: readonly string[]): Service['step'] =>
  (node, { script, ofStep }) => {
    const guards = [ofStep(0, [node])]
    for (const key of keys) script('shell', commandsOf(at(node, key)), guards)
  }

/** Whether a map has one of these keys. */
export const has = (node: TreeNode | undefined, ...keys: readonly string[]): boolean =>
  keys.some(key => entryOf(node, key) !== undefined)

/** The values of a map, or the items of a list. */
export const below = (node: TreeNode | undefined): readonly TreeNode[] =>
  node?.kind === 'map' ? node.entries.flatMap(entry => entry.value ?? []) : itemsOf(node)

/** `shell: pwsh` of a step; undefined for an interpreter that is no shell. */
export function languageOf(shell: string | undefined): ShellLanguage | undefined {
  if (!shell) return 'shell'
  if (/pwsh|powershell/i.test(shell)) return 'powershell'
  if (/^cmd\b/i.test(shell)) return 'batch'
  return /python|node|perl|ruby/i.test(shell) ? undefined : 'shell'
}

/** One text, or the texts of a list and of the lists in it. `!reference [.setup, script]` names another list. */
export function commandsOf(node: TreeNode | undefined, depth = 0): readonly ScalarNode[] {
  if (node?.kind === 'scalar') return [node]
  const items = itemsOf(node)
  if (depth > 10 || isReference(items)) return []
  return items.flatMap(item => (item.kind === 'map' ? [] : commandsOf(item, depth + 1)))
}

const isReference = (items: readonly TreeNode[]): boolean => {
  const last = items.at(-1)
  return items.length > 1 && last?.kind === 'scalar' && /^(before_|after_)?script$/.test(last.value)
}
