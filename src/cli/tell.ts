/** What the program says beside its report, on the error output. */
import { visible } from '../reporters/visible.ts'

/** Tells people something of the run that is no finding. */
export const tell = (text: string): void => {
  process.stderr.write(`${text.split('\n').map(visible).join('\n')}\n`)
}
