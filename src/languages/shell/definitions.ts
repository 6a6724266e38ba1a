/** What a script defines for itself: variables, functions and aliases. */
import { type Assignment, type FunctionNode, type Node, visitTree, type Word } from './tree.ts'
import { textOf } from './word.ts'

/** A value that is given to a variable somewhere in the script. */
export interface Value {
  readonly words: readonly Word[]
  readonly array: boolean
  /** Whether it is the word of one turn of a loop, and not assigned. */
  readonly turn?: boolean | undefined
  /** The words of the loop's other turns. */
  readonly others?: readonly string[] | undefined
}

export interface Definitions {
  /** Those of the script that this one stands in. */
  readonly parent: Definitions | undefined
  /** Whether the parent's functions can be called as well: another shell does not know them. */
  readonly sameShell: boolean
  readonly values: ReadonlyMap<string, readonly Value[]>
  readonly functions: ReadonlyMap<string, FunctionNode>
  readonly aliases: ReadonlyMap<string, Word>
}

/** Everything that a script defines at any depth. A script inside another sees the outer one's variables as well. */
export function definitionsOf(nodes: readonly Node[], parent?: Definitions, sameShell = false): Definitions {
  const values = new Map<string, Value[]>()
  const functions = new Map<string, FunctionNode>()
  const aliases = new Map<string, Word>()
  const add = (name: string, value: Value) => {
    const known = values.get(name)
    if (known) known.push(value)
    else values.set(name, [value])
  }
  const assign = ({ name, value, items, append }: Assignment) => {
    if (append && items === undefined) return
    if (value) add(name, { words: [value], array: false })
    else if (items) add(name, { words: items, array: true })
  }
  visitTree(nodes, {
    node(node) {
      if (node.kind === 'call') {
        // A variable that is set for one call alone says nothing about the others.
        if (node.words.length === 0) for (const each of node.assignments) assign(each)
        const alias = node.words[0] !== undefined && textOf(node.words[0]) === 'alias'
        for (const each of node.declares)
          if (!alias) assign(each)
          else if (each.value) aliases.set(each.name, each.value)
      } else if (node.kind === 'function') functions.set(node.name, node)
    },
    part(part) {
      if (part.kind === 'variable' && (part.operator === ':=' || part.operator === '=') && part.operands[0])
        add(part.name, { words: [part.operands[0]], array: false })
    },
  })
  return { parent, sameShell, values, functions, aliases }
}

export function functionOf(definitions: Definitions, name: string): FunctionNode | undefined {
  for (let next: Definitions | undefined = definitions; next; next = next.sameShell ? next.parent : undefined) {
    const found = next.functions.get(name)
    if (found) return found
  }
  return undefined
}

/** The values that the script gives to a variable. */
export function valuesOf(definitions: Definitions, name: string): readonly Value[] {
  for (let next: Definitions | undefined = definitions; next; next = next.parent) {
    const found = next.values.get(name)
    if (found) return found
  }
  return []
}

/** The value that was last written above a word, in the same text. */
export function valueAbove(word: Word, values: readonly Value[]): Value | undefined {
  let last: Value | undefined
  for (const value of values) {
    const [first] = value.words
    if (first && first.source === word.source && first.end <= word.start) last = value
  }
  return last
}
