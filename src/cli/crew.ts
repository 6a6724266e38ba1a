/**
 * Who judges the files of a run: this thread while they are few, small and quick, else threads beside it. They are several at
 * once where there are many files; and what takes long is ended, or runs out of memory, in a thread and not in the program.
 */
import { judgeOf as judgeWith } from '../lint/judge.ts'
import type { Judged, Unjudged } from '../lint/judged.ts'
import type { CrewOf } from '../lint/lint-options.ts'
import { loadLanguage, type Work } from '../lint/wiring.ts'
import { Interrupted } from '../text/progress.ts'
import { within } from './bounds.ts'
import type { Threads } from './threads.ts'

/** So many files, or so many bytes in them, are judged before threads would have warmed up. */
const FEW_FILES = 250
const FEW_BYTES = 2_000_000

/** With one job so many files, or bytes in them, wait for each other to share the clock that watches them. */
const SHARED_FILES = 32
const SHARED_BYTES = 500_000

/** What is larger takes long. */
const LARGE_FILE = 1_000_000

/**
 * What takes longer than so many milliseconds is begun anew in a thread, and what takes twice as long has to be. Nearly every
 * file takes less than a tenth of it, and nothing can fill the memory in that time.
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
    let held: Unjudged[] = []
    let heldBytes = 0
    const [most, mostBytes] = jobs === 1 ? [SHARED_FILES, SHARED_BYTES] : [few, FEW_BYTES]
    let threads: Threads | undefined
    const judge = judgeOf(options)

    /** Judges files in this thread up to one that is large or takes long. Gives that with those behind it. */
    const judgeHere = async (files: readonly Unjudged[]): Promise<readonly Unjudged[]> => {
      let at = 0
      let work: Work<Judged> | undefined
      const isShort = (file: Unjudged | undefined): file is Unjudged => !!file && file.bytes.length <= LARGE_FILE
      while (isShort(files[at])) {
        const done: Judged[] = []
        const until = performance.now() + SHORT
        /** Gives the language that has to be loaded before it can go on. */
        const judgeSome = (): string | undefined => {
          for (let file = files[at]; isShort(file) && performance.now() < until; file = files[at + done.length]) {
            work ??= judge(file)
            const next = work.next()
            if (!next.done) return next.value
            done.push(next.value)
            work = undefined
          }
          return undefined
        }
        let missing: string | undefined
        let isEnded = false
        try {
          missing = within(2 * SHORT, judgeSome)
        } catch (error) {
          if (!(error instanceof Interrupted)) throw error
          isEnded = true
        }
        for (const one of done) take(one)
        at += done.length
        if (isEnded) break
        if (missing !== undefined) await loadLanguage(missing)
      }
      return files.slice(at)
    }
    /** Once something was ended in this thread, nothing else is judged in it: what that left behind may be in any state. */
    const release = async (): Promise<void> => {
      const files = held
      held = []
      heldBytes = 0
      for (const file of threads ? files : await judgeHere(files)) {
        threads ??= await open(take)
        await threads.add(file)
      }
    }

    return {
      async add(file) {
        added++
        if (threads) return threads.add(own(file))
        held.push(own(file))
        heldBytes += file.bytes.length
        if (held.length <= most && heldBytes <= mostBytes) return
        if (jobs > 1) threads = await open(take)
        await release()
      },
      async end() {
        await release()
        await threads?.end()
      },
      stop: () => threads?.stop(),
    }
  }
