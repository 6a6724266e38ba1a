/** Reads a text with one language alone and collects what it says. */
import type { Fact, FactKind, FactOf, Scope, ScopeKind } from '../src/facts.ts'
import type { Embedded, Language, Reader, ScopeInit } from '../src/reading/language.ts'
import { fileSource, type Located, type Source } from '../src/text/source.ts'
import type { TreeDocument } from '../src/text/tree.ts'

export interface Read {
  readonly facts: readonly Fact[]
  readonly embedded: readonly { readonly what: Embedded; readonly source: Source; readonly scope: Scope }[]
  readonly trees: readonly TreeDocument[]
  of<K extends FactKind>(kind: K): readonly FactOf<K>[]
}

export function readWith(language: Language, text: string, name = 'file'): Read {
  const facts: Fact[] = []
  const embedded: Read['embedded'][number][] = []
  const trees: TreeDocument[] = []
  const file = { path: name, text }
  const scope: Scope = { kind: 'file', parent: undefined, name, facts: [], children: [] }
  const open = (kind: ScopeKind, init: ScopeInit = {}, parent: Scope = scope): Scope => {
    const opened: Scope = { kind, parent, ...init, facts: [], children: [] }
    parent.children.push(opened)
    return opened
  }
  const reader: Reader = {
    scope,
    name,
    open,
    fact: (fact, at = scope) => facts.push({ ...fact, scope: at } as Fact),
    embed: (what, source, at = scope) => embedded.push({ what, source, scope: at }),
    tree: document => trees.push(document),
    unread: (span, reason, partly) => facts.push({ kind: 'unread', scope, span, reason, partly }),
  }
  language.read(fileSource(file), reader)
  const of = <K extends FactKind>(kind: K) =>
    facts.filter(fact => fact.kind === kind) as unknown as readonly FactOf<K>[]
  return { facts, embedded, trees, of }
}

/** Every located text in a fact. */
export function locatedIn(fact: Fact): readonly Located[] {
  const found: Located[] = []
  const look = (value: unknown) => {
    if (Array.isArray(value)) for (const item of value) look(item)
    else if (typeof value === 'object' && value !== null) {
      if ('span' in value && 'exact' in value) found.push(value as Located)
      else if ('key' in value && 'value' in value) for (const item of Object.values(value)) look(item)
    }
  }
  for (const [key, value] of Object.entries(fact)) if (key !== 'scope') look(value)
  return found
}
