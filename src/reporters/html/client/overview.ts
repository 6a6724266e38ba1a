/** What stands above the list: the kinds of work, and bars of owners, folders, namespaces and rules, each of which filters. */
import { barList, workTable } from './bars.ts'
import { el } from './dom.ts'
import type { Filters, filtered } from './filters.ts'
import { barsOf, commonFolder, type Facet, type Finding, folderBelow, GROUP_NAMES, NO_OWNER } from './model.ts'

type Filtered = ReturnType<typeof filtered>

interface Actions {
  readonly choose: (facet: Facet) => (value: string | undefined) => void
  /** Shows the same again. */
  readonly again: () => void
}

export function overviewOf(workSection: HTMLElement, whereSection: HTMLElement, { choose, again }: Actions) {
  const work = workSection.appendChild(el('div'))
  const where = whereSection.appendChild(el('div', { class: 'facets' }))
  const long = new Set<Facet>()
  let findings: readonly Finding[] = []
  let common = ''
  let hasNotes = false

  const length = (facet: Facet) => ({
    isLong: long.has(facet),
    turn: () => {
      if (!long.delete(facet)) long.add(facet)
      again()
    },
  })

  /** All kinds are told, also those without a finding: they are ready. */
  function kindsTable(some: readonly Finding[], filters: Filters): HTMLElement {
    const found = new Map(barsOf(some, ({ group }) => [group]).map(bar => [bar.value, bar]))
    const kinds = Object.entries(GROUP_NAMES).map(([value, label]) => ({
      value,
      isNone: false,
      count: 0,
      levels: { error: 0, warning: 0, note: 0 },
      ...found.get(value),
      label,
    }))
    const isWhole = some.length === findings.length
    return workTable(kinds, filters.chosen.group, choose('group'), { isWhole, hasNotes })
  }

  function facets(some: Filtered, filters: Filters): readonly HTMLElement[] {
    const of = (facet: Facet, title: string, valuesOf: (finding: Finding) => readonly string[]) =>
      barList({
        title,
        bars: barsOf(some.without(facet), valuesOf),
        chosen: filters.chosen[facet],
        choose: choose(facet),
        ...length(facet),
      })
    const isOwned = findings.some(({ owners }) => owners[0] !== NO_OWNER)
    return [
      ...(isOwned ? [of('owner', 'Owner', ({ owners }) => owners)] : []),
      folders(some.left, filters.chosen.folder),
      of('namespace', 'Namespace', ({ namespace }) => [namespace]),
      of('rule', 'Rule', ({ rule }) => [rule]),
    ]
  }

  /** The folders below the chosen one, or below the one that all is in. */
  function folders(left: readonly Finding[], chosen: string | undefined): HTMLElement {
    const within = chosen ?? common
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

  return {
    /** Other findings take the place of those that were there. */
    replace(next: readonly Finding[]): void {
      findings = next
      common = commonFolder(findings)
      hasNotes = findings.some(({ level }) => level === 'note')
    },
    show(some: Filtered, filters: Filters): void {
      keepingFocus([work, where], () => {
        work.replaceChildren(kindsTable(some.without('group'), filters))
        where.replaceChildren(...facets(some, filters))
      })
    },
  }
}

/** What is made afresh leaves the focus where it was. */
function keepingFocus(places: readonly HTMLElement[], make: () => void): void {
  const buttons = () => places.flatMap(place => [...place.querySelectorAll<HTMLElement>('button')])
  const groupOf = (element: Element) => element.closest('[role=group]')?.getAttribute('aria-label') ?? ''
  const keyOf = (element: Element) =>
    `${groupOf(element)} ${element.querySelector('.label')?.textContent ?? element.className + element.textContent}`
  const focused = document.activeElement
  if (!focused || !places.some(place => place.contains(focused))) {
    make()
    return
  }
  const [key, group] = [keyOf(focused), groupOf(focused)]
  make()
  const same = buttons().find(each => keyOf(each) === key)
  const near = same ?? buttons().find(each => groupOf(each) === group)
  near?.focus()
}
