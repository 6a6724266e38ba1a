/** One scan over a file's bytes that decides whether it is parsed at all. */

import { knownTriggers } from '../evidence/known.ts'
import type { Rule, Settings, Trigger } from '../rule.ts'
import {
  endsWith,
  hasBrokenWord,
  holdsWord,
  joinedLines,
  otherReadings,
  signBytes,
  withoutNumbers,
  withoutSigns,
} from '../text/broken-words.ts'
import { indexOfWord, latin1, lowBytes, utf8 } from '../text/bytes.ts'
import { decode, isUtf16 } from '../text/decode.ts'
import { inStage } from '../text/stage.ts'
import { hiddenTexts, hidingWords, numberWords } from './hidden-text.ts'

/**
 * Whether any of the words stands in the bytes, in what is hidden in them, or in the file's name: `daemon.json` needs no other.
 * Without a path the bytes are a part of a text, and what has to stand beside a word may be in another part.
 */
export type Prefilter = (bytes: Uint8Array, path?: string) => boolean

/** Whether one of some words, in small letters, stands in a whole text. */
type Holds = (words: readonly string[]) => boolean

/** How far behind a word its condition looks: as far as the longest ask, over a deep indentation and a long name to `docker`. */
const LOOKAHEAD = 128

/**
 * Builds the scan from the triggers of the rules that run and the words that can hide others: one automaton for all words
 * (Aho and Corasick, 1975), so that the time depends on the bytes and not on the number of words.
 */
export function prefilterFor(triggers: Iterable<Trigger>): Prefilter {
  const automaton = build(triggers)
  const lets: Prefilter = (bytes, path) => {
    if (path !== undefined && has(scan(automaton, lowBytes(path.slice(path.lastIndexOf('/') + 1))), WANTED)) return true
    const text = isUtf16(bytes) ? lowBytes(decode(bytes)?.text ?? '') : bytes
    const holds = path === undefined ? undefined : besideIn(text, path)
    const found = scan(automaton, text, holds)
    const stands = (read: Uint8Array) => has(scan(automaton, read, holds), WANTED)
    return (
      has(found, WANTED) ||
      (has(found, JOINING) && stands(joinedLines(text))) ||
      (has(found, NUMBERED) && stands(withoutNumbers(text))) ||
      (has(found, HIDING) && holdsHidden(automaton, text))
    )
  }
  return (bytes, path) => inStage('scan', () => lets(bytes, path))
}

/** An editor has the same rules run again with every key: their scan is made once. */
const scans = new WeakMap<readonly Rule[], { readonly known: Settings['known']; readonly scan: Prefilter }>()

/** The scan for what rules ask for, and for what the user knows. */
export function scanFor(rules: readonly Rule[], known: Settings['known']): Prefilter {
  const made = scans.get(rules)
  if (made && made.known === known) return made.scan
  const scan = prefilterFor([...rules.flatMap(rule => rule.triggers), ...knownTriggers(known)])
  scans.set(rules, { known, scan })
  return scan
}

/** What is longer may hold any word, in bytes: it would be there three times to be looked through. */
const LONGEST_ASKED = 16_000_000

/** Looks for words in a whole text and in its path. Few words ask, of few texts: each is looked for once. */
function besideIn(bytes: Uint8Array, path: string): Holds | undefined {
  if (bytes.length > LONGEST_ASKED) return undefined
  const known = new Map<string, boolean>()
  const small = path.toLowerCase()
  let text: string | undefined
  const holds = (word: string): boolean => {
    if (small.includes(word)) return true
    // Of a word that has such signs itself each is looked for.
    if (withoutSigns(word) !== word) return holdsWord(bytes, word)
    text ??= withoutSigns(utf8(bytes)).toLowerCase()
    return text.includes(word)
  }
  return words =>
    words.some(word => {
      const found = known.get(word) ?? holds(word)
      known.set(word, found)
      return found
    })
}

/** Whether a word stands in what is hidden, or may stand in what is hidden once more. */
function holdsHidden(automaton: Automaton, bytes: Uint8Array): boolean {
  for (const hidden of hiddenTexts(bytes)) if (hidden === undefined || scan(automaton, hidden) !== NOTHING) return true
  return false
}

// What words say of the text that they stand in. Bits of a number, to stand in the automaton's tables.
const NOTHING = 0
/** A line end in a word may be taken away. */
const JOINING = 1
/** Characters of words may be written by their numbers. */
const NUMBERED = 2
/** Other words may be hidden in the text. */
const HIDING = 4
/** A rule asks for the word. */
const WANTED = 8
/** A rule asks for the word in a comment, too. */
const IN_COMMENTS = 16
/** No text has come to the state, so that its row is empty. */
const UNMADE = 32

const has = (found: number, what: number): boolean => (found & what) !== 0

interface Condition {
  /** The word with signs of its own in it. Without it, it has none. */
  readonly spelled: string | undefined
  /** Without one anything may follow. */
  readonly pattern: RegExp | undefined
  readonly beside: readonly string[] | undefined
  readonly says: number
}

/** The classes of signs that readers take out of words, and of what they take away with them. */
const [SIGN, LINE_END, BEFORE_LINE_END] = [1, 2, 3]

interface Automaton {
  /** The class of each byte: letters without case, one class for signs, and one for every other byte that stands in no word. */
  readonly classes: Uint8Array
  readonly width: number
  /** The next state of each state and class, at `state * width + class`. */
  readonly next: Uint16Array
  /** What a word says that ends in a state and counts by itself. */
  readonly says: Uint8Array
  /** The conditions of the words that end in a state. Most states have none. */
  readonly conditions: (readonly Condition[] | undefined)[]
  readonly tree: Tree
}

function build(triggers: Iterable<Trigger>): Automaton {
  const told = (trigger: Trigger, says: number) => {
    const { word, followedBy, beside } =
      typeof trigger === 'string' ? { word: trigger, followedBy: undefined, beside: undefined } : trigger
    return { word, bare: withoutSigns(word).toLowerCase(), followedBy, beside, says }
  }
  const isReadAnywhere = (trigger: Trigger) => typeof trigger === 'object' && trigger.inComments === true
  const words = [
    ...[...triggers].map(trigger => told(trigger, isReadAnywhere(trigger) ? WANTED | IN_COMMENTS : WANTED)),
    ...hidingWords.map(trigger => told(trigger, HIDING)),
    ...numberWords.map(trigger => told(trigger, NUMBERED)),
  ]
  const classes = new Uint8Array(256)
  for (const sign of signBytes) classes[sign] = SIGN
  classes[LF] = LINE_END
  classes[CR] = BEFORE_LINE_END
  let width = BEFORE_LINE_END + 1
  const letters = words.map(({ bare }) => bare).join('')
  for (const byte of lowBytes([...new Set(letters)].join(''))) {
    if (classes[byte] !== 0) continue
    classes[byte] = width
    classes[String.fromCharCode(byte).toUpperCase().charCodeAt(0)] = width++
  }

  const most = letters.length + 1
  // Twice as many: each has another one for behind a sign. The last one is for a line end there.
  const says = new Uint8Array(2 * most + 1)
  // With every place filled: holes would make each look-up a search.
  const conditions: (readonly Condition[] | undefined)[] = new Array(2 * most + 1).fill(undefined)
  const tree: Tree = {
    parent: new Uint16Array(most),
    first: new Uint16Array(most),
    beside: new Uint16Array(most),
    by: new Uint8Array(most),
    shorter: new Uint16Array(most),
    size: 1,
  }
  for (const { word, bare, followedBy, beside, says: worth } of words) {
    let state = 0
    for (let i = 0; i < bare.length; i++) state = childOf(tree, state, classes[bare.charCodeAt(i) & 0xff]!)
    const spelled = bare.length === word.length ? undefined : word.toLowerCase()
    if (!followedBy && !beside && !spelled) says[state] = says[state]! | worth
    else {
      const condition = { spelled, pattern: followedBy, beside: beside?.map(other => other.toLowerCase()), says: worth }
      conditions[state] = [...(conditions[state] ?? []), condition]
    }
  }
  return withBeginning({ classes, width, says, conditions, tree })
}

/** The states as the words themselves say, a tree. */
interface Tree {
  readonly parent: Uint16Array
  readonly first: Uint16Array
  /** The next child of the same parent. */
  readonly beside: Uint16Array
  /** The class that leads to a state from its parent. */
  readonly by: Uint8Array
  /** The state of the longest other word that may have begun. Known of states whose row is made. */
  readonly shorter: Uint16Array
  size: number
}

/** The state that another leads to with a class. */
function childOf(tree: Tree, state: number, by: number): number {
  let child = tree.first[state]!
  while (child !== 0 && tree.by[child] !== by) child = tree.beside[child]!
  if (child !== 0) return child
  child = tree.size++
  tree.parent[child] = state
  tree.by[child] = by
  tree.beside[child] = tree.first[state]!
  tree.first[state] = child
  return child
}

/**
 * The automaton with the row of its beginning and of a line end behind a sign. There are megabytes of rows, of which a text comes to
 * few: each is made when the first text comes to it.
 */
function withBeginning({ width, says, tree, ...rest }: Omit<Automaton, 'next'>): Automaton {
  const joining = 2 * tree.size
  if (joining > 0xff_ff) throw new Error('the words that rules ask for are too many for the numbers of the table')
  const automaton = { width, says, tree, ...rest, next: new Uint16Array((joining + 1) * width) }
  for (let state = 1; state < joining; state++) says[state] = says[state]! | UNMADE
  makeSteps(automaton, 0)
  says[joining] = JOINING
  automaton.next.copyWithin(joining * width, 0, width)
  return automaton
}

/** Lets a state lead to its children. */
function makeSteps({ next, width, tree: { first, beside, by } }: Automaton, state: number): void {
  for (let child = first[state]!; child !== 0; child = beside[child]!) next[state * width + by[child]!] = child
}

/**
 * Makes the row of a state that a text came to, and gives what the state says. When a word breaks off, it is to the longest other
 * word that may have begun: so a row is that of this word, with the state's own steps over it. The text came through the row of
 * the parent, or of a state whose row has the parent's steps in it: both are made.
 */
function make(automaton: Automaton, state: number): number {
  const { width, next, says, conditions, tree } = automaton
  if (state > tree.size) return makeBehind(automaton, state)
  const parent = tree.parent[state]!
  const shorter = parent === 0 ? 0 : next[tree.shorter[parent]! * width + tree.by[state]!]!
  if (has(says[shorter]!, UNMADE)) make(automaton, shorter)
  tree.shorter[state] = shorter
  const row = state * width
  next.copyWithin(row, shorter * width, (shorter + 1) * width)
  makeSteps(automaton, state)
  next[row + SIGN] = tree.size + state
  const also = conditions[shorter]
  if (also) conditions[state] = [...(conditions[state] ?? []), ...also]
  const told = (says[state]! | says[shorter]!) & ~UNMADE
  says[state] = told
  return told
}

/**
 * Lets what a state says of the beginning of a word hold behind a sign, too: so words are found that signs stand in. The others
 * are found as well, since all that ends a word without what stands before the sign ends it with that. Behind a sign a state is
 * another one, which goes on like it but says nothing, or it would say the same again, and of which a line end says what it is.
 */
function makeBehind({ width, next, says, tree: { size } }: Automaton, behind: number): number {
  const row = behind * width
  next.copyWithin(row, (behind - size) * width, (behind - size + 1) * width)
  next[row + LINE_END] = 2 * size
  next[row + BEFORE_LINE_END] = behind
  says[behind] = NOTHING
  return NOTHING
}

function scan(automaton: Automaton, bytes: Uint8Array, holds?: Holds): number {
  const { classes, width, next, says, conditions } = automaton
  let state = 0
  let found = NOTHING
  /** The end of the line that was looked at last, and whether it is a comment. */
  let lineEnd = 0
  let isComment = false
  let blockEnd = 0
  const behind = lookingBehind(bytes)
  for (let i = 0; i < bytes.length; i++) {
    state = next[state * width + classes[bytes[i]!]!]!
    if (state === 0) continue
    let told = says[state]!
    if (has(told, UNMADE)) told = make(automaton, state)
    if (conditions[state] !== undefined) told = toldBy(conditions[state]!, told | found, bytes, i + 1, behind, holds)
    // What is known already makes no difference; asking each time would make the scan slow.
    if ((told & ~found) === NOTHING) continue
    if (has(told, IN_COMMENTS)) return told
    if (i >= lineEnd) {
      isComment = isLineComment(bytes, i)
      lineEnd = endOfLine(bytes, i)
    }
    if (isComment || i < blockEnd) continue
    blockEnd = endOfTemplateComment(bytes, i)
    if (i < blockEnd) continue
    found |= told
    if (has(found, WANTED)) return found
  }
  return found
}

/** So many bytes are made text at once: words with conditions stand close together. */
const WINDOW = 512

/** What stands behind a place. Places come in order. */
interface Behind {
  /** The text as it stands. */
  text(at: number): string
  /** How it may be read otherwise. */
  readings(at: number): readonly string[]
}

function lookingBehind(bytes: Uint8Array): Behind {
  let window = ''
  let start = 0
  let isBroken = false
  let lastAt = -1
  let last: readonly string[] = []
  const text = (at: number): string => {
    if (window === '' || at + LOOKAHEAD > start + window.length) {
      // With the end of the word: a sign may follow it.
      start = at - 1
      window = latin1(bytes, start, start + WINDOW)
      isBroken = hasBrokenWord(window)
    }
    return window.slice(at - start, at - start + LOOKAHEAD)
  }
  return {
    text,
    readings(at) {
      if (!isBroken) return []
      if (lastAt !== at) {
        last = otherReadings(text(at))
        lastAt = at
      }
      return last
    },
  }
}

/**
 * What is known, and what conditions say of a word that ends before a place. A function of its own: a closure in the loop would
 * cost each of its bytes. What is cheap is asked first.
 */
function toldBy(
  conditions: readonly Condition[],
  known: number,
  bytes: Uint8Array,
  end: number,
  behind: Behind,
  holds: Holds | undefined,
): number {
  let told = known
  for (const { spelled, pattern, beside, says } of conditions)
    if (
      (says & ~told) !== NOTHING &&
      (spelled === undefined || endsWith(bytes, end, spelled)) &&
      (pattern === undefined ||
        pattern.test(behind.text(end)) ||
        behind.readings(end).some(read => pattern.test(read))) &&
      (beside === undefined || holds === undefined || holds(beside))
    )
      told |= says
  return told
}

const [TAB, LF, CR, BLANK, HASH, STAR, SLASH] = [9, 10, 13, 32, 35, 42, 47]
/** What begins no comment behind `#`: an interpreter's line, Ruby's `#{name}`, the end of a comment of PowerShell. */
const NO_COMMENT = new Set([...'!{>'].map(character => character.charCodeAt(0)))

/**
 * Whether the line that a word stands in is nothing but a comment: `# …` is one in every language that is read but JSON, in
 * whose strings no line can begin.
 */
function isLineComment(bytes: Uint8Array, at: number): boolean {
  let start = at
  while (start > 0 && bytes[start - 1] !== LF && bytes[start - 1] !== CR) start--
  while (bytes[start] === BLANK || bytes[start] === TAB) start++
  return bytes[start] === HASH && !NO_COMMENT.has(bytes[start + 1] ?? 0)
}

function endOfLine(bytes: Uint8Array, at: number): number {
  let end = at
  while (end < bytes.length && bytes[end] !== LF && bytes[end] !== CR) end++
  return end
}

/** Where the comment of a Go template ends that a word stands in: `{{/* … *\/}}` and `{{- /* … *\/}}`. Else 0. */
function endOfTemplateComment(bytes: Uint8Array, at: number): number {
  let open = bytes.lastIndexOf(SLASH, at)
  while (open >= 0 && bytes[open + 1] !== STAR) open = open > 0 ? bytes.lastIndexOf(SLASH, open - 1) : -1
  if (open < 2 || !/\{\{(?:- ?)?$/.test(latin1(bytes, Math.max(0, open - 4), open))) return 0
  const end = indexOfWord(bytes, '*/', open + 2)
  return end > at ? end : 0
}
