/** What the advice in a table's row comes to as a change of a file: its words are "Remove it" and "Use --x" in every table. */

/** What is done with what a row speaks of, and when that is right. */
export interface Remedy {
  /** The new name, without dashes; what has none goes. */
  readonly renamedTo?: string
  readonly applies: 'both' | 'after'
}

/** Flags with a port became flags with an address, and those of insecure serving were for another port: their values do not fit. */
const OTHER_VALUE = /port$|^insecure-/

/** What a row's advice means for something of this name, or undefined where a person has to decide. */
export function remedyOf({ replacement }: { readonly replacement: string }, name = ''): Remedy | undefined {
  const renamedTo = /^Use --([\w-]+)\. ?/.exec(replacement)?.[1]
  if (renamedTo !== undefined) return OTHER_VALUE.test(name) ? undefined : { renamedTo, applies: 'after' }
  if (!replacement.startsWith('Remove it')) return undefined
  return { applies: /does nothing/.test(replacement) ? 'both' : 'after' }
}
