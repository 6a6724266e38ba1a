/** How ready all is, in one sentence. */
import { grouped } from './grouped.ts'

/** The sentence, with the name of its colour. */
export function verdictOf(errors: number, warnings: number, unread: number): readonly [kind: string, text: string] {
  if (errors) return ['bad', `Not ready: ${counted(errors)} ${errors === 1 ? 'breaks' : 'break'} on the target.`]
  if (warnings)
    return ['open', `Nothing is known to break. ${counted(warnings)} ${warnings === 1 ? 'needs' : 'need'} a decision.`]
  if (unread) return ['open', 'Nothing was found in what could be read. Some files could not.']
  return ['good', 'Ready, as far as these files tell: nothing was found that breaks.']
}

const counted = (value: number): string => `${grouped(value)} ${value === 1 ? 'finding' : 'findings'}`
