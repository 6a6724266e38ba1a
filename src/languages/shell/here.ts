/** What is known while a script is walked over: of the whole script, and at one place of it. */
import type { Scope } from '../../facts.ts'
import type { KeptOptions } from '../../reading/kept-options.ts'
import type { Reader } from '../../reading/language.ts'
import type { WrittenFiles } from '../../reading/written-files.ts'
import type { Source } from '../../text/source.ts'
import type { Definitions } from './definitions.ts'
import type { Node } from './tree.ts'
import type { Destination } from './written.ts'

/** The whole script, with all that stands in its strings. */
export interface Script {
  readonly reader: Reader
  /** Walks over the nodes of a script that stands in a word or a string. */
  readonly walk: (nodes: readonly Node[], here: Here) => void
  readonly options: KeptOptions
  /** Texts that are given to variables and may be calls. */
  readonly keptCalls: KeptText[]
  /** How the variables are used that are called as a command. */
  readonly called: Map<string, { readonly wrappers: readonly string[]; readonly tested: boolean }>
  readonly files: WrittenFiles
  /** How many characters of scripts in strings may still be read: each level is read again. */
  innerBudget: number
  /** Whether it has been said that scripts stand too deep in each other. */
  saidDeep: boolean
}

/** A text that is given to a variable and may be a call. */
export interface KeptText {
  readonly variable: string
  readonly here: Here
  readonly source: Source
}

/** A place of the script. */
export interface Here {
  readonly script: Script
  readonly scope: Scope
  /** The wrappers that the whole script stands in: `['ssh']` inside `ssh host '…'`. */
  readonly wrappers: readonly string[]
  /** Whether only the success of the command is asked for. */
  readonly tested: boolean
  readonly definitions: Definitions
  /** Where the standard output goes, when it is written to a file or fed to a program. */
  readonly out: Destination | undefined
  readonly depth: number
  /** Whether it stands in a loop whose turns are read one by one: loops in it are read once. */
  readonly turned?: boolean
}
