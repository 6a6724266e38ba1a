/** What make puts in for `$(NAME)` and its functions before the shell sees a line. */
import { innerSource, joinSources, type Piece, type Source, sliceSource, UNKNOWN } from '../../text/source.ts'

/** What is known while the lines of one file are expanded. */
export interface Expansion {
  /** The values of every variable in the order of the file. What stands first counts, before anybody overrides it. */
  readonly values: ReadonlyMap<string, readonly Source[]>
  /** What `$(shell ...)` runs. */
  readonly calls: Source[]
  /** Variables that a line begins with: what they hold is a call. */
  readonly called: Set<string>
  /** How much text variables have given so far. */
  length: number
}

const MOST_DEPTH = 8
/** Variables that name each other twice would double with every step. */
const MOST_TEXT = 1_000_000

/**
 * A text as make gives it to the shell. What is not known is filled in equal length. A variable that is a program stands where
 * it is used, as a part of the call there; one that says what is called, or how, stands where it is written.
 */
export function expanded(source: Source, expansion: Expansion): Source {
  if (!source.text.includes('$')) return source
  return joinSources(source.file, partsOf(source, 0, source.text.length, { expansion, depth: 0, isValue: false }))
}

interface Around {
  readonly expansion: Expansion
  readonly depth: number
  /** Whether the text is a variable's value, whose `$(shell ...)` runs where it is assigned. */
  readonly isValue: boolean
}

interface Reference extends Around {
  /** Whether only blanks stand before it. */
  readonly isFirst: boolean
}

function partsOf(source: Source, start: number, end: number, around: Around): readonly Source[] {
  const { text } = source
  const parts: Source[] = []
  let pieces: Piece[] = []
  let from = start
  let first = start
  while (first < end && /\s/.test(text[first]!)) first++
  for (let at = text.indexOf('$', start); at >= 0 && at < end - 1; at = text.indexOf('$', from)) {
    pieces.push({ text: text.slice(from, at), start: from, end: at })
    const next = text[at + 1]!
    if (next === '$') {
      pieces.push({ text: '$', start: at, end: at + 2 })
      from = at + 2
    } else if (next === '(' || next === '{') {
      from = closing(text, at + 1, end)
      const given = refer(source, at, from, { ...around, isFirst: at === first })
      if ('start' in given) pieces.push(given)
      else {
        parts.push(innerSource(source, pieces), ...given)
        pieces = []
      }
    } else {
      pieces.push({ text: UNKNOWN.repeat(2), start: at, end: at + 2 })
      from = at + 2
    }
  }
  if (from < end) pieces.push({ text: text.slice(from, end), start: from, end })
  return [...parts, innerSource(source, pieces)]
}

/** What `$(NAME)`, `$(shell ...)` or another function gives: a piece in its place, or texts from elsewhere. */
function refer(source: Source, start: number, end: number, around: Reference): Piece | readonly Source[] {
  const { text } = source
  const { expansion, depth } = around
  const inner = text.slice(start + 2, end - 1)
  const unknown: Piece = { text: text.slice(start, end).replace(/[^\n]/g, UNKNOWN), start, end }
  if (depth >= MOST_DEPTH || expansion.length > MOST_TEXT) return unknown
  const deeper = { ...around, depth: depth + 1 }
  const [, name] = /^(shell|foreach|if)\s/.exec(inner) ?? []
  const body = start + 2 + (name?.length ?? 0) + 1
  if (name === 'shell') {
    if (!around.isValue) expansion.calls.push(joinSources(source.file, partsOf(source, body, end - 1, deeper)))
    return unknown
  }
  if (name !== undefined) {
    // `foreach` has its name and list before the text, `if` its condition before the two.
    let from = closing(text, start + 1, end, ',', body)
    if (name === 'foreach' && from < end) from = closing(text, start + 1, end, ',', from)
    if (from >= end) return unknown
    const middle = name === 'if' ? closing(text, start + 1, end, ',', from) : end
    const then = partsOf(source, from, middle - 1, deeper)
    if (middle >= end) return then
    const separator = sourceOfOne(source, start, around.isFirst ? '\n' : ' ')
    return [...then, separator, ...partsOf(source, middle, end - 1, deeper)]
  }
  const variable = inner.trim()
  const value = expansion.values.get(variable)?.[0]
  // Whatever `$(SUDO)` comes to, the program stands behind it.
  const wrapper: Piece | undefined = /sudo/i.test(variable) ? { text: ' ', start, end } : undefined
  // Nor are options that the Makefile does not tell anybody's operand: `ssh $(SSH_OPTS) $(HOST) docker ps`.
  const options: Piece | undefined = OPTIONS.test(variable) ? { text: ' ', start, end } : undefined
  if (!value) return wrapper ?? options ?? unknown
  if (depth === 0 && around.isFirst) expansion.called.add(variable)
  const given = partsOf(value, 0, value.text.length, { ...deeper, isValue: true })
  const words = given.map(part => part.text).join('')
  if (wrapper && words.replaceAll(UNKNOWN, '').trim() === '') return wrapper
  expansion.length += words.length
  return SAYS_MORE.test(words) ? given : { text: words, start, end }
}

/** Names of variables that hold options. */
const OPTIONS = /(?:^|_)(?:opts|options|flags|args)$/i

/** Options, or a program and what it is to do: `sudo docker run --rm`. A program with options alone says nothing yet. */
const SAYS_MORE = /^-|^(?:(?:sudo|env|exec|time|command|nohup|\w{1,80}=\S*)\s+)*[\w./\uE000-]+\s+[\w\uE000]/

const sourceOfOne = (source: Source, at: number, text: string): Source =>
  innerSource(source, [{ text, start: at, end: at + 1 }])

/** Behind the bracket that closes the one at `open`, or behind the first `mark` at its level from `from` on; `end` where there is none. */
function closing(text: string, open: number, end: number, mark?: string, from = open + 1): number {
  const [opens, closes] = text[open] === '(' ? ['(', ')'] : ['{', '}']
  let level = 0
  for (let at = from; at < end; at++) {
    const character = text[at]
    if (level === 0 && (character === closes || character === mark)) return at + 1
    if (character === opens) level++
    else if (character === closes) level--
  }
  return end
}

/** The values of a variable that a line begins with and that nothing was read of, since another value stands before them. */
export const otherCalls = ({ values, called }: Expansion): readonly Source[] =>
  [...called].flatMap(name => (values.get(name) ?? []).slice(1).filter(value => /\S\s+\S/.test(value.text)))

/** A value without the blanks around it and the comment behind it, which begins at any `#` without a backslash. */
export function trimmedValue(value: Source): Source {
  const comment = value.text.search(/(?<!\\)#/)
  const text = comment < 0 ? value.text : value.text.slice(0, comment)
  const start = text.length - text.trimStart().length
  return sliceSource(value, start, Math.max(start, text.trimEnd().length))
}
