/** Dockerfiles and Containerfiles. Reference: https://docs.docker.com/reference/dockerfile/ */
import type { Scope } from '../facts.ts'
import { componentProgram } from '../reading/component-names.ts'
import { flagWords } from '../reading/flag-words.ts'
import type { Language, Reader } from '../reading/language.ts'
import { isTemplateName, maskActions } from '../reading/template.ts'
import { shellLine } from '../reading/words.ts'
import { forward } from '../text/progress.ts'
import { innerSource, joinSources, locate, type Piece, type Source, sliceSource } from '../text/source.ts'

export const dockerfile: Language = {
  id: 'dockerfile',
  read(source, reader) {
    const text = isTemplateName(reader.name) ? maskActions(source) : source
    const stages = new Set<string>()
    let shell = 'shell'
    const starts = new Map<string, readonly Source[] | undefined>()
    for (const { word, rest, documents } of instructionsOf(text)) {
      if (word === 'SHELL') shell = /powershell|pwsh/i.test(rest.text) ? 'powershell' : 'shell'
      else if (word === 'RUN') run(text, withoutFlags(rest), documents, shell, reader)
      else if (word === 'CMD' || word === 'ENTRYPOINT') {
        start(rest, shell, word, reader)
        starts.set(word, execForm(rest))
        if (starts.size === 2) saysHandedOn(starts, reader)
      } else if (word === 'HEALTHCHECK') check(withoutFlags(rest), shell, reader)
      else if (word === 'COPY' || word === 'ADD') copy(text, withoutFlags(rest), documents, reader)
      else if (word === 'FROM') {
        starts.clear()
        from(withoutFlags(rest), stages, reader)
      } else if (word === 'ENV') env(rest, reader)
    }
  },
}

interface Heredoc {
  readonly name: string
  /** Where the body begins and ends in the source, and where the line that closes it ends. */
  readonly start: number
  readonly end: number
  readonly closed: number
}

interface Instruction {
  /** In capitals. */
  readonly word: string
  /** What follows the word, as one line: continuations joined, comments between them left out. */
  readonly rest: Source
  readonly documents: readonly Heredoc[]
}

interface Line {
  readonly start: number
  readonly end: number
}

function linesOf(text: string): readonly Line[] {
  const lines: Line[] = []
  for (let start = 0, moves = forward(); start <= text.length && moves(start); ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    lines.push({ start, end })
    start = end + 1
  }
  return lines
}

function instructionsOf(source: Source): readonly Instruction[] {
  const { text } = source
  const lines = linesOf(text)
  const lineAt = (index: number): string => text.slice(lines[index]!.start, lines[index]!.end)
  const mark = escapeOf(text)
  const closing = closersOf(text, lines)
  const instructions: Instruction[] = []
  for (let next = 0; next < lines.length; next++) {
    if (isSkipped(lineAt(next))) continue
    const pieces: Piece[] = []
    for (; next < lines.length; next++) {
      const line = lineAt(next)
      if (pieces.length > 0 && isSkipped(line)) continue
      const trimmed = line.trimEnd()
      const goesOn = trimmed.endsWith(mark) && !trimmed.endsWith(mark + mark)
      const { start } = lines[next]!
      const end = start + (goesOn ? trimmed.length - 1 : line.length)
      pieces.push({ text: text.slice(start, end), start, end })
      if (!goesOn) break
    }
    const joined = innerSource(source, pieces)
    const head = /^\s*([A-Za-z]+)[ \t]+/.exec(joined.text)
    if (!head) continue
    const word = head[1]!.toUpperCase()
    const rest = sliceSource(joined, head[0].length, joined.text.length)
    const documents: Heredoc[] = []
    if (word === 'RUN' || word === 'COPY' || word === 'ADD')
      for (const { name, tabs } of heredocsIn(rest.text)) {
        const close = closing(name, tabs, next)
        if (close === undefined) break
        const start = lines[next + 1]!.start
        documents.push({ name, start, end: lines[close]!.start, closed: lines[close]!.end })
        next = close
      }
    instructions.push({ word, rest, documents })
  }
  return instructions
}

/** Finds the line that closes a heredoc behind a line. Asked from the top down, so that all questions together take linear time. */
function closersOf(
  text: string,
  lines: readonly Line[],
): (name: string, tabs: boolean, after: number) => number | undefined {
  const words = new Map<string, number[]>()
  for (let index = lines.length - 1; index >= 0; index--) {
    const { start, end } = lines[index]!
    if (end - start > 200) continue
    const line = text.slice(start, end)
    if (!/^\t*\w+$/.test(line)) continue
    for (const word of [`plain ${line}`, `tabs ${line.replace(/^\t+/, '')}`]) {
      const found = words.get(word)
      if (found) found.push(index)
      else words.set(word, [index])
    }
  }
  return (name, tabs, after) => {
    const found = words.get(`${tabs ? 'tabs' : 'plain'} ${name}`)
    while (found?.length && found.at(-1)! <= after) found.pop()
    return found?.at(-1)
  }
}

/** Blank lines and comments do not end an instruction that goes on. */
const isSkipped = (line: string): boolean => /^[ \t]*(?:#|$)/.test(line)

/** Parser directives stand before everything else: `# escape=\``. */
function escapeOf(text: string): string {
  for (const line of text.slice(0, 2000).split('\n')) {
    const directive = /^#[ \t]*([a-z]+)[ \t]*=[ \t]*(\S+)/i.exec(line)
    if (!directive) break
    if (directive[1]!.toLowerCase() === 'escape') return directive[2] === '`' ? '`' : '\\'
  }
  return '\\'
}

/** The heredocs that a line opens: `<<EOF`, `<<-EOF`, `<<"EOF"`, outside of quotes. */
function heredocsIn(line: string): readonly { name: string; tabs: boolean }[] {
  const found: { name: string; tabs: boolean }[] = []
  if (!line.includes('<<')) return found
  const token = /\\.|'[^']*'|"(?:[^"\\]|\\.)*"|<<<|<<(-?)(?:'([A-Za-z_]\w*)'|"([A-Za-z_]\w*)"|([A-Za-z_]\w*))/gs
  for (const match of line.matchAll(token)) {
    const name = match[2] ?? match[3] ?? match[4]
    if (name) found.push({ name, tabs: match[1] === '-' })
  }
  return found
}

/** `--mount=type=cache,target=/x` and the like, which stand before the arguments. */
function withoutFlags(rest: Source): Source {
  const flags = /^(?:\s*--[a-z][\w-]*(?:=\S*)?(?=\s|$))*\s*/.exec(rest.text)![0]
  return flags ? sliceSource(rest, flags.length, rest.text.length) : rest
}

/** The words of the exec form `["docker", "ps"]`, or undefined for the shell form. */
function execForm(rest: Source): readonly Source[] | undefined {
  const { text } = rest
  if (!/^\s*\[/.test(text)) return undefined
  const words: Source[] = []
  let at = text.indexOf('[') + 1
  const word = /\s*"((?:[^"\\]|\\.)*)"\s*(,|\])/y
  for (const moves = forward(); moves(at); ) {
    word.lastIndex = at
    const match = word.exec(text)
    if (!match) return /^\s*\]\s*$/.test(text.slice(at)) && words.length === 0 ? words : undefined
    const start = at + match[0].indexOf('"') + 1
    words.push(unescaped(rest, start, start + match[1]!.length))
    at = word.lastIndex
    if (match[2] === ']') return text.slice(at).trim() === '' ? words : undefined
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' }

/** The text of a JSON string. */
function unescaped(source: Source, start: number, end: number): Source {
  const text = source.text.slice(start, end)
  if (!text.includes('\\')) return sliceSource(source, start, end)
  const pieces: Piece[] = []
  let from = 0
  for (const match of text.matchAll(/\\(?:u([0-9a-fA-F]{4})|(.))/gs)) {
    if (match.index > from)
      pieces.push({ text: text.slice(from, match.index), start: start + from, end: start + match.index })
    const plain = match[1] ? String.fromCharCode(Number.parseInt(match[1], 16)) : (ESCAPES[match[2]!] ?? match[2]!)
    from = match.index + match[0].length
    pieces.push({ text: plain, start: start + match.index, end: start + from })
  }
  pieces.push({ text: text.slice(from), start: start + from, end })
  return innerSource(source, pieces)
}

function run(source: Source, rest: Source, documents: readonly Heredoc[], shell: string, reader: Reader): void {
  const scope = reader.open('script', { name: 'RUN', place: 'build' })
  const first = documents[0]
  // A heredoc that nothing is fed with is the script itself.
  if (first && documents.length === 1 && /^\s*\d*<<-?\S+\s*$/.test(rest.text)) {
    const body = sliceSource(source, first.start, first.end)
    reader.embed(body.text.startsWith('#!') ? { file: 'RUN' } : { language: shell }, body, scope)
  } else if (first) {
    const bodies = documents.flatMap(({ start, closed }) => ['\n', sliceSource(source, start, closed)])
    reader.embed({ language: shell }, joinSources(source.file, [rest, ...bodies]), scope)
  } else embedCommand(rest, shell, scope, reader)
}

/** CMD and ENTRYPOINT run where the image runs, which is not known here. */
function start(rest: Source, shell: string, name: string, reader: Reader): void {
  const scope = reader.open('script', { name, place: 'unknown', via: 'container' })
  embedCommand(rest, shell, scope, reader)
}

/** CMD holds the arguments of ENTRYPOINT: options of the component that this one names. */
function saysHandedOn(starts: ReadonlyMap<string, readonly Source[] | undefined>, reader: Reader): void {
  const program = starts
    .get('ENTRYPOINT')
    ?.reduce<string | undefined>(
      (found, { text }) => (text.startsWith('-') ? found : (componentProgram(text) ?? found)),
      undefined,
    )
  const words = starts.get('CMD') ?? []
  if (!program || !words[0]?.text.startsWith('--')) return
  const scope = reader.open('script', { name: 'CMD', place: 'unknown', via: 'container' })
  const line = joinSources(
    words[0].file,
    words.flatMap(word => [word, ' ']),
  )
  for (const flag of flagWords(line)) reader.fact({ kind: 'flag', program, ...flag }, scope)
}

function check(rest: Source, shell: string, reader: Reader): void {
  const head = /^CMD\s+/i.exec(rest.text)
  if (!head) return
  const scope = reader.open('script', { name: 'HEALTHCHECK', place: 'unknown', via: 'healthcheck' })
  embedCommand(sliceSource(rest, head[0].length, rest.text.length), shell, scope, reader)
}

function embedCommand(rest: Source, shell: string, scope: Scope, reader: Reader): void {
  const words = execForm(rest)
  if (words) reader.embed({ language: 'shell' }, shellLine(rest.file, words), scope)
  else reader.embed({ language: shell }, rest, scope)
}

/** A file that is written out in the Dockerfile: `COPY <<EOF /etc/docker/daemon.json`. */
function copy(source: Source, rest: Source, documents: readonly Heredoc[], reader: Reader): void {
  const line = rest.text.trimEnd()
  const target = line.slice(Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t')) + 1)
  for (const { name, start, end } of documents) {
    const file = target.endsWith('/') ? target + name : target
    reader.embed({ file }, sliceSource(source, start, end), reader.open('script', { name: file, place: 'unknown' }))
  }
}

function from(rest: Source, stages: Set<string>, reader: Reader): void {
  const match = /^(\S+)(?:\s+as\s+(\S+))?/i.exec(rest.text)
  if (!match) return
  const [, written, stage] = match
  const known = !stages.has(written!.toLowerCase()) && written !== 'scratch' && !/[$\uE000]/.test(written!)
  if (stage) stages.add(stage.toLowerCase())
  if (!known) return
  const [, name, tag] = /^([^@]*?)(?::([^:/@]+))?(?:@.*)?$/.exec(written!)!
  reader.fact({ kind: 'image', name: name!, tag, image: locate(rest, 0, written!.length) })
}

/** `ENV NAME=value OTHER="a value"`, or `ENV NAME a value`. */
function env(rest: Source, reader: Reader): void {
  const single = /^([A-Za-z_]\w*)[ \t]+(\S.*)$/.exec(rest.text)
  if (single) {
    const [, name, value] = single
    sayEnv(rest, 0, name!.length, rest.text.length - value!.length, rest.text.trimEnd().length, reader)
    return
  }
  for (const match of rest.text.matchAll(/(?<!\w)([A-Za-z_]\w*)=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s"']\S*|))/gs)) {
    const value = match[2] ?? match[3] ?? match[4] ?? ''
    const quoted = match[2] !== undefined || match[3] !== undefined ? 1 : 0
    const start = match.index + match[1]!.length + 1 + quoted
    sayEnv(rest, match.index, match.index + match[1]!.length, start, start + value.length, reader)
  }
}

function sayEnv(rest: Source, nameStart: number, nameEnd: number, start: number, end: number, reader: Reader): void {
  reader.fact({ kind: 'env', name: locate(rest, nameStart, nameEnd), value: locate(rest, start, end) })
}
