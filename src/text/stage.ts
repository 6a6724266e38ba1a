/**
 * Marks of what a run is busy with, for who measures it: `.ci/bench.mjs` puts a clock under this name before the program is
 * loaded. Without one a mark only does the work that it is around.
 */
export type Stage =
  | 'walk'
  | 'scan'
  | 'yaml'
  | 'shell'
  | 'languages'
  | 'dialects'
  | 'rendering'
  | 'judging'
  | 'rules'
  | 'reporters'

/** Stages may stand in each other: the time of an inner one is none of the outer one's. */
interface Clock {
  enter(stage: Stage): void
  leave(): void
}

const clock = (globalThis as { readonly [key: symbol]: Clock | undefined })[Symbol.for('dockershim-lint.clock')]

/** Does some work, which must not wait for anything, as a part of a stage. */
export const inStage: <T>(stage: Stage, work: () => T) => T = clock
  ? (stage, work) => {
      clock.enter(stage)
      try {
        return work()
      } finally {
        clock.leave()
      }
    }
  : (_, work) => work()

/** The same, where the work waits for something. */
export const untilInStage: <T>(stage: Stage, work: () => Promise<T>) => Promise<T> = clock
  ? (stage, work) => {
      clock.enter(stage)
      return work().finally(() => clock.leave())
    }
  : (_, work) => work()

/** The same, where the work is done in parts: what is done between them is none of it. */
export const partsInStage: <T, Y>(stage: Stage, work: Generator<Y, T, void>) => Generator<Y, T, void> = clock
  ? timedParts
  : (_, work) => work

/** The same items; what it takes to get at each is a part of a stage. */
export const eachInStage: <T>(stage: Stage, items: AsyncIterable<T>) => AsyncIterable<T> = clock
  ? timed
  : (_, items) => items

function* timedParts<T, Y>(stage: Stage, work: Generator<Y, T, void>): Generator<Y, T, void> {
  for (;;) {
    const next = inStage(stage, () => work.next())
    if (next.done) return next.value
    yield next.value
  }
}

async function* timed<T>(stage: Stage, items: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = items[Symbol.asyncIterator]()
  for (;;) {
    const next = await untilInStage(stage, () => iterator.next())
    if (next.done) return
    yield next.value
  }
}
