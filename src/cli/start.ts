/** The program as the process that it is: what becomes of its output and of its errors. The rest is loaded when it is needed. */
import { styleText } from 'node:util'
import packageJson from '../../package.json' with { type: 'json' }
import { visible } from '../reporters/visible.ts'
import { useCompileCache } from './compile-cache.ts'
import type { Part } from './program.ts'

/** Runs the program as the process that it is. `door` is the file that it runs from; `part` takes its part of the command line. */
export async function start(door: string, part?: (argv: readonly string[]) => Part): Promise<void> {
  // A reader that has enough, such as `head`, closes the pipe: no reason to complain.
  process.stdout.on('error', error => {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EPIPE') process.exit()
    process.stderr.write(`dockershim-lint: What was found cannot be written (${code}).\n`)
    process.exit(2)
  })
  const argv = process.argv.slice(2)
  // Programs that look whether this one is there ask nothing else, and often.
  if (argv.length === 1 && /^(?:--version|-V)$/.test(argv[0]!)) {
    process.stdout.write(`${packageJson.version}\n`)
    return
  }
  useCompileCache(process.env)
  try {
    process.exitCode = await (await import('./program.ts')).main(door, part ? part(argv) : { rest: argv })
  } catch (error) {
    process.exitCode = 2
    const known = error instanceof Error ? error.name : ''
    const expected = ['UsageError', 'NotFound', 'ConfigError', 'BaselineError'].includes(known)
    const text =
      expected && error instanceof Error
        ? error.message
        : `This is a bug in dockershim-lint. Please report it.\n${error instanceof Error ? error.stack : String(error)}`
    const head = process.stderr.isTTY ? styleText('red', 'dockershim-lint:') : 'dockershim-lint:'
    process.stderr.write(
      `${head} ${text.split('\n').map(visible).join('\n')}\n${known === 'UsageError' ? 'See dockershim-lint --help.\n' : ''}`,
    )
  }
}
