/** Arguments as a hook gives them: options first, and behind them whatever the files of a commit are called. */
import { exists } from '../files/disk.ts'

const HOOK = '--hook'

/**
 * With `--hook` first, an argument that begins with a dash is the file of that name where there is one: a stranger's file named
 * `--exit-zero` is linted and turns nothing off.
 */
export function hookArguments(argv: readonly string[]): readonly string[] {
  if (argv[0] !== HOOK) return argv
  const named = argv.slice(1).map(given => (given.startsWith('-') && exists(`./${given}`) ? `./${given}` : given))
  return [HOOK, ...named]
}
