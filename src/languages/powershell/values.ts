/** What the script gives to variables: strings that calls use later, options of components, the environment. */

import { flagWords } from '../../reading/flag-words.ts'
import { programGiven } from '../../reading/kept-options.ts'
import { baseName } from '../../reading/path-words.ts'
import { type Located, locate } from '../../text/source.ts'
import type { Here, Placed, Script } from './here.ts'
import type { Assignment, Node, Word } from './tree.ts'
import { locatedOf, plainName, sourceOf, stringsOf, textOf, variableOf } from './word.ts'

/** Variables that hold text for people. */
const PROSE = /msg|message|usage|help|desc|text|title/i

/** Says and keeps what an assignment, or an entry of a hash table, gives to its name. */
export function assigned({ name, nameStart, value }: Assignment, here: Here): void {
  const { source, scope, script } = here
  const strings = value.flatMap(stringsOf)
  const [only] = strings
  if (/^env:./i.test(name))
    script.reader.fact(
      {
        kind: 'env',
        name: locate(source, nameStart + 'env:'.length, nameStart + name.length),
        value: strings.length === 1 && only ? locatedOf(source, only) : undefined,
      },
      scope,
    )
  const variable = plainName(name)
  if (strings.length === 1 && only && isOneItem(value[0])) script.values.set(variable, { source, word: only })
  else script.values.delete(variable)
  if (!PROSE.test(variable)) keepOptions(variable, strings, here)
}

const isOneItem = (node: Node | undefined): boolean => node?.kind === 'expression' && node.items.length === 1

function keepOptions(variable: string, strings: readonly Word[], { source, scope, script }: Here): void {
  // kube-log-runner has options of its own before the program that it runs.
  let ofLogRunner = false
  for (const word of strings) {
    const held = sourceOf(source, word, false)
    if (/kube-log-runner(?:\.exe)?["'\s]*$/i.test(held.text)) ofLogRunner = true
    else if (/^[^-].*\w/.test(held.text)) ofLogRunner = false
    if (!ofLogRunner && /(^|\s|=|")--[a-z]/.test(held.text))
      script.options.texts.push({ variable, scope, source: held })
  }
}

/** Says the options in variables, when the whole script has told whose they are. */
export function saysKeptOptions({ options, reader }: Script): void {
  for (const { variable, scope, source } of options.texts) {
    const head = /^\s*(\S*)/.exec(source.text)?.[1] ?? ''
    const program = head === '' || head.startsWith('-') ? programGiven(options, variable) : programName(head)
    for (const { flag, name, value } of flagWords(source))
      reader.fact({ kind: 'flag', program, flag, name, value }, scope)
  }
}

/** A program's name without its folder and `.exe`. */
export const programName = (path: string): string => baseName(path).replace(/\.exe$/i, '')

/** The string that a word stands for, where it is written: the word's own, or that of its variable. */
export function placedValue(word: Word, { source, script }: Here): Placed {
  const variable = variableOf(word)
  return (variable !== undefined && script.values.get(variable)) || { source, word }
}

/** The text that a word stands for, at the word's place. */
export function resolved(word: Word, here: Here): Located {
  const located = locatedOf(here.source, word)
  const value = placedValue(word, here)
  return value.word === word ? located : { ...located, value: textOf(value.source, value.word), exact: false }
}
