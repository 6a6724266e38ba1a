/** What passes between the thread that walks and those that judge: plain data, so that it can be sent. Types only. */
import type { Diagnostic, Notice, Suppressed } from '../diagnostic.ts'
import type { Home, Scope } from '../facts.ts'
import type { Level } from '../rule.ts'
import type { SilencesSaid } from './silences.ts'

/** A file that the scan lets through. */
export interface Unjudged {
  /** Its place in the order in which files are told: of two findings that say the same, the one of the earlier file stands. */
  readonly order: number
  readonly path: string
  readonly bytes: Uint8Array
  /** Whether the user named it, and did not only name the folder that it is in. */
  readonly named: boolean
  readonly home: Home | undefined
}

/** Something that a rule reported, with what decides between several for one place. */
export interface Finding {
  /** Where it starts and ends in the file that it is reported in, as one text. */
  readonly range: string
  readonly diagnostic: Diagnostic
  /** By what in the files it is silenced. */
  readonly silenced: Omit<Suppressed, 'diagnostic'> | undefined
  /** As the rule reported it. */
  readonly level: Level
  /** Whether it comes from a text that was read for itself, though it is a part of others. */
  readonly alone: boolean
  /** The object that it stands in, as its scope is named. */
  readonly object: string | undefined
}

/** What became of a file. */
export interface Judged {
  readonly order: number
  readonly path: string
  readonly found: readonly Finding[]
  readonly notices: readonly Notice[]
  readonly silences: SilencesSaid
  /** Its facts, below a scope of the project that holds nothing else, where a rule that looks across files may ask for them. */
  readonly held: Scope | undefined
}

/** Who judges the files of a run. */
export interface Crew {
  /** Takes a file. Its bytes need hold until the promise does. */
  add(file: Unjudged): Promise<void>
  /** Is there when every file is judged. */
  end(): Promise<void>
  /** Ends the work as it is: the run has failed. */
  stop(): void
}
