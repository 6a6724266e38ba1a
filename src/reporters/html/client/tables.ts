/** What stands below the findings: what is gone, what is silenced, what was not read. */
import type { PageData } from '../page-data.ts'
import { button, byId, counted, el } from './dom.ts'

/** More are shown when they are asked for. */
const FIRST = 50

interface Column<T> {
  readonly name: string
  readonly of: (row: T) => string | undefined
  /** Whether it is text of a file, and so shown as code. */
  readonly isCode?: boolean
}

function table<T>(rows: readonly T[], columns: readonly Column<T>[]): HTMLElement {
  const body = el('tbody')
  const add = (some: readonly T[]) => {
    for (const row of some)
      body.append(
        el(
          'tr',
          {},
          ...columns.map(({ of, isCode }) => el('td', {}, isCode ? el('code', {}, of(row) ?? '') : (of(row) ?? ''))),
        ),
      )
  }
  add(rows.slice(0, FIRST))
  const rest = rows.slice(FIRST)
  const more = button(`Show ${counted(rest.length, 'more row')}`, { class: 'more' }, () => {
    more.remove()
    add(rest)
  })
  return el(
    'div',
    {},
    el(
      'div',
      { class: 'scroll' },
      el(
        'table',
        { class: 'plain' },
        el('thead', {}, el('tr', {}, ...columns.map(({ name }) => el('th', { scope: 'col' }, name)))),
        body,
      ),
    ),
    rest.length > 0 && more,
  )
}

function fill<T>(id: string, rows: readonly T[], intro: string, columns: readonly Column<T>[]): void {
  const section = byId(id)
  section.hidden = rows.length === 0
  // The heading stays.
  section.replaceChildren(...[...section.children].slice(0, 1))
  if (rows.length > 0) section.append(el('p', { class: 'intro' }, intro), table(rows, columns))
}

export function fillTables({ gone = [], silenced, notices, texts }: PageData): void {
  fill(
    'gone',
    gone,
    `${counted(
      gone.reduce((sum, { count }) => sum + count, 0),
      'finding',
    )} of the baseline no longer there.`,
    [
      { name: 'File', of: ({ path }) => path, isCode: true },
      {
        name: 'What',
        of: ({ what, count, object }) =>
          [`${what}${count > 1 ? ` (${count} times)` : ''}`, object].filter(Boolean).join(', '),
      },
      { name: 'Rule', of: ({ rule }) => rule },
    ],
  )
  fill(
    'silenced',
    silenced,
    `${counted(silenced.length, 'finding')} not counted above, because somebody asked for that.`,
    [
      { name: 'Where', of: ({ place }) => place, isCode: true },
      { name: 'What', of: ({ what }) => texts[what] },
      { name: 'Rule', of: ({ rule, level }) => `${rule} (${level})` },
      { name: 'By', of: ({ by }) => by },
      { name: 'Why', of: ({ reason }) => reason ?? 'no reason given' },
      { name: 'Until', of: ({ until }) => until ?? 'no end' },
    ],
  )
  fill('unread', notices, 'Findings in these files may be missing above.', [
    { name: 'Where', of: ([place]) => place, isCode: true },
    { name: 'Why', of: ([, reason]) => reason },
  ])
}
