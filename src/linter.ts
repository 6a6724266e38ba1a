/** The pipeline: files to facts, facts to reports, reports to diagnostics with their places resolved. */
import { decode } from './decode.ts'
import type { Diagnostic, LintResult, Location, Notice, Suppressed } from './diagnostic.ts'
import {
  enclosing,
  type Fact,
  type FactKind,
  type FactOf,
  factsIn,
  type Guard,
  guardsOf,
  type Place,
  type Scope,
} from './facts.ts'
import type { Beside } from './helm/chart.ts'
import { templatesOf } from './helm/expand.ts'
import { languageOf, readFacts } from './languages/index.ts'
import { lineHashes } from './line-hash.ts'
import { settlePlaces } from './place.ts'
import { hidingWords, prefilterFor } from './prefilter.ts'
import { type Context, type Level, near, type Report, type Rule, type Runtime, type Settings } from './rule.ts'
import { detach, type Located, lineText, positionOf, type SourceFile, type Span } from './source.ts'
import { type Suppressions, suppressions } from './suppress.ts'

/** A file to lint, or what kept it from being read. The bytes need hold only until the next file is asked for. */
export type InputFile =
  | { readonly path: string; readonly bytes: Buffer; readonly named?: boolean }
  | { readonly path: string; readonly problem: string }

/** What the configuration says of a file. */
export interface FileSettings {
  /** Where its code runs. */
  readonly place?: Place | undefined
  readonly runtime?: Runtime | undefined
  readonly targetVersion?: string | undefined
  /** The level that a rule has in it instead of its own. */
  readonly levelOf?: (rule: string) => Level | 'off' | undefined
  /** Whether a finding of a rule in an object (`DaemonSet kube-system/fluentd`) is to be ignored. */
  readonly ignored?: (rule: string, object: string | undefined) => { readonly reason: string | undefined } | undefined
}

export interface LintOptions extends Settings {
  readonly rules: readonly Rule[]
  /** Every rule that there is, also those that do not run: comments may name them. Without it, those that run. */
  readonly ruleIds?: readonly string[]
  /** Parse every file, also those without any word that a rule asks for. For the test that the scan loses nothing. */
  readonly withoutPrefilter?: boolean
  /** Compute the hash of each finding's line, by which code scanning follows it. */
  readonly lineHashes?: boolean
  /** What the configuration says of a file. */
  readonly settingsOf?: (path: string) => FileSettings
  /** What reads the files beside a chart's template. Without it templates are read without their values. */
  readonly beside?: Beside | undefined
  /** Values files that count for every chart, over the chart's own. */
  readonly values?: readonly SourceFile[]
}

/** Lints files. They are read one after the other; none is held after its facts are out, unless a rule looks across files. */
export async function lintFiles(files: AsyncIterable<InputFile>, options: LintOptions): Promise<LintResult> {
  const { rules } = options
  const alone = rules.filter(rule => !rule.across?.length)
  const across = rules.filter(rule => rule.across?.length)
  const isKept = keeping(across)
  const wanted = options.withoutPrefilter
    ? () => true
    : prefilterFor([...rules.flatMap(rule => rule.triggers), ...hidingWords])

  const templates = options.beside && templatesOf(options.beside, options.values, wanted)
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const silences = suppressions(options.ruleIds ?? rules.map(rule => rule.id))
  const diagnostics = collector(options, silences)
  const notices: Notice[] = []
  let filesChecked = 0

  for await (const input of files) {
    if ('problem' in input) {
      notices.push({ path: input.path, reason: input.problem, partly: false })
      continue
    }
    filesChecked++
    if (!wanted(input.bytes) && !templates?.wants(input.path, input.bytes)) continue
    const decoded = decode(input.bytes)
    if (!decoded) {
      if (input.named || languageOf(input.path, ''))
        notices.push({ path: input.path, reason: 'it is a binary file', partly: false })
      continue
    }
    const file: SourceFile = { path: input.path, text: decoded.text }
    const { scope, known } = await readFacts(file, project, options.settingsOf?.(input.path).place, templates)
    if (decoded.problem && known) notices.push({ path: input.path, reason: decoded.problem, partly: true })
    settlePlaces(scope)
    if (known) silences.readFile(file)
    silences.readObjects(scope)
    // A part of a template that cannot be read for itself is read where it is used.
    for (const fact of factsIn(scope, 'unread'))
      if (!fact.span.origin?.alone)
        notices.push(noticeOf(usesOf(fact.span).at(-1) ?? fact.span, fact.reason, fact.partly))
    runRules(alone, [scope], diagnostics, options)
    if (!holds(scope, isKept)) project.children.pop()
  }
  if (across.length) runRules(across, project.children, diagnostics, options)
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  const unused: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  silences.sayUnused(unused, (id, path) => {
    const rule = byId.get(id)
    return rule !== undefined && runsOn(rule, path, options)
  })
  runRules(rules, [unused], diagnostics, options)

  return {
    ...diagnostics.sorted(),
    notices: inOrder(notices),
    filesChecked,
  }
}

/** Sorted, and each said once: a partial is read wherever it is used. */
function inOrder(notices: readonly Notice[]): readonly Notice[] {
  const said = new Map(notices.map(notice => [JSON.stringify(notice), notice]))
  return [...said.values()].sort(
    (a, b) => compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.reason, b.reason),
  )
}

/** Whether a file is held for the sake of a fact until all are read. */
function keeping(across: readonly Rule[]): (fact: Fact) => boolean {
  const askers = new Map<FactKind, Rule[]>()
  for (const rule of across)
    for (const kind of new Set([...(rule.across ?? []), ...(Object.keys(rule.check) as FactKind[])]))
      askers.set(kind, [...(askers.get(kind) ?? []), rule])
  return fact => askers.get(fact.kind)?.some(rule => rule.keeps?.(fact) ?? true) ?? false
}

function holds(scope: Scope, isKept: (fact: Fact) => boolean): boolean {
  return scope.facts.some(isKept) || scope.children.some(child => holds(child, isKept))
}

/** What holds for a file, be it from the configuration or for the whole run. */
const settingsOf = (path: string, options: LintOptions): Settings => {
  const { runtime, targetVersion } = options.settingsOf?.(path) ?? {}
  return { runtime: runtime ?? options.runtime, targetVersion: targetVersion ?? options.targetVersion }
}

/** Whether a rule has anything to say about a file. */
const runsOn = (rule: Rule, path: string, options: LintOptions): boolean =>
  !rule.exceptWith?.includes(settingsOf(path, options).runtime) &&
  options.settingsOf?.(path).levelOf?.(rule.id) !== 'off'

/** A rule's handler of a kind of fact, with what it is given. */
interface Judge {
  readonly handle: (fact: never, context: Context) => void
  readonly context: Context
}

/** Gives every fact of the files to the rules that have a handler for its kind. */
function runRules(rules: readonly Rule[], files: readonly Scope[], diagnostics: Collector, options: LintOptions): void {
  // Rules ask once for each fact that they judge.
  const gathered = new Map<FactKind, readonly Fact[]>()
  const everywhere = <K extends FactKind>(kind: K): readonly FactOf<K>[] => {
    const known = gathered.get(kind) ?? files.flatMap(file => factsIn(file, kind))
    gathered.set(kind, known)
    return known as readonly FactOf<K>[]
  }
  /** The fact that is being judged: a file has thousands, so they share the contexts of the rules. */
  let fact: Fact
  /** The handlers of each kind of fact, in the order of the rules. */
  const judgesOf = (path: string): ReadonlyMap<FactKind, readonly Judge[]> => {
    const settings = settingsOf(path, options)
    const judges = new Map<FactKind, Judge[]>()
    for (const rule of rules) {
      if (!runsOn(rule, path, options)) continue
      const report = (at: Located | Span, said: Report) => diagnostics.add(rule, fact, at, said)
      const context: Context = { settings, report, near, everywhere }
      for (const [kind, handle] of Object.entries(rule.check) as [FactKind, Judge['handle']][]) {
        const list = judges.get(kind)
        if (list) list.push({ handle, context })
        else judges.set(kind, [{ handle, context }])
      }
    }
    return judges
  }
  const everyJudge = options.settingsOf ? undefined : judgesOf('')
  for (const file of files) {
    const judges = everyJudge ?? judgesOf(file.name ?? '')
    const stack: Scope[] = [file]
    for (let scope = stack.pop(); scope; scope = stack.pop()) {
      for (fact of scope.facts)
        for (const { handle, context } of judges.get(fact.kind) ?? NO_JUDGES) handle(fact as never, context)
      for (let i = scope.children.length - 1; i >= 0; i--) stack.push(scope.children[i]!)
    }
  }
}

const NO_JUDGES: readonly Judge[] = []

interface Collector {
  add(rule: Rule, fact: Fact, at: Located | Span, report: Report): void
  sorted(): Pick<LintResult, 'diagnostics' | 'suppressed'>
}

/**
 * The level that a finding gets. A rule's level in the configuration stands for the rule's own level, its highest; a finding
 * that the rule reports lower, because of where it stands, is not raised by it.
 */
function configuredLevel(rule: Rule, reported: Level, configured: Level | 'off' | undefined): Level {
  if (configured === undefined || configured === 'off') return reported
  if (reported === rule.level) return configured
  return LEVELS.indexOf(reported) < LEVELS.indexOf(configured) ? reported : configured
}

const LEVELS: readonly Level[] = ['note', 'warning', 'error']

/** So many different sentences are held once; real runs have some hundreds. */
const MOST_SENTENCES = 10_000

/** Collects reports and turns them into diagnostics while the text of their file is at hand. One place is reported once a rule. */
function collector(options: LintOptions, silences: Suppressions): Collector {
  const hashes = new WeakMap<SourceFile, (line: number) => string>()
  const hashOf = (file: SourceFile, line: number): string => {
    const known = hashes.get(file) ?? lineHashes(file.text)
    hashes.set(file, known)
    return known(line)
  }
  // Most sentences are said of many findings: each is held once, free of the file that a part of it may come from.
  const sentences = new Map<string, string>()
  const own = (sentence: string): string => {
    const known = sentences.get(sentence) ?? detach(sentence)
    if (sentences.size < MOST_SENTENCES) sentences.set(known, known)
    return known
  }
  const silencedAt = (span: Span, rule: Rule, scope: Scope) => {
    silences.readFile(span.file)
    return silences.silenced(rule.id, span.file.path, positionOf(span.file, span.start).line, scope)
  }
  const ignoredBy = (configured: FileSettings | undefined, rule: Rule, object: string | undefined) => {
    const ignored = configured?.ignored?.(rule.id, object)
    return ignored && { by: 'config' as const, reason: ignored.reason }
  }
  // Runs with tens of thousands of findings are held whole: what one costs beside its texts is kept small.
  const byPath = new Map<string, Map<string, Found[]>>()
  const foundAt = (path: string, range: string): Found[] => {
    const ranges = byPath.get(path) ?? new Map<string, Found[]>()
    byPath.set(path, ranges)
    const found = ranges.get(range) ?? []
    ranges.set(range, found)
    return found
  }
  return {
    add(rule, fact, at, report) {
      const span = 'span' in at ? at.span : at
      const alone = span.origin?.alone === true
      const off = guardsOf(fact.scope).find(guard => guard.off)
      const level = off ? 'note' : (report.level ?? rule.level)
      const { path } = span.file
      const here = foundAt(path, `${span.start}:${span.end}`)
      const known = here.findIndex(({ diagnostic }) => diagnostic.rule === rule.id)
      if (known >= 0 && !outdoes({ alone, level }, here[known]!)) return
      const configured = options.settingsOf?.(path)
      if (configured?.levelOf?.(rule.id) === 'off') return
      const location = locationOf(span)
      const object = objectOf(fact.scope)
      const from = renderedFrom(fact.scope)
      const uses = usesOf(span)
      const template = templateLine(fact.scope, location, options.beside)
      const silenced =
        [span, ...uses].map(place => silencedAt(place, rule, fact.scope)).find(found => found !== undefined) ??
        ignoredBy(configured, rule, enclosing(fact.scope, 'object')?.name)
      const diagnostic: Diagnostic = {
        rule: rule.id,
        level: configuredLevel(rule, level, configured?.levelOf?.(rule.id)),
        confidence: report.confidence ?? 'high',
        what: own(report.what),
        breaks: own(off ? `${report.breaks} ${leftOut(off)}` : report.breaks),
        instead: own(report.instead),
        object,
        from: from === undefined ? undefined : detach(from),
        location,
        related: [
          ...uses.map(use => ({ message: 'used here', location: locationOf(use) })),
          ...(template ? [{ message: 'made from this template', location: locationOf(template) }] : []),
          ...(report.related ?? []).map(({ at: where, message }) => ({
            message: detach(message),
            location: locationOf('span' in where ? where.span : where),
          })),
        ],
        fix: report.fix && {
          title: detach(report.fix.title),
          edits: report.fix.edits.map(({ span: range, text }) => ({
            location: locationOf(range, true),
            start: range.start,
            end: range.end,
            text: detach(text),
          })),
        },
        lineHash: options.lineHashes ? hashOf(span.file, location.line) : undefined,
      }
      here[known < 0 ? here.length : known] = { diagnostic, silenced, alone, level }
    },
    sorted() {
      const diagnostics: Diagnostic[] = []
      const suppressed: Suppressed[] = []
      for (const ranges of byPath.values())
        for (const found of ranges.values())
          for (const { diagnostic, silenced } of settled(found)) {
            if (silenced) suppressed.push({ diagnostic, ...silenced })
            else diagnostics.push(diagnostic)
          }
      return {
        diagnostics: diagnostics.sort(byPlace),
        suppressed: suppressed.sort((a, b) => byPlace(a.diagnostic, b.diagnostic)),
      }
    },
  }
}

/** A diagnostic with what decides between several for one place. */
interface Found {
  readonly diagnostic: Diagnostic
  readonly silenced: Omit<Suppressed, 'diagnostic'> | undefined
  readonly level: Level
  /** Whether it comes from a text that was read for itself, though it is a part of others. */
  readonly alone: boolean
}

const ORDER: readonly Level[] = ['note', 'warning', 'error']

/** One place is reported once: as it is used, rather than as it looks for itself; where it is used most seriously. */
const outdoes = (one: Pick<Found, 'alone' | 'level'>, other: Pick<Found, 'alone' | 'level'>): boolean =>
  one.alone === other.alone ? ORDER.indexOf(one.level) > ORDER.indexOf(other.level) : other.alone

/** Of what was found in one place, leaves out what was said of it for itself where something was said of it as it is used. */
const settled = (found: readonly Found[]): readonly Found[] =>
  found.every(({ alone }) => alone) ? found : found.filter(({ alone }) => !alone)

const leftOut = ({ condition, negated }: Guard): string =>
  `It is left out by default (by "${condition.slice(0, 200)}"${negated ? ', which holds' : ''}).`

/** How many places of use are told. */
const MOST_USES = 4

/** The template actions that put a text where it was found, the outermost last. */
function usesOf(span: Span): readonly Span[] {
  const uses: Span[] = []
  for (let via = span.origin?.via; via && uses.length < MOST_USES; via = via.origin?.via) uses.push(via)
  return uses
}

/** The order in which findings are told. */
export const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  compare(a.location.path, b.location.path) ||
  a.location.line - b.location.line ||
  a.location.column - b.location.column ||
  compare(a.rule, b.rule)

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** How much of a line a code frame can need. */
const FRAME = 2000

/** Lines and columns of a span. The range of a finding is cut at the end of its first line: annotations need one line. */
function locationOf(span: Span, whole = false): Location {
  const { file, start } = span
  const from = positionOf(file, start)
  const text = lineText(file, from.line)
  const to = positionOf(file, span.end)
  const frameStart = text.length <= FRAME ? 0 : Math.max(0, from.column - 1 - FRAME / 4)
  const oneLine = whole || to.line === from.line
  return {
    path: file.path,
    line: from.line,
    column: from.column,
    endLine: oneLine ? to.line : from.line,
    endColumn: oneLine ? to.column : text.length + 1,
    lineText: detach(text.slice(frameStart, frameStart + FRAME)),
    textColumn: frameStart + 1,
  }
}

/** `DaemonSet kube-system/fluentd, container fluentd`, as far as the scopes name them. */
function objectOf(scope: Scope): string | undefined {
  const object = enclosing(scope, 'object')?.name
  if (!object) return undefined
  const from = renderedFrom(scope)
  const container = enclosing(scope, 'container')?.name
  const script = enclosing(scope, 'script')?.name
  const parts = [object, container && `container ${container}`, !container && script, from && `from ${from}`]
  return detach(parts.filter(Boolean).join(', '))
}

function renderedFrom(scope: Scope): string | undefined {
  for (let next: Scope | undefined = scope; next; next = next.parent) if (next.from) return next.from
  return undefined
}

/**
 * The line of a template that a finding in rendered output comes from: the one line that reads the same. A comment in the
 * output names the template; it counts only for a file of the tree that is there to be read.
 */
function templateLine(scope: Scope, location: Location, beside: Beside | undefined): Span | undefined {
  const from = renderedFrom(scope)
  if (!from || !beside || /(^|\/)\.\.(\/|$)|^\/|^[A-Za-z]:|\\/.test(from)) return undefined
  // Helm writes the name of the chart first, which may be the working folder itself.
  const path = [from, from.replace(/^[^/]+\//, '')].find(one => beside.read(one) !== undefined)
  if (path === undefined || path === location.path) return undefined
  const file: SourceFile = { path, text: beside.read(path)! }
  const wanted = location.lineText.trim()
  const found: Span[] = []
  for (const match of file.text.matchAll(/[^\n]+/g))
    if (match[0].trim() === wanted)
      found.push({ file, start: match.index + match[0].search(/\S/), end: match.index + match[0].trimEnd().length })
  return found.length === 1 ? found[0] : { file, start: 0, end: 0 }
}

function noticeOf(span: Span, reason: string, partly: boolean): Notice {
  const { line, column } = positionOf(span.file, span.start)
  return { path: span.file.path, line, column, reason, partly }
}
