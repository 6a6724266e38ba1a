/**
 * Files that are judged in this thread, each within its time: for what no crew of threads is made for. V8 ends what takes longer;
 * memory is not bounded, which only threads can be.
 */
import { judgeOf as judgeWith } from '../lint/judge.ts'
import type { Judged, Unjudged } from '../lint/judged.ts'
import type { CrewOf } from '../lint/lint-options.ts'
import { secondsFor } from '../lint/read-facts.ts'
import { loadLanguage, type Work } from '../lint/wiring.ts'
import { Interrupted } from '../text/progress.ts'
import { within } from './bounds.ts'

/** How many seconds a file of that many bytes may take, from its beginning to its end. Readers and rules watch the clock before that. */
export const longest = (bytes: number): number => 9 + secondsFor(bytes)

/** What a user can do about a file that is given up. */
export const ADVICE = 'leave it out with --exclude, and please report it'

/** Why a file is given up, as half a sentence. */
export const tooLong = (seconds: number): string =>
  `it takes longer than ${seconds} seconds, so it was given up; ${ADVICE}`

/** What is known of a file that was given up. */
export const givenUp = ({ order, path }: Unjudged, reason: string): Judged => ({
  order,
  path,
  found: [],
  notices: [{ path, reason, partly: false }],
  silences: { comments: [], annotations: [], used: [] },
  held: undefined,
})

/** Does the work on a file within its time, and gives what takes its place where that is over. */
export async function workWithin<T>(seconds: number, work: Work<T>, otherwise: (reason: string) => T): Promise<T> {
  const until = performance.now() + 1000 * seconds
  try {
    for (;;) {
      const next = within(Math.max(1, Math.ceil(until - performance.now())), () => work.next())
      if (next.done) return next.value
      await loadLanguage(next.value)
    }
  } catch (error) {
    if (error instanceof Interrupted) return otherwise(tooLong(seconds))
    throw error
  }
}

/** A crew of nobody but this thread. */
export const aloneWithin =
  (mostSeconds: (bytes: number) => number, judgeOf: typeof judgeWith = judgeWith): CrewOf =>
  (options, take) => {
    const judge = judgeOf(options)
    return {
      async add(file) {
        take(await workWithin(mostSeconds(file.bytes.length), judge(file), reason => givenUp(file, reason)))
      },
      end: async () => {},
      stop: () => {},
    }
  }
