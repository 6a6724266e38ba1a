/** What expressions compare, match and replace, and what methods of .NET do. */
import { subjectAt } from '../../reading/subject.ts'
import type { Here } from './here.ts'
import type { Expression, Word } from './tree.ts'
import { locatedOf, stringsOf } from './word.ts'
import { saysWritten } from './written.ts'

const COMPARES = /^-[ci]?(eq|ne|like|notlike|match|notmatch|contains|notcontains|in|notin|lt|le|gt|ge)$/
/** Operators whose right side is a text or a regular expression. */
const TAKES_PATTERN = /^-[ci]?(eq|ne|like|notlike|match|notmatch|replace|split)$/
/** Methods of strings whose first argument is a text to look for. */
const TAKES_TEXT = /^\.(replace|startswith|trimstart|split|indexof|contains)$/

/** Says what a word of an expression is for, told by the operator before or behind it. */
export function saysComparison({ items, start, end }: Expression, index: number, word: Word, here: Here): void {
  const before = items[index - 1]
  const subject = subjectAt(here.source, start, end)
  if (before?.kind === 'operator') {
    if (/^(\.|::)/.test(before.name)) saysMethod(before.name, word, subject, here)
    else if (word.quoted) saysOperand(before.name, word, subject, here)
    return
  }
  const [next, other] = [items[index + 1], items[index + 2]]
  // The literal may stand on the left: `"docker" -eq $runtime`.
  const isLeft = next?.kind === 'operator' && COMPARES.test(next.name) && other?.kind === 'word' && !other.word.quoted
  if (word.quoted && isLeft)
    here.script.reader.fact({ kind: 'test', operator: next.name, operand: locatedOf(here.source, word) }, here.scope)
}

function saysOperand(operator: string, word: Word, subject: string, { source, scope, script }: Here): void {
  const operand = locatedOf(source, word)
  if (operand.value === '') return
  if (COMPARES.test(operator)) script.reader.fact({ kind: 'test', operator, operand }, scope)
  if (!TAKES_PATTERN.test(operator)) return
  const role = /match|replace|split/.test(operator) ? 'regex' : 'string'
  script.reader.fact({ kind: 'pattern', text: operand, role, subject }, scope)
}

/** Says what a method does whose arguments stand in the brackets of the word. */
function saysMethod(name: string, word: Word, subject: string, here: Here): void {
  const { source, scope, script } = here
  const [first, second] = word.parts.flatMap(part => (part.kind === 'script' ? part.nodes.flatMap(stringsOf) : []))
  if (!first) return
  if (TAKES_TEXT.test(name))
    script.reader.fact({ kind: 'pattern', text: locatedOf(source, first), role: 'string', subject }, scope)
  else if (name === '::setenvironmentvariable')
    script.reader.fact(
      { kind: 'env', name: locatedOf(source, first), value: second && locatedOf(source, second) },
      scope,
    )
  else if (/^::(writealltext|writealllines|appendalltext)$/.test(name) && second)
    saysWritten(first, name.includes('append'), [second], here)
}
