/** What a language and a dialect are, and what they are given. Types only. */
import type { Fact, Guard, Home, Place, Scope, ScopeKind, Via } from '../facts.ts'
import type { Source, Span } from '../text/source.ts'
import type { TreeDocument } from '../text/tree.ts'

type WithoutScope<F> = F extends Fact ? Omit<F, 'scope'> : never

/** What is known of a new scope. */
export interface ScopeInit {
  readonly name?: string | undefined
  readonly place?: Place | undefined
  /** What tells the place. */
  readonly because?: string | undefined
  readonly guard?: Guard | undefined
  readonly waits?: boolean | undefined
  readonly mayFail?: boolean | undefined
  readonly atControl?: boolean | undefined
  readonly via?: Via | undefined
  readonly from?: string | undefined
  readonly home?: Home | undefined
}

/**
 * What an embedded text is: a language by its id, or a file by its name, whose language the name and content decide. A guess is
 * made by how the text looks alone: what cannot be read as that is something else, and nothing is said of it.
 */
export type Embedded = ({ readonly language: string } | { readonly file: string }) & { readonly guess?: true }

/** What a language says and asks through. All of it works within the scope it was given. */
export interface Reader {
  readonly scope: Scope
  /** The path of the file, or the name of the embedded text (a ConfigMap's key, a heredoc's target), with forward slashes. */
  readonly name: string
  /**
   * Whether a part of the text may hold what is asked for. Where one part of a long text says nothing of another, as objects in a
   * list, a part that holds nothing need not be read. Without it all is asked for.
   */
  readonly mayHold?: ((part: string) => boolean) | undefined
  /** Says a fact of the reader's scope, or of another. */
  fact(fact: WithoutScope<Fact>, scope?: Scope): void
  /** Opens a scope below the reader's own, or below another. */
  open(kind: ScopeKind, init?: ScopeInit, parent?: Scope): Scope
  /** Gives an embedded text back to the languages. It is read later, in that scope. */
  embed(what: Embedded, source: Source, scope?: Scope): void
  /** Gives a parsed document to the dialects. */
  tree(document: TreeDocument, scope?: Scope): void
  /** Says that a text was not read, or only in part; `reason` is one sentence. */
  unread(span: Span, reason: string, partly: boolean): void
}

/** A language reads one syntax. It never throws on bad input: it says `unread` and gives what it could read. */
export interface Language {
  readonly id: string
  read(source: Source, reader: Reader): void
}

/** A dialect reads what documents of one vocabulary mean. */
export interface Dialect {
  readonly id: string
  /** Whether the document is of this vocabulary, told by its structure, never by a word alone. Several dialects may take one document. */
  recognises(document: TreeDocument, reader: Reader): boolean
  read(document: TreeDocument, reader: Reader): void
}
