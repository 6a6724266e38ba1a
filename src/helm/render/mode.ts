/** Which branches of a template's conditions a text is made of. */
import type { Branch } from '../parse.ts'

/**
 * Which branches are written: all of them beside each other; those that the default values choose; of each choice the first that
 * was not written before, else what the defaults choose; the same without what was written before and can be left out, so that
 * its values are free for others; or, for a condition, those that the default values do not rule out.
 */
export type Mode = 'all' | 'default' | 'other' | 'lean' | 'likely'

/** The modes in which the texts of a template are made whose branches cannot all stand in one. */
export const MODES: readonly Mode[] = ['default', 'other', 'lean', 'other', 'lean']

/** Whether several branches stand beside each other; otherwise one is taken and goes for the rest of the text. */
export const isWhole = (mode: Mode): boolean => mode === 'all' || mode === 'likely'

/** Whether what was not written before comes first: then nothing is known of what stands inside. */
export const seeksOther = (mode: Mode): boolean => mode === 'other' || mode === 'lean'

/** Whether each branch is taken, as far as that is known. A condition is asked only where those before it do not hold. */
export function takenOf(conditions: readonly (() => boolean | undefined)[]): readonly (boolean | undefined)[] {
  let before: boolean | undefined = false
  return conditions.map(condition => {
    if (before === true) return false
    const holds = condition()
    const taken = before === false || holds === false ? holds : undefined
    before = holds === true ? true : before === undefined || holds === undefined ? undefined : false
    return taken
  })
}

/** Which branches are written: every one that can be, or the first of these that can. */
export function pickedOf(
  mode: Mode,
  taken: readonly (boolean | undefined)[],
  branches: readonly Branch[],
  read: ReadonlySet<Branch>,
): readonly number[] {
  const every = [...branches.keys()]
  if (mode === 'all') return every
  if (mode === 'likely') return every.filter(index => taken[index] !== false)
  const known = taken.indexOf(true)
  const one = known >= 0 ? known : taken.indexOf(undefined)
  const byDefault = one >= 0 ? [one] : []
  if (mode === 'default') return byDefault
  const unread = every.filter(index => index !== one && !read.has(branches[index]!))
  return [...unread, ...(byDefault.length > 0 ? byDefault : every)]
}
