/** How the work of a run is shared out among threads. */
import { availableParallelism } from 'node:os'
import type { Texts } from '../lint/fixes/texts.ts'
import type { CrewOf } from '../lint/lint-options.ts'
import type { Arguments } from './arguments.ts'
import { type CrewSettings, crewOf } from './crew.ts'
import type { Run } from './run.ts'

/** More threads than this cost memory and do not make a run faster: one walks for all. */
const MOST_JOBS = 8

/** What a thread of the program is told, as plain data: it settles the rest by itself. */
export interface Setup {
  readonly wanted: Arguments
  readonly isOfCluster: boolean
  /** The texts that a trial of fixes is made with. */
  readonly texts: Texts | undefined
}

/** What a crew is made with. */
interface Made {
  /** The file that the program runs from, as a URL: its threads run from the same. */
  readonly door: string
  /** The texts of a trial of fixes. */
  readonly texts?: Texts
  readonly progress?: CrewSettings['progress']
}

/** The crew of a run, or of a trial of fixes in it. */
export function crewFor({ wanted, cluster }: Run, { door, texts, progress }: Made): CrewOf {
  const jobs = wanted.jobs ?? Math.min(availableParallelism(), MOST_JOBS)
  const setup: Setup = { wanted, isOfCluster: cluster !== undefined, texts }
  const threads: CrewSettings['threads'] = async take =>
    (await import('./threads.ts')).startThreads({ jobs, program: new URL(door), setup }, take)
  return crewOf({ jobs, threads, ...(progress && { progress }) })
}
