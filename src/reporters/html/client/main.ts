/** The page's script: reads the data, and shows what the address asks for. */
import type { PageData } from '../page-data.ts'
import { barList, workTable } from './bars.ts'
import { chart } from './chart.ts'
import { byId, el } from './dom.ts'
import { type Filters, filtered, filtersIn, hashOf } from './filters.ts'
import { listOf } from './list.ts'
import {
  barsOf,
  commonFolder,
  type Facet,
  type Finding,
  findingsOf,
  folderBelow,
  GROUP_NAMES,
  NO_OWNER,
} from './model.ts'
import { fillTables } from './tables.ts'

const data = JSON.parse(byId('data').textContent ?? '') as PageData
const findings = findingsOf(data)
const common = commonFolder(findings)
const hasNotes = findings.some(({ level }) => level === 'note')
const long = new Set<Facet>()

let filters: Filters = filtersIn(location.hash)

/** Goes to other filters. A search that goes on letter by letter leaves one step in the history. */
function go(next: Filters, isTyping = false): void {
  const hash = hashOf(next)
  if (isTyping) history.replaceState(null, '', hash)
  else history.pushState(null, '', hash)
  show(next)
}

const choose =
  (facet: Facet) =>
  (value: string | undefined): void =>
    go({ ...filters, page: 1, chosen: { ...filters.chosen, [facet]: value } })

const list = listOf(byId('list'), data, { go, choose })
const work = byId('work').appendChild(el('div'))
const where = byId('where').appendChild(el('div', { class: 'facets' }))

function show(next: Filters): void {
  filters = next
  const { left, without } = filtered(findings, filters)
  keepingFocus(() => {
    work.replaceChildren(kindsTable(without('group')))
    where.replaceChildren(...facets(without))
  })
  list.show(left, filters)
}

/** All kinds are told, also those without a finding: they are ready. */
function kindsTable(some: readonly Finding[]): HTMLElement {
  const found = new Map(barsOf(some, ({ group }) => [group]).map(bar => [bar.value, bar]))
  const kinds = Object.entries(GROUP_NAMES).map(([value, label]) => ({
    value,
    count: 0,
    levels: { error: 0, warning: 0, note: 0 },
    ...found.get(value),
    label,
  }))
  return workTable(kinds, filters.chosen.group, choose('group'), { isWhole: some.length === findings.length, hasNotes })
}

function facets(without: (facet: Facet) => readonly Finding[]): readonly HTMLElement[] {
  const of = (facet: Facet, title: string, valuesOf: (finding: Finding) => readonly string[]) =>
    barList({
      title,
      bars: barsOf(without(facet), valuesOf),
      chosen: filters.chosen[facet],
      choose: choose(facet),
      ...length(facet),
    })
  const isOwned = findings.some(({ owners }) => owners[0] !== NO_OWNER)
  return [
    ...(isOwned ? [of('owner', 'Owner', ({ owners }) => owners)] : []),
    folders(),
    of('namespace', 'Namespace', ({ namespace }) => [namespace]),
    of('rule', 'Rule', ({ rule }) => [rule]),
  ]
}

/** The folders below the chosen one, or below the one that all is in. */
function folders(): HTMLElement {
  const chosen = filters.chosen.folder
  const within = chosen ?? common
  const { left } = filtered(findings, filters)
  const above = chosen === undefined ? undefined : chosen.slice(0, Math.max(0, chosen.lastIndexOf('/')))
  return barList({
    title: 'Folder',
    bars: barsOf(
      left,
      ({ path }) => [folderBelow(path, within)],
      value => (within && value.startsWith(`${within}/`) ? value.slice(within.length + 1) : value),
    ),
    chosen,
    choose: choose('folder'),
    above:
      chosen === undefined
        ? undefined
        : { name: chosen, up: () => choose('folder')(above && above.length > common.length ? above : undefined) },
    ...length('folder'),
  })
}

const length = (facet: Facet) => ({
  isLong: long.has(facet),
  turn: () => {
    if (!long.delete(facet)) long.add(facet)
    show(filters)
  },
})

/** What is made afresh leaves the focus where it was. */
function keepingFocus(make: () => void): void {
  const keyOf = (element: Element | null) =>
    element?.matches('#work button, #where button') &&
    `${element.closest('[role=group]')?.getAttribute('aria-label') ?? ''} ${element.querySelector('.label')?.textContent ?? element.className + element.textContent}`
  const key = keyOf(document.activeElement)
  make()
  if (!key) return
  const buttons = [...document.querySelectorAll<HTMLElement>('#work button, #where button')]
  const same = buttons.find(each => keyOf(each) === key)
  const group = key.slice(0, key.indexOf(' '))
  const near = same ?? document.querySelector<HTMLElement>(`[role=group][aria-label="${group}"] button`)
  near?.focus()
}

if (data.history.length > 1) {
  byId('time').hidden = false
  byId('time').append(chart(data.history))
}
fillTables(data)
addEventListener('popstate', () => show(filtersIn(location.hash)))
addEventListener('hashchange', () => show(filtersIn(location.hash)))
document.querySelector('.skip')?.addEventListener('click', event => {
  event.preventDefault()
  byId('list').focus()
})
show(filters)
document.documentElement.dataset['ready'] = ''
