/**
 * What `helm template` renders, led back to the chart that it was rendered from. A finding in a rendered document is moved to the
 * line of the template or value that makes it, where the raw template has exactly one finding that says the same.
 */
import type { Diagnostic, LintResult, Suppressed } from '../diagnostic.ts'
import type { Beside } from '../helm/beside.ts'
import { parseYaml } from '../languages/yaml.ts'
import { fileSource } from '../text/source.ts'
import { at, itemsOf, type TreeNode, textAt } from '../text/tree.ts'
import { byPlace } from './location.ts'

/** Charts in charts: real ones go two or three deep. */
const MOST_DEPTH = 8

const yamlOf = (beside: Beside, path: string): TreeNode | undefined => {
  const text = beside.read(path)
  return text === undefined ? undefined : parseYaml(fileSource({ path, text })).root
}

/**
 * Finds the files of a chart that the headers of rendered documents name: `# Source: agent/templates/pod.yaml`, and
 * `# Source: agent/charts/metrics/templates/pod.yaml` for a chart in it. Undefined for a folder that is no chart. No header leads
 * out of the folder.
 */
export function templatesNamedIn(folder: string, beside: Beside): ((header: string) => string | undefined) | undefined {
  const chart = `${folder.replace(/(?<!\/)\/+$/, '')}/`
  const about = yamlOf(beside, `${chart}Chart.yaml`)
  if (!about) return undefined
  return header => {
    const parts = header.split('/')
    if (/[\\:\0]/.test(header) || parts.some(part => part === '' || part === '.' || part === '..')) return undefined
    if (parts.shift() !== textAt(about, 'name')) return undefined
    let inner: string | undefined = chart
    for (let depth = 0; inner !== undefined && parts[0] === 'charts' && depth < MOST_DEPTH; depth++) {
      inner = subchart(inner, parts[1] ?? '', beside)
      parts.splice(0, 2)
    }
    if (inner === undefined || parts[0] !== 'templates') return undefined
    const path = inner + parts.join('/')
    return beside.read(path) === undefined ? undefined : path
  }
}

/** The folder of a chart in a chart, by the name that Helm gives it: its own, or the alias that its parent has for it. */
function subchart(parent: string, name: string, beside: Beside): string | undefined {
  const dependencies = ['Chart.yaml', 'requirements.yaml'].flatMap(file =>
    itemsOf(at(yamlOf(beside, parent + file), 'dependencies')),
  )
  const real = textAt(
    dependencies.find(one => textAt(one, 'alias') === name),
    'name',
  )
  const wanted = real ?? name
  // A chart that is there twice has different values each time.
  if (dependencies.filter(one => textAt(one, 'name') === wanted).length > 1) return undefined
  for (const entry of beside.list(`${parent}charts/`)) {
    const folder = `${parent}charts/${entry}`
    if (entry.endsWith('/') && textAt(yamlOf(beside, `${folder}Chart.yaml`), 'name') === wanted) return folder
  }
  return undefined
}

/** What is known of the chart that a rendered document came from. */
export interface RawChart {
  /** The template that a header names. */
  readonly templateOf: (header: string) => string | undefined
  /** Lints one template as it stands in the chart, with its values. */
  readonly lintTemplate: (path: string) => Promise<LintResult>
}

/** Moves what was found in rendered documents to the chart's own lines. What cannot be shown to come from one line stays. */
export async function movedToChart(result: LintResult, chart: RawChart): Promise<LintResult> {
  const moves = await movesOf(result, chart)
  if (moves.size === 0) return result
  const all = new Map<string, Diagnostic>()
  const silenced = new Map<string, Suppressed>()
  // What was found in the chart itself comes first: what was rendered from it is told beside it.
  for (const diagnostic of result.diagnostics) if (!moves.has(diagnostic)) all.set(keyOf(diagnostic), diagnostic)
  for (const diagnostic of result.diagnostics) {
    const move = moves.get(diagnostic)
    if (!move) continue
    const moved = movedTo(move.raw, diagnostic)
    const key = keyOf(moved)
    if (move.silenced) {
      const known = silenced.get(key)
      silenced.set(key, { ...move.silenced, diagnostic: known ? together(known.diagnostic, moved) : moved })
    } else {
      const known = all.get(key)
      all.set(key, known ? together(known, moved) : moved)
    }
  }
  return {
    ...result,
    diagnostics: [...all.values()].sort(byPlace),
    suppressed: [...result.suppressed, ...silenced.values()].sort((a, b) => byPlace(a.diagnostic, b.diagnostic)),
  }
}

interface Move {
  readonly raw: Diagnostic
  readonly silenced: Suppressed | undefined
}

async function movesOf({ diagnostics }: LintResult, chart: RawChart): Promise<ReadonlyMap<Diagnostic, Move>> {
  const byTemplate = new Map<string, Diagnostic[]>()
  for (const diagnostic of diagnostics) {
    const template = diagnostic.from === undefined ? undefined : chart.templateOf(diagnostic.from)
    if (template === undefined) continue
    const known = byTemplate.get(template)
    if (known) known.push(diagnostic)
    else byTemplate.set(template, [diagnostic])
  }
  const moves = new Map<Diagnostic, Move>()
  for (const [template, rendered] of byTemplate) {
    const raw = await chart.lintTemplate(template)
    const inChart = grouped(
      [
        ...raw.diagnostics.map(one => ({ raw: one, silenced: undefined })),
        ...raw.suppressed.map(one => ({ raw: one.diagnostic, silenced: one })),
      ],
      move => sayingOf(move.raw),
    )
    // Two that say the same in one object were made by two lines, or by one line twice: which of these, nobody can tell.
    for (const same of grouped(rendered, one => `${sayingOf(one)}\0${one.location.path}\0${one.object}`).values()) {
      const [one, ...others] = inChart.get(sayingOf(same[0]!)) ?? []
      const isElsewhere = one?.raw.location.path !== same[0]!.location.path
      if (one && isElsewhere && others.length === 0 && same.length === 1) moves.set(same[0]!, one)
    }
  }
  return moves
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const key = keyOf(one)
    const known = groups.get(key)
    if (known) known.push(one)
    else groups.set(key, [one])
  }
  return groups
}

const sayingOf = ({ rule, what }: Diagnostic): string => `${rule}\0${what}`

const keyOf = ({ rule, location: { path, line, column } }: Diagnostic): string => `${rule}\0${path}\0${line}\0${column}`

/** How serious it is, and in which object, is known best where it is rendered; where it is, and how it is fixed, in the chart. */
const movedTo = (raw: Diagnostic, rendered: Diagnostic): Diagnostic => ({
  ...rendered,
  location: raw.location,
  related: [...raw.related, { message: 'rendered here', location: rendered.location }],
  fix: raw.fix,
  lineHash: raw.lineHash,
})

const LEVELS = ['note', 'warning', 'error'] as const

/** One place of a chart may be rendered many times. */
function together(known: Diagnostic, other: Diagnostic): Diagnostic {
  const worse = LEVELS.indexOf(other.level) > LEVELS.indexOf(known.level) ? other : known
  const told = new Set(known.related.map(one => JSON.stringify(one)))
  return { ...worse, related: [...known.related, ...other.related.filter(one => !told.has(JSON.stringify(one)))] }
}
