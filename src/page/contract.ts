/** What the page's two halves say to each other: the desk, which holds the files and lints, and the client, which shows. Types only. */
import type { PageData } from '../reporters/html/page-data.ts'
import type { Level, Settings } from '../rule.ts'

/** What findings are wanted for. */
export interface Target extends Settings {
  /** The level from which on a finding is shown. */
  readonly level: Level
}

/** A file as the browser gives it. An archive is unpacked by the desk. */
export interface Given {
  readonly path: string
  readonly bytes: Uint8Array
}

/** What became of files that were given. */
export interface Taken {
  /** The paths under which they are known now, in the order in which they came. */
  readonly paths: readonly string[]
  /** What was left out and why, each one sentence. */
  readonly left: readonly string[]
}

/** A text as it is put into the editor, or why it is not. */
export type Opened = { readonly text: string } | { readonly problem: string }

/** A finding as it is marked in a text. Lines and columns as in `Location`. */
export interface Mark {
  readonly level: Level
  readonly line: number
  readonly column: number
  readonly endColumn: number
  readonly what: string
}

/** How many findings a file has. */
export interface FileLine {
  readonly path: string
  readonly errors: number
  readonly warnings: number
  readonly notes: number
}

/** What is shown of a run. */
export interface Shown {
  readonly data: PageData
  readonly verdict: readonly [kind: string, text: string]
  /** How many notes there are that are not asked for. */
  readonly hidden: number
  /** How many findings have a fix for today, and how many one for after the move. */
  readonly fixes: { readonly both: number; readonly after: number }
  readonly files: readonly FileLine[]
  /** The file that the next two are about: the one that was asked for, else the one with the most to say. */
  readonly open: string | undefined
  /** What it is read as, and what is found in it. */
  readonly language: string | undefined
  readonly marks: readonly Mark[]
}

/** What became of fixes, told in sentences. */
export interface Mended {
  readonly told: string
  readonly changed: readonly string[]
}

/** A rule as its page shows it. An example is a name and a text. */
export interface RulePage {
  readonly id: string
  readonly level: Level
  readonly summary: string
  readonly why: string
  readonly instead: string
  readonly bad: readonly [path: string, text: string]
  readonly good: readonly [path: string, text: string]
}

/** What can be chosen, and what the program is called. */
export interface Choices {
  readonly version: string
  readonly home: string
  readonly runtimes: readonly string[]
  readonly versions: readonly string[]
  readonly rules: readonly { readonly id: string; readonly summary: string }[]
}

/** The desk. It answers one call after the other. */
export interface Desk {
  choices(): Promise<Choices>
  rule(id: string): Promise<RulePage | undefined>
  /** Takes files, in the place of all that was there or beside it. */
  put(given: readonly Given[], how: 'instead' | 'beside'): Promise<Taken>
  read(path: string): Promise<Opened>
  /** What was typed. */
  write(path: string, text: string): Promise<void>
  /** Gives a file another name, and says which it has then. */
  rename(path: string, name: string): Promise<string>
  /** Lints all files. `open` is the path of the one in the editor; without it, one is chosen. */
  lint(target: Target, open: string | undefined): Promise<Shown>
  /** Makes the fixes of the last run: of one finding by its place in the list, or all of them. */
  fix(target: Target, which: { readonly finding: number } | { readonly unsafe: boolean }): Promise<Mended>
  /** Takes back what was put or fixed last. False where there is nothing to take back. */
  undo(): Promise<boolean>
  /** The findings as SARIF. */
  sarif(target: Target): Promise<string>
  /** All texts, for a link; undefined where they are more than a link can hold. */
  texts(): Promise<readonly (readonly [path: string, text: string])[] | undefined>
  /** What was changed here, as a file to be kept: the text itself, or several in an archive. */
  changed(): Promise<Given | undefined>
}
