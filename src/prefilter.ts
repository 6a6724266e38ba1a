/** One scan over a file's bytes that decides whether it is parsed at all. */
import { decode, isUtf16 } from './decode.ts'

/** Whether any of the words stands in the bytes. Words are ASCII and compared without case. */
export type Prefilter = (bytes: Buffer) => boolean

/** Builds the scan from the triggers of the rules that run and the words that can hide others. `^` and `$` mean a line's. */
export function prefilterFor(triggers: Iterable<string | RegExp>): Prefilter {
  const sources = new Set<string>()
  for (const trigger of triggers) sources.add(typeof trigger === 'string' ? escaped(trigger) : trigger.source)
  if (sources.size === 0) return () => false
  const any = new RegExp([...sources].join('|'), 'im')
  return bytes => any.test(isUtf16(bytes) ? (decode(bytes)?.text ?? '') : bytes.toString('latin1'))
}

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
