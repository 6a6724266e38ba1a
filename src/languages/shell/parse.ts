/**
 * Parses a script into our tree. The only file that knows unbash, a parser of Bash that keeps every position and goes on
 * after an error. What it cannot do is made up for here: text behind escaped backticks, template actions, and errors that
 * would end the tree.
 */
import {
  type ArithmeticExpression,
  type CommandNode,
  type CompoundList,
  parse,
  type Redirection,
  type Script,
  type Statement,
  type Assignment as SyntaxAssignment,
  type Command as SyntaxCommand,
  type WordPart as SyntaxPart,
  type Word as SyntaxWord,
  type TestExpression,
} from 'unbash'
import { hasActions, maskActions } from '../../reading/template.ts'
import { innerSource, type Piece, type Source, withText } from '../../source.ts'
import type { Assignment, Branch, Call, Comparison, Node, Part, Redirect, TextPart, UnknownPart, Word } from './tree.ts'

export interface ParsedScript {
  /** As it was parsed: the given one, or the same with its template actions masked. */
  readonly source: Source
  readonly nodes: readonly Node[]
  /** The first mistake in the script, where it has one: the script is read only in part. */
  readonly error: { readonly at: number; readonly message: string } | undefined
}

/** How many lines with mistakes are blanked, one after another, to read what comes after them. */
const MOST_RETRIES = 12
/** How many characters all attempts together may parse. */
const MOST_PARSED = 2_000_000

/** Parses a script. Never throws. */
export function parseScript(source: Source): ParsedScript {
  const raw = parseOnce(source)
  if (!raw.error && !raw.template) return { source, nodes: raw.nodes, error: undefined }
  let best = raw
  let text = source
  if (hasActions(source.text)) {
    const masked = maskActions(source)
    const tried = parseOnce(masked)
    // A line of a plain script may hold `{{.ID}}` beside a mistake of its own: mask only what it helps.
    if (!tried.error || tried.calls > raw.calls || raw.template) {
      best = tried
      text = masked
    }
  }
  const first = best.error
  let blanked = text
  let next = best
  for (let retry = 1; next.error && retry <= MOST_RETRIES && retry * text.text.length <= MOST_PARSED; retry++) {
    const without = withoutLine(blanked, next.error.at)
    if (!without) break
    blanked = without
    next = parseOnce(blanked)
    if (next.calls >= best.calls) {
      best = next
      text = blanked
    }
  }
  return { source: text, nodes: best.nodes, error: first }
}

/** The source with the line at the offset, or the last one with text before it, filled with blanks. */
function withoutLine(source: Source, at: number): Source | undefined {
  const { text } = source
  let end = text.indexOf('\n', at)
  if (end < 0) end = text.length
  let start = text.lastIndexOf('\n', Math.max(at - 1, 0)) + 1
  if (start > end) start = end
  while (start > 0 && text.slice(start, end).trim() === '') {
    end = start - 1
    start = text.lastIndexOf('\n', Math.max(end - 1, 0)) + 1
    if (start > end) return undefined
  }
  if (text.slice(start, end).trim() === '') return undefined
  return withText(source, text.slice(0, start) + ' '.repeat(end - start) + text.slice(end))
}

interface Attempt {
  readonly nodes: readonly Node[]
  readonly calls: number
  /** Whether a call begins with a template action, so that the text is a template and no script yet. */
  readonly template: boolean
  readonly error: ParsedScript['error']
}

/** What a conversion has come across. */
interface Progress {
  calls: number
  template: boolean
  error: ParsedScript['error']
  /** How many characters of nested scripts may still be read: each level is parsed again, so a hostile nesting is bounded. */
  budget: number
}

const NESTED_CHARACTERS = 16_000_000

function parseOnce(source: Source): Attempt {
  const progress: Progress = { calls: 0, template: false, error: undefined, budget: NESTED_CHARACTERS }
  const script = parse(source.text)
  const nodes = scriptNodes(source, script, progress, 0)
  return { nodes, calls: progress.calls, template: progress.template, error: progress.error }
}

function scriptNodes(source: Source, script: Script, progress: Progress, at: number | undefined): readonly Node[] {
  const { errors } = script as { errors?: readonly { message: string; pos: number }[] }
  for (const { message, pos } of errors ?? [])
    fail(progress, script.source === undefined || at === undefined ? pos : at, message)
  return statements(source, script.commands, progress)
}

function fail(progress: Progress, at: number, message: string): void {
  if (!progress.error || at < progress.error.at) progress.error = { at, message }
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

const redirectsOf = (source: Source, list: readonly Redirection[], progress: Progress): readonly Redirect[] =>
  list.map(redirect => {
    const descriptor = redirect.descriptor?.type === 'FileDescriptor' ? redirect.descriptor.value : undefined
    if (redirect.type !== 'HereDoc')
      return {
        operator: redirect.operator,
        descriptor,
        target: redirect.target && wordOf(source, redirect.target, progress),
        heredoc: undefined,
      }
    const literal = redirect.delimiter?.quoted === true
    const { pos, end, parts } = redirect.body
    const body: Part[] = []
    const text = (from: number, to: number) =>
      body.push(...(literal ? textParts(source, from, to, '', true) : textParts(source, from, to, '$`\\\n', true)))
    if (parts && !literal)
      for (const part of parts)
        if (part.type === 'Literal') text(part.pos, part.end)
        else body.push(...partOf(source, part, progress, true))
    else text(pos, end)
    const stripped = redirect.operator === '<<-' ? body.flatMap(part => withoutTabs(source, part)) : body
    return {
      operator: redirect.operator,
      descriptor,
      target: undefined,
      heredoc: { body: { source, start: pos, end, parts: stripped }, literal },
    }
  })

/** The lines of a `<<-` heredoc without the tabs that they begin with. */
function withoutTabs(source: Source, part: Part): readonly Part[] {
  if (part.kind !== 'text') return [part]
  const found: Part[] = []
  let from = part.start
  for (let at = part.start; at < part.end; at++) {
    const begins = at === 0 || source.text[at - 1] === '\n'
    if (!begins || source.text[at] !== '\t') continue
    let tabs = at
    while (tabs < part.end && source.text[tabs] === '\t') tabs++
    if (at > from) found.push({ ...part, text: source.text.slice(from, at), start: from, end: at })
    from = tabs
    at = tabs - 1
  }
  if (from < part.end) found.push({ ...part, text: source.text.slice(from, part.end), start: from, end: part.end })
  return found
}

function wordOf(source: Source, word: SyntaxWord, progress: Progress): Word {
  const { pos: start, end } = word
  if (!word.parts) return { source, start, end, parts: textParts(source, start, end, undefined, false) }
  const parts: Part[] = []
  for (const part of word.parts) for (const read of partOf(source, part, progress, false)) parts.push(read)
  return { source, start, end, parts }
}

function partOf(source: Source, part: SyntaxPart, progress: Progress, quoted: boolean): readonly Part[] {
  const { pos: start, end } = part
  const base = { start, end, quoted }
  switch (part.type) {
    case 'Literal':
      return textParts(source, start, end, quoted ? '$`"\\\n' : undefined, quoted)
    case 'Glob':
    case 'BraceExpansion':
    case 'ExtendedGlob':
      return [{ kind: 'text', ...base, text: source.text.slice(start, end) }]
    case 'SingleQuoted':
      return textParts(source, start + 1, Math.max(start + 1, closed(source, start, end, "'")), '', true)
    case 'DoubleQuoted':
    case 'LocaleString':
      return part.parts.flatMap(each => partOf(source, each, progress, true))
    case 'AnsiCQuoted':
      return ansiParts(source, start + 2, Math.max(start + 2, closed(source, start, end, "'")))
    case 'SimpleExpansion':
      return [
        {
          kind: 'variable',
          ...base,
          name: source.text.slice(start + 1, end),
          operator: undefined,
          operands: [],
          index: undefined,
        },
      ]
    case 'ParameterExpansion': {
      const { operation } = part
      const index = part.index && wordOf(source, part.index, progress)
      const operands: SyntaxWord[] = []
      if (operation)
        if ('operand' in operation) operands.push(...(operation.operand ? [operation.operand] : []))
        else if ('pattern' in operation) operands.push(operation.pattern, operation.replacement)
        else if ('offset' in operation) operands.push(operation.offset, ...(operation.length ? [operation.length] : []))
      const operator = part.prefix ?? (operation && 'operator' in operation ? operation.operator : undefined)
      progress.budget -= end - start
      return [
        {
          kind: 'variable',
          ...base,
          name: part.parameter,
          operator,
          operands: operands.map(word => wordOf(source, word, progress)),
          index,
        },
      ]
    }
    case 'CommandExpansion':
    case 'ProcessSubstitution': {
      progress.budget -= end - start
      if (progress.budget < 0) {
        fail(progress, start, 'substitutions are nested too deep')
        return [unknown(base, [])]
      }
      const { script } = part
      if (!script) return [unknown(base, [])]
      const inner = script.source === undefined ? source : backtickSource(source, start, end, script.source, quoted)
      return [{ kind: 'script', ...base, nodes: scriptNodes(inner, script, progress, start) }]
    }
    case 'ArithmeticExpansion':
      return [unknown(base, arithmeticWords(source, part.expression, progress))]
  }
}

const unknown = (base: Omit<UnknownPart, 'kind' | 'words'>, words: readonly Word[]): UnknownPart => ({
  kind: 'unknown',
  ...base,
  words,
})

/** Where the inside of a quoted part ends; the closing quote may be missing. */
const closed = (source: Source, start: number, end: number, quote: string): number =>
  end - 1 > start && source.text[end - 1] === quote ? end - 1 : end

/**
 * Text with its escapes resolved, cut where a backslash goes away. `escaped` are the characters that a backslash makes
 * literal there; undefined outside quotes, where it is every character.
 */
function textParts(
  source: Source,
  start: number,
  end: number,
  escaped: string | undefined,
  quoted: boolean,
): TextPart[] {
  const text = source.text.slice(start, end)
  if (text === '') return []
  if (escaped === '' || !text.includes('\\')) return [{ kind: 'text', text, start, end, quoted }]
  const parts: TextPart[] = []
  let from = 0
  const add = (to: number) => {
    if (to > from)
      parts.push({ kind: 'text', text: text.slice(from, to), start: start + from, end: start + to, quoted })
  }
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', at)) {
    const next = text[at + 1]!
    if (escaped === undefined || escaped.includes(next)) {
      add(at)
      from = next === '\n' ? at + 2 : at + 1
    }
    at += 2
  }
  add(text.length)
  return parts
}

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
}

const ANSI_CODE = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/

/** The inside of `$'…'`. */
function ansiParts(source: Source, start: number, end: number): TextPart[] {
  const text = source.text.slice(start, end)
  const parts: TextPart[] = []
  let from = 0
  const add = (value: string, at: number, to: number) => {
    if (to > at) parts.push({ kind: 'text', text: value, start: start + at, end: start + to, quoted: true })
  }
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', from)) {
    add(text.slice(from, at), from, at)
    const code = ANSI_CODE.exec(text.slice(at, at + 10))
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? code[4] ?? '', code[4] ? 8 : 16) : 0
    const value = code
      ? String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd)
      : (ANSI[text[at + 1]!] ?? text[at + 1]!)
    from = at + (code ? code[0].length : 2)
    add(value, at, from)
  }
  add(text.slice(from), from, text.length)
  return parts
}

/**
 * The script between backticks whose escapes the parser has taken off. The way back drops the same backslashes; where that
 * does not give the parser's text, the whole of the backticks stands for it.
 */
function backtickSource(source: Source, start: number, end: number, decoded: string, quoted: boolean): Source {
  const inside = { start: start + 1, end: Math.max(start + 1, closed(source, start, end, '`')) }
  for (const escaped of quoted ? ['$`\\"', '$`\\'] : ['$`\\']) {
    const pieces: Piece[] = textParts(source, inside.start, inside.end, escaped, true)
    const inner = innerSource(source, pieces)
    if (inner.text === decoded) return inner
  }
  return innerSource(source, [{ text: decoded, start, end }])
}

/** The words of an arithmetic expression, for what runs inside them. Without recursion: `1+1+1+…` nests by length. */
function arithmeticWords(source: Source, root: ArithmeticExpression | undefined, progress: Progress): readonly Word[] {
  const found: Word[] = []
  const stack: (ArithmeticExpression | undefined)[] = [root]
  while (stack.length) {
    const next = stack.pop()
    if (!next) continue
    const { pos: start, end } = next
    switch (next.type) {
      case 'ArithmeticBinary':
        stack.push(next.right, next.left)
        break
      case 'ArithmeticUnary':
        stack.push(next.operand)
        break
      case 'ArithmeticTernary':
        stack.push(next.alternate, next.consequent, next.test)
        break
      case 'ArithmeticGroup':
        stack.push(next.expression)
        break
      case 'ArithmeticWord':
        if (next.parts)
          found.push({ source, start, end, parts: next.parts.flatMap(part => partOf(source, part, progress, false)) })
        break
      case 'ArithmeticCommandExpansion': {
        progress.budget -= end - start
        if (!next.script || progress.budget < 0) break
        const nodes = scriptNodes(source, next.script, progress, start)
        found.push({ source, start, end, parts: [{ kind: 'script', start, end, quoted: true, nodes }] })
        break
      }
    }
  }
  return found
}

/** The comparisons of a `[[ … ]]` expression. */
function comparisonsOf(source: Source, root: TestExpression, progress: Progress): readonly Comparison[] {
  const found: Comparison[] = []
  const stack: TestExpression[] = [root]
  for (let next = stack.pop(); next; next = stack.pop())
    switch (next.type) {
      case 'TestUnary':
        found.push({ operator: next.operator, left: undefined, right: wordOf(source, next.operand, progress) })
        break
      case 'TestBinary':
        found.push({
          operator: next.operator,
          left: wordOf(source, next.left, progress),
          right: wordOf(source, next.right, progress),
        })
        break
      case 'TestLogical':
        for (let i = next.operands.length - 1; i >= 0; i--) stack.push(next.operands[i]!)
        break
      case 'TestNot':
        stack.push(next.operand)
        break
      case 'TestGroup':
        stack.push(next.expression)
        break
    }
  return found
}

/** The words of a text as the shell would split them, when it is one plain call: the value of a variable that holds a program. */
export function wordsOf(source: Source): readonly Word[] {
  const { nodes } = parseOnce(source)
  const [node] = nodes
  return node?.kind === 'call' ? node.words : []
}
