/** Which branch of a script a call stands in, as texts: the condition, and what the other branches do. */
import type { Guard } from '../../facts.ts'
import { guardsOfAlternatives, LONGEST_ALTERNATIVE } from '../../reading/alternatives.ts'
import { withVersions } from '../../reading/version-names.ts'
import type { Source } from '../../text/source.ts'
import type { Branches, Node } from './tree.ts'

/** The guards of the branches of `if` and `switch`, in their order. */
export function guardsOf({ branches, subject, start }: Branches, source: Source): readonly Guard[] {
  const last = subject.at(-1)
  const head = last ? `${textAt(source, start, last.end)}) ` : ''
  return guardsOfAlternatives(
    branches.map(branch => ({
      condition: withVersions(head + textAt(source, branch.conditionStart, branch.conditionEnd), source.file),
      otherwise: branch.condition.length === 0,
      text: withoutComments(textAt(source, branch.start, branch.end)),
    })),
  )
}

/** What is tried, and what is done where it fails: `try { docker ps } catch { crictl ps }`. */
export function guardOfTry(
  node: Node,
  next: Node | undefined,
  source: Source,
): { readonly guard: Guard; readonly mayFail?: true } | undefined {
  if (node.kind !== 'block' || node.word !== 'try' || next?.kind !== 'block' || next.word !== 'catch') return undefined
  const otherwise = withoutComments(textAt(source, next.start, next.end))
  const guard = {
    condition: withoutComments(textAt(source, node.start, node.end)),
    others: [otherwise],
    tried: true as const,
  }
  return /\b(?:throw|exit)\b/i.test(otherwise) ? { guard } : { guard, mayFail: true }
}

const textAt = ({ text }: Source, start: number, end: number): string =>
  text.slice(start, Math.min(end, start + LONGEST_ALTERNATIVE)).trim()

/** Comments promise what the code does not do. */
const withoutComments = (text: string): string => text.replace(/(^|[ \t;])#[^\n]*/g, '$1')
