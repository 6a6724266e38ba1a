/** What is filtered, as the address of the page holds it: `#level=error&owner=@org/platform&q=docker.sock&page=2`. */
import { FACETS, type Facet, type Finding, has } from './model.ts'

export interface Filters {
  readonly query: string
  readonly chosen: Readonly<Partial<Record<Facet, string>>>
  /** The page of the list, from 1. */
  readonly page: number
}

/** Characters that hide from the eye; where a value of the data had them they are pictures. The joiners are left. */
const HIDDEN = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200C\u200D])\p{Cf}/u

/** Reads the address. What is not known there counts for nothing. */
export function filtersIn(hash: string): Filters {
  const said = new URLSearchParams(hash.replace(/^#/, ''))
  const chosen: Partial<Record<Facet, string>> = {}
  for (const facet of FACETS) {
    const value = said.get(facet)
    if (value && !HIDDEN.test(value)) chosen[facet] = value
  }
  const page = Number(said.get('page') ?? 1)
  return { query: said.get('q') ?? '', chosen, page: Number.isSafeInteger(page) && page > 0 ? page : 1 }
}

export function hashOf({ query, chosen, page }: Filters): string {
  const said = new URLSearchParams()
  for (const facet of FACETS) if (chosen[facet]) said.set(facet, chosen[facet])
  if (query.trim()) said.set('q', query)
  if (page > 1) said.set('page', String(page))
  // A name in the address that the page itself has would move it.
  return `#${said.toString()}`
}

/** Every word of the search stands somewhere in the finding. */
const wordsOf = (query: string): readonly string[] => query.toLowerCase().split(/\s+/).filter(Boolean)

/** The findings that the filters leave, and for each facet those that only its own filter may take away. */
export function filtered(
  findings: readonly Finding[],
  { query, chosen }: Filters,
): { readonly left: readonly Finding[]; readonly without: (facet: Facet) => readonly Finding[] } {
  const words = wordsOf(query)
  const set = FACETS.filter(facet => chosen[facet] !== undefined)
  const left: Finding[] = []
  const missedBy = new Map<Facet, Finding[]>(set.map(facet => [facet, []]))
  for (const finding of findings) {
    if (!words.every(word => finding.searched.includes(word))) continue
    let missed: Facet | undefined
    let times = 0
    for (const facet of set)
      if (!has(finding, facet, chosen[facet]!)) {
        missed = facet
        if (++times > 1) break
      }
    if (times === 0) left.push(finding)
    else if (times === 1) missedBy.get(missed!)!.push(finding)
  }
  return { left, without: facet => (missedBy.get(facet)?.length ? [...left, ...missedBy.get(facet)!] : left) }
}
