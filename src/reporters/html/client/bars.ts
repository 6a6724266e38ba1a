/** Bars that filter: how many findings each value has, by level. */
import { button, counted, el, grouped } from './dom.ts'
import type { Bar } from './model.ts'

const LEVELS = ['error', 'warning', 'note'] as const

/** More are shown when they are asked for. */
const FIRST = 8

/** `40 errors, 2 warnings`. */
const levelsText = ({ levels }: Bar): string =>
  LEVELS.filter(level => levels[level])
    .map(level => counted(levels[level], level))
    .join(', ')

/** A bar as long as its share of the longest, in the colours of its levels. */
function stack({ levels }: Pick<Bar, 'levels'>, longest: number): HTMLElement {
  // One that is longer than all others is cut to the full width.
  const all = LEVELS.reduce((sum, level) => sum + levels[level], 0)
  const parts = LEVELS.filter(level => levels[level]).map(level => {
    const part = el('span', { class: level })
    // Set from the script: the page's policy allows no style in the markup.
    part.style.width = `${(levels[level] / Math.max(1, longest, all)) * 100}%`
    return part
  })
  return el('span', { class: 'stack', 'aria-hidden': true }, ...parts)
}

export interface BarList {
  readonly title: string
  readonly bars: readonly Bar[]
  readonly chosen: string | undefined
  readonly choose: (value: string | undefined) => void
  /** Whether all bars are shown, and what turns that. */
  readonly isLong: boolean
  readonly turn: () => void
  /** Where the bars of folders start, and what leads up again. */
  readonly above?: { readonly name: string; readonly up: () => void } | undefined
}

export function barList({ title, bars, chosen, choose, isLong, turn, above }: BarList): HTMLElement {
  const longest = bars[0]?.count ?? 0
  // What nobody owns may be most of the work: it is among the first.
  const first = bars.filter(({ isNone }, index) => index < FIRST || isNone)
  const shown = isLong ? bars : first
  const last = bars.find(({ value }) => value === chosen)
  return el(
    'div',
    { class: 'facet', role: 'group', 'aria-label': title },
    el(
      'h3',
      {},
      title,
      above && el('span', { class: 'within' }, ` in ${above.name} `),
      above && button('Up', { class: 'more', 'aria-label': `Up from ${above.name}` }, above.up),
    ),
    el(
      'ul',
      {},
      ...(last && !shown.includes(last) ? [...shown, last] : shown).map(bar =>
        el(
          'li',
          {},
          button(
            '',
            {
              class: 'bar',
              'aria-pressed': bar.value === chosen ? 'true' : 'false',
              title: `${bar.label}: ${levelsText(bar)}`,
            },
            () => choose(bar.value === chosen ? undefined : bar.value),
            el('span', { class: 'label' }, el('bdi', {}, bar.label)),
            el('span', { class: 'count' }, grouped(bar.count)),
            el('span', { class: 'hidden' }, `: ${levelsText(bar)}`),
            stack(bar, longest),
          ),
        ),
      ),
    ),
    bars.length === 0 && el('p', { class: 'quiet' }, 'None is left.'),
    bars.length > first.length &&
      button(
        isLong ? `Show the first ${FIRST}` : `Show all ${grouped(bars.length)}`,
        { class: 'more', 'aria-expanded': isLong ? 'true' : 'false' },
        turn,
      ),
  )
}

const LEVEL_NAMES = { error: 'Errors', warning: 'Warnings', note: 'Notes' } as const

const stateOf = ({ levels }: Bar): string => (levels.error ? 'not ready' : levels.warning ? 'to decide' : 'ready')

/** The table of the kinds of work, each a filter. */
export function workTable(
  bars: readonly Bar[],
  chosen: string | undefined,
  choose: (value: string | undefined) => void,
  { isWhole, hasNotes }: { readonly isWhole: boolean; readonly hasNotes: boolean },
): HTMLElement {
  const levels = LEVELS.filter(level => hasNotes || level !== 'note')
  const longest = Math.max(...bars.map(({ count }) => count))
  const cell = (bar: Bar, level: (typeof LEVELS)[number]) =>
    el('td', { class: bar.levels[level] ? `number ${level}` : 'number none' }, grouped(bar.levels[level]))
  return el(
    'table',
    { class: 'kinds' },
    el(
      'thead',
      {},
      el(
        'tr',
        {},
        el('th', { scope: 'col' }, 'Kind'),
        ...levels.map(level => el('th', { scope: 'col', class: 'number' }, LEVEL_NAMES[level])),
        el('th', { scope: 'col', class: 'state' }, 'State'),
        el('td', { class: 'wide' }),
      ),
    ),
    el(
      'tbody',
      {},
      ...bars.map(bar =>
        el(
          'tr',
          {},
          el(
            'th',
            { scope: 'row' },
            button(bar.label, { class: 'kind', 'aria-pressed': bar.value === chosen ? 'true' : 'false' }, () =>
              choose(bar.value === chosen ? undefined : bar.value),
            ),
          ),
          ...levels.map(level => cell(bar, level)),
          // What is filtered away may break all the same.
          el('td', { class: 'state' }, isWhole && stateOf(bar)),
          el('td', { class: 'wide' }, stack(bar, longest)),
        ),
      ),
    ),
  )
}
