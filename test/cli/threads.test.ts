/** Threads that judge files: what comes of many is what comes of one, and what a file does to its thread is told of that file. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, describe, expect, test } from 'vitest'
import { rules } from '../../rules/index.ts'
import { readArguments } from '../../src/cli/arguments.ts'
import { crewOf } from '../../src/cli/crew.ts'
import type { Setup } from '../../src/cli/jobs.ts'
import { ruleIds } from '../../src/cli/run.ts'
import { lintOptionsOf } from '../../src/cli/run-options.ts'
import { settle } from '../../src/cli/settle.ts'
import { startThreads } from '../../src/cli/threads.ts'
import type { LintResult } from '../../src/diagnostic.ts'
import { inputFiles } from '../../src/files.ts'
import { format } from '../../src/index.ts'
import type { Judge } from '../../src/lint/judge.ts'
import type { CrewOf } from '../../src/lint/lint-options.ts'
import { type InputFile, lintFiles } from '../../src/lint/linter.ts'
import { program as built } from '../program.ts'

const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'dockershim-lint threads ')))
afterAll(() => rmSync(temporary, { recursive: true, force: true }))

describe('of all fixtures as one tree', async () => {
  const paths = ['test/fixtures', 'examples']
  const wanted = readArguments(['--no-config', '--format', 'sarif', ...paths], ruleIds)
  const cwd = process.cwd()
  const setup: Setup = { wanted, isOfCluster: false, texts: undefined }
  const lint = async (crew: CrewOf | undefined): Promise<LintResult> =>
    lintFiles(inputFiles(paths, cwd), { ...lintOptionsOf(await settle(wanted, cwd)), crew })
  const threads = (jobs: number): CrewOf =>
    crewOf({
      jobs,
      few: 0,
      threads: async take => startThreads({ jobs, program: pathToFileURL(built), setup }, take),
    })

  test('three threads say what one says, byte for byte', { timeout: 600_000 }, async () => {
    const [alone, together] = [await lint(undefined), await lint(threads(3))]
    expect(alone.diagnostics.length).toBeGreaterThan(1000)
    for (const name of ['json', 'sarif', 'text'] as const)
      expect(await format(together, name)).toBe(await format(alone, name))
    expect(together).toEqual(alone)
  })
})

/** Lets every file through that has the word. */
const DOCKER = { ...rules[0]!, triggers: ['docker'] }

/** What files make the thread do that judges them, by their names. */
const HOSTILE = `
  import { parentPort, workerData } from 'node:worker_threads'
  import { serve } from './src/cli/thread.ts'
  const kept = []
  const judge = function* ({ order, path }) {
    if (path.startsWith('loops')) for (;;);
    if (path.startsWith('fills')) for (;;) kept.push(new Array(1000).fill(path))
    if (path.startsWith('leaves')) process.exit(3)
    if (path.startsWith('throws')) throw new Error('nobody thought of this')
    const notices = [{ path, reason: 'it was judged', partly: true }]
    return { order, path, found: [], notices, silences: { comments: [], annotations: [], used: [] }, held: undefined }
  }
  serve(parentPort, workerData.at, workerData.start, judge)
`

describe('a file that keeps its thread from going on is told of, and the others are judged', async () => {
  const outfile = join(temporary, 'hostile.mjs')
  await build({
    stdin: { contents: HOSTILE, resolveDir: fileURLToPath(new URL('../..', import.meta.url)) },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'warning',
  })
  const program = pathToFileURL(outfile)
  const threadsOf = (jobs: number): Parameters<typeof crewOf>[0]['threads'] => {
    const settings = { jobs, program, setup: undefined, mostSeconds: () => 2, mostMemory: 64 }
    return async take => startThreads(settings, take)
  }
  const notices = async (names: readonly string[], of: CrewOf): Promise<readonly string[]> => {
    async function* files(): AsyncGenerator<InputFile> {
      for (const path of names) yield { path, bytes: Buffer.from('docker.sock') }
    }
    const result = await lintFiles(files(), {
      rules: [DOCKER],
      runtime: 'containerd',
      targetVersion: '1.35',
      crew: of,
    })
    return result.notices.map(({ path, reason }) => `${path}: ${reason}`)
  }
  const ADVICE = 'leave it out with --exclude, and please report it'
  const LATE = `it takes longer than 2 seconds, so it was given up; ${ADVICE}`

  test.each([1, 2])('with %i threads', { timeout: 120_000 }, async jobs => {
    const names = ['a', 'fills', 'b', 'leaves', 'c', 'loops', 'd', 'loops again', 'e', 'throws', 'f']
    expect(await notices(names, crewOf({ jobs: 2, few: 0, threads: threadsOf(jobs) }))).toEqual([
      'a: it was judged',
      'b: it was judged',
      'c: it was judged',
      'd: it was judged',
      'e: it was judged',
      'f: it was judged',
      `fills: it needs more than 64 MB of memory, so it was given up; ${ADVICE}`,
      `leaves: the thread that read it died (it exited with 3); ${ADVICE}`,
      `loops: ${LATE}`,
      `loops again: ${LATE}`,
      `throws: the thread that read it died (nobody thought of this); ${ADVICE}`,
    ])
  })

  test.each([1, 2])('with so few files that none was started, for %i', { timeout: 120_000 }, async jobs => {
    const here: string[] = []
    const judgeOf = (): Judge =>
      // biome-ignore lint/correctness/useYield: it needs no language
      function* ({ order, path }) {
        if (path === 'loops') for (;;);
        here.push(path)
        const silences = { comments: [], annotations: [], used: [] }
        return {
          order,
          path,
          found: [],
          notices: [{ path, reason: 'it was judged here', partly: true }],
          silences,
          held: undefined,
        }
      }
    expect(await notices(['a', 'loops', 'b'], crewOf({ jobs, threads: threadsOf(jobs), judgeOf }))).toEqual([
      'a: it was judged here',
      'b: it was judged',
      `loops: ${LATE}`,
    ])
    expect(here).toEqual(['a'])
  })

  test('a run that fails ends its threads', { timeout: 120_000 }, async () => {
    async function* files(): AsyncGenerator<InputFile> {
      for (let at = 0; at < 40; at++) yield { path: `loops ${at}`, bytes: Buffer.from('docker.sock') }
      throw new Error('nothing is there')
    }
    let stopped = 0
    const start = threadsOf(1)
    const crew = crewOf({
      jobs: 2,
      few: 0,
      threads: async take => {
        const threads = await start(take)
        return { ...threads, stop: () => [threads.stop(), stopped++] }
      },
    })
    const options = { rules: [DOCKER], runtime: 'containerd', targetVersion: '1.35', crew } as const
    await expect(lintFiles(files(), options)).rejects.toThrow('nothing is there')
    expect(stopped).toBe(1)
  })

  test('so many that it is an attack end the run with what was found', { timeout: 120_000 }, async () => {
    const names = Array.from({ length: 20 }, (_, at) => `leaves ${at}`)
    const told = await notices(names, crewOf({ jobs: 2, few: 0, threads: threadsOf(2) }))
    expect(told.length).toBe(20)
    expect(told.filter(each => each.includes('was not reached')).length).toBeGreaterThan(0)
  })
})
