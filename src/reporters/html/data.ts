/** What the page shows of a result. Characters that hide from the eye are made visible here. */
import type { Diagnostic, Location, Suppressed } from '../../diagnostic.ts'
import { heaviestFirst } from '../levels.ts'
import { ruleUrl } from '../links.ts'
import { noticeText } from '../notices.ts'
import type { About, Gone, Reported } from '../reporter.ts'
import { visible } from '../visible.ts'
import { clipped, hunksOf } from './hunks.ts'
import type { PageData, PageFinding, PageSilenced, Text } from './page-data.ts'

export function pageData(reported: Reported, about: About): PageData {
  // What is reported may be read anew each time that it is asked for; what is known is told by being the same one.
  const result = { ...reported, suppressed: [...reported.suppressed] }
  const texts = textTable()
  const isKnown = knownIn(result, about)
  const all = shownOrder(result, about)
  const silenced = result.suppressed.filter(({ diagnostic }) => !isKnown.has(diagnostic))
  const findings = all.map(diagnostic => findingOf(diagnostic, isKnown.has(diagnostic), texts.add))
  return {
    findings,
    silenced: silenced.map(one => silencedOf(one, texts.add)),
    notices: result.notices.map(notice => [placeOf(notice), noticeText({ ...notice, reason: visible(notice.reason) })]),
    gone:
      about.gone &&
      [...about.gone].sort(byFile).map(({ file, rule, what, text = '', object, count }) => ({
        path: visible(file),
        rule: visible(rule),
        what: visible(what ?? `"${text}"`),
        object: object && visible(object),
        count,
      })),
    history: historyOf(all, about),
    rules: Object.fromEntries(about.rules.map(({ id, summary }) => [id, [ruleUrl(id, about), summary]])),
    texts: texts.all,
  }
}

/** What the baseline knows, where the result was compared with one. */
const knownIn = ({ suppressed }: Reported, { gone }: Pick<About, 'gone'>): ReadonlySet<Diagnostic> =>
  new Set(gone ? [...suppressed].filter(({ by }) => by === 'baseline').map(({ diagnostic }) => diagnostic) : [])

/** The findings in the order in which the page has them: errors first, then by place. */
export const shownOrder = (result: Reported, about: Pick<About, 'gone'>): readonly Diagnostic[] => [
  ...heaviestFirst([...result.diagnostics, ...knownIn(result, about)].sort(byPlace)),
]

/** Keeps each text once. */
function textTable() {
  const all: string[] = []
  const places = new Map<string, Text>()
  const add = (text: string): Text => {
    const known = places.get(text)
    if (known !== undefined) return known
    places.set(text, all.length)
    return all.push(visible(text)) - 1
  }
  return { all, add }
}

function findingOf(diagnostic: Diagnostic, known: boolean, text: (text: string) => Text): PageFinding {
  const { rule, level, group = 'workloads', what, breaks, instead, object, owner, location, related, fix } = diagnostic
  return {
    rule,
    level,
    group,
    path: text(location.path),
    line: location.line,
    column: location.column,
    what: text(what),
    breaks: text(breaks),
    instead: text(instead),
    object: object === undefined ? undefined : text(object),
    owner: owner === undefined ? undefined : text(owner),
    field: location.field === undefined ? undefined : text(location.field),
    frame: frameOf(location),
    related: related.length ? related.map(({ message, location: at }) => [placeOf(at), text(message)]) : undefined,
    fix: fix && { title: visible(fix.title), applies: fix.applies, hunks: hunksOf(fix) },
    known: known || undefined,
  }
}

function frameOf({ lineText, textColumn, line, column, endLine, endColumn }: Location): PageFinding['frame'] {
  const start = column - textColumn
  const end = endLine === line ? endColumn - textColumn : lineText.length
  return [
    clipped(lineText.slice(0, start), -120),
    clipped(lineText.slice(start, end), 240),
    clipped(lineText.slice(end).trimEnd(), 120),
  ]
}

const BY: Readonly<Record<Suppressed['by'], string>> = {
  comment: 'a comment in the file',
  annotation: 'an annotation of the object',
  config: 'the configuration',
  baseline: 'the baseline',
}

const silencedOf = ({ diagnostic, by, reason, until }: Suppressed, text: (text: string) => Text): PageSilenced => ({
  place: placeOf(diagnostic.location),
  rule: diagnostic.rule,
  level: diagnostic.level,
  what: text(diagnostic.what),
  by: BY[by],
  reason: reason && visible(reason),
  until: until && visible(until),
})

const placeOf = ({ path, line }: { readonly path: string; readonly line?: number | undefined }): string =>
  visible(line === undefined ? path : `${path}:${line}`)

/** This run closes the line. */
function historyOf(all: readonly Diagnostic[], { history = [], today }: About): PageData['history'] {
  if (history.length === 0) return []
  const countOf = (level: string) => all.filter(diagnostic => diagnostic.level === level).length
  return [
    ...history.map(({ name, errors, warnings }) => [visible(name), errors, warnings] as const),
    [today ?? 'now', countOf('error'), countOf('warning')],
  ]
}

const byFile = (a: Gone, b: Gone): number =>
  compare(a.file, b.file) ||
  compare(a.rule, b.rule) ||
  compare(a.object ?? '', b.object ?? '') ||
  compare(a.what ?? '', b.what ?? '') ||
  compare(a.text ?? '', b.text ?? '')

const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  compare(a.location.path, b.location.path) ||
  a.location.line - b.location.line ||
  a.location.column - b.location.column

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
