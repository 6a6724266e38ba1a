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

  const counts = new Uint8Array(most)
  // With every place filled: holes would make each look-up a search.
  const conditions: (readonly RegExp[] | undefined)[] = new Array(most).fill(undefined)
  /** The states that a state leads to, by class, as far as the words themselves say. */
  const steps: Map<number, number>[] = [new Map()]
  for (const { word, followedBy } of words) {
    let state = 0
    for (const byte of Buffer.from(word.toLowerCase(), 'latin1')) {
      let step = steps[state]!.get(classes[byte]!)
      if (step === undefined) {
        step = steps.push(new Map()) - 1
        steps[state]!.set(classes[byte]!, step)
      }
      state = step
    }
    if (followedBy === undefined) counts[state] = 1
    else conditions[state] = [...(conditions[state] ?? []), followedBy]
  }
  return { classes, width, next: linked(steps, width, counts, conditions), counts, conditions }
}

/**
 * Where each state goes with each class. When a word breaks off, it is to the longest other word that may have begun: so a
 * state's row is that of this word, with its own steps over it. Breadth first, since that word is the shorter one.
 */
function linked(
  steps: readonly ReadonlyMap<number, number>[],
  width: number,
  counts: Uint8Array,
  conditions: (readonly RegExp[] | undefined)[],
): Uint16Array {
  const next = new Uint16Array(steps.length * width)
  const back = new Uint16Array(steps.length)
  const queue = [0]
  for (const state of queue) {
    const row = state * width
    const other = back[state]! * width
    if (state > 0) next.copyWithin(row, other, other + width)
    for (const [at, child] of steps[state]!) {
      const shorter = state === 0 ? 0 : next[row + at]!
      back[child] = shorter
      counts[child] ||= counts[shorter]!
      const also = conditions[shorter]
      if (also) conditions[child] = [...(conditions[child] ?? []), ...also]
      next[row + at] = child
      queue.push(child)
    }
  }
  return next
}

function scan({ classes, width, next, counts, conditions }: Automaton, bytes: Buffer): boolean {
  let state = 0
  for (let i = 0; i < bytes.length; i++) {
    state = next[state * width + classes[bytes[i]!]!]!
    if (state === 0) continue
    if (counts[state] === 1) return true
    const possible = conditions[state]
    if (possible !== undefined && holds(possible, bytes, i + 1)) return true
  }
  return false
}

/** Whether what stands behind a word fits one of its conditions. A function of its own: a closure would cost each byte of the loop. */
function holds(conditions: readonly RegExp[], bytes: Buffer, at: number): boolean {
  const behind = bytes.toString('latin1', at, at + LOOKAHEAD)
  return conditions.some(condition => condition.test(behind))
}
