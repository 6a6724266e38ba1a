/** What the page is made of: it stands in the page as JSON, and the script shows it as text. Types only. */
import type { Level } from '../../rule.ts'

/** The index of a text in `texts`: most are said of many findings. */
export type Text = number

export interface PageData {
  readonly texts: readonly string[]
  /** The address of each rule's page and what the rule finds, by its id. */
  readonly rules: Readonly<Record<string, readonly [url: string, summary: string]>>
  readonly findings: readonly PageFinding[]
  readonly silenced: readonly PageSilenced[]
  readonly notices: readonly (readonly [place: string, reason: string])[]
  /** Against a baseline: what it knows and is gone. Without one, undefined. */
  readonly gone?: readonly PageGone[] | undefined
  /** Earlier runs and this one, the oldest first; empty where no earlier one is known. */
  readonly history: readonly (readonly [name: string, errors: number, warnings: number])[]
}

export interface PageFinding {
  readonly rule: string
  readonly level: Level
  readonly group: string
  readonly path: Text
  readonly line: number
  readonly column: number
  readonly what: Text
  readonly breaks: Text
  readonly instead: Text
  readonly object?: Text | undefined
  readonly owner?: Text | undefined
  /** In a cluster, where nobody edits a line: the path of the field. */
  readonly field?: Text | undefined
  /** The line: before, the found text, after. */
  readonly frame: readonly [before: string, found: string, after: string]
  readonly related?: readonly (readonly [place: string, message: Text])[] | undefined
  readonly fix?: PageFix | undefined
  /** Whether the baseline knows it. */
  readonly known?: true | undefined
}

export interface PageFix {
  readonly title: string
  readonly applies: 'both' | 'after'
  readonly hunks: readonly Hunk[]
}

/** Lines of a file that a fix changes: a sign, and the text. */
export interface Hunk {
  readonly place: string
  readonly lines: readonly (readonly [sign: '-' | '+', text: string])[]
}

export interface PageSilenced {
  readonly place: string
  readonly rule: string
  readonly level: Level
  readonly what: Text
  readonly by: string
  readonly reason?: string | undefined
  readonly until?: string | undefined
}

export interface PageGone {
  readonly path: string
  readonly rule: string
  readonly what: string
  readonly object?: string | undefined
  readonly count: number
}
