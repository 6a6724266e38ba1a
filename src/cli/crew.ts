/**
 * Who judges the files of a run: this thread while they are few, small and quick, else threads beside it. They are several at
 * once where there are many files; and what takes long is ended, or runs out of memory, in a thread and not in the program.
 */
import { judgeOf as judgeWith } from '../lint/judge.ts'
import type { Judged, Unjudged } from '../lint/judged.ts'
import type { CrewOf } from '../lint/lint-options.ts'
import { Interrupted } from '../text/progress.ts'
import { boundsOf } from './bounds.ts'
import type { Threads } from './threads.ts'

/** So many files, or so many bytes in them, are judged before threads would have warmed up. */
const FEW_FILES = 250
const FEW_BYTES = 2_000_000

/** What is larger takes long. */
const LARGE_FILE = 500_000

/**
 * What takes longer than so many milliseconds is begun anew in a thread. Nearly every file takes less than a tenth of it, and
 * nothing can fill the memory in that time.
 */
const SHORT = 500

export interface CrewSettings {
  /** How many files are judged at once. */
  readonly jobs: number
  /** Starts threads. */
  readonly threads: (take: (judged: Judged) => void) => Promise<Threads>
  /** So many files are judged without threads. */
  readonly few?: number
  readonly judgeOf?: typeof judgeWith
  /** Is told how many files are judged, of how many so far. */
  readonly progress?: (done: number, all: number) => void
}

/** A file with bytes of its own: those that it comes with are lent. A Buffer's `slice` would lend them once more. */
const own = (file: Unjudged): Unjudged => ({ ...file, bytes: new Uint8Array(file.bytes) })

/** Makes the crew of a run. */
export const crewOf =
  ({ jobs, threads: open, few = FEW_FILES, judgeOf = judgeWith, progress }: CrewSettings): CrewOf =>
  (options, given) => {
    let added = 0
    let judged = 0
    const take = (one: Judged): void => {
      given(one)
      progress?.(++judged, added)
    }
    /** What is put off until it is known whether it is much. */
    const held: Unjudged[] = []
    let heldBytes = 0
    let threads: Threads | undefined
    let bounded = boundsOf(SHORT)
    const judge = judgeOf(options, work => bounded(work))

    /** Once something was ended in this thread, nothing else is judged in it: what that left behind may be in any state. */
    const judgeFile = async (file: Unjudged): Promise<void> => {
      if (!threads && file.bytes.length <= LARGE_FILE) {
        bounded = boundsOf(SHORT)
        try {
          take(await judge(file))
          return
        } catch (error) {
          if (!(error instanceof Interrupted)) throw error
        }
      }
      threads ??= await open(take)
      await threads.add(own(file))
    }
    const release = async (): Promise<void> => {
      for (const file of held.splice(0)) await judgeFile(file)
    }

    return {
      async add(file) {
        added++
        if (threads || jobs === 1) return judgeFile(file)
        held.push(own(file))
        heldBytes += file.bytes.length
        if (held.length <= few && heldBytes <= FEW_BYTES) return
        threads = await open(take)
        await release()
      },
      async end() {
        await release()
        await threads?.end()
      },
      stop: () => threads?.stop(),
    }
  }
