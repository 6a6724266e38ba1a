/** `--shard`: the part of a run that is one machine's. Every machine lists the same files and comes to the same shares. */
import { createHash } from 'node:crypto'
import { rules } from '../../rules/index.ts'
import { projectsOf } from '../evidence/projects.ts'
import { NotFound } from '../files/not-found.ts'
import { homeOf } from '../files/repository.ts'
import { absolutePath, folderOf, type ListedFile, listFiles, readListed } from '../files.ts'
import type { InputFile } from '../lint/linter.ts'
import { scanFor } from '../lint/prefilter.ts'
import { sharesOf } from '../lint/shares.ts'
import type { Run } from './run.ts'
import type { Shard } from './shard-option.ts'
import { tell } from './tell.ts'

/** What is read for a share. */
export interface Share extends Shard {
  /** What all shares of a run have in common, and no other run has: its files and what they are linted for. */
  readonly run: string
  files(): AsyncGenerator<InputFile>
}

type Listed = ListedFile | Extract<InputFile, { problem: string }>

/** The share that the command line asks for. */
export async function shareOf(run: Run, shard: Shard): Promise<Share> {
  const { wanted, isExcluded } = run
  const cwd = process.cwd()
  const listed: Listed[] = []
  const tellEmpty = (arg: string) => {
    if (wanted.errorOnUnmatched) throw new NotFound(`${arg} holds no file to lint`)
    tell(`${arg} holds no file to lint.`)
  }
  for await (const file of listFiles(wanted.paths.length ? wanted.paths : ['.'], cwd, {
    isExcluded,
    tellEmpty,
    isStrangers: wanted.hook,
  }))
    listed.push(file)
  const numbers = projectsIn(listed, cwd, run.known)
  const projects = new Map<number, { bytes: number; readonly name: string }>()
  for (const [index, file] of listed.entries()) {
    const project = projects.get(numbers[index]!) ?? { bytes: 0, name: file.path }
    projects.set(numbers[index]!, project)
    project.bytes += sizeOf(file)
  }
  const shares = sharesOf([...projects.values()], shard.of)
  const own = listed.filter((_, index) => shares[numbers[index]!] === shard.number - 1)
  if (own.length === 0)
    tell(
      `Share ${shard.number} of ${shard.of} is empty: there are ${projects.size} projects, and a project is not divided.`,
    )
  return {
    ...shard,
    run: nameOf(listed, run),
    async *files() {
      for (const file of own) yield 'problem' in file ? file : readListed(file)
    },
  }
}

const sizeOf = (file: Listed): number => ('problem' in file ? 0 : file.size)

/** The number of the project of each file. */
function projectsIn(listed: readonly Listed[], cwd: string, known: Run['known']): readonly number[] {
  const mayBeFound = scanFor(rules, known)
  const bytesOf = (file: Listed): Uint8Array | undefined => {
    const read = 'problem' in file ? file : readListed(file)
    return 'bytes' in read ? read.bytes : undefined
  }
  return projectsOf(
    listed.map(file => {
      const path = absolutePath(file.path, cwd)
      const isChart = /\/(?:Chart|requirements)\.yaml$/.test(path)
      const home = homeOf(path)
      return {
        home,
        needs: isChart && home.repository === undefined ? chartsNamedIn(bytesOf(file), folderOf(path, cwd)) : [],
        counts() {
          const bytes = isChart || /\/ansible\.cfg$/.test(path) ? undefined : bytesOf(file)
          return bytes === undefined ? !('problem' in file) : mayBeFound(bytes, file.path)
        },
      }
    }),
  )
}

/** The folders that a chart has its dependencies from: `repository: file://../common`. */
const chartsNamedIn = (bytes: Uint8Array | undefined, folder: string): readonly string[] =>
  [...new TextDecoder().decode(bytes).matchAll(/file:\/\/([^\s"'#]{1,200})/g)].map(([, path]) =>
    absolutePath(path!, folder),
  )

/** The name of a run: its files with their sizes, and what decides what is found in them. */
function nameOf(listed: readonly Listed[], { wanted, runtime, targetVersion, config, values }: Run): string {
  const hash = createHash('sha256')
  for (const file of listed) hash.update(`${file.path}\0${sizeOf(file)}\n`)
  const { only, skip, stdinFilename, baseline } = wanted
  const texts = [
    ...(config ? [...config.extended, config.file].map(({ text }) => text) : []),
    ...values.map(({ text }) => text),
  ]
  hash.update(JSON.stringify({ only, skip, stdinFilename, baseline, runtime, targetVersion, texts }))
  return hash.digest('hex').slice(0, 16)
}
