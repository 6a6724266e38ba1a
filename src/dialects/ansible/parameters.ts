/** Parameters of an Ansible module: a map, or `name=docker state=started` in one string. Loop items are put in where they are written out. */

import { actionsOf, maskActions } from '../../reading/template.ts'
import { joinSources, type Located, locate, type Source, sliceSource, spanOf, withText } from '../../text/source.ts'
import { at, entryOf, itemsOf, type MapNode, type TreeNode } from '../../text/tree.ts'
import type { ModuleCall } from './tasks.ts'

/** One item of a task's loop, under the name that the task calls it. */
export interface LoopItem {
  readonly variable: string
  readonly item: TreeNode
}

export interface Parameters {
  /** The text of a parameter, with template actions masked; the first name that is set counts. */
  text(...names: readonly string[]): Source | undefined
  /** The node of a parameter, where the parameters are a map. */
  node(name: string): TreeNode | undefined
  /** What stands free in the string form: the command of `command: docker ps chdir=/tmp`. */
  readonly free: Source | undefined
}

const MOST_ITEMS = 60

/** The items that a loop gives a task one after another, where they are written out; one `undefined` for a task without such a loop. */
export function roundsOf(task: MapNode): readonly (LoopItem | undefined)[] {
  const list = ['loop', 'with_items', 'with_list', 'with_flattened', 'with_nested']
    .map(key => at(task, key))
    .find(Boolean)
  const items = itemsOf(list).slice(0, MOST_ITEMS)
  if (items.length === 0) return [undefined]
  const named = at(task, 'loop_control', 'loop_var')
  const variable = named?.kind === 'scalar' ? named.value : 'item'
  return items.map(item => ({ variable, item }))
}

/** Reads a module's parameters for one round of the task's loop. */
export function parametersOf(
  { parameters, skip }: ModuleCall,
  args: TreeNode | undefined,
  round: LoopItem | undefined,
): Parameters {
  const line = parameters?.kind === 'scalar' ? filled(behind(parameters.content(), skip), round) : undefined
  const pairs = line ? pairsOf(line) : new Map<string, Source>()
  const nodeOf = (name: string): TreeNode | undefined =>
    (parameters?.kind === 'map' ? entryOf(parameters, name)?.value : undefined) ?? at(args, name)
  return {
    free: line && masked(line),
    node: nodeOf,
    text(...names) {
      for (const name of names) {
        const pair = pairs.get(name)
        if (pair) return pair
        const node = nodeOf(name)
        if (node?.kind === 'scalar') return masked(filled(node.content(), round))
      }
      return undefined
    },
  }
}

const behind = (source: Source, skip: number): Source =>
  skip === 0 ? source : sliceSource(source, skip, source.text.length)

/** `name=docker state="started"` as parameters. */
function pairsOf(line: Source): Map<string, Source> {
  const pairs = new Map<string, Source>()
  const plain = masked(line)
  for (const match of plain.text.matchAll(/(?<![^\s])([a-z_]+)=(?:"([^"]*)"|'([^']*)'|(\S*))/g)) {
    const value = match[2] ?? match[3] ?? match[4] ?? ''
    const start = match.index + match[1]!.length + (match[4] === undefined ? 2 : 1)
    if (!pairs.has(match[1]!)) pairs.set(match[1]!, sliceSource(plain, start, start + value.length))
  }
  return pairs
}

/** A text with the item of its loop put in: `{{ item }}`, `{{ item.name }}`, `{{ item['name'] }}`. */
function filled(source: Source, round: LoopItem | undefined): Source {
  if (!round || !source.text.includes(round.variable) || source.text.length > 20_000) return source
  const parts: Source[] = []
  let from = 0
  for (const match of source.text.matchAll(/\{\{-?\s*(\w+)(?:\.(\w+)|\[\s*['"]?(\w+)['"]?\s*\])?\s*-?\}\}/g)) {
    if (match[1] !== round.variable) continue
    const key = match[2] ?? match[3]
    const value =
      key === undefined ? round.item : round.item.kind === 'list' ? round.item.items[Number(key)] : at(round.item, key)
    if (value?.kind !== 'scalar') continue
    parts.push(sliceSource(source, from, match.index), value.content())
    from = match.index + match[0].length
  }
  if (parts.length === 0) return source
  return joinSources(source.file, [...parts, sliceSource(source, from, source.text.length)])
}

/**
 * The text with its template actions masked. A statement that has a line of the file for itself ends a line, also where YAML
 * folds the lines into one: what stands before `{% else %}` and what stands behind it are two commands.
 */
function masked(source: Source): Source {
  if (!source.text.includes('{%')) return maskActions(source)
  const characters = [...maskActions(source).text.split('')]
  let changed = false
  for (const { start, end, kind } of actionsOf(source.text)) {
    if (kind !== 'statement' || !foldsAt(source, start - 1) || !foldsAt(source, end)) continue
    characters.fill(' ', start, end)
    for (const at of [start - 1, end]) if (characters[at] === ' ') characters[at] = '\n'
    changed = true
  }
  return changed ? withText(maskActions(source), characters.join('')) : maskActions(source)
}

/** Whether the text begins or ends there, or a line of the file ends. */
function foldsAt(source: Source, at: number): boolean {
  if (at < 0 || at >= source.text.length || source.text[at] === '\n') return true
  if (source.text[at] !== ' ') return false
  const { start } = spanOf(source, at, at + 1)
  return /[\r\n]/.test(source.file.text[start] ?? '')
}

/** A parameter's text with its place, without space around it. */
export function locatedText(source: Source | undefined): Located | undefined {
  if (!source) return undefined
  const start = source.text.length - source.text.trimStart().length
  const end = source.text.trimEnd().length
  return start < end ? locate(source, start, end) : undefined
}
