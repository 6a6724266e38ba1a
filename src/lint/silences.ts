/** What is silenced on purpose, as data that can be sent from thread to thread. */
import type { Scope } from '../facts.ts'
import type { Located } from '../text/source.ts'

/** Why a finding is silent. */
export interface Silenced {
  readonly by: 'comment' | 'annotation'
  readonly reason: string | undefined
}

/** One rule that one comment or annotation silences, and where. */
export interface Silence extends Silenced {
  readonly rule: string
  readonly at: Located
  /** The comments that hold nothing but this. */
  readonly comments: readonly Located[] | undefined
  /** Lines of the file, 1-based, both included; an annotation counts for its object's scope, while that is there. */
  readonly covers: { readonly first: number; readonly last: number } | Scope | undefined
}

/** A comment that cannot be followed, and why. */
export interface Mistake {
  readonly at: Located
  readonly problem: string
}

/** What was taken note of in files. */
export interface SilencesSaid {
  /** The comments of files that have any. */
  readonly comments: readonly {
    readonly path: string
    readonly silences: readonly Silence[]
    readonly mistakes: readonly Mistake[]
  }[]
  readonly annotations: readonly Silence[]
  /** What silenced something, by the keys of `keyOf`. */
  readonly used: readonly string[]
}

/** Tells silences apart: an annotation in a chart's values is read with each template that uses it, and is one. */
export const keyOf = ({ at, rule }: Silence): string => `${at.span.file.path}\0${at.span.start}\0${rule}`
