/**
 * What a pipeline does through the Docker of its agent.
 * Reference: https://www.jenkins.io/doc/book/pipeline/docker/ and the variable `docker` of the plugin docker-workflow.
 */
import { locate } from '../../text/source.ts'
import { openStep } from './agents.ts'
import { skipLines } from './arguments.ts'
import type { File } from './file.ts'
import type { Token } from './tokens.ts'

/** `docker.build(…)` and `docker.image(…).inside { }` at the name `docker`, and `agent { docker … }` or `agent { dockerfile … }`. */
export function usesDocker(at: number, file: File): void {
  const { tokens } = file
  const [token, dot, method, behind] = tokens.slice(at, at + 4)
  if (dot?.text === '.' && token?.text === 'docker') {
    // Whatever stands in its braces asks another machine's Docker; the brace that ends it is not looked for.
    if (method?.text === 'withServer') file.asksOtherDocker = true
    // Groovy calls without brackets too: `docker.build registry + ":1"`.
    const calls =
      behind?.text === '(' || behind?.kind === 'string' || (behind?.kind === 'name' && method?.text === 'build')
    if (!calls) return
    if (method?.text === 'build') say('docker.build', at, at + 2, file)
    else if (method?.text === 'image') {
      const then = methodBehind(at + 3, tokens)
      say(then === undefined ? 'docker.image' : `docker.image.${then}`, at, at + 2, file)
    }
  } else if (isAgent(at, tokens)) say(`agent.${token!.text}`, at, at, file)
}

/** `agent {` and line ends before a name. */
function isAgent(at: number, tokens: readonly Token[]): boolean {
  let before = at - 1
  while (tokens[before]?.text === '\n') before--
  if (tokens[before]?.text !== '{') return false
  before--
  while (tokens[before]?.text === '\n') before--
  return tokens[before]?.text === 'agent'
}

/** Arguments are not longer than this. */
const MOST_TOKENS = 200

/** The method that is called of what a call gives: `inside` of `image('x').inside`. */
function methodBehind(open: number, tokens: readonly Token[]): string | undefined {
  if (tokens[open]?.text !== '(') return undefined
  let depth = 0
  for (let at = open; at < tokens.length && at < open + MOST_TOKENS; at++) {
    const { text } = tokens[at]!
    if (text === '(') depth++
    else if (text === ')' && --depth === 0) {
      const dot = skipLines(tokens, at + 1)
      return tokens[dot]?.text === '.' ? tokens[dot + 1]?.text : undefined
    }
  }
  return undefined
}

function say(program: string, first: number, last: number, file: File): void {
  const { tokens, source, reader, asksOtherDocker } = file
  if (asksOtherDocker) return
  const at = locate(source, tokens[first]!.start, tokens[last]!.end)
  reader.fact({ kind: 'endpoint', api: 'docker', program, at }, openStep('branch', first, file))
}
