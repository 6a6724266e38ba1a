/** What a script gives to variables: facts of the environment, and texts whose use is told elsewhere in the script. */
import { locate } from '../../text/source.ts'
import type { Here } from './here.ts'
import { saysCall } from './kept-calls.ts'
import { optionsIn } from './options.ts'
import { saysPaths } from './paths.ts'
import type { Assignment, Word } from './tree.ts'
import { joinedSource, locatedOf, sourceOf } from './word.ts'

/** Variables that hold text for people. */
const PROSE = /msg|message|usage|help|desc|text|title|banner|doc$/i

/** The words that an assignment gives. */
export const wordsGiven = ({ value, items }: Assignment): readonly Word[] => (value ? [value] : (items ?? []))

/** Says that a variable is set. */
export function saysVariable({ name, nameStart, source, value }: Assignment, { script, scope }: Here): void {
  script.reader.fact(
    { kind: 'env', name: locate(source, nameStart, nameStart + name.length), value: value && locatedOf(value) },
    scope,
  )
}

/** Keeps which variables stand in a word that is given to another. */
export function keepParts(name: string, word: Word, { script }: Here): void {
  for (const part of word.parts)
    if (part.kind === 'variable' && part.name !== name) script.options.partOf.set(part.name, name)
}

/** Keeps the words of a variable that may be a call or hold options: their program may be known at the end. */
export function keepValue(variable: string, words: readonly Word[], here: Here): void {
  if (words.length === 0 || PROSE.test(variable)) return
  const { script, scope } = here
  const source = joinedSource(words, 'scripts masked')
  if (saysCall(words)) script.keptCalls.push({ variable, here, source })
  if (optionsIn(source.text).length) script.options.texts.push({ variable, scope, source })
}

/** Says `VAR=x` as an argument of env or sudo. */
export function saysAssignmentWord(word: Word, here: Here): void {
  const source = sourceOf(word)
  const at = source.text.indexOf('=')
  here.script.reader.fact(
    { kind: 'env', name: locate(source, 0, at), value: locate(source, at + 1, source.text.length) },
    here.scope,
  )
  saysPaths(word, here, undefined, 'used')
}
