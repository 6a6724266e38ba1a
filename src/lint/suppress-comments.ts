/**
 * Comments that speak to the linter: `# dockershim-lint: ignore[docker-cli] reason`. They are looked for in the lines of the
 * file as they stand, so they work in every language, in block scalars and in templates.
 */
import { nearest } from '../text/nearest.ts'
import { positionOf } from '../text/position.ts'
import { type Located, partOf, type SourceFile } from '../text/source.ts'

/** What every such comment begins with, in capitals or not. */
export const MARKER = 'dockershim-lint:'
const ANY_CASE = /dockershim-lint:/gi

/** Whether a text may hold such a comment. */
export const mayHoldDirectives = (text: string): boolean => text.search(ANY_CASE) >= 0

const KEYWORDS = ['ignore', 'ignore-start', 'ignore-end', 'ignore-file']
/** What other linters call it. */
const FOREIGN_KEYWORDS = /^(ignore|disable|enable|allow|skip|suppress)/

/** A comment that speaks to the linter. */
export interface Directive {
  readonly keyword: string
  readonly names: readonly Located[]
  readonly reason: string | undefined
  /** What is wrong with it. */
  readonly problem: string | undefined
  /** The keyword with its marker, for messages. */
  readonly at: Located
  readonly line: number
  /** Whether nothing but the comment stands on its line. */
  readonly alone: boolean
  /** The line on which a block comment ends. */
  readonly endLine: number
  /** The comment with its marks and the blanks before it; the whole lines where nothing else stands there. */
  readonly comment: Located | undefined
}

/** A comment that ends with its line. `--` needs a blank, since `--flag` is text; `//` none before it, since `https://` is; `rem` and `::` are those of batch files. */
const LINE_MARK = /(?:^\uFEFF?|[ \t])(?:#+|\/\/+|;+|--+(?=[ \t])|::+|@?rem(?=[ \t]))[ \t]*$/i
/** How a comment begins that has an end, and the end. */
const BLOCK_MARKS: readonly (readonly [begin: RegExp, end: string])[] = [
  [/\{\{-?\s*\/\*+\s*$/, '}}'],
  [/\{#-?\s*$/, '#}'],
  [/<!--\s*$/, '-->'],
  [/<%#\s*$/, '%>'],
  [/<#\s*$/, '#>'],
  [/\/\*+\s*$/, '*/'],
]
const MOST_BEFORE = 2_000
const MOST_AFTER = 4_000
/** A hostile file ends here. */
const MOST_DIRECTIVES = 2_000
const DIRECTIVE = /^dockershim-lint:[ \t]*([\w-]+)(?:[ \t]*\[([^\]\n]*)\])?[ \t]*([^\n]*)/i

/** The comments of a file that speak to the linter, in their order. */
export function* directivesIn(file: SourceFile): Generator<Directive> {
  const { text } = file
  const top = endOfHead(text)
  let count = 0
  for (const { index: at } of text.matchAll(ANY_CASE)) {
    const before = text.slice(Math.max(0, at - MOST_BEFORE), at)
    const onLine = before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)
    const block = BLOCK_MARKS.find(([begin]) => begin.test(before.slice(-200)))
    if (!block && !LINE_MARK.test(onLine)) continue
    const after = text.slice(at, at + MOST_AFTER).replaceAll('\r', '\n')
    const [match, written = '', list, rest = ''] = DIRECTIVE.exec(after) ?? []
    const keyword = written.toLowerCase()
    if (!match || isInString(onLine, match.slice(MARKER.length))) continue
    const known = KEYWORDS.includes(keyword)
    if (!known && !FOREIGN_KEYWORDS.test(keyword) && list === undefined) continue

    if (++count > MOST_DIRECTIVES + 1) return
    const line = positionOf(file, at).line
    const closed = block ? after.indexOf(block[1]) : -1
    const behind = closed < 0 ? '' : (after.slice(closed + block![1].length).match(/^[^\n]*/)?.[0] ?? '')
    const nameStart = at + match.indexOf('[') + 1
    const whole = locatedIn(file, at, at + MARKER.length + match.slice(MARKER.length).indexOf(written) + written.length)
    const names = list === undefined ? [] : namesIn(locatedIn(file, nameStart, nameStart + list.length))
    const alone = behind.trim() === '' && onLine.replace(block?.[0] ?? LINE_MARK, '').trim() === ''
    const directive = {
      keyword,
      names,
      reason: reasonIn(block && rest.includes(block[1]) ? rest.slice(0, rest.indexOf(block[1])) : rest),
      at: whole,
      line,
      alone,
      endLine: closed < 0 ? line : positionOf(file, at + closed).line,
      comment: commentAt(file, at, block?.[0], closed < 0 ? undefined : at + closed + block![1].length, alone),
    }
    const problem =
      count > MOST_DIRECTIVES ? `only the first ${MOST_DIRECTIVES} of a file are read` : problemOf(directive, at <= top)
    yield { ...directive, problem }
  }
}

function problemOf({ keyword, names }: Omit<Directive, 'problem'>, isAtTop: boolean): string | undefined {
  if (!KEYWORDS.includes(keyword)) {
    const near = nearest(keyword, KEYWORDS)
    return `"${keyword}" is none of ${KEYWORDS.join(', ')}${near ? `; did you mean "${near}"?` : ''}`
  }
  if (names.length === 0 && keyword !== 'ignore-end')
    return `it names no rule; write ${keyword}[docker-cli], or ${keyword}[all] for every rule`
  if (keyword === 'ignore-file' && !isAtTop) return 'it has to be above everything else in the file'
  return undefined
}

/** The comment around an offset, from its mark to its end or that of the line; undefined where that is far away. */
function commentAt(
  file: SourceFile,
  at: number,
  begin: RegExp | undefined,
  close: number | undefined,
  alone: boolean,
): Located | undefined {
  const { text } = file
  const before = text.slice(Math.max(0, at - MOST_BEFORE), at)
  const near = begin
    ? before.slice(-200)
    : before.slice(Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1)
  const mark = (begin ?? LINE_MARK).exec(near)
  let start = at - near.length + (mark?.index ?? near.length)
  while (text[start - 1] === ' ' || text[start - 1] === '\t') start--
  if (text[start] === '\uFEFF') start++
  const from = close ?? at
  const rest = text.slice(from, from + MOST_AFTER)
  const lineEnd = /\r?\n|\r/.exec(rest)
  if (!lineEnd && rest.length === MOST_AFTER) return undefined
  const stop = from + (lineEnd?.index ?? rest.length)
  if (alone) return locatedIn(file, start, stop + (lineEnd?.[0].length ?? 0))
  return locatedIn(file, start, close ?? stop)
}

const locatedIn = (file: SourceFile, start: number, end: number): Located => ({
  value: file.text.slice(start, end),
  span: { file, start, end },
  exact: true,
})

/** What stands behind the brackets, without what joins it to them and what closes the comment. */
const reasonIn = (rest: string): string | undefined =>
  rest
    .replace(/^[ \t]*(?:[:–—-]+[ \t]+)?/, '')
    .trimEnd()
    .replace(/(?:\*\/)?[ \t]{0,80}-?$/, '')
    .trim() || undefined

/**
 * Whether a comment mark at the end of `before` stands in a string: a quote is open there that the same line closes behind
 * it. An apostrophe in a word opens nothing. A string over several lines is not seen.
 */
function isInString(before: string, after: string): boolean {
  let open = ''
  for (let i = 0; i < before.length; i++) {
    const character = before[i]!
    if (character === '\\' && open !== "'") i++
    else if (open) open = character === open ? '' : open
    else if (character === '"' || character === '`' || (character === "'" && !/\w/.test(before[i - 1] ?? ' ')))
      open = character
  }
  return open !== '' && after.includes(open)
}

/** Comments, blanks and what begins a document. No alternative can begin like another one and fail late, so it is linear. */
const HEAD =
  /(?:\s+|---(?=\s)|<\?[^>]*>|\{\{-?\s*\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/\s*-?\}\}|\/\*[^*]*(?:\*(?!\/)[^*]*)*\*\/|\{#[^#]*(?:#(?!\})[^#]*)*#\}|<!--[^-]*(?:-(?!->)[^-]*)*-->|<#[^#]*(?:#(?!>)[^#]*)*#>|(?:#|\/\/|;|-- |::|@?rem |@echo off)[^\r\n]*)*/iy

/** Where the comments and blanks end that a file begins with. */
function endOfHead(text: string): number {
  HEAD.lastIndex = text.charCodeAt(0) === 0xfeff ? 1 : 0
  HEAD.test(text)
  return HEAD.lastIndex
}

/** The names of a list that is separated by commas. */
export const namesIn = (list: Located): readonly Located[] =>
  [...list.value.matchAll(/[^,\s]+/g)].map(({ index, 0: name }) => partOf(list, index, index + name.length))

const COMMENT_LINE = /^\s*(?:#|\/\/|;(?!;)|--\s|::|@?rem\s|\{\{-?\s*\/\*|\{#|<!--|<%#|<#|\/\*)/i
const MOST_LINES = 1_000

/** The lines that an `ignore` speaks of, or undefined where nothing follows it. A command that a backslash or a caret continues counts as one line. */
export function linesOf({ line, alone, endLine }: Directive, lines: readonly string[]) {
  const textOf = (number: number) => lines[number - 1] ?? ''
  const isComment = (number: number) => COMMENT_LINE.test(textOf(number))
  const continues = (number: number) => /[\\^][ \t]*$/.test(textOf(number).slice(-MOST_BEFORE))
  if (!alone) {
    let first = line
    while (first > 1 && line - first < MOST_LINES && continues(first - 1) && !isComment(first - 1)) first--
    return { first, last: endLine }
  }
  for (let first = endLine + 1; first <= lines.length && first - endLine < MOST_LINES; first++) {
    if (textOf(first).trim() === '' || isComment(first)) continue
    let last = first
    while (last < lines.length && last - first < MOST_LINES && continues(last)) last++
    return { first, last }
  }
  return undefined
}
