/** Arguments as a hook gives them: options first, and behind them whatever the files of a commit are called. */
import { exists } from '../files/disk.ts'

const HOOK = '--hook'

/**
 * With `--hook` first, an argument that begins with a dash is the file of that name where there is one: a stranger's file named
 * `--exit-zero` is linted and turns nothing off.
 */
export function hookArguments(argv: readonly string[]): readonly string[] {
  if (argv[0] !== HOOK) return argv
  return argv
    .slice(1)
    .map(argument => (argument.startsWith('-') && exists(`./${argument}`) ? `./${argument}` : argument))
}
