/** Options in the values of variables: whose they are may only be known when the whole script is read. */
import type { Scope } from '../facts.ts'
import type { Source } from '../text/source.ts'
import { programOfVariable } from './flag-words.ts'

/** How many variables may stand in each other's values. */
const MOST_STEPS = 5

/** A text with options that is given to a variable. */
export interface OptionsText {
  readonly variable: string
  readonly source: Source
  readonly scope: Scope
}

/** What one script says of variables with options. */
export interface KeptOptions {
  /** The texts, in the order of the script. */
  readonly texts: OptionsText[]
  /** The program that a variable is an argument of. */
  readonly usedBy: Map<string, string>
  /** The variable in whose value a variable stands. */
  readonly partOf: Map<string, string>
}

export const keptOptions = (): KeptOptions => ({ texts: [], usedBy: new Map(), partOf: new Map() })

/** The program that a variable's options are for: the one that it is named for or given to, itself or as a part of another. */
export function programGiven({ usedBy, partOf }: KeptOptions, variable: string): string | undefined {
  let name: string | undefined = variable
  for (let step = 0; name !== undefined && step < MOST_STEPS; step++) {
    const program: string | undefined = programOfVariable(name) ?? usedBy.get(name)
    if (program) return program
    name = partOf.get(name)
  }
  return undefined
}
