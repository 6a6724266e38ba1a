/** The findings that are left, a page at a time: search, levels, what is filtered, the list and its pages. */
import type { PageData } from '../page-data.ts'
import { button, counted, el, grouped } from './dom.ts'
import type { Filters } from './filters.ts'
import { type Actions as FindingActions, findingItem } from './finding.ts'
import { FACETS, type Facet, type Finding, GROUP_NAMES } from './model.ts'

const ON_A_PAGE = 50
/** So many are printed; the rest is told. */
const PRINTED = 500

interface Actions {
  readonly go: (filters: Filters, isTyping?: boolean) => void
  readonly choose: (facet: Facet) => (value: string | undefined) => void
  readonly finding?: FindingActions
}

const NAMES: Readonly<Record<Facet, string>> = {
  level: 'Level',
  group: 'Kind',
  owner: 'Owner',
  namespace: 'Namespace',
  folder: 'Folder',
  rule: 'Rule',
  state: 'State',
  fix: 'Fix',
}

/** What can be chosen beside the bars. */
const CHOICES: readonly (readonly [facet: Facet, value: string, label: string])[] = [
  ['level', 'error', 'Errors'],
  ['level', 'warning', 'Warnings'],
  ['level', 'note', 'Notes'],
  ['state', 'new', 'New'],
  ['state', 'known', 'Known'],
  ['fix', 'both', 'With a fix for today'],
  ['fix', 'after', 'With a fix for after the move'],
]

const labelOf = (facet: Facet, value: string): string =>
  CHOICES.find(([each, other]) => each === facet && other === value)?.[2] ??
  (facet === 'group' ? (GROUP_NAMES[value] ?? value) : value)

export function listOf(section: HTMLElement, first: PageData, { go, choose, finding: actions }: Actions) {
  let data = first
  let filters: Filters = { query: '', chosen: {}, page: 1 }
  let left: readonly Finding[] = []
  let isOpen = false

  const search = el('input', {
    type: 'search',
    id: 'search',
    autocomplete: 'off',
    spellcheck: 'false',
    placeholder: 'docker.sock kube-system',
  })
  search.addEventListener('input', () => go({ ...filters, query: search.value, page: 1 }, true))
  search.addEventListener('keydown', event => {
    if (event.key === 'Escape' && search.value) {
      event.preventDefault()
      go({ ...filters, query: '', page: 1 })
    }
  })
  const choices = el('div', { class: 'choices', role: 'group', 'aria-label': 'Levels and more' })
  const chips = el('div', { class: 'chips' })
  const status = el('p', { class: 'status', role: 'status' })
  const open = button('Open all on this page', { class: 'more', 'aria-pressed': 'false' }, () => {
    isOpen = !isOpen
    open.setAttribute('aria-pressed', String(isOpen))
    draw()
  })
  const items = el('ol', { class: 'findings' })
  const pages = el('nav', { class: 'pages', 'aria-label': 'Pages of findings' })
  section.append(
    el('div', { class: 'controls' }, el('label', { for: 'search' }, 'Search'), search, choices),
    chips,
    el('div', { class: 'line' }, status, open),
    items,
    pages,
  )

  // Arrow keys go from one finding to the next.
  items.addEventListener('keydown', event => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !(event.target instanceof HTMLElement) || event.target.tagName !== 'SUMMARY') return
    const all = [...items.querySelectorAll<HTMLElement>(':scope > li > details > summary')]
    const next = all[all.indexOf(event.target) + step]
    if (!next) return
    event.preventDefault()
    next.focus()
  })

  const item = (finding: Finding, open: boolean) => findingItem(finding, data.rules, { isOpen: open, actions })
  const offered = () =>
    CHOICES.filter(
      ([facet]) => facet === 'level' || (facet === 'state' ? data.gone : data.findings.some(({ fix }) => fix)),
    )

  function draw(): void {
    const count = Math.max(1, Math.ceil(left.length / ON_A_PAGE))
    const page = Math.min(filters.page, count)
    const from = (page - 1) * ON_A_PAGE
    const shown = left.slice(from, from + ON_A_PAGE)
    items.start = from + 1
    items.replaceChildren(...shown.map(finding => item(finding, isOpen || left.length === 1)))
    const total = data.findings.length
    status.textContent =
      total === 0
        ? 'Nothing was found.'
        : left.length === total
          ? `${counted(total, 'finding')}.`
          : `${grouped(left.length)} of ${counted(total, 'finding')}.`
    open.hidden = shown.length === 0
    open.textContent = isOpen ? 'Close all on this page' : 'Open all on this page'
    const turn = (to: number) => () => {
      go({ ...filters, page: to })
      section.scrollIntoView()
      items.querySelector<HTMLElement>('summary')?.focus({ preventScroll: true })
    }
    pages.hidden = count === 1
    pages.replaceChildren(
      button('Previous', { disabled: page === 1 }, turn(page - 1)),
      el('span', {}, `Page ${grouped(page)} of ${grouped(count)}`),
      button('Next', { disabled: page === count }, turn(page + 1)),
    )
  }

  function drawControls(): void {
    if (document.activeElement !== search || search.value.trim() !== filters.query.trim()) search.value = filters.query
    const focused = choices.contains(document.activeElement) ? document.activeElement?.textContent : undefined
    choices.replaceChildren(
      ...offered().map(([facet, value, label]) => {
        const isOn = filters.chosen[facet] === value
        return button(label, { class: 'choice', 'aria-pressed': String(isOn) }, () =>
          choose(facet)(isOn ? undefined : value),
        )
      }),
    )
    for (const each of choices.children) if (each.textContent === focused) (each as HTMLElement).focus()
    const chosen = FACETS.flatMap(facet => (filters.chosen[facet] ? [[facet, filters.chosen[facet]] as const] : []))
    const drop = (facet: Facet) => () => {
      choose(facet)(undefined)
      search.focus()
    }
    chips.replaceChildren(
      ...chosen.map(([facet, value]) =>
        button(
          `${NAMES[facet]}: `,
          { class: 'chip' },
          drop(facet),
          el('bdi', {}, labelOf(facet, value)),
          el('span', { 'aria-hidden': true }, ' ×'),
          el('span', { class: 'hidden' }, ', take away'),
        ),
      ),
      ...(chosen.length || filters.query.trim()
        ? [
            button('Clear all', { class: 'more' }, () => {
              go({ query: '', chosen: {}, page: 1 })
              search.focus()
            }),
          ]
        : []),
    )
  }

  addEventListener('beforeprint', () => {
    items.start = 1
    items.replaceChildren(...left.slice(0, PRINTED).map(finding => item(finding, true)))
    if (left.length > PRINTED)
      status.textContent = `The first ${grouped(PRINTED)} of ${counted(left.length, 'finding')}; filter to print others.`
  })
  addEventListener('afterprint', draw)

  return {
    /** Other findings take the place of those that were there. */
    replace(next: PageData): void {
      data = next
    },
    show(some: readonly Finding[], next: Filters): void {
      left = some
      filters = next
      drawControls()
      draw()
    },
  }
}
