/** What stands together. */
import type { FactOf, Located } from '../rule.ts'

/** Lists of commands are shorter than this. */
const LONGEST = 400

/** Whether two commands stand in one list, which a line holds: `kubectl taint … || kubectl taint …`. */
export function isInOneLine(one: FactOf<'command'>, other: FactOf<'command'>): boolean {
  const [a, b] = [one.name.span, other.name.span]
  const [from, to] = [Math.min(a.start, b.start), Math.max(a.end, b.end)]
  return a.file === b.file && to - from < LONGEST && !/(?<!\\|\|\||&&)\n/.test(a.file.text.slice(from, to))
}

/** Whether less than so many characters lie between where two values begin. CR counts for nothing: Windows ends lines with it. */
export function isNear({ span: one }: Located, { span: two }: Located, characters: number): boolean {
  const [from, to] = [Math.min(one.start, two.start), Math.max(one.start, two.start)]
  // Half of it at most is CR.
  if (one.file !== two.file || to - from >= 2 * characters) return false
  return one.file.text.slice(from, to).replaceAll('\r', '').length < characters
}
