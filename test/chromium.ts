/** The Chromium of this machine, for tests that need a browser. */
import { existsSync } from 'node:fs'

/** The path of the program, or undefined. `CHROMIUM` names one that stands elsewhere. */
export const CHROMIUM = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(path => path !== undefined && existsSync(path))

/** Says loudly what is not tested where there is none. */
export function tellWithoutChromium(what: string): void {
  if (!CHROMIUM) process.stderr.write(`\nNOT TESTED: there is no Chromium, so ${what}. CHROMIUM names one.\n\n`)
}
