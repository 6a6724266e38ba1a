/** Patterns and templates among the arguments of a call: sed, grep, awk, jq, cut, jsonpath, Go templates. */
import type { Pattern } from '../../facts.ts'
import { innerSource, type Located, locate, type Piece, type Source, UNKNOWN } from '../../text/source.ts'
import type { Word } from './tree.ts'
import { locatedOf, sourceOf, textOf } from './word.ts'

export interface FoundPattern {
  readonly text: Located
  readonly role: Pattern['role']
}

interface PatternProgram {
  readonly role: Pattern['role']
  /** Options whose value is a pattern; without one of them, the first operand is it. */
  readonly given: readonly string[]
  /** Options that take one or two next words that are none. */
  readonly values: Readonly<Record<string, number>>
}

const GREP: PatternProgram = {
  role: 'regex',
  given: ['-e', '--regexp'],
  values: { '-f': 1, '-m': 1, '-A': 1, '-B': 1, '-C': 1, '--include': 1, '--exclude': 1, '--exclude-dir': 1 },
}
const SED: PatternProgram = { role: 'sed', given: ['-e', '--expression'], values: { '-f': 1, '-l': 1 } }
const AWK: PatternProgram = { role: 'regex', given: [], values: { '-v': 1, '-f': 1, '-F': 1 } }
const JQ: PatternProgram = {
  role: 'template',
  given: [],
  values: { '--arg': 2, '--argjson': 2, '--slurpfile': 2, '--rawfile': 2, '--indent': 1, '-f': 1, '-L': 1 },
}

const PROGRAMS: Readonly<Record<string, PatternProgram>> = {
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  zgrep: GREP,
  rg: GREP,
  sed: SED,
  gsed: SED,
  awk: AWK,
  gawk: AWK,
  mawk: AWK,
  nawk: AWK,
  jq: JQ,
  yq: JQ,
  perl: { role: 'regex', given: ['-e', '-pe', '-ne', '-lne', '-lpe', '-i -pe', '-0pe'], values: {} },
}

/** Whether a program's first operand is a pattern, so that a slash in it begins no path. */
export const takesPattern = (program: string): boolean => Object.hasOwn(PROGRAMS, program)

/** The patterns among the arguments. `words` begins with the program. */
export function patternsOf(program: string, words: readonly Word[]): readonly FoundPattern[] {
  const described = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined
  if (described) {
    const found = patternWords(described, words).map(word => ({ text: locatedOf(word), role: described.role }))
    return described === AWK ? [...found, ...separators(words)] : found
  }
  if (program === 'cut' || program === 'tr') return wholeArguments(words)
  const found: FoundPattern[] = []
  for (const word of words.slice(1)) {
    const text = textOf(word)
    if (!text.includes('{') && !text.includes('=')) continue
    const given = /^(?:-o|--output|--template|--format)?=?(jsonpath(?:-as-json)?|custom-columns|go-template)=/.exec(
      text,
    )
    const role = given
      ? given[1] === 'go-template'
        ? 'template'
        : 'jsonpath'
      : /\{\{-?\s*[.$(a-z]/.test(text)
        ? 'template'
        : /\{\s*(?:\.|range |@\.|\$\.|\['|end\})/.test(text)
          ? 'jsonpath'
          : undefined
    if (!role) continue
    const source = sourceOf(word)
    const skip = given?.[0].length ?? /^--?[\w-]+=/.exec(text)?.[0].length ?? 0
    found.push({ text: locate(source, skip, source.text.length), role })
  }
  return found
}

/** The words that hold the patterns of such a program. */
function patternWords({ given, values }: PatternProgram, words: readonly Word[]): readonly Word[] {
  const found: Word[] = []
  let operand: Word | undefined
  for (let i = 1; i < words.length; i++) {
    const text = textOf(words[i]!)
    if (!text.startsWith('-') || text === '-') {
      operand ??= words[i]
      continue
    }
    if (given.includes(text) && words[i + 1]) found.push(words[++i]!)
    else if (Object.hasOwn(values, text)) i += values[text]!
  }
  return found.length ? found : operand ? [operand] : []
}

/** The expressions of a call of sed. */
export const sedExpressions = (words: readonly Word[]): readonly Word[] => patternWords(SED, words)

/** The field separators of awk. */
function separators(words: readonly Word[]): readonly FoundPattern[] {
  const found: FoundPattern[] = []
  for (const [index, word] of words.entries()) {
    const text = textOf(word)
    const next = words[index + 1]
    if (text === '-F' && next) found.push({ text: locatedOf(next), role: 'string' })
    else if (/^-F./.test(text)) found.push({ text: locatedOf(word), role: 'string' })
  }
  return found
}

/** All arguments as one text, for programs whose options are the pattern: `cut -d/ -f3`. */
function wholeArguments(words: readonly Word[]): readonly FoundPattern[] {
  const first = words[1]
  const last = words.at(-1)
  if (!first || !last || first.source !== last.source) return []
  return [{ text: locate(first.source, first.start, last.end), role: 'string' }]
}

/** The texts that an expression of sed writes: replacements, and what `a`, `i` and `c` add. */
export function writtenBySed(expression: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = []
  if (expression.length > 20_000) return found
  const command = /(?:^|[;{}\n\d$!/|,)]|(?<=\s))[ \t]{0,9}(?:s([^\w\s\\;])|[aic](?:\\\n?|[ \t])[ \t]{0,9}(?=\S))/g
  for (let match = command.exec(expression); match; match = command.exec(expression)) {
    const from = match.index + match[0].length
    const delimiter = match[1]
    if (delimiter === undefined) {
      const line = expression.indexOf('\n', from)
      const end = line < 0 ? expression.length : line
      found.push({ start: from, end })
      command.lastIndex = end
      continue
    }
    const middle = unescaped(expression, delimiter, from)
    if (middle < 0) continue
    const end = unescaped(expression, delimiter, middle + 1)
    found.push({ start: middle + 1, end: end < 0 ? expression.length : end })
    command.lastIndex = (end < 0 ? expression.length : end) + 1
  }
  return found
}

/** What sed makes of a replacement: escapes resolved, and a blank or nothing known where it puts what it found (`&`, `\1`). */
export function unescapedBySed(source: Source): Source {
  const { text } = source
  if (!/[\\&$]/.test(text)) return source
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(/\\([\s\S])|&|\$\d/g)) {
    const { index, 0: found, 1: escaped } = match
    const end = index + found.length
    const isFound = escaped === undefined || /\d/.test(escaped)
    // What was found ends in a blank where an option goes on from it.
    const put = text.startsWith('--', end) ? ' ' : UNKNOWN
    pieces.push({ text: text.slice(from, index), start: from, end: index })
    pieces.push({ text: isFound ? put : (SED_ESCAPES[escaped] ?? escaped), start: index, end })
    from = end
  }
  pieces.push({ text: text.slice(from), start: from, end: text.length })
  return innerSource(source, pieces)
}

const SED_ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t' }

function unescaped(text: string, delimiter: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === delimiter) return at
  }
  return -1
}
