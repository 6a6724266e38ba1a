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
  /** Whether a word ends in a state that counts by itself. */
  readonly counts: Uint8Array
  /** The conditions of the words that end in a state, one of which has to hold. Most states have none. */
  readonly conditions: readonly (readonly RegExp[] | undefined)[]
}

function build(triggers: Iterable<Trigger>): Automaton {
  const words = [...triggers].map(trigger =>
    typeof trigger === 'string' ? { word: trigger, followedBy: undefined } : trigger,
  )
  const classes = new Uint8Array(256)
  let width = 1
  let most = 1
  for (const { word } of words) {
    most += word.length
    for (const byte of Buffer.from(word.toLowerCase(), 'latin1')) {
      if (classes[byte] !== 0) continue
      classes[byte] = width
      classes[String.fromCharCode(byte).toUpperCase().charCodeAt(0)] = width++
    }
  }

  const next = new Uint16Array(most * width)
  const counts = new Uint8Array(most)
  const conditions: RegExp[][] = []
  let states = 1
  for (const { word, followedBy } of words) {
    let state = 0
    for (const byte of Buffer.from(word.toLowerCase(), 'latin1')) {
      const at = state * width + classes[byte]!
      if (next[at] === 0) next[at] = states++
      state = next[at]!
    }
    if (followedBy === undefined) counts[state] = 1
    else conditions[state] = [...(conditions[state] ?? []), followedBy]
  }
  link(next, width, counts, conditions, states)
  return { classes, width, next, counts, conditions }
}

/** Fills in, breadth first, where each state goes when its word breaks off: to the longest other word that may have begun. */
function link(next: Uint16Array, width: number, counts: Uint8Array, conditions: RegExp[][], states: number): void {
  const back = new Uint16Array(states)
  const queue = new Uint16Array(states)
  let end = 1
  for (let begin = 0; begin < end; begin++) {
    const state = queue[begin]!
    for (let at = 1; at < width; at++) {
      const child = next[state * width + at]!
      const other = state === 0 ? 0 : next[back[state]! * width + at]!
      if (child === 0) {
        next[state * width + at] = other
        continue
      }
      back[child] = other
      counts[child] ||= counts[other]!
      if (conditions[other]) conditions[child] = [...(conditions[child] ?? []), ...conditions[other]]
      queue[end++] = child
    }
  }
}

function scan({ classes, width, next, counts, conditions }: Automaton, bytes: Buffer): boolean {
  let state = 0
  for (let i = 0; i < bytes.length; i++) {
    state = next[state * width + classes[bytes[i]!]!]!
    if (state === 0) continue
    if (counts[state] === 1) return true
    const possible = conditions[state]
    if (possible === undefined) continue
    const behind = bytes.toString('latin1', i + 1, i + 1 + LOOKAHEAD)
    if (possible.some(condition => condition.test(behind))) return true
  }
  return false
}
