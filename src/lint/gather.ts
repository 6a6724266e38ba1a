/** The facts of many files without any judgement: for what is made out of them. */
import { type Fact, factsIn, type Home, type Scope } from '../facts.ts'
import { templatesOf } from '../helm/expand.ts'
import type { Trigger } from '../rule.ts'
import { decode } from '../text/decode.ts'
import type { LintOptions } from './lint-options.ts'
import type { InputFile } from './linter.ts'
import { settlePlaces } from './place.ts'
import { prefilterFor } from './prefilter.ts'
import { reading } from './read-facts.ts'
import { finish, type Work } from './wiring.ts'

/** Which facts are wanted, and what a file holds that has any. */
export interface Wanted {
  readonly triggers: readonly Trigger[]
  readonly keeps: (fact: Fact) => boolean
  /** Whether a file is wanted as it is, by its path. */
  readonly takes: (path: string) => boolean
  /** Does the reading of a file of that many bytes within bounds, and gives half a sentence of why where that goes over them. */
  readonly within?: (bytes: number, read: Work<undefined>) => Promise<string | undefined>
}

/** Reads in any time that it takes. */
const unbounded: NonNullable<Wanted['within']> = (_, read) => finish(read)

/** What was read: files below a project's scope, files as they are, and what could not be read, each a path and half a sentence. */
export interface Gathered {
  readonly project: Scope
  readonly taken: readonly { readonly path: string; readonly text: string; readonly home: Home | undefined }[]
  readonly unread: readonly { readonly path: string; readonly reason: string }[]
}

/** Reads files one after the other and keeps those with facts that are wanted. */
export async function gatherFacts(
  files: AsyncIterable<InputFile>,
  { triggers, keeps, takes, within = unbounded }: Wanted,
  { beside, values, settingsOf }: Pick<LintOptions, 'beside' | 'values' | 'settingsOf'>,
): Promise<Gathered> {
  const isWanted = prefilterFor(triggers)
  const templates = beside && templatesOf(beside, values, isWanted)
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const taken: Gathered['taken'][number][] = []
  const unread: Gathered['unread'][number][] = []
  for await (const input of files) {
    const { path } = input
    if ('problem' in input) {
      unread.push({ path, reason: input.problem })
      continue
    }
    const { bytes, home } = input
    if (takes(path)) {
      const text = decode(bytes)?.text
      if (text !== undefined) taken.push({ path, text, home })
      continue
    }
    if (!(templates?.wants(path, bytes) ?? isWanted(bytes, path))) continue
    const text = decode(bytes)?.text
    if (text === undefined) continue
    const place = settingsOf?.(path).place
    function* read(): Work<undefined> {
      settlePlaces((yield* reading({ path, text: text! }, project, { place, home }, templates)).scope)
      return undefined
    }
    const over = await within(bytes.length, read())
    if (over !== undefined) unread.push({ path, reason: over })
    const file = project.children.at(-1)
    if (over !== undefined || !file || !holds(file, keeps)) project.children.pop()
    else
      for (const { reason } of factsIn(file, 'unread'))
        if (!unread.some(other => other.path === path && other.reason === reason)) unread.push({ path, reason })
  }
  return { project, taken, unread }
}

function holds(scope: Scope, isKept: (fact: Fact) => boolean): boolean {
  return scope.facts.some(isKept) || scope.children.some(child => holds(child, isKept))
}
