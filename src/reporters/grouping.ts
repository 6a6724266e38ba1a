/** What findings are put together by for people. */
import type { Diagnostic } from '../diagnostic.ts'

const KEYS = {
  rule: ({ rule }) => rule,
  owner: ({ owner }) => owner ?? 'No owner',
  object: ({ object }) => object?.split(', ')[0] ?? 'No object',
  folder: ({ location: { path } }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))) || '.',
} satisfies Record<string, (diagnostic: Diagnostic) => string>

export type Grouping = keyof typeof KEYS

export const GROUPINGS = Object.keys(KEYS) as readonly Grouping[]

/** The groups with their findings, the largest first; equal ones by name. */
export function groupedBy(
  diagnostics: Iterable<Diagnostic>,
  grouping: Grouping,
): readonly (readonly [name: string, diagnostics: readonly Diagnostic[]])[] {
  const groups = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const name = KEYS[grouping](diagnostic)
    const group = groups.get(name)
    if (group) group.push(diagnostic)
    else groups.set(name, [diagnostic])
  }
  return [...groups].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
}
