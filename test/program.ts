/** The command line program as a user has it: bundled, run in folders of its own. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import { bundleProgram } from '../.ci/bundle.mjs'

// Each test starts several programs.
vi.setConfig({ testTimeout: 60_000 })

const root = fileURLToPath(new URL('..', import.meta.url))
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'dockershim-lint test ')))
process.on('exit', () => rmSync(temporary, { recursive: true, force: true }))

await bundleProgram(root, join(temporary, 'dist'), { minify: false })
writeFileSync(join(temporary, 'package.json'), '{"type":"module"}')

/** The bundled program, to be run with node. */
export const program = join(temporary, 'dist/cli.js')

/** The bundled plugin of kubectl. */
export const plugin = join(temporary, 'dist/kubectl-dockershim_lint.js')

let folders = 0

/** Makes a folder with files in it and gives its path. It is a repository unless it is said otherwise. */
export function folderWith(files: Readonly<Record<string, string | Buffer>>, isRepository = true): string {
  const folder = join(temporary, `folder ${++folders}`)
  mkdirSync(isRepository ? join(folder, '.git') : folder, { recursive: true })
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return folder
}

export interface RunOptions {
  readonly input?: string | Buffer
  readonly env?: Readonly<Record<string, string>>
}

/** What a run left behind. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program in a folder. Nothing of the surroundings of the tests reaches it. */
export function run(cwd: string, args: readonly string[], { input, env = {} }: RunOptions = {}): Outcome {
  const { status, stdout, stderr, error }: SpawnSyncReturns<string> = spawnSync(process.execPath, [program, ...args], {
    cwd,
    input: input ?? '',
    env: { PATH: process.env['PATH'], ...env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  })
  if (error) throw error
  return { code: status, out: stdout, err: stderr }
}

/** The findings of a run as `path:line level rule`, read from the JSON that it printed. */
export function findings(outcome: Outcome): readonly string[] {
  const { diagnostics } = JSON.parse(outcome.out) as {
    diagnostics: readonly { path: string; line: number; level: string; rule: string }[]
  }
  return diagnostics.map(({ path, line, level, rule }) => `${path}:${line} ${level} ${rule}`)
}

/** A pod that mounts a path of its node, in line 9. */
export const podWith = (path: string, name = 'agent', kind = 'Pod'): string => `apiVersion: v1
kind: ${kind}
metadata:
  name: ${name}
spec:
  volumes:
    - name: data
      hostPath:
        path: ${path}
  containers:
    - name: main
      image: agent
      volumeMounts:
        - name: data
          mountPath: /data
`

export const BAD = podWith('/var/run/docker.sock')
export const GOOD = podWith('/tmp/data')
