/** Bounds of time for work in this thread. V8 itself ends it, whatever loop or regular expression it is in. */
import { Script } from 'node:vm'
import { forgetDeadline, Interrupted } from '../text/progress.ts'

/** Where the script finds the work: only what a script runs has an end that is set from outside. */
const SLOT = Symbol.for('dockershim-lint.work')
const slots = globalThis as unknown as Record<typeof SLOT, (() => void) | undefined>
const script = new Script("globalThis[Symbol.for('dockershim-lint.work')]()")

/**
 * Does some work that must not wait for anything. Throws `Interrupted` where it takes longer than so many milliseconds. Each
 * call starts a thread that watches the clock.
 */
export function within<T>(milliseconds: number, work: () => T): T {
  // What is thrown goes around the script, which would add a line of its own to it.
  let outcome: { readonly value: T } | { readonly error: unknown } | undefined
  slots[SLOT] = () => {
    try {
      outcome = { value: work() }
    } catch (error) {
      outcome = { error }
    }
  }
  try {
    script.runInThisContext({ timeout: milliseconds, displayErrors: false })
  } catch {
    forgetDeadline()
    throw new Interrupted(`it takes longer than ${milliseconds} milliseconds`)
  } finally {
    slots[SLOT] = undefined
  }
  const done = outcome as { readonly value: T } | { readonly error: unknown } | undefined
  if (!done) throw new Interrupted('it was ended')
  if ('error' in done) throw done.error
  return done.value
}
