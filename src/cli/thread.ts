/** A thread that judges files for the one that walks. */
import type { MessagePort } from 'node:worker_threads'
import { failure, type Judge } from '../lint/judge.ts'
import type { Judged, Unjudged } from '../lint/judged.ts'
import { finish } from '../lint/wiring.ts'

/** Files that are judged one after the other, by the same thread. */
export interface Batch {
  readonly id: number
  readonly files: readonly Unjudged[]
}

/** What became of a batch. */
export interface Done {
  readonly id: number
  readonly judged: readonly Judged[]
}

/**
 * What a thread is at, in memory that the others see too, for they have to know it when it can say nothing any more: the batch,
 * the place of the file in it (-1 before the first and after the last), and since when, in milliseconds from a time that both know.
 */
export const AT = { batch: 0, file: 1, since: 2, length: 3 } as const

/** Judges the batches that come through a port, in their order, until it is closed. */
export function serve(port: MessagePort, at: Int32Array, start: number, judge: Judge): void {
  const judgeBatch = async ({ id, files }: Batch): Promise<void> => {
    const judged: Judged[] = []
    Atomics.store(at, AT.batch, id)
    for (const [index, file] of files.entries()) {
      Atomics.store(at, AT.since, Date.now() - start)
      Atomics.store(at, AT.file, index)
      judged.push(await finish(judge(file)))
    }
    Atomics.store(at, AT.file, -1)
    post(port, { id, judged })
  }
  let last = Promise.resolve()
  port.on('message', (batch: Batch) => {
    last = last.then(() => judgeBatch(batch))
  })
}

/** Sends what became of a batch. Of a file whose facts cannot be sent, such as those nested too deep, it is told. */
function post(port: MessagePort, done: Done): void {
  try {
    port.postMessage(done)
  } catch {
    const judged = done.judged.map(each => {
      try {
        structuredClone(each)
        return each
      } catch (error) {
        return { ...each, held: undefined, notices: [...each.notices, failure(each.path, error)] }
      }
    })
    port.postMessage({ ...done, judged })
  }
}
