/** How findings fell from run to run: a line of errors and one of warnings, with the numbers as a table. */
import type { PageData } from '../page-data.ts'
import { el, grouped, svg } from './dom.ts'

const WIDTH = 720
const HEIGHT = 200
const MARGIN = { left: 56, right: 120, top: 16, bottom: 32 }

export function chart(history: PageData['history']): HTMLElement {
  const most = Math.max(1, ...history.flatMap(([, errors, warnings]) => [errors, warnings]))
  const x = (index: number) =>
    MARGIN.left + (index / Math.max(1, history.length - 1)) * (WIDTH - MARGIN.left - MARGIN.right)
  const y = (value: number) => HEIGHT - MARGIN.bottom - (value / most) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const line = (values: readonly number[], kind: string, shift: number) => [
    svg('polyline', { class: kind, points: values.map((value, index) => `${x(index)},${y(value)}`).join(' ') }),
    ...values.map((value, index) => svg('circle', { class: kind, cx: x(index), cy: y(value), r: 3.5 })),
    svg(
      'text',
      { x: x(values.length - 1) + 10, y: y(values.at(-1)!) + 4 + shift },
      `${grouped(values.at(-1)!)} ${kind}s`,
    ),
  ]
  const errors = history.map(([, value]) => value)
  const warnings = history.map(([, , value]) => value)
  // Two lines that end in one place would write over each other.
  const apart = Math.abs(y(errors.at(-1)!) - y(warnings.at(-1)!)) < 14 ? 8 : 0
  const [first, last] = [history[0]!, history.at(-1)!]
  const higher = errors.at(-1)! >= warnings.at(-1)! ? -apart : apart
  return el(
    'div',
    { class: 'chart' },
    svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        role: 'img',
        'aria-label': `Errors went from ${grouped(first[1])} to ${grouped(last[1])}, warnings from ${grouped(first[2])} to ${grouped(last[2])}, in ${history.length} runs.`,
      },
      ...[0, most].map(value =>
        svg('line', { class: 'axis', x1: MARGIN.left, x2: WIDTH - MARGIN.right, y1: y(value), y2: y(value) }),
      ),
      ...[0, most].map(value =>
        svg('text', { x: MARGIN.left - 8, y: y(value) + 4, 'text-anchor': 'end' }, grouped(value)),
      ),
      svg('text', { x: MARGIN.left, y: HEIGHT - 10, 'text-anchor': 'start' }, short(first[0])),
      svg('text', { x: WIDTH - MARGIN.right, y: HEIGHT - 10, 'text-anchor': 'end' }, short(last[0])),
      ...line(warnings, 'warning', -higher),
      ...line(errors, 'error', higher),
    ),
    el(
      'details',
      {},
      el('summary', {}, 'The numbers'),
      el(
        'table',
        {},
        el('thead', {}, el('tr', {}, ...['Run', 'Errors', 'Warnings'].map(name => el('th', { scope: 'col' }, name)))),
        el(
          'tbody',
          {},
          ...history.map(([name, errorCount, warningCount]) =>
            el(
              'tr',
              {},
              el('th', { scope: 'row' }, name),
              el('td', { class: 'number' }, grouped(errorCount)),
              el('td', { class: 'number' }, grouped(warningCount)),
            ),
          ),
        ),
      ),
    ),
  )
}

const short = (name: string): string => (name.length > 40 ? `${name.slice(0, 39)}…` : name)
