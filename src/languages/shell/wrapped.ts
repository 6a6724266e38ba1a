/** Where the command of a wrapper stands among the wrapper's own options and operands. */

import { forward } from '../../text/progress.ts'
import type { Definitions } from './definitions.ts'
import type { Word } from './tree.ts'
import { handsOn, textOf, variableOf } from './word.ts'
import { isOptionsVariable, WRAPPERS, type Wrapper } from './wrappers.ts'

/** The wrapper that a call is, told by its name and verb. */
export function wrapperOf(name: string, words: readonly Word[], definitions: Definitions): Wrapper | undefined {
  const found = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined
  if (!found) return undefined
  if (name === 'command' && words[1] && /^-[vV]+$/.test(textOf(words[1]))) return undefined
  const choices: readonly Wrapper[] = 'length' in found ? found : [found as Wrapper]
  return choices.find(wrapper => !wrapper.verb || verbEnd(words, wrapper, definitions) !== undefined)
}

/** The index behind the verb of a wrapper such as `kubectl -n x exec`, or undefined when another verb stands there. */
function verbEnd(words: readonly Word[], wrapper: Wrapper, definitions: Definitions): number | undefined {
  let at = 1
  for (const verb of wrapper.verb ?? []) {
    at = words.length - afterOptions(words, at, wrapper, definitions).length
    if (!words[at] || textOf(words[at]!) !== verb) return undefined
    at++
  }
  return at
}

/** The words from the first operand on. */
export function afterOptions(
  words: readonly Word[],
  from: number,
  { values = [] }: Wrapper,
  definitions: Definitions,
): readonly Word[] {
  let at = from
  for (const moves = forward(); at < words.length && moves(at); ) {
    const text = textOf(words[at]!)
    if (text === '--') return words.slice(at + 1)
    const variable = variableOf(words[at]!)
    if (variable && isOptionsVariable(variable.name) && at + 1 < words.length && !handsOnAll(words[at]!, definitions)) {
      at++
      continue
    }
    if (!text.startsWith('-') || text === '-') break
    at += takesNext(text, values) ? 2 : 1
  }
  return words.slice(at)
}

const handsOnAll = (word: Word, definitions: Definitions): boolean =>
  handsOn(word)?.all === true && definitions.functions.size > 0

/** Whether an option takes the next word: `-u root`, `-Eu root`, not `-uroot` or `--user=root`. */
function takesNext(option: string, values: readonly string[]): boolean {
  if (option.startsWith('--')) return values.includes(option)
  for (let i = 1; i < option.length; i++) if (values.includes(`-${option[i]}`)) return i === option.length - 1
  return false
}

/** What a wrapper is given to run. */
export interface Inside {
  readonly words: readonly Word[]
  readonly scripts: readonly Word[]
  readonly assignments: readonly Word[]
}

/** What a wrapper runs: the words behind its options and operands, or the scripts that its options give. */
export function insideOf(words: readonly Word[], wrapper: Wrapper, definitions: Definitions): Inside {
  const assignments: Word[] = []
  const scripts: Word[] = []
  const from = wrapper.verb ? (verbEnd(words, wrapper, definitions) ?? 1) : 1
  if (wrapper.script) {
    for (let i = from; i < words.length; i++) {
      const text = textOf(words[i]!)
      const attached = wrapper.script.find(option => option.startsWith('--') && text.startsWith(`${option}=`))
      if (attached) scripts.push(behind(words[i]!, attached.length + 1))
      else if (wrapper.script.includes(text) || (/^-[a-z]+$/.test(text) && wrapper.script.includes(`-${text.at(-1)}`)))
        for (const moves = forward(); words[i + 1] && moves(i); ) {
          scripts.push(words[++i]!)
          if (!wrapper.several || !words[i + 1] || textOf(words[i + 1]!).startsWith('-')) break
        }
    }
    if (scripts.length) return { words: [], scripts, assignments }
  }
  let rest: readonly Word[]
  if (wrapper.dashes) {
    const dashes = words.findIndex((word, index) => index >= from && textOf(word) === '--')
    if (dashes >= 0) return { words: words.slice(dashes + 1), scripts, assignments }
    rest = afterOptions(words, from, wrapper, definitions).slice(wrapper.operands ?? 1)
    rest = afterOptions(rest, 0, wrapper, definitions)
    return { words: wrapper.verb?.[0] === 'exec' || wrapper.verb?.[0] === 'rsh' ? rest : [], scripts, assignments }
  }
  rest = afterOptions(words, from, wrapper, definitions)
  if (wrapper.keepsVerb) return { words: [words[from - 1]!, ...rest], scripts, assignments }
  for (let i = 0; i < (wrapper.operands ?? 0) && rest.length; i++) {
    if (wrapper === WRAPPERS.su && textOf(rest[0]!) === '--') break
    rest = afterOptions(rest.slice(1), 0, wrapper, definitions)
  }
  if (wrapper.assigns)
    while (rest[0] && /^[A-Za-z_]\w*=/.test(textOf(rest[0]))) {
      assignments.push(rest[0])
      rest = rest.slice(1)
    }
  return { words: rest, scripts, assignments }
}

/** A word without its first characters: the value of `--command='docker ps'`. */
function behind(word: Word, length: number): Word {
  let left = length
  const parts: Word['parts'][number][] = []
  for (const part of word.parts) {
    const size = part.kind === 'text' ? part.text.length : part.end - part.start
    if (left >= size) left -= size
    else if (left > 0 && part.kind === 'text') {
      const linear = part.text.length === part.end - part.start
      parts.push({ ...part, text: part.text.slice(left), start: linear ? part.start + left : part.start })
      left = 0
    } else parts.push(part)
  }
  return { ...word, parts }
}
