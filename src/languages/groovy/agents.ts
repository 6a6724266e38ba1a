/** Where the steps of a pipeline run: on an agent with a machine of its own, or in a pod of the Kubernetes plugin. */
import type { Scope, ScopeKind } from '../../facts.ts'
import { skipLines } from './arguments.ts'
import type { File, Stretch } from './file.ts'
import type { Token } from './tokens.ts'

/**
 * What `podTemplate(…) { … }` and `container('x') { … }` hold, and the whole of a pipeline whose only agent is a pod.
 * Reference: https://plugins.jenkins.io/kubernetes/
 */
export function stretchesInPods(tokens: readonly Token[]): readonly Stretch[] {
  const agents = tokens.flatMap((token, at) => (token.kind === 'name' && token.text === 'agent' ? [at] : []))
  if (agents.length === 1 && tokens[skipLines(tokens, blockAt(tokens, agents[0]!) + 1)]?.text === 'kubernetes')
    return [[0, tokens.length]]
  const ends = endsOf(tokens)
  return tokens.flatMap((token, at): readonly Stretch[] => {
    if (token.kind !== 'name' || !/^(?:container|podTemplate)$/.test(token.text) || tokens[at - 1]?.text === '.')
      return []
    const open = ends.get(at + 1)
    const block = open === undefined ? -1 : blockAt(tokens, open)
    const end = ends.get(block)
    return end === undefined ? [] : [[block, end]]
  })
}

/** The brace behind a token, or -1. */
function blockAt(tokens: readonly Token[], at: number): number {
  const next = skipLines(tokens, at + 1)
  return tokens[next]?.text === '{' ? next : -1
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '{': '}' }

/** Where each bracket and brace closes. */
function endsOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const ends = new Map<number, number>()
  const open: { readonly at: number; readonly close: string }[] = []
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark') continue
    const close = CLOSES[text]
    if (close) open.push({ at, close })
    else if (text === open.at(-1)?.close) ends.set(open.pop()!.at, at)
  }
  return ends
}

/** Opens the scope of a step: in the pod where that is in sight, left open where it is not, on the agent's machine otherwise. */
export function openStep(kind: ScopeKind, at: number, { reader, source, stretches, pod }: File): Scope {
  const inPod = stretches.some(([from, to]) => from < at && at < to)
  // A Docker Engine of the pod's own works on.
  if (!inPod || OWN_DOCKER.test(source.text))
    return reader.open(kind, { place: 'build', because: 'it is a step of Jenkins' })
  return NODE_SOCKET.test(source.text)
    ? reader.open(kind, { place: 'pod', because: 'the step runs in a pod with a directory of the node' }, pod)
    : reader.open(kind, { place: 'unknown', because: 'the step runs in a pod that is described elsewhere' })
}

const OWN_DOCKER = /\bdind\b|DOCKER_HOST\b[^\n]{0,80}tcp:/i
const NODE_SOCKET = /docker\.sock/
