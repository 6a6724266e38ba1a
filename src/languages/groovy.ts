/** Jenkins pipelines: the shell of their steps, and the pods that they describe. Reference: https://www.jenkins.io/doc/pipeline/steps/ */

import type { Language } from '../reading/language.ts'
import { sliceSource } from '../text/source.ts'
import { openStep, stretchesInPods } from './groovy/agents.ts'
import { argumentsAt, located, skipLines, textAt } from './groovy/arguments.ts'
import { usesDocker } from './groovy/docker.ts'
import type { File } from './groovy/file.ts'
import { saysOptions } from './groovy/options.ts'
import { container, hostPath, podTemplate, variable } from './groovy/pod-template.ts'
import { tokensOf } from './groovy/tokens.ts'

export const groovy: Language = {
  id: 'groovy',
  read(source, reader) {
    const tokens = tokensOf(source)
    const file: File = {
      source,
      reader,
      tokens,
      assigned: new Map(),
      pod: undefined,
      stretches: stretchesInPods(tokens),
      asksOtherDocker: false,
    }
    for (let at = 0; at < tokens.length; at++) readAt(at, file)
  },
}

type StepLanguage = 'shell' | 'powershell' | 'batch'

/** Steps that run their text, by the language of it. */
const STEPS: Readonly<Record<string, StepLanguage>> = {
  sh: 'shell',
  bat: 'batch',
  powershell: 'powershell',
  pwsh: 'powershell',
  sshCommand: 'shell',
}

function readAt(at: number, file: File): void {
  const { tokens, source, reader } = file
  const token = tokens[at]!
  if (token.kind === 'string' || token.text === '[') saysOptions(at, file)
  if (token.kind === 'string') {
    const begin = source.text.slice(token.start, token.start + 600)
    const language = looksLikeObject(begin) ? 'yaml' : looksLikePipeline(begin) ? 'groovy' : undefined
    const text = language && textAt(at, file)
    if (text) reader.embed({ language, guess: true }, text, reader.open('script', { name: language }))
    return
  }
  if (token.kind !== 'name' || tokens[at - 1]?.text === '.') return
  const language = Object.hasOwn(STEPS, token.text) ? STEPS[token.text] : undefined
  if (language) step(at, language, file)
  else if (token.text === 'docker' || token.text === 'dockerfile') usesDocker(at, file)
  else if (token.text === 'podTemplate') podTemplate(file)
  else if (token.text === 'hostPathVolume') hostPath(at, file)
  else if (token.text === 'containerTemplate') container(at, file)
  else if (/^(?:container|pod)?[eE]nvVar$/.test(token.text)) variable(at, file)
  else if (token.text === 'writeFile') writtenFile(at, file)
  else if (tokens[at + 1]?.text === '=' && tokens[at + 2]?.kind === 'string') assign(at, file)
}

/** A triple-quoted text that begins as an object does. */
const looksLikeObject = (text: string): boolean =>
  /^(?:"""|''')\\?\s*(?:(?:#[^\n]*|---[^\S\n]*)\n\s*){0,20}(?:apiVersion|kind|metadata|spec)\s*:/.test(text)

/** A triple-quoted text that begins as a pipeline does: the script of a job that Job DSL makes. */
const looksLikePipeline = (text: string): boolean =>
  /^(?:"""|''')\\?\s*(?:(?:\/\/|@Library|import )[^\n]*\n\s*){0,20}(?:pipeline|podTemplate|node)\s*(?:\([^\n]{0,200})?\{/.test(
    text,
  )

/** A step whose text runs: given by name, as a string, or as a variable that was given one before. */
function step(at: number, language: StepLanguage, file: File): void {
  const { reader, tokens } = file
  const opened = tokens[at + 1]?.text === '(' ? at + 2 : at + 1
  const first = skipLines(tokens, opened)
  const named = argumentsAt(at, file)
  const token = tokens[first]
  let text = named.get('script') ?? named.get('command')
  if (!text && token?.kind === 'string') text = textAt(first, file)
  if (!text && token?.kind === 'name' && /^[)\n;]$/.test(tokens[first + 1]?.text ?? '\n'))
    text = file.assigned.get(token.text)
  if (!text) return
  const isOther = /^\s*#!.*\b(?:python|perl|ruby|node|groovy)/.test(text.text)
  if (!isOther) reader.embed({ language }, text, openStep('script', at, file))
}

/** `writeFile file: 'x', text: '…'` */
function writtenFile(at: number, file: File): void {
  const { reader } = file
  const named = argumentsAt(at, file)
  const name = named.get('file')?.text
  const text = named.get('text')
  if (name && text) reader.embed({ file: name }, text, reader.open('script', { name, place: 'build' }))
}

/** `NAME = 'value'`: a variable that a step may run, or of the environment where it is written in capitals. */
function assign(at: number, file: File): void {
  const { tokens, reader, source } = file
  const name = tokens[at]!
  const text = textAt(at + 2, file)
  file.assigned.set(name.text, text)
  if (/^[A-Z][A-Z0-9_]+$/.test(name.text))
    reader.fact({ kind: 'env', name: located(sliceSource(source, name.start, name.end)), value: located(text) })
}
