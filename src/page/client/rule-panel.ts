/** A rule's page: why, what to do instead, and the good example beside the bad one that is in the editor. */
import { button, el } from '../../reporters/html/client/dom.ts'
import type { RulePage } from '../contract.ts'

export interface RuleActions {
  /** Puts an example into the editor. */
  readonly edit: (example: RulePage['bad']) => void
}

export function ruleParts(rule: RulePage, { edit }: RuleActions): readonly HTMLElement[] {
  const { id, level, summary, why, instead, good, bad } = rule
  return [
    el('h2', { id: 'rule-title' }, id),
    el('p', {}, el('span', { class: `level-name ${level}` }, level), ` ${summary}.`),
    el('dl', {}, el('dt', {}, 'Why'), el('dd', {}, why), el('dt', {}, 'Instead'), el('dd', {}, instead)),
    el(
      'details',
      {},
      el('summary', {}, `A good one: ${good[0]}`),
      el('pre', { class: 'code', tabindex: 0, role: 'group', 'aria-label': 'The good example' }, good[1]),
    ),
    el(
      'div',
      { class: 'choices' },
      button('Edit the bad example', {}, () => edit(bad)),
      button('Edit the good example', {}, () => edit(good)),
    ),
  ]
}
