/** The page's script: reads the data, and shows what the address asks for. */
import type { PageData } from '../page-data.ts'
import { chart } from './chart.ts'
import { byId } from './dom.ts'
import { type Filters, filtered, filtersIn, hashOf } from './filters.ts'
import { listOf } from './list.ts'
import { type Facet, findingsOf } from './model.ts'
import { overviewOf } from './overview.ts'
import { fillTables } from './tables.ts'

const data = JSON.parse(byId('data').textContent ?? '') as PageData
const findings = findingsOf(data)

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
const overview = overviewOf(byId('work'), byId('where'), { choose, again: () => show(filters) })
overview.replace(findings)

function show(next: Filters): void {
  filters = next
  const some = filtered(findings, filters)
  overview.show(some, filters)
  list.show(some.left, filters)
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
