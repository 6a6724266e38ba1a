/** What words mean: their text, their place, and their text as a source of its own. */
import { innerSource, type Located, locate, type Source, UNKNOWN } from '../../text/source.ts'
import type { Expression, Node, Part, Word } from './tree.ts'

const partText = (source: Source, part: Part): string =>
  part.kind === 'text' ? part.text : source.text.slice(part.start, part.end)

/** The word with quotes and escapes resolved; variables and brackets stand as they are written. */
export const textOf = (source: Source, word: Word): string => word.parts.map(part => partText(source, part)).join('')

/** The word with its place, without the quotes around it. */
export function locatedOf(source: Source, word: Word): Located {
  const first = word.parts[0]
  const last = word.parts.at(-1)
  if (!first || !last) return locate(source, word.start, word.end, '')
  return locate(source, first.start, last.end, textOf(source, word))
}

/** The text of a word as a source of its own; brackets, and variables other than `$env:x` when asked to, are masked as unknown. */
export const sourceOf = (source: Source, word: Word, masked: boolean): Source =>
  innerSource(
    source,
    word.parts.map(part => {
      const text = partText(source, part)
      const keep = part.kind === 'text' || (part.kind === 'variable' && (!masked || /^env:/i.test(part.name)))
      return { text: keep ? text : text.replace(/[^\n]/g, UNKNOWN), start: part.start, end: part.end }
    }),
  )

/** The one variable that a word consists of, in lower case and without `global:` and the like. */
export function variableOf(word: Word): string | undefined {
  const [part] = word.parts
  return word.parts.length === 1 && part?.kind === 'variable' ? plainName(part.name) : undefined
}

/** A variable's name as it is compared: PowerShell does not look at the case. */
export const plainName = (name: string): string =>
  name
    .replace(/^(?:global|script|local|private|using):/i, '')
    .replace(/[.[][\s\S]*/, '')
    .toLowerCase()

/** The words of an expression, without its operators. */
export const wordsIn = ({ items }: Expression): readonly Word[] =>
  items.flatMap(item => (item.kind === 'word' ? [item.word] : []))

/** The strings that an expression is made of, also inside lists. */
export function stringsOf(node: Node): readonly Word[] {
  if (node.kind !== 'expression') return []
  return wordsIn(node).flatMap(word => {
    const [part] = word.parts
    if (word.quoted || part?.kind === 'text') return [word]
    return part?.kind === 'script' && word.parts.length === 1 ? part.nodes.flatMap(stringsOf) : []
  })
}

/** The items of lists, one after another: `@("a", "b")` and `"a", "b"` alike. */
export function listed(words: readonly Word[]): readonly Word[] {
  return words.flatMap(word => {
    const [part] = word.parts
    if (part?.kind !== 'script' || word.parts.length !== 1) return [word]
    const found = part.nodes.flatMap(node => (node.kind === 'expression' ? wordsIn(node) : []))
    return found.length ? listed(found) : [word]
  })
}
