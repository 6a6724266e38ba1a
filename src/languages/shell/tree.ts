/** A script as calls, lists and branches: our own tree, so that only one file knows the parser. */
import type { Source } from '../../text/source.ts'

/** A word as the shell splits them: `--root="$DIR"/x`. */
export interface Word {
  /** The text that the offsets count in: inside backticks and strings that are run it is not the script's own. */
  readonly source: Source
  readonly start: number
  readonly end: number
  readonly parts: readonly Part[]
}

export type Part = TextPart | VariablePart | ScriptPart | UnknownPart

interface PartBase {
  readonly start: number
  readonly end: number
  /** Whether it stands in quotes, so that the shell does not split it. */
  readonly quoted: boolean
}

/** Text as the shell means it. Made from `[start, end)`, which has the same length unless an escape was decoded. */
export interface TextPart extends PartBase {
  readonly kind: 'text'
  readonly text: string
}

/** `$x`, `${x}`, `${x:-docker}`, `${x#docker://}`. */
export interface VariablePart extends PartBase {
  readonly kind: 'variable'
  readonly name: string
  /** `:-`, `#`, `//`, `:` and so on; an index is none. */
  readonly operator: string | undefined
  /** The words behind the operator: the default, the pattern, the offset. */
  readonly operands: readonly Word[]
  readonly index: Word | undefined
}

/** `$(…)`, backticks, `<(…)`. */
export interface ScriptPart extends PartBase {
  readonly kind: 'script'
  readonly nodes: readonly Node[]
}

/** Arithmetic: never known, but what runs inside it runs. */
export interface UnknownPart extends PartBase {
  readonly kind: 'unknown'
  readonly words: readonly Word[]
}

interface NodeBase {
  readonly source: Source
  readonly start: number
  readonly end: number
}

export interface Assignment {
  readonly name: string
  readonly nameStart: number
  readonly source: Source
  readonly start: number
  readonly end: number
  /** One word, or the items of an array. */
  readonly value: Word | undefined
  readonly items: readonly Word[] | undefined
  readonly append: boolean
}

export interface Redirect {
  /** `>`, `>>`, `<`, `&>` and so on, `<<` and `<<-` for a heredoc, `<<<` for a here-string. */
  readonly operator: string
  readonly descriptor: number | undefined
  readonly target: Word | undefined
  readonly heredoc: Heredoc | undefined
}

export interface Heredoc {
  /** The body as a word: its text as the program reads it, tabs of `<<-` and escapes taken off. */
  readonly body: Word
  /** Whether the delimiter is quoted, so that nothing in the body is expanded. */
  readonly literal: boolean
}

/** A call of a program, function or builtin; without words, an assignment or a redirect alone. */
export interface Call extends NodeBase {
  readonly kind: 'call'
  readonly assignments: readonly Assignment[]
  readonly words: readonly Word[]
  /** Arguments of `export`, `local`, `declare` and so on. */
  readonly declares: readonly Assignment[]
  readonly redirects: readonly Redirect[]
}

export interface Pipeline extends NodeBase {
  readonly kind: 'pipeline'
  readonly nodes: readonly Node[]
  readonly negated: boolean
}

/** `a && b || c`. */
export interface AndOr extends NodeBase {
  readonly kind: 'and-or'
  readonly nodes: readonly Node[]
  readonly operators: readonly string[]
}

export interface Branch {
  readonly start: number
  readonly end: number
  /** Empty for an `else`. */
  readonly condition: readonly Node[]
  readonly body: readonly Node[]
}

export interface If extends NodeBase {
  readonly kind: 'if'
  readonly branches: readonly Branch[]
  readonly redirects: readonly Redirect[]
}

/** `for`, `while`, `until`, `select`. */
export interface Loop extends NodeBase {
  readonly kind: 'loop'
  readonly variable: string | undefined
  readonly words: readonly Word[]
  readonly condition: readonly Node[]
  readonly body: readonly Node[]
  readonly redirects: readonly Redirect[]
}

export interface CaseItem {
  readonly start: number
  readonly end: number
  readonly patterns: readonly Word[]
  readonly body: readonly Node[]
}

export interface Case extends NodeBase {
  readonly kind: 'case'
  readonly subject: Word
  readonly items: readonly CaseItem[]
  readonly redirects: readonly Redirect[]
}

/** `{ … }` and `( … )`. */
export interface Group extends NodeBase {
  readonly kind: 'group'
  readonly body: readonly Node[]
  readonly redirects: readonly Redirect[]
}

export interface FunctionNode extends NodeBase {
  readonly kind: 'function'
  readonly name: string
  readonly body: readonly Node[]
}

/** `[[ … ]]`: the comparisons in it. */
export interface TestNode extends NodeBase {
  readonly kind: 'test'
  readonly comparisons: readonly Comparison[]
  readonly redirects: readonly Redirect[]
}

/** `-S path`, `$x == docker*`. */
export interface Comparison {
  readonly operator: string
  readonly left: Word | undefined
  readonly right: Word
}

/** `(( … ))`: only what runs inside it matters. */
export interface ArithmeticNode extends NodeBase {
  readonly kind: 'arithmetic'
  readonly words: readonly Word[]
  readonly redirects: readonly Redirect[]
}

export type Node = Call | Pipeline | AndOr | If | Loop | Case | Group | FunctionNode | TestNode | ArithmeticNode

/** What `visitTree` tells of. */
export interface Visitor {
  node?(node: Node): void
  part?(part: Part): void
}

/** Visits every node and word part at any depth, also inside substitutions, in the order of the text. Without recursion. */
export function visitTree(nodes: readonly Node[], visitor: Visitor): void {
  const stack: (Node | Word)[] = [...nodes].reverse()
  for (let next = stack.pop(); next; next = stack.pop()) {
    const below: (Node | Word)[] = []
    if ('kind' in next) {
      visitor.node?.(next)
      for (const child of childrenOf(next)) below.push(child)
    } else
      for (const part of next.parts) {
        visitor.part?.(part)
        if (part.kind === 'script') for (const node of part.nodes) below.push(node)
        else if (part.kind === 'unknown') for (const word of part.words) below.push(word)
        else if (part.kind === 'variable') below.push(...part.operands, ...(part.index ? [part.index] : []))
      }
    for (let i = below.length - 1; i >= 0; i--) stack.push(below[i]!)
  }
}

/** What a node is made of, words and nodes. */
function childrenOf(node: Node): readonly (Node | Word)[] {
  const found: (Node | Word)[] = []
  const addRedirects = (redirects: readonly Redirect[]) => {
    for (const { target, heredoc } of redirects) {
      if (target) found.push(target)
      if (heredoc) found.push(heredoc.body)
    }
  }
  const addAssignments = (assignments: readonly Assignment[]) => {
    for (const { value, items } of assignments) {
      if (value) found.push(value)
      for (const item of items ?? []) found.push(item)
    }
  }
  const add = (children: readonly (Node | Word)[]) => {
    for (const child of children) found.push(child)
  }
  switch (node.kind) {
    case 'call':
      addAssignments(node.assignments)
      add(node.words)
      addAssignments(node.declares)
      break
    case 'pipeline':
    case 'and-or':
      add(node.nodes)
      return found
    case 'if':
      for (const { condition, body } of node.branches) {
        add(condition)
        add(body)
      }
      break
    case 'loop':
      add(node.words)
      add(node.condition)
      add(node.body)
      break
    case 'case':
      found.push(node.subject)
      for (const { patterns, body } of node.items) {
        add(patterns)
        add(body)
      }
      break
    case 'group':
      add(node.body)
      break
    case 'function':
      add(node.body)
      return found
    case 'test':
      for (const { left, right } of node.comparisons) {
        if (left) found.push(left)
        found.push(right)
      }
      break
    case 'arithmetic':
      add(node.words)
      break
  }
  addRedirects(node.redirects)
  return found
}
