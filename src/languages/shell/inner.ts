/** What a call runs in the end, when its wrappers are taken off. Types only. */
import type { Source } from '../../text/source.ts'
import type { KeptCall } from './kept-calls.ts'
import type { FunctionNode, Word } from './tree.ts'

/** A program with its arguments, and what stood before it. */
export interface Unwrapped {
  readonly words: readonly Word[]
  readonly wrappers: readonly string[]
  /** The function of the script that it is, and no program. */
  readonly own?: FunctionNode | undefined
}

/** What the words of a call run. */
export interface Inner {
  /** Calls of programs. More than one where the wrapper is a program of its own, as `docker exec`. */
  readonly calls: readonly Unwrapped[]
  /** Texts that a shell runs. */
  readonly scripts: readonly InnerScript[]
  /** Calls whose program and subcommand a variable holds: they stand where the value is written. */
  readonly kept: readonly InnerKeptCall[]
  /** Texts that PowerShell runs. */
  readonly powershell: readonly Source[]
  /** The wrappers of a shell that reads its commands from what it is fed; undefined when no shell does. */
  readonly fed: readonly string[] | undefined
  /** `VAR=x` words before the program: `env DOCKER_HOST=… docker ps`. */
  readonly assignments: readonly Word[]
}

/** A text that a shell runs. */
export interface InnerScript {
  readonly source: Source
  readonly wrappers: readonly string[]
  /** Whether only a name tells that it is run, so that it may be no script. */
  readonly guessed: boolean
}

/** A call that a variable holds, with what runs it. */
export interface InnerKeptCall extends KeptCall {
  readonly wrappers: readonly string[]
}
