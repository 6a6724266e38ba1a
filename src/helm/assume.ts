/**
 * What holds inside of a branch: the values that somebody has set who takes it. A condition that comes again inside, in a
 * definition that is included there, or in another form of the same question, is answered as in the branch, so that what is
 * read is a text that the chart can make.
 */
import { fieldOf, type Value } from './value.ts'

/** What is assumed of fields of maps, of variables, and of conditions that no single value decides. */
export interface Assumptions {
  /** What is assumed of a name of an owner: of a field of a map, of a variable of a block. */
  of(owner: object | undefined, name: string): Value | undefined
  set(owner: object, name: string, value: Value): void
  isEmpty(): boolean
  /** What is the same as long as the same is assumed. */
  state(): object | undefined
  /** What is answered when nothing is assumed. */
  without<T>(ask: () => T): T
  /** What `undo` goes back to. */
  mark(): number
  undo(mark: number): void
}

export function assumptions(): Assumptions {
  const byOwner = new Map<object, Map<string, Value>>()
  const done: { readonly owner: object; readonly name: string; readonly before: Value | undefined }[] = []
  let hidden = false
  const put = (owner: object, name: string, value: Value | undefined): void => {
    const names = byOwner.get(owner) ?? new Map<string, Value>()
    byOwner.set(owner, names)
    if (value) names.set(name, value)
    else names.delete(name)
  }
  return {
    of: (owner, name) => (owner && !hidden ? byOwner.get(owner)?.get(name) : undefined),
    set(owner, name, value) {
      done.push({ owner, name, before: byOwner.get(owner)?.get(name) })
      put(owner, name, value)
    },
    isEmpty: () => hidden || done.length === 0,
    state: () => (hidden ? undefined : done.at(-1)),
    without(ask) {
      if (hidden || done.length === 0) return ask()
      hidden = true
      const answer = ask()
      hidden = false
      return answer
    },
    mark: () => done.length,
    undo(mark) {
      for (const { owner, name, before } of done.splice(mark).reverse()) put(owner, name, before)
    },
  }
}

/** What a map is the same by, however it is reached; undefined for what has no fields to be set. */
export const identityOf = (value: Value): object | undefined =>
  value.kind === 'node' ? value.node : value.kind === 'map' ? value.entries : undefined

/** The value of a field, as it is assumed or as it stands in the values. */
export const fieldUnder = (assumed: Assumptions, value: Value, name: string): Value =>
  assumed.of(identityOf(value), name) ?? fieldOf(value, name)
