/**
 * What keeps a reader going: each round of a loop over a text takes at least one character, and all of a file together takes no
 * longer than its time. Both are asserted here, so that what nobody thought of costs one file a notice and not the run.
 */

/** Ends the reading of a file. The message is half a sentence of why. */
export class ReadingEnded extends Error {
  override readonly name = 'ReadingEnded'
}

/** What happened to work that was ended from outside, with whatever it was doing. What it used may be in any state. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

/** So many rounds are made between two looks at the clock. */
const ROUNDS_BETWEEN = 512

let rounds = 0
let deadline = Number.POSITIVE_INFINITY
let allowed = 0

/** Does some work, which throws `ReadingEnded` once the clock (in milliseconds) is past `until`. It must not wait for anything. */
export function withDeadline<T>(until: number, seconds: number, work: () => T): T {
  const outer = { deadline, allowed }
  deadline = until
  allowed = seconds
  try {
    return work()
  } finally {
    deadline = outer.deadline
    allowed = outer.allowed
  }
}

/** Forgets the clock of work that was interrupted: whatever that would have done at its end was not done. */
export function forgetDeadline(): void {
  deadline = Number.POSITIVE_INFINITY
  allowed = 0
}

/** Counts a round of work. */
export function step(): void {
  if (++rounds < ROUNDS_BETWEEN) return
  rounds = 0
  if (Date.now() > deadline) throw new ReadingEnded(`it takes longer than ${allowed} seconds`)
}

/**
 * What a loop asks at the head of each round with the place where it is: `for (const moves = forward(); moves(at) && …; )`. A
 * round that took nothing ends the reading.
 */
export function forward(): (at: number) => true {
  let last = -1
  return at => {
    if (at <= last) throw new ReadingEnded(`it does not get past character ${at}`)
    last = at
    step()
    return true
  }
}
