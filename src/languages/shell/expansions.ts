/** What the expansions of variables say: the patterns that they take off, the characters that they count, their defaults. */
import { subjectAt } from '../../reading/subject.ts'
import { type Located, locate } from '../../text/source.ts'
import type { Here } from './here.ts'
import { saysPaths } from './paths.ts'
import type { VariablePart, Word } from './tree.ts'
import { literalOf, locatedOf } from './word.ts'

/** Says what a variable in a word is expanded to. */
export function saysExpansion({ source }: Word, part: VariablePart, here: Here): void {
  const { operator, start, end } = part
  const [operand] = part.operands
  if (operator === undefined || !operand) return
  if (/^[#%/]/.test(operator)) {
    const text = locatedOf(operand)
    if (text.value !== '') saysPattern(text, subjectAt(source, start, end), here)
  } else if (operator === ':') {
    if (/^\d+$/.test(literalOf(operand) ?? ''))
      saysPattern(locate(source, start, end), subjectAt(source, start, end), here)
  } else if (/^:?[-=]$/.test(operator)) saysPaths(operand, here, undefined, 'used')
}

function saysPattern(text: Located, subject: string, { script, scope }: Here): void {
  script.reader.fact({ kind: 'pattern', text, role: 'string', subject }, scope)
}
