/** What the parts of a template are written with. Types and the scopes of blocks. */
import type { Source } from '../../text/source.ts'
import type { Assumptions } from '../assume.ts'
import type { Tools } from '../functions/tools.ts'
import type { Branch, Part, Pipe, Template } from '../parse.ts'
import type { Value } from '../value.ts'
import type { Budget } from './budget.ts'
import type { Mode } from './mode.ts'
import { type Assignments, type Variables, variablesIn } from './variables.ts'

/** What a template may use of its chart. */
export interface Surroundings extends Omit<Tools, 'field' | 'set'> {
  /** What `.` and `$` are at the beginning. */
  readonly root: Value
  definition(name: string): Template | undefined
  /** The text of a file of the chart, for `.Files.Get`. */
  read(path: string): Source | undefined
}

/** What a part of a template sees. */
export interface Scope {
  readonly source: Source
  readonly dot: Value
  readonly variables: Variables
  /** What `$` is. */
  readonly root: Value
  /** How many definitions include one another here. */
  readonly depth: number
  /** Whether it stands in a branch that may not be taken: what is empty there has a value when it is. */
  readonly unsure: boolean
  /** Whether a value that is empty by default counts as not known: somebody who uses the chart fills it in. */
  readonly filled?: boolean | undefined
}

/** The scope of a block inside of another. */
export const inner = (scope: Scope): Scope => ({ ...scope, variables: variablesIn(scope.variables) })

/** What a definition makes, and what it was made under. */
export interface Answer extends Pick<Scope, 'dot' | 'filled' | 'unsure'> {
  readonly state: object | undefined
  readonly value: Value
}

/** The making of one text of a template. */
export interface Rendering {
  readonly around: Surroundings
  readonly tools: Tools
  readonly budget: Budget
  readonly assumed: Assumptions
  readonly assignments: Assignments
  /** Which branches are written; another one while a condition is asked. */
  mode: Mode
  /** The branches that were written with all that is in them, in this text or in one before it. */
  readonly read: Set<Branch>
  /** Whether a branch was written that was not written before. */
  isNew: boolean
  /** How many branches were left out that were not written before. */
  left: number
  /** What conditions were told last by the definitions that they include: they ask again and again. */
  readonly answers: Map<string, Answer>
  /** The text of a body: each alternative of it, when it is a single line. */
  body(parts: readonly Part[], scope: Scope): readonly Source[]
  /** Whether a condition holds: with what is assumed, and what the defaults make of what it includes. */
  holds(pipe: Pipe, scope: Scope): boolean | undefined
  /** Assumes of a condition that it holds, or not. False where it cannot be. */
  assume(pipe: Pipe, wanted: boolean, scope: Scope): boolean
}
