/** Which commands stand together. */
import type { FactOf } from '../rule.ts'

/** Lists of commands are shorter than this. */
const LONGEST = 400

/** Whether two commands stand in one list, which a line holds: `kubectl taint … || kubectl taint …`. */
export function isInOneLine(one: FactOf<'command'>, other: FactOf<'command'>): boolean {
  const [a, b] = [one.name.span, other.name.span]
  const [from, to] = [Math.min(a.start, b.start), Math.max(a.end, b.end)]
  return a.file === b.file && to - from < LONGEST && !/(?<!\\|\|\||&&)\n/.test(a.file.text.slice(from, to))
}
