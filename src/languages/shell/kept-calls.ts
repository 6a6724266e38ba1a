/** Calls that are kept in a variable and made where it is used: `cmd="docker ps"; timeout 60 $cmd`. */
import { type Definitions, valuesOf } from './definitions.ts'
import type { Word } from './tree.ts'
import { textOf, variableOf } from './word.ts'
import { WRAPPERS } from './wrappers.ts'

/** Values longer than this are no call. */
const LONGEST_CALL = 2_000
/** What may stand in front of the program, which says nothing of what is called. */
const IN_FRONT = /^(?:sudo|doas|exec|env|command|nohup|time|timeout|nice|-.*|[A-Za-z_]\w*=.*|\d+[smhd]?)$/

/** A call through a variable that says what is called. */
export interface KeptCall {
  readonly variable: string
  /** The program, as the value writes it. */
  readonly program: string
  /** The variable and the arguments that are given behind it. */
  readonly words: readonly Word[]
}

/**
 * The call that a variable stands for, where its value says what is called: all of it, or the program with its subcommand.
 * A value that is only a program (`DOCKER="sudo docker"`) or a wrapper (`"kubectl exec pod --"`) says nothing without the
 * words behind the variable.
 */
export function keptCall(words: readonly Word[], definitions: Definitions): KeptCall | undefined {
  const [first, ...others] = words
  const variable = first && variableOf(first)
  if (!variable || variable.operator !== undefined) return undefined
  if (variable.index && !/^[@*]$/.test(textOf(variable.index))) return undefined
  const says = others.length > 0 ? saysSubcommand : saysCall
  const value = valuesOf(definitions, variable.name).find(each => !each.turn && says(each.words))
  return value && { variable: variable.name, program: callIn(value.words)[0] ?? '', words }
}

/** Whether the words, or the one text, are a program with arguments. */
export const saysCall = (words: readonly Word[]): boolean => callIn(words).length > 1

function saysSubcommand(words: readonly Word[]): boolean {
  const [program = '', verb = ''] = callIn(words)
  if (!/^[a-z][a-z-]*$/.test(verb)) return false
  const found = Object.hasOwn(WRAPPERS, program) ? WRAPPERS[program]! : []
  return !('length' in found) ? false : !found.some(wrapper => wrapper.verb?.[0] === verb)
}

/** The program and its arguments. */
function callIn(words: readonly Word[]): readonly string[] {
  let length = 0
  for (const word of words) length += word.end - word.start
  if (length > LONGEST_CALL) return []
  const texts = words.length === 1 ? textOf(words[0]!).trim().split(/\s+/) : words.map(textOf)
  const program = texts.findIndex(text => !IN_FRONT.test(text))
  return program >= 0 && /^[\w./-]+$/.test(texts[program]!) ? texts.slice(program) : []
}
