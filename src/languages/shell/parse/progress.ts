/** What is carried along while the parser's tree becomes ours. */
import type { Script } from 'unbash'
import type { Source } from '../../../text/source.ts'
import type { Node } from '../tree.ts'

/** Where a script is wrong, and how. */
export interface Mistake {
  readonly at: number
  readonly message: string
}

/** What a conversion has come across. */
export interface Progress {
  calls: number
  template: boolean
  /** The first mistake. */
  error: Mistake | undefined
  /** How many characters of nested scripts may still be read: each level is parsed again, so a hostile nesting is bounded. */
  budget: number
  /** Converts a script that stands in a word; `at` is where it stands, when it counts its offsets anew. */
  readonly scriptNodes: (source: Source, script: Script, progress: Progress, at: number | undefined) => readonly Node[]
}

/** Keeps a mistake, if it stands before the one that is known. */
export function fail(progress: Progress, at: number, message: string): void {
  if (!progress.error || at < progress.error.at) progress.error = { at, message }
}
