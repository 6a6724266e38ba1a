/** `--carry-over`: Docker's settings as files for the runtime that takes its place. */
import docker from '../../rules/docker-daemon-config.ts'
import { type CarriedFile, carryOver } from '../carry-over/carry-over.ts'
import { isCertificateFile } from '../carry-over/setting.ts'
import { inTheWay, writeFiles } from '../files/writing.ts'
import { UsageError } from '../lint/choices.ts'
import { type Gathered, gatherFacts } from '../lint/gather.ts'
import type { LintOptions } from '../lint/lint-options.ts'
import type { InputFile } from '../lint/linter.ts'
import { count } from '../reporters/summary.ts'
import type { Fact } from '../rule.ts'
import { longest, workWithin } from './alone.ts'

/** What is asked for. */
export interface CarryRun {
  readonly files: AsyncIterable<InputFile>
  readonly options: LintOptions
  readonly folder: string
  readonly runtimeVersion: '1.7' | '2' | undefined
  readonly force: boolean
}

/** Writes the files and gives what people are told. Throws UsageError where they cannot be written. */
export async function carryOverFiles({ files, options, runtimeVersion, force, ...run }: CarryRun): Promise<string> {
  const folder = run.folder.replace(/\/+$/, '') || '/'
  const { runtime, targetVersion } = options
  if (runtimeVersion && runtime !== 'containerd')
    throw new UsageError(`--runtime-version is for containerd, not for ${runtime}.`)
  if (runtime === 'cri-dockerd')
    return 'Nothing has to be carried over: with cri-dockerd Docker Engine stays, and reads its settings as before.\n'
  const given = await gatherSettings(files, options)
  const target = { runtime, runtimeVersion: runtimeVersion ?? '2', kubernetes: targetVersion } as const
  const written = carryOver(given, target)
  if (!written.length) return 'No setting of Docker is found, so there is nothing to carry over.\n'
  const known = inTheWay(folder, written)
  if (known.length && !force)
    throw new UsageError(
      `Nothing is written, because these files exist already with another text:\n${known.map(path => `  ${folder}/${path}`).join('\n')}\n--force overwrites them.`,
    )
  try {
    writeFiles(folder, written)
  } catch (error) {
    throw new UsageError(`The files cannot be written: ${error instanceof Error ? error.message : String(error)}`)
  }
  return toldOf(written, folder)
}

/** Reads whatever is set for Docker's daemon. */
export const gatherSettings = (
  files: AsyncIterable<InputFile>,
  options: Parameters<typeof gatherFacts>[2],
  mostSeconds: (bytes: number) => number = longest,
): Promise<Gathered> =>
  gatherFacts(
    files,
    {
      triggers: [...docker.triggers, ...ALSO],
      keeps: isWanted,
      takes: isCertificateFile,
      within: (bytes, read) => workWithin<string | undefined>(mostSeconds(bytes), read, reason => reason),
    },
    options,
  )

/** What people are told of what is written. */
export function toldOf(written: readonly CarriedFile[], folder: string): string {
  const reports = written.filter(({ path }) => path.endsWith('CARRY-OVER.md')).map(({ path }) => `${folder}/${path}`)
  return [
    `${count(written.length, 'file')} written:`,
    ...written.map(({ path }) => `  ${folder}/${path}`),
    `What went where, and what is left to do: ${reports.join(', ')}`,
    '',
  ].join('\n')
}

/** What says how Docker was told of registries' certificates, and kubelet of its Docker, beside what the rule looks for. */
const ALSO = ['docker/certs.d', 'image-pull-progress-deadline', 'runtime-request-timeout']

const isWanted = (fact: Fact): boolean =>
  docker.keeps?.(fact) === true ||
  (fact.kind === 'flag' && fact.program === 'kubelet' && ALSO.includes(fact.name)) ||
  (fact.kind === 'path' && fact.path.value.includes('docker/certs.d')) ||
  (fact.kind === 'command' && fact.args.some(({ value }) => value.includes('docker/certs.d')))
