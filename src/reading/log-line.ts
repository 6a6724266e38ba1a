/**
 * What a collector's first stage makes of a raw line of a container's log. Docker writes a JSON object with the keys log,
 * stream and time; containerd and CRI-O write "time stream tag text", where tag is P (partial) or F (full).
 */
import type { LogInput } from '../facts.ts'

/** What a parser can read: see `LogInput.parses`. */
export type Parses = LogInput['parses']

/** How much of a regular expression is looked at: a real one is a line long. */
const LONGEST_PATTERN = 4_000

/** What a regular expression reads, in the syntax of any collector. `unknown` unless it plainly asks for one of the two formats. */
export function patternParses(pattern: string): Parses {
  const text = pattern.slice(0, LONGEST_PATTERN)
  const json = /\\?"log\\?"/.test(text)
  const besideJson = text.replace(/\\?"stream\\?"\s{0,9}:\s{0,9}\\?"[^"]{0,200}"/g, '')
  const cri = /stdout|stderr|<stream>|<logtag>|<log_tag>|\[FP\]|\[PF\]|P\|F|F\|P/.test(besideJson)
  if (json) return cri ? 'both' : 'json-file'
  return cri ? 'cri' : 'unknown'
}

/** What several parsers read of which the first that fits is taken. */
export function anyOf(parsers: readonly Parses[]): Parses {
  const has = (what: Parses) => parsers.includes(what)
  if (has('both') || (has('json-file') && has('cri'))) return 'both'
  if (has('cri')) return 'cri'
  if (has('unknown')) return 'unknown'
  if (has('json-file')) return 'json-file'
  return 'text'
}
