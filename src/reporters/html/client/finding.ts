/** One finding: a line that opens. What is in it is made when it is opened. */
import type { PageData } from '../page-data.ts'
import { el } from './dom.ts'
import { hashOf } from './filters.ts'
import type { Finding } from './model.ts'

/** What a page in which texts are edited puts into a finding, in the place of what is said of the command line. */
export interface Actions {
  /** What leads to the place. */
  readonly place: (finding: Finding) => HTMLElement
  /** What makes the fix. */
  readonly fix: (finding: Finding) => HTMLElement
}

export function findingItem(
  finding: Finding,
  rules: PageData['rules'],
  { isOpen, actions }: { readonly isOpen: boolean; readonly actions?: Actions | undefined },
): HTMLLIElement {
  const { level, what, place, object, owner, known, fix, rule } = finding
  const details = el(
    'details',
    {},
    el(
      'summary',
      {},
      el('span', { class: `level ${level}` }, level),
      el('span', { class: 'what' }, what),
      fix && el('span', { class: 'tag' }, fix.applies === 'both' ? 'fix' : 'fix after the move'),
      known && el('span', { class: 'tag' }, 'known'),
      el(
        'span',
        { class: 'where' },
        el('code', {}, place),
        object && el('span', {}, object),
        owner && el('span', {}, owner),
        el('span', {}, rule),
      ),
    ),
  )
  const fill = () => {
    if (details.open && details.childElementCount === 1) details.append(body(finding, rules, actions))
  }
  details.addEventListener('toggle', fill)
  details.open = isOpen
  // The event comes later; what is printed has to be there at once.
  fill()
  return el('li', {}, details)
}

function body(finding: Finding, rules: PageData['rules'], actions: Actions | undefined): HTMLElement {
  const { frame, line, breaks, instead, fix, related, rule, place } = finding
  const [before, found, after] = frame
  const [url, summary] = rules[rule] ?? []
  return el(
    'div',
    { class: 'body' },
    actions?.place(finding),
    el(
      'pre',
      { class: 'code', tabindex: 0, role: 'group', 'aria-label': `Line ${line}` },
      el('span', { class: 'number' }, `${line} `),
      before,
      el('mark', { class: finding.level }, found || ' '),
      after,
    ),
    el(
      'dl',
      {},
      ...said('Breaks', breaks),
      ...said('Instead', instead),
      ...(fix ? [el('dt', {}, 'Fix'), el('dd', {}, ...fixParts(fix, actions?.fix(finding)))] : []),
      ...related.flatMap(([at, message]) => [el('dt', {}, 'See'), el('dd', {}, el('code', {}, at), `: ${message}`)]),
      el('dt', {}, 'Rule'),
      el(
        'dd',
        {},
        url ? el('a', { href: url, rel: 'noreferrer' }, rule) : rule,
        summary ? `: ${summary}. ` : ' ',
        !actions && linkTo(`${place} ${rule}`),
      ),
    ),
  )
}

const said = (name: string, text: string): readonly HTMLElement[] => [el('dt', {}, name), el('dd', {}, text)]

const linkTo = (query: string): HTMLElement =>
  el('a', { class: 'self', href: hashOf({ query, chosen: {}, page: 1 }) }, 'Link to this finding')

const WHEN = {
  both: ['Right with Docker Engine and without it', '--fix does it'],
  after: ['Right once no node has Docker Engine', '--fix --unsafe-fixes does it'],
} as const

function fixParts(
  { title, applies, hunks }: NonNullable<Finding['fix']>,
  action: HTMLElement | undefined,
): readonly HTMLElement[] {
  const [when, how] = WHEN[applies]
  return [
    el('p', {}, `${title}. ${action ? when : `${when}: ${how}`}.`),
    ...hunks.map(({ place, lines }) =>
      el(
        'pre',
        { class: 'code diff', tabindex: 0, role: 'group', 'aria-label': `Change of ${place}` },
        el('span', { class: 'at' }, `${place}\n`),
        ...lines.map(([sign, text]) => el(sign === '-' ? 'del' : 'ins', {}, `${sign} ${text}\n`)),
      ),
    ),
    ...(action ? [action] : []),
  ]
}
