/** What scripts compare: in `[ … ]`, `[[ … ]]` and `case`. */
import type { Here } from './here.ts'
import type { Comparison, Word } from './tree.ts'
import { literalOf, locatedOf, textOf } from './word.ts'

/** Says the known side of a comparison; `subject` is the text of the whole test. */
export function saysComparison({ operator, left, right }: Comparison, subject: string, here: Here): void {
  const { reader } = here.script
  const operand =
    left && literalOf(right) === undefined && literalOf(left) !== undefined && operator !== 'case' ? left : right
  const text = locatedOf(operand)
  if (text.value === '' || (operator === 'case' && /^[*?]$/.test(text.value))) return
  reader.fact({ kind: 'test', operator, operand: text }, here.scope)
  if (operator === '=~') reader.fact({ kind: 'pattern', text, role: 'regex', subject }, here.scope)
  else if (/^(=|==|!=|case)$/.test(operator))
    reader.fact({ kind: 'pattern', text, role: 'string', subject }, here.scope)
}

/** The comparisons in a call of `[` or `test`. */
export function comparisonsIn(call: readonly Word[]): readonly Comparison[] {
  const words = call.slice(1, isClosed(call) ? -1 : undefined)
  const found: Comparison[] = []
  for (let i = 0; i < words.length; i++) {
    const text = textOf(words[i]!)
    if (/^(!|\(|\)|-a|-o)$/.test(text) && !(text === '-a' && found.length === 0)) continue
    const next = words[i + 1]
    if (/^-[a-zA-Z]$/.test(text) && next) {
      found.push({ operator: text, left: undefined, right: next })
      i++
    } else if (next && /^([=!]=|=|=~|[<>]|-(eq|ne|lt|le|gt|ge|nt|ot|ef))$/.test(textOf(next)) && words[i + 2]) {
      found.push({ operator: textOf(next), left: words[i]!, right: words[i + 2]! })
      i += 2
    }
  }
  return found
}

const isClosed = (call: readonly Word[]): boolean =>
  call.length > 1 && textOf(call[0]!) === '[' && textOf(call.at(-1)!) === ']'
