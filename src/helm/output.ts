/** The text that a template makes, line by line: both branches of every condition, and each of several alternatives. */
import { joinSources, type Source, type SourceFile, sliceSource } from '../text/source.ts'

/** Alternatives of one line each, at one place of a line. */
interface Choice {
  readonly variants: readonly Source[]
}

type Part = Source | string | Choice

const isChoice = (part: Part): part is Choice => typeof part !== 'string' && 'variants' in part

export interface Output {
  write(text: Source | string): void
  /** Writes alternatives that have no line ends. */
  choose(variants: readonly Source[]): void
  /** What stands in the current line so far. */
  line(): string
  /** Begins a new line where the current one holds something. */
  breakLine(): void
  /** All that was written. Alternatives in the last line are given each for itself, when that line is the only one. */
  finish(): readonly Source[]
}

/** A line of the form `key: value` or `- item`, of which a second one with another value does no harm. */
const REPEATABLE = /^[ \t]*(?:- )?(?:"[^"\n]*"|'[^'\n]*'|[\w./$-]+):(?:[ \t]|$)|^[ \t]*- /
const ITEM = /^[ \t]*- /

export function outputOf(file: SourceFile): Output {
  const done: (Source | string)[] = []
  let line: Part[] = []
  /** Variants of a line that is an item: whether it may stand twice is told by the next line. */
  let pending: { variants: readonly Source[]; indent: number; end: Source | string } | undefined

  /** The line with each of its alternatives in turn: what defaults leave empty one at a time, all others side by side. */
  const variantsOf = (parts: readonly Part[]): readonly Source[] => {
    const choices = parts.filter(isChoice)
    const lineOf = (indexOf: (choice: Choice) => number): Source =>
      joinSources(
        file,
        parts.map(part => (isChoice(part) ? part.variants[Math.min(indexOf(part), part.variants.length - 1)]! : part)),
      )
    if (choices.length > 1 && choices.some(({ variants }) => variants[0]?.text === ''))
      return [
        lineOf(() => 0),
        ...choices.flatMap(one =>
          one.variants.slice(1).map((_, index) => lineOf(choice => (choice === one ? index + 1 : 0))),
        ),
      ]
    const most = Math.max(...choices.map(({ variants }) => variants.length))
    return Array.from({ length: most }, (_, index) => lineOf(() => index))
  }

  const settle = (next: string | undefined): void => {
    if (!pending) return
    const { variants, indent, end } = pending
    const goesOn = next !== undefined && indentOf(next) > indent
    pending = undefined
    for (const variant of goesOn ? variants.slice(0, 1) : variants) done.push(variant, end)
  }

  const flush = (end: Source | string): void => {
    const parts = line
    line = []
    if (!parts.some(isChoice)) {
      const text = parts.map(textOf).join('')
      const nothing = isNothing(text)
      if (pending && text.trim() !== '' && !nothing) settle(text)
      if (!nothing) done.push(...(parts as (Source | string)[]))
      done.push(end)
      return
    }
    const told = variantsOf(parts).filter(({ text }) => !isNothing(text))
    // A line that the defaults leave empty is what it is when they do not.
    const variants = told.some(({ text }) => text.trim() !== '') ? told.filter(({ text }) => text.trim() !== '') : told
    const [first] = variants
    if (!first) {
      done.push(end)
      return
    }
    if (pending) settle(first.text)
    if (!REPEATABLE.test(first.text)) done.push(first, end)
    else if (ITEM.test(first.text)) pending = { variants, indent: indentOf(first.text), end }
    else for (const variant of variants) done.push(variant, end)
  }

  return {
    write(text) {
      const whole = typeof text === 'string' ? text : text.text
      const first = whole.indexOf('\n')
      if (first < 0) {
        if (whole !== '') line.push(text)
        return
      }
      if (first > 0) line.push(part(text, 0, first))
      flush(part(text, first, first + 1))
      // The lines between are whole as they are.
      const last = whole.lastIndexOf('\n')
      if (last > first) {
        if (pending) settle(/(?<![^\n])[^\S\n]*\S[^\n]*/.exec(whole.slice(first + 1, last))?.[0] ?? '')
        done.push(part(text, first + 1, last + 1))
      }
      if (last + 1 < whole.length) line.push(part(text, last + 1, whole.length))
    },
    choose(variants) {
      line.push({ variants })
    },
    line: () => line.map(textOf).join(''),
    breakLine() {
      if (line.some(one => textOf(one).trim() !== '')) flush('\n')
    },
    finish() {
      if (line.some(isChoice)) {
        const variants = variantsOf(line)
        settle(variants[0]!.text)
        if (done.length === 0) return variants
        return [joinSources(file, [...done, variants[0]!])]
      }
      const last = line.map(textOf).join('')
      settle(last)
      return [
        joinSources(file, done.length > 0 && isNothing(last) ? done : [...done, ...(line as (Source | string)[])]),
      ]
    },
  }
}

/** A line that was only actions of which nothing is known leaves nothing behind, nor does one with a comment glued to them. */
const isNothing = (line: string): boolean => /^[ \t]*\uE000[ \t\uE000]*(?:#.*)?$/.test(line)

const textOf = (part: Part): string =>
  typeof part === 'string' ? part : isChoice(part) ? (part.variants[0]?.text ?? '') : part.text

const part = (text: Source | string, start: number, end: number): Source | string =>
  typeof text === 'string' ? text.slice(start, end) : sliceSource(text, start, end)

const indentOf = (line: string): number => line.length - line.trimStart().length
