/** What the functions of a script do with what they are given: run it as a command, or feed it to a shell. */
import type { Source } from '../../text/source.ts'
import type { Definitions } from './definitions.ts'
import type { Inner } from './inner.ts'
import { type Node, visitTree, type Word } from './tree.ts'
import { handsOn, literalOf, textOf } from './word.ts'

/** How many functions may call each other. */
const MOST_DEPTH = 16

/** Finds what the words of a call run in the end. */
export type Unwrap = (words: readonly Word[], definitions: Definitions, depth: number) => Inner

/** How a function runs its arguments. */
export interface Runner {
  /** How many arguments stand before the command. */
  readonly skip: number
  /** Whether all the arguments from there on are the command; otherwise one argument is the whole of it. */
  readonly all: boolean
}

const runners = new WeakMap<readonly Node[], Runner | 'none'>()

/** How a function of the script runs its arguments, or undefined when it does not. */
export function runnerOf(
  body: readonly Node[],
  definitions: Definitions,
  depth: number,
  unwrap: Unwrap,
): Runner | undefined {
  const known = runners.get(body)
  if (known) return known === 'none' ? undefined : known
  if (depth > MOST_DEPTH) return undefined
  // A function that calls itself is not one.
  runners.set(body, 'none')
  const shifts = new Set(shiftsOf(body))
  let shifted = 0
  let found: Runner | undefined
  visitTree(body, {
    node(node) {
      if (node.kind !== 'call' || found) return
      if (node.words.length === 0) return
      if (shifts.has(node)) shifted += Number(node.words[1] ? (literalOf(node.words[1]) ?? 1) : 1) || 1
      const inner = unwrap(node.words, definitions, depth + 1)
      const handed = [
        ...inner.calls.map(call => call.words[0]),
        ...inner.scripts.map(({ source }) => wholeVariable(source)),
      ]
      for (const word of handed) {
        const hands = typeof word === 'object' ? handsOn(word) : undefined
        if (hands) found ??= { skip: Math.min(shifted, 9) + hands.from - 1, all: hands.all }
      }
    },
  })
  runners.set(body, found ?? 'none')
  return found
}

/** Whether the last call of a function is a shell that reads what the function is fed: `on_node() { ssh "$1" bash -s; }`. */
export function feedsShell(body: readonly Node[], definitions: Definitions, depth: number, unwrap: Unwrap): boolean {
  const last = body.at(-1)
  if (depth > MOST_DEPTH || !last) return false
  if (last.kind === 'group') return feedsShell(last.body, definitions, depth + 1, unwrap)
  if (last.kind !== 'call' || last.redirects.some(({ operator }) => operator.includes('<'))) return false
  return unwrap(last.words, definitions, depth + 1).fed !== undefined
}

/** The calls of `shift` that always happen: one in a branch or loop belongs to options. */
function shiftsOf(body: readonly Node[]): readonly Node[] {
  const found: Node[] = []
  const stack = [...body]
  for (let node = stack.shift(); node; node = stack.shift())
    if (node.kind === 'group') stack.unshift(...node.body.slice(0, 1_000))
    else if (node.kind === 'and-or') stack.unshift(...node.nodes.slice(0, 100))
    else if (node.kind === 'call' && node.words[0] && textOf(node.words[0]) === 'shift') found.push(node)
  return found
}

/** The word of a script that is nothing but `$1` or `$@`. */
function wholeVariable(source: Source): Word | undefined {
  const text = source.text.trim()
  const [, name] = /^\$\{?([@*1-9])\}?$/.exec(text) ?? []
  if (!name) return undefined
  const end = source.text.length
  const part = {
    kind: 'variable' as const,
    start: 0,
    end,
    quoted: false,
    name,
    operator: undefined,
    operands: [],
    index: undefined,
  }
  return { source, start: 0, end, parts: [part] }
}

const askers = new WeakMap<readonly Node[], boolean>()

/** Whether a function of the script is one that asks for a program, as `command_exists docker` does: its calls say what is asked. */
export function asksForProgram(body: readonly Node[], name: string): boolean {
  if (/exist|require|need|has_|have_|installed|check|ensure|verify|is_/i.test(name)) return true
  const known = askers.get(body)
  if (known !== undefined) return known
  let asks = false
  visitTree(body, {
    node(node) {
      if (node.kind !== 'call') return
      const [program, ...args] = node.words
      if (
        program &&
        /^(command|type|which|hash)$/.test(textOf(program)) &&
        (textOf(program) !== 'command' || args.some(arg => /^-[vV]$/.test(textOf(arg)))) &&
        args.some(arg => /^\$[{]?[1@*]/.test(textOf(arg)))
      )
        asks = true
    },
  })
  askers.set(body, asks)
  return asks
}
