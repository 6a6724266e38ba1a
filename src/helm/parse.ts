/** Go templates as trees: text, actions, branches and definitions, with the blanks trimmed that their marks trim. */

import { type Action, actionsOf } from '../reading/template.ts'
import { forward } from '../text/progress.ts'
import type { Source } from '../text/source.ts'

/** A part of a template. Offsets are those of the template's source. */
export type Part =
  | { readonly kind: 'text'; readonly start: number; readonly end: number }
  | Print
  | Choose
  | {
      readonly kind: 'range'
      readonly pipe: Pipe | undefined
      readonly body: readonly Part[]
      readonly otherwise: readonly Part[]
    }
  | {
      readonly kind: 'template'
      readonly name: string
      readonly pipe: Pipe | undefined
      readonly at: Action
      readonly broke: boolean
    }

/** An action that prints a value or sets a variable. */
export interface Print {
  readonly kind: 'print'
  /** Undefined where the action could not be understood. */
  readonly pipe: Pipe | undefined
  readonly at: Action
  /** Whether the action took away a line end before it. */
  readonly broke: boolean
}

/** `if` or `with`, with all its branches. */
export interface Choose {
  readonly kind: 'choose'
  readonly how: 'if' | 'with'
  readonly branches: readonly Branch[]
}

export interface Branch {
  /** Undefined for the `else` that is left. */
  readonly pipe: Pipe | undefined
  /** The condition as it is written; empty for `else`. */
  readonly condition: string
  /** The range of the body. */
  readonly start: number
  readonly end: number
  readonly body: readonly Part[]
}

/** `$x := a b | c` */
export interface Pipe {
  readonly variables: readonly string[]
  /** Whether the variables are there already (`=`). */
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

/** A value, or a function with its arguments. */
export type Command = readonly Term[]

export type Term =
  /** A field of the dot; the dot itself without a path. */
  | { readonly kind: 'dot'; readonly path: readonly string[] }
  /** `$x.a`; the name is empty for `$`. */
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | {
      readonly kind: 'parentheses'
      readonly pipe: Pipe
      readonly path: readonly string[]
      readonly start: number
      readonly end: number
    }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'string'; readonly value: string; readonly start: number; readonly end: number }
  | { readonly kind: 'word'; readonly value: string }

/** A template, or the body of a definition. */
export interface Template {
  readonly source: Source
  /** The range of its text in the source. */
  readonly start: number
  readonly end: number
  readonly parts: readonly Part[]
}

export interface ParsedFile extends Template {
  readonly definitions: ReadonlyMap<string, Template>
}

interface Open {
  readonly kind: 'if' | 'with' | 'range' | 'define' | 'block' | 'file'
  readonly name: string
  readonly branches: { pipe: Pipe | undefined; condition: string; start: number; end: number; body: Part[] }[]
  readonly at: Action | undefined
  readonly broke: boolean
}

const KEYWORD = /^\s{0,99}(if|else|end|range|with|define|block|template|break|continue)\b\s{0,99}/
/** Real templates nest some ten blocks deep. */
const MOST_DEPTH = 100

/** Reads a template. What cannot be understood is an action without a pipe; a block that is not closed ends with the text. */
export function parseTemplate(source: Source): ParsedFile {
  const { text } = source
  const definitions = new Map<string, Template>()
  const open = (
    kind: Open['kind'],
    name: string,
    start: number,
    more: Partial<Open['branches'][0]> = {},
    at?: Action,
    broke = false,
  ): Open => ({
    kind,
    name,
    branches: [{ pipe: undefined, condition: '', end: start, body: [], ...more, start }],
    at,
    broke,
  })
  const file = open('file', '', 0)
  const stack: Open[] = [file]
  const body = (): Part[] => stack.at(-1)!.branches.at(-1)!.body
  let done = 0
  let trims = false

  const close = (end: number): void => {
    const block = stack.pop()!
    block.branches.at(-1)!.end = end
    const [first] = block.branches
    if (block.kind === 'define' || block.kind === 'block')
      definitions.set(block.name, { source, start: first!.start, end, parts: first!.body })
    if (block.kind === 'block')
      body().push({ kind: 'template', name: block.name, pipe: first!.pipe, at: block.at!, broke: block.broke })
    else if (block.kind === 'if' || block.kind === 'with')
      body().push({ kind: 'choose', how: block.kind, branches: block.branches })
    else if (block.kind === 'range')
      body().push({ kind: 'range', pipe: first!.pipe, body: first!.body, otherwise: block.branches[1]?.body ?? [] })
  }

  for (const action of actionsOf(text, true)) {
    const between = trimmedRange(text, done, action.start, trims, action.trimsLeft)
    if (between.end > between.start) body().push({ kind: 'text', ...between })
    const broke = action.trimsLeft && text.slice(between.end, action.start).includes('\n')
    done = action.end
    trims = action.trimsRight
    if (action.kind === 'comment') continue
    const keyword = KEYWORD.exec(text.slice(action.from, Math.min(action.to, action.from + 300)))
    const from = action.from + (keyword?.[0].length ?? 0)
    const condition = (): string => text.slice(from, action.to).trim()
    switch (keyword?.[1]) {
      case undefined:
        body().push({ kind: 'print', pipe: parsePipe(text, from, action.to), at: action, broke })
        break
      case 'if':
      case 'with':
      case 'range':
        if (stack.length < MOST_DEPTH)
          stack.push(
            open(keyword[1], '', action.end, { pipe: parsePipe(text, from, action.to), condition: condition() }),
          )
        break
      case 'define':
      case 'block': {
        const name = /"((?:[^"\\]|\\.){0,300})"|`([^`]{0,300})`/y
        name.lastIndex = from
        const match = name.exec(text)
        if (match && stack.length < MOST_DEPTH)
          stack.push(
            open(
              keyword[1],
              match[1] ?? match[2]!,
              action.end,
              { pipe: parsePipe(text, name.lastIndex, action.to) },
              action,
              broke,
            ),
          )
        break
      }
      case 'template': {
        const name = /"((?:[^"\\]|\\.){0,300})"|`([^`]{0,300})`/y
        name.lastIndex = from
        const match = name.exec(text)
        if (match)
          body().push({
            kind: 'template',
            name: match[1] ?? match[2]!,
            pipe: parsePipe(text, name.lastIndex, action.to),
            at: action,
            broke,
          })
        break
      }
      case 'else': {
        const block = stack.at(-1)!
        if (block.kind !== 'if' && block.kind !== 'with' && block.kind !== 'range') break
        const also = /(?:if|with)\s/y
        also.lastIndex = from
        const again = also.test(text)
        const at = again ? also.lastIndex : from
        block.branches.at(-1)!.end = action.start
        block.branches.push({
          pipe: again ? parsePipe(text, at, action.to) : undefined,
          condition: text.slice(at, action.to).trim(),
          start: action.end,
          end: action.end,
          body: [],
        })
        break
      }
      case 'end':
        if (stack.length > 1) close(action.start)
        break
      default:
    }
  }
  const rest = trimmedRange(text, done, text.length, trims, false)
  if (rest.end > rest.start) body().push({ kind: 'text', ...rest })
  while (stack.length > 1) close(text.length)
  return { source, start: 0, end: text.length, parts: file.branches[0]!.body, definitions }
}

function trimmedRange(
  text: string,
  start: number,
  end: number,
  left: boolean,
  right: boolean,
): { start: number; end: number } {
  let from = start
  let to = end
  while (left && from < to && /\s/.test(text[from]!)) from++
  while (right && to > from && /\s/.test(text[to - 1]!)) to--
  return { start: from, end: to }
}

/** How deep parentheses nest in a pipe. */
const MOST_PARENTHESES = 40

const TOKEN =
  /(\s+)|("(?:[^"\\\n]|\\.)*"|`[^`]*`)|([|(),])|(:=|=)|(\$\w*)|((?:\.[A-Za-z_]\w*)+|\.)|([A-Za-z_]\w*)|([-+]?[\d.][\w.+-]*|'(?:[^'\\\n]|\\.)*')/y

interface Token {
  readonly kind: 'string' | 'mark' | 'assign' | 'variable' | 'field' | 'name' | 'number'
  readonly text: string
  readonly start: number
  readonly end: number
  /** Whether blanks stand before it. */
  readonly apart: boolean
}

const KINDS = ['string', 'mark', 'assign', 'variable', 'field', 'name', 'number'] as const

function tokensOf(text: string, from: number, to: number): readonly Token[] | undefined {
  const tokens: Token[] = []
  let apart = true
  for (let at = from, moves = forward(); at < to && moves(at); ) {
    TOKEN.lastIndex = at
    const match = TOKEN.exec(text)
    if (!match || TOKEN.lastIndex > to) return undefined
    const end = TOKEN.lastIndex
    const kind = KINDS[match.slice(2).findIndex(group => group !== undefined)]
    if (kind) tokens.push({ kind, text: match[0], start: at, end, apart })
    apart = kind === undefined
    at = end
  }
  return tokens
}

/** Reads what stands between the marks of an action. Undefined when it is not understood, or there is nothing. */
function parsePipe(text: string, from: number, to: number): Pipe | undefined {
  const tokens = tokensOf(text, from, to)
  if (!tokens?.length) return undefined
  let at = 0

  function pipe(depth: number): Pipe | undefined {
    const variables: string[] = []
    let assigns = false
    const start = at
    for (const moves = forward(); tokens![at]?.kind === 'variable' && moves(at); ) {
      variables.push(tokens![at]!.text.slice(1))
      at++
      if (tokens![at]?.text === ',') at++
      else break
    }
    if (variables.length > 0 && tokens![at]?.kind === 'assign') {
      assigns = tokens![at]!.text === '='
      at++
    } else {
      at = start
      variables.length = 0
    }
    const commands: Command[] = []
    for (const moves = forward(); moves(at); ) {
      const command: Term[] = []
      for (let next = tokens![at]; next && next.text !== '|' && next.text !== ')'; next = tokens![at]) {
        const found = term(next, depth)
        if (!found) return undefined
        command.push(found)
      }
      if (command.length === 0) return undefined
      commands.push(command)
      if (tokens![at]?.text !== '|') break
      at++
    }
    return { variables, assigns, commands }
  }

  function path(): readonly string[] {
    const next = tokens![at]
    if (next?.kind !== 'field' || next.apart || next.text === '.') return []
    at++
    return next.text.slice(1).split('.')
  }

  function term(token: Token, depth: number): Term | undefined {
    at++
    switch (token.kind) {
      case 'string':
        return { kind: 'string', value: unescaped(token.text), start: token.start, end: token.end }
      case 'variable':
        return { kind: 'variable', name: token.text.slice(1), path: path() }
      case 'field':
        return { kind: 'dot', path: token.text === '.' ? [] : token.text.slice(1).split('.') }
      case 'name':
        return token.text === 'true' || token.text === 'false' || token.text === 'nil'
          ? { kind: 'word', value: token.text }
          : { kind: 'function', name: token.text }
      case 'number':
        return { kind: 'word', value: token.text }
      case 'mark': {
        if (token.text !== '(' || depth > MOST_PARENTHESES) return undefined
        const inner = pipe(depth + 1)
        const end = tokens![at]
        if (!inner || end?.text !== ')') return undefined
        at++
        return { kind: 'parentheses', pipe: inner, path: path(), start: token.start, end: end.end }
      }
      default:
        return undefined
    }
  }

  const found = pipe(0)
  return at === tokens.length ? found : undefined
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\', "'": "'" }

const unescaped = (literal: string): string =>
  literal.startsWith('`')
    ? literal.slice(1, -1)
    : literal
        .slice(1, -1)
        .replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/g, (whole, unit, byte, one) =>
          one === undefined ? String.fromCharCode(Number.parseInt(unit ?? byte, 16)) : (ESCAPES[one] ?? whole),
        )
