/** Jenkins pipelines: the shell of their steps, and the pods that they describe. Reference: https://www.jenkins.io/doc/pipeline/steps/ */
import type { Scope } from '../facts.ts'
import { joinSources, type Located, locate, type Source, sliceSource, UNKNOWN } from '../source.ts'
import { type Token, tokensOf } from './groovy/tokens.ts'
import type { Language, Reader } from './language.ts'

export const groovy: Language = {
  id: 'groovy',
  read(source, reader) {
    const tokens = tokensOf(source)
    const file: File = { source, reader, tokens, assigned: new Map(), pod: undefined }
    for (let at = 0; at < tokens.length; at++) readAt(at, file)
  },
}

interface File {
  readonly source: Source
  readonly reader: Reader
  readonly tokens: readonly Token[]
  /** The last text that a variable was given. */
  readonly assigned: Map<string, Source>
  /** The pod that the file's last podTemplate describes. */
  pod: Scope | undefined
}

/** Steps that run their text, by the language of it. */
const STEPS: Readonly<Record<string, 'shell' | 'powershell'>> = {
  sh: 'shell',
  bat: 'shell',
  powershell: 'powershell',
  pwsh: 'powershell',
  sshCommand: 'shell',
}

function readAt(at: number, file: File): void {
  const { tokens, source, reader } = file
  const token = tokens[at]!
  if (token.kind === 'string') {
    const text = looksLikeObject(source.text.slice(token.start, token.start + 600)) ? textAt(at, file).text : undefined
    if (text) reader.embed({ language: 'yaml' }, text, reader.open('script', { name: 'yaml' }))
    return
  }
  if (token.kind !== 'name' || tokens[at - 1]?.text === '.') return
  const language = Object.hasOwn(STEPS, token.text) ? STEPS[token.text] : undefined
  if (language) step(at, language, file)
  else if (token.text === 'podTemplate') file.pod = reader.open('pod', { place: 'pod' })
  else if (token.text === 'hostPathVolume') hostPath(at, file)
  else if (token.text === 'containerTemplate') container(at, file)
  else if (/^(?:container|pod)?[eE]nvVar$/.test(token.text)) variable(at, file)
  else if (token.text === 'writeFile') writtenFile(at, file)
  else if (tokens[at + 1]?.text === '=' && tokens[at + 2]?.kind === 'string') assign(at, file)
}

/** A triple-quoted text that begins as an object does. */
const looksLikeObject = (text: string): boolean =>
  /^(?:"""|''')\\?\s*(?:(?:#[^\n]*|---)\s*\n\s*){0,20}(?:apiVersion|kind|metadata|spec)\s*:/.test(text)

function step(at: number, language: 'shell' | 'powershell', file: File): void {
  const { reader, tokens } = file
  const opened = tokens[at + 1]?.text === '(' ? at + 2 : at + 1
  const first = skipLines(tokens, opened)
  const named = argumentsAt(at, file)
  const token = tokens[first]
  let text = named.get('script') ?? named.get('command')
  if (!text && token?.kind === 'string') text = textAt(first, file).text
  if (!text && token?.kind === 'name' && /^[)\n;]$/.test(tokens[first + 1]?.text ?? '\n'))
    text = file.assigned.get(token.text)
  if (!text) return
  const line = /^\s*#!.*\b(?:python|perl|ruby|node|groovy)/.test(text.text)
  if (!line) reader.embed({ language }, text, reader.open('script', { place: 'build' }))
}

const skipLines = (tokens: readonly Token[], from: number): number => {
  let at = from
  while (tokens[at]?.text === '\n') at++
  return at
}

/** The text at a string and at those that `+` adds to it; what is added and no string is left out. */
function textAt(at: number, { tokens, source }: File): { text: Source; next: number } {
  const parts: (Source | string)[] = []
  let next = at
  while (true) {
    const token = tokens[next]
    if (token?.kind === 'string') parts.push(token.content())
    else if (token?.kind === 'name') {
      parts.push(UNKNOWN)
      while (tokens[next + 1]?.text === '.' && tokens[next + 2]?.kind === 'name') next += 2
    } else break
    const plus = skipLines(tokens, next + 1)
    if (tokens[plus]?.text !== '+') {
      next++
      break
    }
    next = skipLines(tokens, plus + 1)
  }
  return { text: parts.length === 1 ? (parts[0] as Source) : joinSources(source.file, parts), next }
}

/** The named arguments of a call that are texts: `(label: 'x', script: "docker ps")`. */
function argumentsAt(at: number, file: File): ReadonlyMap<string, Source> {
  const { tokens } = file
  const found = new Map<string, Source>()
  const brackets = tokens[at + 1]?.text === '('
  let depth = 0
  for (let next = brackets ? at + 2 : at + 1; next < tokens.length && next < at + 400; next++) {
    const token = tokens[next]!
    if (token.kind === 'mark') {
      if (/[([{]/.test(token.text)) depth++
      else if (/[)\]}]/.test(token.text) && --depth < 0) break
      else if (token.text === '\n' && !brackets && depth === 0 && tokens[next - 1]?.text !== ',') break
    }
    if (depth > 0 || token.kind !== 'name' || tokens[next + 1]?.text !== ':') continue
    const value = skipLines(tokens, next + 2)
    if (tokens[value]?.kind === 'string') found.set(token.text, textAt(value, file).text)
  }
  return found
}

const located = (source: Source): Located => locate(source, 0, source.text.length)

/** `hostPathVolume(hostPath: '/x', mountPath: '/y')` of a podTemplate. */
function hostPath(at: number, file: File): void {
  const named = argumentsAt(at, file)
  const path = named.get('hostPath')
  const mount = named.get('mountPath')
  if (!path) return
  file.pod ??= file.reader.open('pod', { place: 'pod' })
  file.reader.fact({ kind: 'volume', type: 'hostPath', name: located(path), path: located(path) }, file.pod)
  if (mount) file.reader.fact({ kind: 'mount', volume: located(path), path: located(mount) }, file.pod)
}

function container(at: number, file: File): void {
  const image = argumentsAt(at, file).get('image')
  const match = image && /^(.+?)(?::([\w.-]+))?$/.exec(image.text)
  if (!image || !match) return
  file.pod ??= file.reader.open('pod', { place: 'pod' })
  file.reader.fact({ kind: 'image', name: match[1]!, tag: match[2], image: located(image) }, file.pod)
}

function variable(at: number, file: File): void {
  const named = argumentsAt(at, file)
  const key = named.get('key') ?? named.get('name')
  const value = named.get('value')
  if (!key || !value) return
  file.pod ??= file.reader.open('pod', { place: 'pod' })
  file.reader.fact({ kind: 'env', name: located(key), value: located(value) }, file.pod)
}

function writtenFile(at: number, { reader, ...file }: File): void {
  const named = argumentsAt(at, { reader, ...file })
  const name = named.get('file')?.text
  const text = named.get('text')
  if (name && text) reader.embed({ file: name }, text, reader.open('script', { name, place: 'build' }))
}

/** `NAME = 'value'`: a variable that a step may run, or of the environment where it is written in capitals. */
function assign(at: number, file: File): void {
  const { tokens, reader, source } = file
  const name = tokens[at]!
  const { text } = textAt(at + 2, file)
  file.assigned.set(name.text, text)
  if (/^[A-Z][A-Z0-9_]+$/.test(name.text))
    reader.fact({ kind: 'env', name: located(sliceSource(source, name.start, name.end)), value: located(text) })
}
