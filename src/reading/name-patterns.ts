/** The names that a regular expression matches, as far as they are written out: `a|b`, `kubelet_(docker|runtime)_.+`. */

import { forward } from '../text/progress.ts'
import { type Located, locate, type Source } from '../text/source.ts'

/** A name in a pattern, or the beginning of names: what follows it in the pattern is not written out. */
export interface PatternName {
  readonly name: Located
  readonly open: boolean
}

interface Run {
  readonly text: string
  /** Where its first and last characters stand. */
  readonly start: number
  readonly end: number
  readonly open: boolean
}

/** How many names one pattern may make, and how deep its groups may stand in each other. */
const MOST_NAMES = 200
const MOST_DEPTH = 20

const EMPTY: Run = { text: '', start: -1, end: -1, open: false }

/** Names in the pattern `[start, end)`. Values of several labels are joined by `;`, so that ends a name as well. */
export function namesInPattern(source: Source, start: number, end: number): readonly PatternName[] {
  const { runs } = alternatives(source.text.slice(0, end), start, 0)
  return runs
    .filter(run => /^[A-Za-z_:][\w:]*$/.test(run.text))
    .map(run => ({ name: locate(source, run.start, run.end, run.text), open: run.open }))
}

/** What the branches of a group, or of the whole pattern, are made of, up to the bracket that ends it. */
function alternatives(
  text: string,
  from: number,
  depth: number,
): { readonly runs: readonly Run[]; readonly at: number } {
  const done: Run[] = []
  let runs: readonly Run[] = [EMPTY]
  let at = from
  for (const moves = forward(); at < text.length && text[at] !== ')' && moves(at); ) {
    const c = text[at]!
    if (c === '|' || c === ';') {
      done.push(...runs)
      runs = [EMPTY]
      at++
    } else if (c === '^' || c === '$') at++
    else if (c === '(' && depth < MOST_DEPTH) {
      const inner = alternatives(
        text,
        at + 1 + (/^\?(?:[a-z]{0,4}:|P?<\w{1,40}>)/.exec(text.slice(at + 1, at + 50))?.[0].length ?? 0),
        depth + 1,
      )
      at = text[inner.at] === ')' ? inner.at + 1 : inner.at
      const { length, optional } = quantifierAt(text, at)
      at += length
      const joined = runs.flatMap(run =>
        inner.runs.map(next => atAlternative(join(run, next, length > 0 && !optional), run, next)),
      )
      runs = optional ? [...runs, ...joined] : joined
    } else {
      const literal = /[\w:]/.test(c)
      const width = c === '[' ? classLength(text, at) : c === '\\' ? 2 : 1
      const { length } = quantifierAt(text, at + width)
      const next: Run = { text: literal && length === 0 ? c : '', start: at, end: at + 1, open: !literal || length > 0 }
      runs = runs.map(run => join(run, next, false))
      at += width + length
    }
    if (runs.length > MOST_NAMES) runs = runs.slice(0, MOST_NAMES).map(run => ({ ...run, open: true }))
    if (done.length > MOST_NAMES) return { runs: done, at: text.length }
  }
  return { runs: [...done, ...runs], at }
}

/** Names that share their beginning stand each where it differs from the others. */
const atAlternative = (joined: Run, run: Run, { start }: Run): Run =>
  run.open || start < 0 ? joined : { ...joined, start }

/** One run behind another. Behind what is not written out, nothing counts. */
function join(run: Run, next: Run, repeated: boolean): Run {
  if (run.open) return run
  const open = next.open || repeated
  if (next.text === '') return { ...run, open }
  return { text: run.text + next.text, start: run.start < 0 ? next.start : run.start, end: next.end, open }
}

function quantifierAt(text: string, at: number): { readonly length: number; readonly optional: boolean } {
  const found = /^(?:[?*+]|\{\d{0,4},?\d{0,4}\})\??/.exec(text.slice(at, at + 16))?.[0] ?? ''
  return { length: found.length, optional: found.startsWith('?') }
}

/** How long a set of characters is: `[^/]`. */
function classLength(text: string, at: number): number {
  const end = text.indexOf(']', at + 2)
  return end < 0 ? 1 : end + 1 - at
}
