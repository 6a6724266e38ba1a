/** The variables of a template: each block has its own, and may assign to those of the blocks around it. */
import type { Assumptions } from '../assume.ts'
import { choiceOf, UNKNOWN_VALUE, type Value } from '../value.ts'

/** The variables of a block. */
export interface Variables {
  readonly values: Map<string, Value>
  readonly parent: Variables | undefined
  /** For a round of a `range`. */
  readonly round?: Round | undefined
}

/** The variable that holds the key of a round of a `range`, and the keys of all rounds. */
export interface Round {
  readonly name: string
  readonly keys: ReadonlySet<string>
}

/** A value that was assigned to a variable of a block. */
export interface Change {
  readonly variables: Variables
  readonly name: string
  readonly value: Value
}

/** Asks for variables and assigns to them, under what is assumed. */
export interface Assignments {
  lookUp(variables: Variables, name: string): Value
  /** Sets a variable where it is kept, or in this block where it is not there yet. */
  assign(variables: Variables, name: string, value: Value): void
  /** Makes something, and takes back what it assigns: branches that meet are joined. */
  apart<T>(make: () => T): { readonly made: T; readonly changes: readonly Change[] }
  /** Assigns what branches did, each made apart: what the taken one did, else any of it. */
  join(branches: readonly (readonly Change[])[], taken: readonly (boolean | undefined)[]): void
}

/** A new block of variables. */
export const variablesIn = (parent?: Variables, round?: Round): Variables => ({ values: new Map(), parent, round })

/** The block that keeps a variable. */
export function keeperOf(variables: Variables, name: string): Variables | undefined {
  for (let next: Variables | undefined = variables; next; next = next.parent) if (next.values.has(name)) return next
  return undefined
}

export function assignmentsUnder(assumed: Assumptions): Assignments {
  /** What the variables were before. */
  let assigned: Change[] = []

  function lookUp(variables: Variables, name: string): Value {
    const keeper = keeperOf(variables, name)
    return assumed.of(keeper, name) ?? keeper?.values.get(name) ?? UNKNOWN_VALUE
  }

  function assign(variables: Variables, name: string, value: Value): void {
    const keeper = keeperOf(variables, name)
    if (keeper) {
      assigned.push({ variables: keeper, name, value: keeper.values.get(name)! })
      if (assumed.of(keeper, name)) assumed.set(keeper, name, value)
    }
    ;(keeper ?? variables).values.set(name, value)
  }

  return {
    lookUp,
    assign,
    apart(make) {
      const outer = assigned
      assigned = []
      const made = make()
      const changes = assigned.map(change => ({ ...change, value: lookUp(change.variables, change.name) }))
      for (const { variables, name, value } of assigned.reverse()) variables.values.set(name, value)
      assigned = outer
      return { made, changes }
    },
    join(branches, taken) {
      const chosen = taken.indexOf(true)
      const done = new Map<Variables, Set<string>>()
      for (const [index, changes] of branches.entries())
        for (const { variables, name, value } of changes) {
          const names = done.get(variables) ?? new Set()
          done.set(variables, names)
          if (chosen >= 0 ? index !== chosen : taken[index] === false) continue
          const isSecond = names.has(name) && chosen < 0
          names.add(name)
          assign(variables, name, isSecond ? choiceOf([lookUp(variables, name), value]) : value)
        }
    },
  }
}
