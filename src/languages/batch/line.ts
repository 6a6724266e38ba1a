/** One line of a batch file: what is put around its commands, variables that it sets, and the commands as a shell would take them. */
import { flagWords, programOfVariable } from '../../reading/flag-words.ts'
import type { Reader } from '../../reading/language.ts'
import { locate, type Source, sliceSource, withText } from '../../text/source.ts'

/** How deep lines may stand in strings of lines. */
const MOST_DEPTH = 4

/** A command up to an operator that is neither quoted nor escaped, or the operator. `2>&1` has none. */
const PARTS = /(?:"[^"]*(?:"|$)|\^[\s\S]|[<>]&|[^"^&|)]|\^$)+|[&|]{1,2}|\)/g

/** Reads a line whose variables are masked. The commands are given on as they stand; what is none is blanked, in equal length. */
export function readLine(line: Source, reader: Reader, depth = 0): void {
  if (depth > MOST_DEPTH) return
  let text = ''
  let commands = 0
  for (const { index, 0: part } of line.text.matchAll(PARTS)) {
    if (/^[&|)]/.test(part)) {
      text += part === ')' ? '\n' : part
      continue
    }
    const at = beginOf(part)
    const rest = part.slice(at)
    if (/^(?:rem(?![\w.-])|::)/i.test(rest)) break
    const isCommand = rest !== '' && !readOther(sliceSource(line, index + at, index + part.length), reader, depth)
    if (isCommand) commands++
    text += isCommand ? ' '.repeat(at) + asShell(rest) : ':'.padEnd(part.length)
  }
  if (commands > 0) reader.embed({ language: 'shell', guess: true }, withText(line, text.padEnd(line.text.length)))
}

const QUOTED = '"[^"]{0,500}"'
const BLANKS = '\\s{1,40}'
const OPERAND = `(?:${QUOTED}|[^\\s"=()]){1,500}`
const COMPARED = `${OPERAND}(?:\\s{0,40}==\\s{0,40}|${BLANKS}(?:equ|neq|lss|leq|gtr|geq)${BLANKS})${OPERAND}`

/** What may stand before a command: blocks, conditions, `start "title" /b`, what registers a service that runs it. */
const BEFORE = new RegExp(
  [
    '[@(\\s,;]+',
    '(?:else|do|call)(?![\\w.=-])',
    `if(?:${BLANKS}/i)?(?:${BLANKS}not)?${BLANKS}(?:(?:exist|defined|errorlevel)${BLANKS}${OPERAND}|${COMPARED})`,
    `start(?:${BLANKS}${QUOTED})?(?:${BLANKS}/d${BLANKS}(?:${QUOTED}|\\S{1,500})|${BLANKS}/(?!d\\s)[a-z]{1,40}){0,20}(?=\\s)`,
    `cmd(?:\\.exe)?(?:${BLANKS}/\\w{1,40}){1,20}(?=${BLANKS}[^\\s"/])`,
    `(?:[^\\s"]{0,500}[\\\\/])?nssm(?:\\.exe)?${BLANKS}install${BLANKS}\\S{1,500}\\s`,
  ].join('|'),
  'iy',
)

/** Where the command of a part begins. */
function beginOf(part: string): number {
  let at = 0
  do {
    BEFORE.lastIndex = at
    at += BEFORE.exec(part)?.[0].length ?? 0
  } while (BEFORE.lastIndex === at && at > 0)
  return at
}

/** What prints, or leads somewhere else in the file. */
const SAYS_NOTHING = /^(?:(?:echo|title|goto|set)(?![\w-])|:)/i
const LOOP = /^for\s[^(]*\sin\s*\(\s*/i
const RUNS_TEXT = /^cmd(?:\.exe)?\s(?:\s*\/\w+)*\s*"/i
const ASSIGNS = /^(?:set\s+"?(\w+)=|setx\s+(\w+)\s+)"?/i
const SERVICE_OPTIONS = /^(?:[^\s"]*[\\/])?nssm(?:\.exe)?\s+set\s+(\S+)\s+AppParameters\s/i
const OF_POWERSHELL = /^(?:"[^"]*[\\/]|[^\s"]*[\\/])?(?:net|sc|nssm|powershell|pwsh)(?:\.exe)?"?\s/i

/** Reads what is no command of a shell; false for one. */
function readOther(part: Source, reader: Reader, depth: number): boolean {
  const { text } = part
  const inner = (from: number, to: number): void => readLine(sliceSource(part, from, to), reader, depth + 1)
  const [loop] = LOOP.exec(text) ?? []
  const [runs] = RUNS_TEXT.exec(text) ?? []
  const options = SERVICE_OPTIONS.exec(text)
  if (loop) {
    // What is escaped here is none once the command is run.
    const escapes = /\d?\^>\^&\d|\^(?=[&|<>])/g
    const operators = withText(
      part,
      text.replace(escapes, escaped => ' '.repeat(escaped.length)),
    )
    const end = text.trimEnd().length - 1
    // The set of a loop is a command between quotes, or words.
    if (/['`]/.test(text[loop.length] ?? '') && text[end] === text[loop.length])
      readLine(sliceSource(operators, loop.length + 1, end), reader, depth + 1)
  } else if (runs) {
    const end = text.lastIndexOf('"')
    inner(runs.length, end >= runs.length ? end : text.length)
  } else if (options) saysFlags(part, options[0].length, programOfVariable(options[1]!), reader)
  else if (OF_POWERSHELL.test(text)) {
    // Its reader knows the programs that manage services.
    reader.embed({ language: 'powershell', guess: true }, part)
    const path = /\sbinpath=\s*"([^"]+)/i.exec(text)
    if (path) inner(path.index + path[0].length - path[1]!.length, path.index + path[0].length)
  } else if (ASSIGNS.test(text)) assigns(part, reader, inner)
  else return SAYS_NOTHING.test(text)
  return true
}

/** Says a variable, its options, and the call that it holds: `set RUN=C:\k\kubelet.exe --v=2`. */
function assigns(part: Source, reader: Reader, inner: (from: number, to: number) => void): void {
  const [head, set, setx] = ASSIGNS.exec(part.text)!
  const name = set ?? setx!
  const at = head.lastIndexOf(name)
  const given = setx ? part.text.replace(/\s\/m\s*$/i, '') : part.text
  const end = Math.max(head.length, given.trimEnd().replace(/"$/, '').length)
  const value = sliceSource(part, head.length, end)
  const named = locate(part, at, at + name.length)
  reader.fact({ kind: 'env', name: named, value: locate(value, 0, value.text.length) })
  if (/^\s*[^\s"]+\.exe\s/i.test(value.text)) inner(head.length, end)
  else saysFlags(value, 0, programOfVariable(name), reader)
}

function saysFlags(source: Source, from: number, program: string | undefined, reader: Reader): void {
  for (const word of flagWords(source, from)) reader.fact({ kind: 'flag', program, ...word })
}

/** Backslashes of paths as slashes, and carets as the backslashes that a shell escapes with. */
function asShell(text: string): string {
  // Where a program is given quotes in quotes, backslashes before them are its own.
  const escapes = /[\s"=,([{]\\"/.test(text)
  const parts = escapes ? /"(?:[^"\\]|\\[\s\S])*"?|\^(?=\S)|\\/g : /"[^"]*"?|\^(?=\S)|\\/g
  const paths = escapes ? /\\(?!")/g : /\\/g
  return text.replace(parts, part => (part === '^' ? '\\' : part.replace(paths, '/')))
}
