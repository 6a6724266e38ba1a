/** What the program does in a thread of itself: it judges files. */
import { parentPort, workerData } from 'node:worker_threads'
import { judgeOf } from '../lint/judge.ts'
import type { Setup } from './jobs.ts'
import { lintOptionsOf, trialOptionsOf } from './run-options.ts'
import { settle } from './settle.ts'
import { serve } from './thread.ts'
import type { Start } from './threads.ts'

/** Judges what the program gives to this thread. */
export async function work(): Promise<void> {
  const { setup, at, start } = workerData as Start
  const { wanted, isOfCluster, texts } = setup as Setup
  const options = lintOptionsOf(await settle(wanted, process.cwd()), isOfCluster)
  serve(parentPort!, at, start, judgeOf(texts ? trialOptionsOf(options, texts) : options))
}
