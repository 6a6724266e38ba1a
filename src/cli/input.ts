/** What the program reads: the files that the user named, and what is piped in. */
import { NotFound } from '../files/not-found.ts'
import { readStandardInput } from '../files/standard-input.ts'
import { inputFiles } from '../files.ts'
import type { InputFile } from '../lint/linter.ts'
import type { Arguments } from './arguments.ts'
import { tell } from './tell.ts'

/** What the user asked for, as far as it says what is read. */
export interface Input {
  readonly wanted: Arguments
  readonly isExcluded: (path: string) => boolean
}

/** What is read beside the files that are linted stands in these trees; for a piped text, in the working folder's. */
export const onDisk = ({ paths }: Arguments): readonly string[] =>
  (paths.length ? paths : ['.']).map(path => (path === '-' ? '.' : path))

/** What a piped text is taken for. */
export const pipedName = ({ stdinFilename }: Arguments): string => stdinFilename ?? 'stdin.yaml'

let pipe: Buffer | undefined
/** What is piped in. It can be read once. */
export const pipedBytes = (): Buffer => {
  pipe ??= readStandardInput()
  return pipe
}

/** The arguments of which it is already told that they hold nothing: files are read again for each trial of a fix. */
const toldEmpty = new Set<string>()

/** What the user named, and what is piped in. */
export async function* filesOf({ wanted, isExcluded }: Input): AsyncGenerator<InputFile> {
  const fromDisk: string[] = []
  for (const path of wanted.paths.length ? wanted.paths : ['.']) {
    if (path === '-') yield { path: pipedName(wanted), bytes: pipedBytes(), named: true }
    else fromDisk.push(path)
  }
  const empty: string[] = []
  yield* inputFiles(fromDisk, process.cwd(), {
    isExcluded,
    tellEmpty: arg => empty.push(arg),
    isStrangers: wanted.hook,
  })
  for (const arg of empty) {
    if (wanted.errorOnUnmatched) throw new NotFound(`${arg} holds no file to lint`)
    if (!toldEmpty.has(arg)) tell(`${arg} holds no file to lint.`)
    toldEmpty.add(arg)
  }
}

/** Keeps the paths of what was read. */
export async function* noting(files: AsyncIterable<InputFile>, paths: Set<string>): AsyncGenerator<InputFile> {
  for await (const file of files) {
    if ('bytes' in file) paths.add(file.path)
    yield file
  }
}

/** Says on a terminal how far a run is. */
export interface Progress {
  /** The files of the run, counted as they are come to. */
  readonly walk: (files: AsyncIterable<InputFile>) => AsyncGenerator<InputFile>
  /** How many files are judged, of how many that hold something to judge. */
  readonly judged: (done: number, all: number) => void
  readonly end: () => void
}

/** What says it, from now on until it is ended. */
export function showProgress(): Progress {
  const told = process.stderr.isTTY === true && !process.env['CI'] && process.env['TERM'] !== 'dumb'
  let count = 0
  // Who waits for less than a second needs no progress.
  let next = Date.now() + 1000
  let drawn = false
  const draw = (text: string) => {
    if (!told || Date.now() < next) return
    next = Date.now() + 150
    drawn = true
    process.stderr.write(`\r${text}\u001b[K`)
  }
  const clear = () => {
    if (drawn) process.stderr.write('\r\u001b[K')
    drawn = false
  }
  // Ctrl-C leaves no half line behind it.
  const interrupted = () => {
    clear()
    process.exit(130)
  }
  if (told) process.once('SIGINT', interrupted)
  return {
    async *walk(files) {
      for await (const file of files) {
        if (++count % 64 === 0) draw(`${count} files checked`)
        yield file
      }
    },
    judged: (done, all) => draw(`${count} files checked, ${done} of ${all} judged`),
    end() {
      process.off('SIGINT', interrupted)
      clear()
    },
  }
}
