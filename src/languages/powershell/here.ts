/** What is known while a script is walked over: of the whole script, and at one place of it. */
import type { Scope } from '../../facts.ts'
import type { KeptOptions } from '../../reading/kept-options.ts'
import type { Reader } from '../../reading/language.ts'
import type { WrittenFiles } from '../../reading/written-files.ts'
import type { Source } from '../../text/source.ts'
import type { Word } from './tree.ts'

/** A word with the source that its offsets count in. */
export interface Placed {
  readonly source: Source
  readonly word: Word
}

/** The whole script, with all that stands in its strings. */
export interface Script {
  readonly reader: Reader
  /** The strings that variables were last given, by plain name. */
  readonly values: Map<string, Placed>
  readonly options: KeptOptions
  /** The programs that services run, by the services' names. */
  readonly services: Map<string, string>
  readonly files: WrittenFiles
  /** How many characters of scripts in strings may still be read: each level is read again. */
  innerBudget: number
}

/** A place of the script. */
export interface Here {
  readonly script: Script
  readonly source: Source
  readonly scope: Scope
  /** The cmdlets and programs that run the script which stands here: `['Invoke-Command']`. */
  readonly wrappers: readonly string[]
  /** Whether only the success of a call is asked for. */
  readonly tested: boolean
  readonly depth: number
}
