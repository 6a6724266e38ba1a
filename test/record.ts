import type { Fact, Guard, Scope } from '../src/facts.ts'
import type { Dialect, Embedded, Language, Reader } from '../src/reading/language.ts'
import { fileSource, type Source, type SourceFile, UNKNOWN } from '../src/text/source.ts'
import type { TreeDocument } from '../src/text/tree.ts'

/** A text that a language or dialect gave back to the languages. */
export interface RecordedText {
  /** The language's id, or the file's name. */
  readonly what: string
  readonly text: string
  readonly source: Source
  readonly scope: Scope
}

/** What one language or dialect says of a file, with nothing of what it embeds read. */
export interface Record {
  readonly facts: readonly Fact[]
  readonly texts: readonly RecordedText[]
  readonly documents: readonly TreeDocument[]
}

/** Reads a text with one language, and its documents with the dialects given. */
export function record(language: Language, text: string, path = 'file', dialects: readonly Dialect[] = []): Record {
  const file: SourceFile = { path, text }
  const facts: Fact[] = []
  const texts: RecordedText[] = []
  const documents: TreeDocument[] = []
  const scope: Scope = { kind: 'file', parent: undefined, name: path, facts: [], children: [] }
  const reader: Reader = {
    scope,
    name: path,
    fact(fact, at = scope) {
      const said = { ...fact, scope: at } as Fact
      at.facts.push(said)
      facts.push(said)
    },
    open(kind, init = {}, parent = scope) {
      const opened: Scope = { kind, parent, ...init, facts: [], children: [] }
      parent.children.push(opened)
      return opened
    },
    embed(what: Embedded, source, at = scope) {
      texts.push({ what: 'language' in what ? what.language : what.file, text: source.text, source, scope: at })
    },
    tree(document) {
      documents.push(document)
      for (const dialect of dialects) if (dialect.recognises(document, reader)) dialect.read(document, reader)
    },
    unread(span, reason, partly) {
      reader.fact({ kind: 'unread', span, reason, partly })
    },
  }
  language.read(fileSource(file), reader)
  return { facts, texts, documents }
}

/** Every character of an embedded text that has a place of its own stands at that place, or is masked. Says the first one that does not. */
export function misplaced({ source }: RecordedText): string | undefined {
  for (const { at, length, fileAt, fileLength } of source.segments) {
    if (length !== fileLength) continue
    for (let i = 0; i < length; i++) {
      const character = source.text[at + i]!
      if (character !== source.file.text[fileAt + i] && character !== UNKNOWN && character !== ' ')
        return `"${source.text.slice(at, at + 20)}" at ${fileAt + i}`
    }
  }
  return undefined
}

/** The conditions that lead to a text, outermost last. */
export function conditionsOf(scope: Scope): readonly Guard[] {
  const guards: Guard[] = []
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.guard) guards.push(next.guard)
  return guards
}
