/** One scan over a file's bytes that decides whether it is parsed at all. */
import { decode, isUtf16 } from './decode.ts'
import type { Trigger } from './rule.ts'

/**
 * Words that hide other words from a scan of the file's bytes: base64 in a Secret or in user data. A file with one of them is
 * always parsed.
 */
export const hidingWords: readonly Trigger[] = [
  { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Secret\b/ },
  'base64',
  'encoding: b64',
  'binaryData',
]

/** Whether any of the words stands in the bytes. */
export type Prefilter = (bytes: Buffer) => boolean

/** How far behind a word its condition looks. */
const LOOKAHEAD = 64

/**
 * Builds the scan from the triggers of the rules that run and the words that can hide others: one automaton for all words
 * (Aho and Corasick, 1975), so that the time depends on the bytes and not on the number of words.
 */
export function prefilterFor(triggers: Iterable<Trigger>): Prefilter {
  const automaton = build(triggers)
  return bytes => scan(automaton, isUtf16(bytes) ? Buffer.from(decode(bytes)?.text ?? '', 'latin1') : bytes)
}

interface Automaton {
  /** The class of each byte: letters without case, and one class for every byte that stands in no word. */
  readonly classes: Uint8Array
  readonly width: number
  /** The next state of each state and class, at `state * width + class`. */
  readonly next: Uint16Array
  /** For each state, what ends there: 0 nothing, 1 a word that counts by itself, 2 and more an index of `conditions`. */
  readonly ends: Uint16Array
  /** The conditions of the words that end in a state; one of them has to hold. */
  readonly conditions: readonly (readonly RegExp[])[]
}

/** A state's words while the automaton is built. */
interface Node {
  readonly children: Map<number, Node>
  counts: boolean
  conditions: RegExp[]
  index: number
}

function build(triggers: Iterable<Trigger>): Automaton {
  const classes = new Uint8Array(256)
  let width = 1
  const node = (): Node => ({ children: new Map(), counts: false, conditions: [], index: 0 })
  const root = node()
  for (const trigger of triggers) {
    const word = (typeof trigger === 'string' ? trigger : trigger.word).toLowerCase()
    let state = root
    for (const byte of Buffer.from(word, 'latin1')) {
      if (classes[byte] === 0) {
        classes[byte] = width
        classes[String.fromCharCode(byte).toUpperCase().charCodeAt(0)] = width
        width++
      }
      const at = classes[byte]!
      const child = state.children.get(at) ?? node()
      state.children.set(at, child)
      state = child
    }
    if (typeof trigger === 'string') state.counts = true
    else state.conditions.push(trigger.followedBy)
  }
  return automatonOf(root, classes, width)
}

/** Numbers the states breadth first and fills in where each goes when a word breaks off. */
function automatonOf(root: Node, classes: Uint8Array, width: number): Automaton {
  const states: Node[] = [root]
  const fallback = new Map<Node, Node>()
  for (const state of states)
    for (const [at, child] of state.children) {
      let back = state === root ? undefined : fallback.get(state)
      while (back && !back.children.has(at)) back = back === root ? undefined : fallback.get(back)
      const target = back?.children.get(at) ?? root
      fallback.set(child, target)
      child.counts ||= target.counts
      child.conditions.push(...target.conditions)
      child.index = states.length
      states.push(child)
    }
  const next = new Uint16Array(states.length * width)
  const ends = new Uint16Array(states.length)
  const conditions: (readonly RegExp[])[] = [[], []]
  for (const state of states) {
    const back = fallback.get(state)
    for (let at = 1; at < width; at++) {
      const child = state.children.get(at)
      next[state.index * width + at] = child ? child.index : back ? next[back.index * width + at]! : 0
    }
    if (state.counts) ends[state.index] = 1
    else if (state.conditions.length > 0) ends[state.index] = conditions.push(state.conditions) - 1
  }
  return { classes, width, next, ends, conditions }
}

function scan({ classes, width, next, ends, conditions }: Automaton, bytes: Buffer): boolean {
  let state = 0
  for (let i = 0; i < bytes.length; i++) {
    state = next[state * width + classes[bytes[i]!]!]!
    const end = ends[state]!
    if (end === 0) continue
    if (end === 1) return true
    const behind = bytes.toString('latin1', i + 1, i + 1 + LOOKAHEAD)
    if (conditions[end]!.some(condition => condition.test(behind))) return true
  }
  return false
}
