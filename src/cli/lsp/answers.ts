/** Answers about a place in a text: the rule that is meant, and what can be done. */
import { rules } from '../../../rules/index.ts'
import type { Diagnostic } from '../../diagnostic.ts'
import type { Rule } from '../../rule.ts'
import { fixAllOffer, fixOffer, ignoreOffer, type Trial } from './actions.ts'
import type { Offer, Position, Range } from './shapes.ts'

export const FIX_ALL = 'source.fixAll.dockershim-lint'

/** A text in the editor. */
interface Document {
  getText(range: Range): string
}

/** What was found in a text as it is now, and the means to try changes. */
export interface Now {
  readonly document: Document
  readonly trial: Trial
  readonly findings: readonly Diagnostic[]
}

/** The rule of a finding at a place, else the one whose name stands there. */
export function ruleFoundAt({ document, trial, findings }: Now, position: Position): Rule | undefined {
  const found = findings.find(finding => isIn(trial.shown(finding).range, position))
  return rules.find(({ id }) => id === found?.rule) ?? ruleNamedAt(document, position)
}

/** The rule whose name stands at a place, as in a comment that silences it. */
export function ruleNamedAt(document: Document | undefined, { line, character }: Position): Rule | undefined {
  const text = document?.getText({ start: { line, character: 0 }, end: { line: line + 1, character: 0 } }) ?? ''
  return rules.find(({ id }) => {
    const at = text.indexOf(id)
    return at >= 0 && at <= character && character <= at + id.length && !/[\w-]/.test(text[at + id.length] ?? ' ')
  })
}

/** What can be done in a range, of the kinds that are asked for; undefined once the editor waits no longer. */
export async function offersFor(
  { trial, findings }: Now,
  range: Range,
  only: readonly string[] | undefined,
  isEnded: () => Promise<boolean>,
): Promise<readonly Offer[] | undefined> {
  const isAsked = (kind: string): boolean =>
    only?.some(each => kind === each || kind.startsWith(`${each}.`)) ?? kind === 'quickfix'
  const offers: (Offer | undefined)[] = []
  if (isAsked('quickfix'))
    for (const finding of findings) {
      if (!isTouched(trial.shown(finding).range, range)) continue
      offers.push(await fixOffer(finding, trial), await ignoreOffer(finding, trial))
      if (await isEnded()) return undefined
    }
  if (isAsked(FIX_ALL)) offers.push(await fixAllOffer(findings, trial))
  return offers.filter(offer => offer !== undefined)
}

const isIn = ({ start, end }: Range, { line, character }: Position): boolean =>
  start.line === line && start.character <= character && character <= end.character

const isTouched = (one: Range, other: Range): boolean =>
  one.start.line <= other.end.line && one.end.line >= other.start.line
