/** The findings beside the text: the list, filters and tables of the report, filled afresh with each run. */
import { button, byId } from '../../reporters/html/client/dom.ts'
import { type Filters, filtered } from '../../reporters/html/client/filters.ts'
import { listOf } from '../../reporters/html/client/list.ts'
import { type Facet, type Finding, findingsOf } from '../../reporters/html/client/model.ts'
import { overviewOf } from '../../reporters/html/client/overview.ts'
import { fillTables } from '../../reporters/html/client/tables.ts'
import type { PageData } from '../../reporters/html/page-data.ts'
import type { Shown } from '../contract.ts'

export interface FindingsActions {
  /** Shows the place of a finding in the text. */
  readonly goTo: (place: { readonly path: string; readonly line: number; readonly column: number }) => void
  /** Makes the fix of a finding, by its place among all. */
  readonly fix: (finding: number) => void
}

const NOTHING: PageData = { texts: [], rules: {}, findings: [], silenced: [], notices: [], history: [] }
const NO_FILTERS: Filters = { query: '', chosen: {}, page: 1 }

export function findingsView({ goTo, fix }: FindingsActions) {
  let findings: readonly Finding[] = []
  let filters = NO_FILTERS

  const show = (next: Filters): void => {
    filters = next
    const some = filtered(findings, filters)
    overview.show(some, filters)
    list.show(some.left, filters)
  }
  const choose =
    (facet: Facet) =>
    (value: string | undefined): void =>
      show({ ...filters, page: 1, chosen: { ...filters.chosen, [facet]: value } })
  const list = listOf(byId('list'), NOTHING, {
    go: show,
    choose,
    finding: {
      place: finding =>
        button('Show in the text', { class: 'more', 'aria-label': `Show in the text: ${finding.place}` }, () =>
          goTo(finding),
        ),
      fix: finding =>
        button('Make this change', { 'aria-label': `Make this change: ${finding.fix?.title ?? ''}` }, () =>
          fix(findings.indexOf(finding)),
        ),
    },
  })
  const overview = overviewOf(byId('work'), byId('where'), { choose, again: () => show(filters) })

  return {
    show({ data, verdict: [kind, text], hidden, files }: Shown): void {
      findings = findingsOf(data)
      list.replace(data)
      overview.replace(findings)
      fillTables(data)
      byId('overview').hidden = files.length < 2
      const verdict = byId('verdict')
      const said = `${text}${hidden ? ` ${hidden} ${hidden === 1 ? 'note is' : 'notes are'} not shown.` : ''}`
      verdict.className = `verdict ${kind}`
      // What is said again is not read out again.
      if (verdict.textContent !== said) verdict.textContent = said
      show(filters)
    },
    /** Takes all filters away, since other files are there. */
    reset(): void {
      filters = NO_FILTERS
    },
  }
}
