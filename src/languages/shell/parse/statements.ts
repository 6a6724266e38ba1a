/** Converts commands: calls, pipelines, branches, loops, functions. */
import type {
  CommandNode,
  CompoundList,
  Script,
  Statement,
  Assignment as SyntaxAssignment,
  Command as SyntaxCommand,
} from 'unbash'
import type { Source } from '../../../text/source.ts'
import type { Assignment, Branch, Call, Node, Redirect, Word } from '../tree.ts'
import { comparisonsOf } from './comparisons.ts'
import { fail, type Progress } from './progress.ts'
import { redirectsOf } from './redirects.ts'
import { arithmeticWords, wordOf } from './words.ts'

/** The commands of a script, whose mistakes are kept; `at` is where it stands, when it counts its offsets anew. */
export function scriptNodes(
  source: Source,
  script: Script,
  progress: Progress,
  at: number | undefined,
): readonly Node[] {
  const { errors } = script as { errors?: readonly { message: string; pos: number }[] }
  for (const { message, pos } of errors ?? [])
    fail(progress, script.source === undefined || at === undefined ? pos : at, message)
  return statements(source, script.commands, progress)
}

const statements = (source: Source, list: readonly Statement[], progress: Progress): readonly Node[] =>
  list.map(({ command }) => nodeOf(source, command, progress))

const listOf = (source: Source, list: CompoundList | undefined, progress: Progress): readonly Node[] =>
  list ? statements(source, list.commands, progress) : []

function nodeOf(
  source: Source,
  node: Statement['command'] | CommandNode | CompoundList,
  progress: Progress,
  redirects: readonly Redirect[] = [],
): Node {
  if (node.type === 'Command') return callOf(source, node, progress)
  const { pos: start, end } = node
  const base = { source, start, end }
  switch (node.type) {
    case 'Pipeline': {
      const negated = node.prefixes.some(prefix => prefix.type === 'Negation')
      return { kind: 'pipeline', ...base, nodes: node.commands.map(each => nodeOf(source, each, progress)), negated }
    }
    case 'AndOr':
      return {
        kind: 'and-or',
        ...base,
        nodes: node.commands.map(each => nodeOf(source, each, progress)),
        operators: node.operators,
      }
    case 'Redirected':
      return nodeOf(source, node.command, progress, redirectsOf(source, node.redirects, progress))
    case 'If': {
      const branches: Branch[] = [node, ...node.elif].map((branch, index) => ({
        start: branch.pos,
        end: index === 0 ? branch.then.end : branch.end,
        condition: listOf(source, branch.clause, progress),
        body: listOf(source, branch.then, progress),
      }))
      if (node.else)
        branches.push({
          start: node.else.pos,
          end: node.else.end,
          condition: [],
          body: listOf(source, node.else, progress),
        })
      return { kind: 'if', ...base, branches, redirects }
    }
    case 'For':
    case 'Select':
      return {
        kind: 'loop',
        ...base,
        variable: node.name.text,
        words: (node.wordlist ?? []).map(word => wordOf(source, word, progress)),
        condition: [],
        body: listOf(source, node.body, progress),
        redirects,
      }
    case 'While':
      return {
        kind: 'loop',
        ...base,
        variable: undefined,
        words: [],
        condition: listOf(source, node.clause, progress),
        body: listOf(source, node.body, progress),
        redirects,
      }
    case 'ArithmeticFor': {
      const words = [node.initialize, node.test, node.update].flatMap(each => arithmeticWords(source, each, progress))
      return {
        kind: 'loop',
        ...base,
        variable: undefined,
        words,
        condition: [],
        body: listOf(source, node.body, progress),
        redirects,
      }
    }
    case 'Case':
      return {
        kind: 'case',
        ...base,
        subject: wordOf(source, node.word, progress),
        items: node.items.map(item => ({
          start: item.pos,
          end: item.end,
          patterns: item.pattern.map(word => wordOf(source, word, progress)),
          body: listOf(source, item.body, progress),
        })),
        redirects,
      }
    case 'Subshell':
    case 'BraceGroup':
      return { kind: 'group', ...base, body: listOf(source, node.body, progress), redirects }
    case 'CompoundList':
      return { kind: 'group', ...base, body: listOf(source, node, progress), redirects }
    case 'Coproc':
      return { kind: 'group', ...base, body: [nodeOf(source, node.body, progress)], redirects }
    case 'Function':
      return { kind: 'function', ...base, name: node.name.text, body: [nodeOf(source, node.body, progress)] }
    case 'TestCommand':
      return { kind: 'test', ...base, comparisons: comparisonsOf(source, node.expression, progress), redirects }
    case 'ArithmeticCommand':
      return { kind: 'arithmetic', ...base, words: arithmeticWords(source, node.expression, progress), redirects }
  }
}

function callOf(source: Source, node: SyntaxCommand, progress: Progress): Call {
  progress.calls++
  const words: Word[] = []
  const declares: Assignment[] = []
  if (node.name) {
    words.push(wordOf(source, node.name, progress))
    if (/^(\{\{|\{%|<%)/.test(node.name.text)) progress.template = true
  }
  for (const arg of node.args)
    if (arg.type === 'Word') words.push(wordOf(source, arg, progress))
    else declares.push(assignmentOf(source, arg, progress))
  const assignments: Assignment[] = []
  for (const prefix of node.prefix)
    if (prefix.type === 'Assignment') assignments.push(assignmentOf(source, prefix, progress))
  const redirects = redirectsOf(source, node.redirects, progress)
  return { kind: 'call', source, start: node.pos, end: node.end, assignments, words, declares, redirects }
}

function assignmentOf(source: Source, node: SyntaxAssignment, progress: Progress): Assignment {
  const word = node.value.type === 'Word' ? wordOf(source, node.value, progress) : undefined
  const items =
    node.value.type === 'ArrayValue' ? node.value.elements.map(each => wordOf(source, each, progress)) : undefined
  return {
    name: node.name,
    nameStart: node.pos,
    source,
    start: node.pos,
    end: node.end,
    value: word,
    items,
    append: node.append === true,
  }
}
