/** What is known of a Groovy file while its tokens are read. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { Source } from '../../text/source.ts'
import type { Token } from './tokens.ts'

/** The tokens of a file that run in a pod: from the first to the last. */
export type Stretch = readonly [from: number, to: number]

/** One file, and what its tokens have said so far. */
export interface File {
  readonly source: Source
  readonly reader: Reader
  readonly tokens: readonly Token[]
  /** The last text that a variable was given. */
  readonly assigned: Map<string, Source>
  /** The pod that the file's last podTemplate describes. */
  pod: Scope | undefined
  /** What of it runs in pods. */
  readonly stretches: readonly Stretch[]
  /** Whether the pipeline named a Docker of another machine. */
  asksOtherDocker: boolean
}
