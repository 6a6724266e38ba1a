/** What a reporter is, and what it is given beside the findings. Types only. */
import type { Diagnostic, LintResult, Suppressed } from '../diagnostic.ts'
import type { Level, Rule, Settings } from '../rule.ts'
import type { Grouping } from './grouping.ts'

/** What a reporter may need to know of the run. */
export interface About {
  /** The version of dockershim-lint. */
  readonly version: string
  /** The address of the project. */
  readonly home: string
  /** Every rule that ran, in the order of the documentation. */
  readonly rules: readonly Rule[]
  readonly settings: Settings
  /** The level from which on a finding fails the run. */
  readonly failOn: Level
  /** How many findings are left out of the result because their level is not asked for. */
  readonly hidden: number
  /** Whether only errors are wanted, and no summary for people. */
  readonly quiet: boolean
  /** Whether the output may be coloured. */
  readonly color: boolean
  /** Whether the terminal makes links of what is marked as one. */
  readonly links: boolean
  /** How many columns there are for text that is read by people. */
  readonly width: number
  /** The folder that relative paths of the result start from: absolute, with forward slashes. */
  readonly directory: string
  /** The root of the repository that the folder lies in, or the folder itself: absolute, with forward slashes. */
  readonly root: string
  /** What code scanning tells several uploads of one commit apart by. */
  readonly category?: string | undefined
  /** What text for people is put together by; without it, by file alone. */
  readonly groupBy?: Grouping | undefined
  /** The day of the run: `2027-01-31`. */
  readonly today?: string | undefined
  /** Where the result was compared with a baseline: what that knows and was not found any more. */
  readonly gone?: readonly Gone[] | undefined
  /** Where this is a share of a run: which one. */
  readonly shard?: ShardInfo | undefined
  /** The counts of earlier runs, the oldest first. */
  readonly history?: readonly Earlier[] | undefined
}

/** Which share of which run a result is. */
export interface ShardInfo {
  readonly number: number
  readonly of: number
  /** What the shares of one run have in common. */
  readonly run: string
  readonly level: Level
  readonly failOn: Level
  readonly directory: string
  readonly root: string
}

/** Findings that there were, and that cannot be told apart. */
export interface Gone {
  readonly file: string
  readonly rule: string
  readonly object?: string | undefined
  /** What was found, or the text that was marked. */
  readonly what?: string | undefined
  readonly text?: string | undefined
  readonly count: number
}

/** An earlier run. */
export interface Earlier {
  /** What it is told by: the name of its file. */
  readonly name: string
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

/**
 * A result as reporters walk it, as often as they need to: its findings are in the order of a `LintResult`, and need not all
 * be held at once.
 */
export interface Reported extends Pick<LintResult, 'notices' | 'filesChecked'> {
  readonly diagnostics: Iterable<Diagnostic>
  readonly suppressed: Iterable<Suppressed>
}

/**
 * Turns a result into a whole document that ends with a line end, in parts that are to be written one after the other. The same
 * result gives the same bytes.
 */
export type Reporter = (result: Reported, about: About) => Iterable<string>
