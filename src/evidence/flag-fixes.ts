/** How an option, a gate or a field is taken away or given its new name, wherever it stands. */
import { type Remedy, remedyOf } from '../knowledge/remedies.ts'
import { type FactOf, type Fix, type Located, partOf, remove, replace, shownFlag } from '../rule.ts'

/** The change that a row of a table asks for: of the option, or of one item of its value. */
export function flagFix(fact: FactOf<'flag'>, row: { readonly replacement: string }, item?: string): Fix | undefined {
  const remedy = remedyOf(row, fact.name)
  if (!remedy) return undefined
  if (item !== undefined && fact.value && remedy.renamedTo === undefined)
    return itemFix(fact.value, item, remedy.applies)
  return flagChange(fact, remedy)
}

function flagChange(fact: FactOf<'flag'>, { renamedTo, applies }: Remedy): Fix | undefined {
  const { flag, name, value } = fact
  if (renamedTo === undefined) return remove(shownFlag(fact), [flag, value], applies)
  const at = flag.value.indexOf(name)
  return at < 0 || at > 2 ? undefined : replace(partOf(flag, at, at + name.length), renamedTo, applies)
}

/** Takes a gate away, and the option with it where no other gate is left. */
export function gateFix(fact: FactOf<'flag'>, gate: string): Fix | undefined {
  const { value } = fact
  if (!value) return undefined
  return value.value.includes(',') ? itemFix(value, gate, 'after') : flagChange(fact, { applies: 'after' })
}

/** Takes one item out of a list with commas. */
function itemFix(list: Located, item: string, applies: Fix['applies']): Fix | undefined {
  const at = list.value.split(',').findIndex(one => one.trim() === item || one.trim().startsWith(`${item}=`))
  if (at < 0) return undefined
  const items = list.value.split(',')
  const start = items.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0)
  return remove(items[at]!, [partOf(list, start, start + items[at]!.length)], applies)
}
