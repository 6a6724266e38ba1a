/** What a program did, by the system calls that strace saw. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const isTraceable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

/** What a run did. Paths are real ones, behind links. */
export interface Trace {
  readonly code: number | null
  readonly printed: string
  /** What was opened. */
  readonly opened: ReadonlySet<string>
  /** What was made, written, renamed or removed. */
  readonly changed: ReadonlySet<string>
  /** Programs that were started. */
  readonly started: readonly string[]
  /** Connections to other machines. */
  readonly connections: readonly string[]
}

const CHANGES = /^(?:mkdir|unlink|rmdir|rename|link|symlink|chmod|fchmodat|chown|truncate|mknod|utime)/

/** Runs a command under strace, which writes its notes to `log`. */
export function traced(
  command: readonly string[],
  log: string,
  options: { readonly cwd: string; readonly env: Record<string, string>; readonly input?: string | Buffer },
): Trace {
  // Paths of open files are told with -y, and texts as far as a path goes.
  const args = ['-f', '-y', '-s', '4096', '-e', 'trace=%file,%network,execve', '-o', log, ...command]
  const { status, stdout, stderr, error }: SpawnSyncReturns<Buffer> = spawnSync('strace', args, {
    ...options,
    input: options.input ?? '',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  })
  if (error) throw error
  const opened = new Set<string>()
  const changed = new Set<string>()
  const started: string[] = []
  const connections: string[] = []
  for (const line of readFileSync(log, 'latin1').split('\n')) {
    const [, call = '', rest = ''] = /^\d+ +(\w+)\((.*)$/.exec(line) ?? []
    if (/= -1 /.test(rest)) continue
    const paths = [...rest.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(match => resolve(options.cwd, match[1]!))
    if (call === 'open' || call === 'openat') {
      const real = /= \d+<(.*)>$/.exec(rest)?.[1] ?? ''
      opened.add(real)
      if (/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/.test(rest)) changed.add(real)
    } else if (CHANGES.test(call)) for (const path of paths) changed.add(path)
    else if (call === 'execve') started.push(paths[0]!)
    else if (call === 'connect' && /AF_INET/.test(rest)) connections.push(rest)
  }
  return { code: status, printed: `${stdout}${stderr}`, opened, changed, started, connections }
}
