/** What words mean: their text, their place, and their text as a source of its own. */
import { innerSource, type Located, locate, type Piece, type Source, UNKNOWN } from '../../text/source.ts'
import type { Part, TextPart, VariablePart, Word } from './tree.ts'

/** The word with quotes and escapes resolved; expansions stand as they are written: `$x`. */
export function textOf(word: Word): string {
  // Most words are one text.
  const [only] = word.parts
  if (word.parts.length === 1 && only!.kind === 'text') return only!.text
  let text = ''
  for (const part of word.parts) text += part.kind === 'text' ? part.text : written(word.source, part)
  return text
}

/** The text of a word that holds no expansion, or undefined. */
export function literalOf(word: Word): string | undefined {
  let text = ''
  for (const part of word.parts) {
    if (part.kind !== 'text') return undefined
    text += part.text
  }
  return text
}

/** The word with its place, without the quotes around it. */
export function locatedOf(word: Word): Located {
  const first = word.parts[0]
  const last = word.parts.at(-1)
  if (!first || !last) return locate(word.source, word.start, word.end, '')
  return locate(word.source, first.start, last.end, textOf(word))
}

/** What becomes of expansions in `sourceOf`. */
export type Expansions = 'written' | 'masked' | 'scripts masked'

/**
 * The text of the word as a source of its own, with every character in its place. Expansions stay as they are written, or are
 * masked as unknown; `scripts masked` is for text that is run again, where `$(…)` has been read already.
 */
export function sourceOf(word: Word, expansions: Expansions = 'written'): Source {
  return innerSource(word.source, piecesOf(word, expansions))
}

/** The words as one text with a blank between them. */
export function joinedSource(words: readonly Word[], expansions: Expansions): Source {
  const [first] = words
  if (!first) throw new Error('joinedSource: no words')
  if (words.every(word => word.source === first.source)) {
    const pieces: Piece[] = []
    for (const word of words) {
      if (pieces.length) pieces.push({ text: ' ', start: word.start, end: word.start })
      pieces.push(...piecesOf(word, expansions))
    }
    return innerSource(first.source, pieces)
  }
  // Words of several sources come from a variable: the first source that is not the script's own speaks for all.
  const sources = words.map(word => sourceOf(word, expansions))
  const segments: Source['segments'][number][] = []
  let text = ''
  for (const source of sources) {
    if (text !== '') text += ' '
    for (const segment of source.segments) segments.push({ ...segment, at: segment.at + text.length })
    text += source.text
  }
  return { file: first.source.file, text, segments }
}

export function piecesOf(word: Word, expansions: Expansions): Piece[] {
  const pieces: Piece[] = []
  for (const part of word.parts) {
    const { start, end } = part
    if (part.kind === 'text') pieces.push({ text: part.text, start, end })
    else {
      const raw = written(word.source, part)
      const keep = expansions === 'written' || (expansions === 'scripts masked' && part.kind === 'variable')
      pieces.push({ text: keep ? raw : raw.replace(/[^\n]/g, UNKNOWN), start, end })
    }
  }
  return pieces
}

const written = (source: Source, part: Part): string => source.text.slice(part.start, part.end)

/**
 * A text that stands somewhere else, as the value of a variable does, as a source whose every character means the place
 * where it is used.
 */
export function standingAt(word: Word, text: string): Source {
  const start = word.parts[0]?.start ?? word.start
  const end = word.parts.at(-1)?.end ?? word.end
  // A piece of equal length would be taken for a copy of the place; a blank at the end changes nothing in shell.
  return innerSource(word.source, [{ text: text.length === end - start ? `${text} ` : text, start, end }])
}

/** A word that holds nothing but this text, at the place of another word. */
export function wordAt(word: Word, text: string): Word {
  const source = standingAt(word, text)
  const part: TextPart = { kind: 'text', text, start: 0, end: text.length, quoted: true }
  return { source, start: 0, end: text.length, parts: [part] }
}

/** The one variable that a word consists of, or undefined. */
export function variableOf(word: Word): VariablePart | undefined {
  const [part] = word.parts
  return word.parts.length === 1 && part?.kind === 'variable' ? part : undefined
}

/** The argument that a word hands on: `"$@"` from the first, `"${@:2}"` from the second, `$1` alone. */
export function handsOn(word: Word): { from: number; all: boolean } | undefined {
  const variable = variableOf(word)
  if (!variable) return undefined
  if (variable.name === '@' || variable.name === '*') {
    if (variable.operator === undefined) return { from: 1, all: true }
    const offset = variable.operands[0] && literalOf(variable.operands[0])
    return variable.operator === ':' && offset && /^[1-9]$/.test(offset)
      ? { from: Number(offset), all: true }
      : undefined
  }
  return /^[1-9]$/.test(variable.name) && variable.operator === undefined
    ? { from: Number(variable.name), all: false }
    : undefined
}
