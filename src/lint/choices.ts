/** What a run may be asked for, with one answer to what it does not know, on the command line and in the API. */
import { KNOWN_VERSIONS, parseVersion } from '../knowledge/versions.ts'
import type { Runtime } from '../rule.ts'
import { nearest } from '../text/nearest.ts'

/** A mistake of whoever calls the program. The message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export const RUNTIMES = ['containerd', 'cri-o', 'cri-dockerd'] as const satisfies readonly Runtime[]

/** The longest list of what there is that is printed on one line. */
const MOST_ON_A_LINE = 12

/** What was given, when it is one of those allowed. Throws UsageError, which names them. `option` is what the caller wrote. */
export function oneOf<const T extends string>(given: string, allowed: readonly T[], option: string): T {
  for (const value of allowed) if (value === given) return value
  const near = nearest(given, allowed)
  const list = allowed.length > MOST_ON_A_LINE ? `\n  ${allowed.join('\n  ')}` : ` ${allowed.join(', ')}.`
  throw new UsageError(`${option} does not know "${given}".${near ? ` Did you mean "${near}"?` : ''} It takes${list}`)
}

/** The version as the tables name it. Throws UsageError. */
export function knownVersion(text: string, option: string): string {
  const version = parseVersion(text)
  if (version && KNOWN_VERSIONS.includes(version)) return version
  throw new UsageError(`${option} does not know "${text}". It knows ${KNOWN_VERSIONS.join(', ')}.`)
}
