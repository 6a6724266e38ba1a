/** The findings with their texts, and what they are filtered by. */
import type { PageData, PageFinding } from '../page-data.ts'

/** What findings can be filtered by, beside a search. */
export const FACETS = ['level', 'group', 'owner', 'namespace', 'folder', 'rule', 'state', 'fix'] as const
export type Facet = (typeof FACETS)[number]

export const GROUP_NAMES: Readonly<Record<string, string>> = {
  nodes: 'Nodes',
  workloads: 'Workloads',
  logging: 'Logs',
  monitoring: 'Monitoring',
  ci: 'CI and builds',
}

export interface Finding
  extends Omit<PageFinding, 'path' | 'what' | 'breaks' | 'instead' | 'object' | 'owner' | 'related'> {
  readonly path: string
  readonly place: string
  readonly what: string
  readonly breaks: string
  readonly instead: string
  readonly object: string
  readonly owner: string
  readonly owners: readonly string[]
  readonly namespace: string
  readonly related: readonly (readonly [place: string, message: string])[]
  /** All that a search looks at, in small letters. */
  readonly searched: string
}

export const NO_OWNER = 'no owner'
const NO_NAMESPACE = 'no namespace'

export function findingsOf({ findings, texts }: PageData): readonly Finding[] {
  const text = (index: number | undefined) => (index === undefined ? '' : (texts[index] ?? ''))
  return findings.map(finding => {
    const path = text(finding.path)
    const place = finding.field === undefined ? `${path}:${finding.line}` : `${path} ${text(finding.field)}`
    const [what, breaks, instead] = [text(finding.what), text(finding.breaks), text(finding.instead)]
    const object = text(finding.object)
    const owner = text(finding.owner)
    const searched = [finding.rule, finding.level, place, what, object, owner, finding.frame.join('')].join('\n')
    return {
      ...finding,
      path,
      place,
      what,
      breaks,
      instead,
      object,
      owner,
      owners: owner ? owner.split(' ') : [NO_OWNER],
      // `DaemonSet kube-system/fluentd, container fluentd`
      namespace: /^\S+ ([^/,]+)\/[^/]/.exec(object)?.[1] ?? NO_NAMESPACE,
      related: (finding.related ?? []).map(([at, message]) => [at, text(message)]),
      searched: searched.toLowerCase(),
    }
  })
}

/** Whether a finding has a value of a facet. A folder has all that is below it. */
export function has(finding: Finding, facet: Facet, value: string): boolean {
  switch (facet) {
    case 'owner':
      return finding.owners.includes(value)
    case 'folder':
      return finding.path === value || finding.path.startsWith(value.endsWith('/') ? value : `${value}/`)
    case 'state':
      return (finding.known ? 'known' : 'new') === value
    case 'fix':
      return finding.fix?.applies === value
    default:
      return finding[facet] === value
  }
}

/** How findings spread over the values of a facet. */
export interface Bar {
  readonly value: string
  readonly label: string
  /** Whether it is for what has no value: it comes last, however much it is. */
  readonly isNone: boolean
  count: number
  readonly levels: Record<Finding['level'], number>
}

/** The bars of a facet, the longest first. `valuesOf` gives the values of a finding, with what they are called. */
export function barsOf(
  findings: readonly Finding[],
  valuesOf: (finding: Finding) => readonly string[],
  labelOf: (value: string) => string = value => value,
): readonly Bar[] {
  const bars = new Map<string, Bar>()
  for (const finding of findings)
    for (const value of valuesOf(finding)) {
      const bar = bars.get(value) ?? {
        value,
        label: labelOf(value),
        isNone: value === NO_OWNER || value === NO_NAMESPACE,
        count: 0,
        levels: { error: 0, warning: 0, note: 0 },
      }
      bars.set(value, bar)
      bar.count++
      bar.levels[finding.level]++
    }
  return [...bars.values()].sort(
    (a, b) => Number(a.isNone) - Number(b.isNone) || b.count - a.count || (a.label < b.label ? -1 : 1),
  )
}

/** The part of a path that is one folder deeper than `within`; a file stands for itself. */
export function folderBelow(path: string, within: string): string {
  const from = within === '' || within.endsWith('/') ? within.length : within.length + 1
  const slash = path.indexOf('/', from)
  return slash < 0 ? path : path.slice(0, slash)
}

/** The folder that all findings are in, or an empty text. */
export function commonFolder(findings: readonly Finding[]): string {
  let common = findings[0]?.path.split('/').slice(0, -1) ?? []
  for (const { path } of findings) {
    const parts = path.split('/')
    let same = 0
    while (same < common.length && common[same] === parts[same] && same < parts.length - 1) same++
    if (same < common.length) common = common.slice(0, same)
    if (common.length === 0) break
  }
  return common.join('/')
}
