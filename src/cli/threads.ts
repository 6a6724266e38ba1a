/** Threads that judge files: they are given batches, watched, and replaced when they die. */
import { getHeapStatistics } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { Judged, Unjudged } from '../lint/judged.ts'
import { ADVICE, givenUp, longest, tooLong } from './alone.ts'
import { AT, type Batch, type Done } from './thread.ts'

/** Threads at work for one run. */
export interface Threads {
  /** Takes a file, and waits while there is too much to do. The bytes are the threads' own then. */
  add(file: Unjudged): Promise<void>
  /** Is there when every file is judged, or told of. The threads are ended then. */
  end(): Promise<void>
  /** Ends them at once. */
  stop(): void
}

export interface ThreadSettings {
  /** How many there are at most. */
  readonly jobs: number
  /** The program that each of them runs. */
  readonly program: URL
  /** What that is told. */
  readonly setup: unknown
  /** How many seconds a file of that many bytes may take, from its beginning to its end. */
  readonly mostSeconds?: (bytes: number) => number
  /** How much memory a thread may have, in MB. */
  readonly mostMemory?: number
}

/** What a thread is told when it starts. */
export interface Start {
  readonly setup: unknown
  readonly at: Int32Array
  readonly start: number
}

/** A thread may have what the program itself may, but no more than any file is worth. */
const memory = (): number => Math.min(2048, Math.floor(getHeapStatistics().heap_size_limit / 1_048_576))

// A batch is a chart, or some files that stand together; large ones are parted.
const BATCH_FILES = 16
const BATCH_BYTES = 128_000
const CHART_FILES = 64
const CHART_BYTES = 1_000_000

/** So many bytes wait at most. */
const WAITING_BYTES = 8_000_000

/** After so many threads that died, the run is one of an attacker, or of a machine that has nothing left. */
const MOST_DEAD = 16

const WATCH_EVERY = 250

interface Member {
  readonly worker: Worker
  readonly at: Int32Array
  /** What it was given, the first of them now being judged. */
  readonly batches: Batch[]
}

const bytesIn = ({ files }: Batch): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0)

/** Starts threads as they are needed. What became of each file is given to `take`. */
export function startThreads(
  { jobs, program, setup, mostSeconds = longest, mostMemory = memory() }: ThreadSettings,
  take: (judged: Judged) => void,
): Threads {
  const start = Date.now()
  const members = new Set<Member>()
  const waiting: Batch[] = []
  let waitingBytes = 0
  let open: Unjudged[] = []
  let openBytes = 0
  let lastId = 0
  let dead = 0
  /** Why no thread is started any more. */
  let broken: Error | undefined
  let wake = (): void => {}
  const woken = () =>
    new Promise<void>(resolve => {
      wake = resolve
    })

  const tell = (file: Unjudged, reason: string): void => take(givenUp(file, reason))

  const hire = (): Member => {
    const at = new Int32Array(new SharedArrayBuffer(AT.length * Int32Array.BYTES_PER_ELEMENT))
    Atomics.store(at, AT.file, -1)
    const told: Start = { setup, at, start }
    const worker = new Worker(program, { workerData: told, resourceLimits: { maxOldGenerationSizeMb: mostMemory } })
    const member: Member = { worker, at, batches: [] }
    members.add(member)
    worker.on('message', ({ id, judged }: Done) => {
      const index = member.batches.findIndex(batch => batch.id === id)
      if (index < 0) return
      member.batches.splice(index, 1)
      for (const each of judged) take(each)
      share()
    })
    worker.on('error', error => lose(member, error))
    worker.on('messageerror', error => lose(member, error))
    worker.on('exit', code => lose(member, new Error(`it exited with ${code}`)))
    return member
  }

  /** A thread is gone: the file that it was at is told of, and others judge the rest. */
  const lose = (member: Member, error: Error, reason = reasonOf(error, mostMemory)): void => {
    if (!members.delete(member)) return
    member.worker.removeAllListeners()
    // One that is ended may still report why.
    member.worker.on('error', () => {})
    void member.worker.terminate()
    const current = member.batches.find(({ id }) => id === Atomics.load(member.at, AT.batch))
    const index = Atomics.load(member.at, AT.file)
    const file = index < 0 ? undefined : current?.files[index]
    if (file) tell(file, reason)
    for (const batch of member.batches.reverse()) {
      const files = batch.files.filter(each => each !== file)
      if (files.length) requeue(files)
    }
    // One that dies before it begins would do so again.
    if (!file) broken = error
    if (++dead >= MOST_DEAD) giveUp()
    share()
  }
  const requeue = (files: readonly Unjudged[]): void => {
    const batch = { id: ++lastId, files }
    waitingBytes += bytesIn(batch)
    waiting.unshift(batch)
  }
  const giveUp = (): void => {
    for (const { files } of waiting.splice(0))
      for (const file of files) tell(file, `it was not reached: ${dead} files before it had to be given up`)
    waitingBytes = 0
  }

  /** Gives what waits to who has nothing to do, and a batch in advance while there are enough. */
  const share = (): void => {
    if (dead >= MOST_DEAD) giveUp()
    const ahead = waiting.length > jobs ? 2 : 1
    for (let most = 1; most <= ahead; most++) {
      for (const member of members) if (member.batches.length < most && waiting.length) give(member)
      while (most === 1 && waiting.length && members.size < jobs && !broken) give(hire())
    }
    wake()
  }
  const give = (member: Member): void => {
    const batch = waiting.shift()!
    waitingBytes -= bytesIn(batch)
    member.batches.push(batch)
    // Of a batch of one file nothing is left to do when its thread dies: its bytes need not be copied.
    const bytes = batch.files.length === 1 ? batch.files[0]?.bytes : undefined
    member.worker.postMessage(batch, bytes ? [bytes.buffer as ArrayBuffer] : [])
  }

  const close = (): void => {
    if (!open.length) return
    const batch = { id: ++lastId, files: open }
    waiting.push(batch)
    waitingBytes += openBytes
    open = []
    openBytes = 0
    share()
  }
  const belongs = ({ home, bytes }: Unjudged): boolean => {
    const unit = open[0]?.home?.unit
    const isOfChart = unit !== undefined && `${home?.unit}/`.startsWith(`${unit}/`)
    const [files, most] = isOfChart ? [CHART_FILES, CHART_BYTES] : [BATCH_FILES, BATCH_BYTES]
    return open.length < files && openBytes + bytes.length <= most
  }

  const watch = setInterval(() => {
    for (const member of members) {
      const index = Atomics.load(member.at, AT.file)
      const batch = member.batches.find(({ id }) => id === Atomics.load(member.at, AT.batch))
      const file = index < 0 ? undefined : batch?.files[index]
      if (!file) continue
      const seconds = mostSeconds(file.bytes.length)
      const reason = tooLong(seconds)
      if (Date.now() - start - Atomics.load(member.at, AT.since) > seconds * 1000)
        lose(member, new Error(reason), reason)
    }
  }, WATCH_EVERY)

  const stop = (): void => {
    clearInterval(watch)
    for (const { worker } of members) {
      worker.removeAllListeners()
      void worker.terminate()
    }
    members.clear()
  }

  /** Lets the threads report, since this one may walk for long without waiting for anything. */
  const turn = () => new Promise<void>(resolve => setImmediate(resolve))
  const check = (): void => {
    if (broken && members.size === 0 && waiting.length)
      throw new Error(`no thread can be started (${broken.message}); try --jobs 1`)
  }

  return {
    async add(file) {
      if (!belongs(file)) {
        close()
        await turn()
      }
      open.push(file)
      openBytes += file.bytes.length
      for (; waitingBytes > WAITING_BYTES; await woken()) check()
    },
    async end() {
      close()
      const isBusy = () => waiting.length > 0 || [...members].some(({ batches }) => batches.length > 0)
      for (; isBusy(); await woken()) check()
      stop()
    },
    stop,
  }
}

/** What a thread died of, as half a sentence about the file that it was at. */
const reasonOf = (error: Error, mostMemory: number): string =>
  (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
    ? `it needs more than ${mostMemory} MB of memory, so it was given up; ${ADVICE}`
    : `the thread that read it died (${error.message}); ${ADVICE}`
