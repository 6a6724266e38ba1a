/** The pipeline: files to facts, facts to reports, reports to diagnostics with their places resolved. */
import { decode } from './decode.ts'
import type { Diagnostic, LintResult, Location, Notice } from './diagnostic.ts'
import { enclosing, type Fact, type FactKind, factsIn, type Place, type Scope } from './facts.ts'
import { hidingWords, languageOf, readFacts } from './languages/index.ts'
import { lineHashes } from './line-hash.ts'
import { settlePlaces } from './place.ts'
import { prefilterFor } from './prefilter.ts'
import { type Context, near, type Report, type Rule, type Settings } from './rule.ts'
import { detach, type Located, lineText, positionOf, type SourceFile, type Span } from './source.ts'

/** A file to lint, or what kept it from being read. */
export type InputFile =
  | { readonly path: string; readonly bytes: Buffer; readonly named?: boolean }
  | { readonly path: string; readonly problem: string }

export interface LintOptions extends Settings {
  readonly rules: readonly Rule[]
  /** Parse every file, also those without any word that a rule asks for. For the test that the scan loses nothing. */
  readonly withoutPrefilter?: boolean
  /** Compute the hash of each finding's line, by which code scanning follows it. */
  readonly lineHashes?: boolean
  /** Where the code of a file runs, when the configuration says it. */
  readonly placeOf?: (path: string) => Place | undefined
}

/** Lints files. They are read one after the other; none is held after its facts are out, unless a rule looks across files. */
export async function lintFiles(files: AsyncIterable<InputFile>, options: LintOptions): Promise<LintResult> {
  const rules = options.rules.filter(rule => !rule.exceptWith?.includes(options.runtime))
  const alone = rules.filter(rule => !rule.across?.length)
  const across = rules.filter(rule => rule.across?.length)
  const isKept = keeping(across)
  const wanted = options.withoutPrefilter
    ? () => true
    : prefilterFor([...rules.flatMap(rule => rule.triggers), ...hidingWords])

  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const diagnostics = collector(options.lineHashes === true)
  const notices: Notice[] = []
  let filesChecked = 0

  for await (const input of files) {
    if ('problem' in input) {
      notices.push({ path: input.path, reason: input.problem, partly: false })
      continue
    }
    filesChecked++
    if (!wanted(input.bytes)) continue
    const decoded = decode(input.bytes)
    if (!decoded) {
      if (input.named || languageOf(input.path, ''))
        notices.push({ path: input.path, reason: 'it is a binary file', partly: false })
      continue
    }
    if (decoded.problem) notices.push({ path: input.path, reason: decoded.problem, partly: true })
    const file: SourceFile = { path: input.path, text: decoded.text }
    const { scope } = await readFacts(file, project, options.placeOf?.(input.path))
    settlePlaces(scope)
    for (const fact of factsIn(scope, 'unread')) notices.push(noticeOf(fact.span, fact.reason, fact.partly))
    runRules(alone, [scope], diagnostics, options)
    if (!holds(scope, isKept)) project.children.pop()
  }
  if (across.length) runRules(across, project.children, diagnostics, options)

  return {
    diagnostics: diagnostics.sorted(),
    notices: notices.sort(
      (a, b) => compare(a.path, b.path) || (a.line ?? 0) - (b.line ?? 0) || compare(a.reason, b.reason),
    ),
    filesChecked,
  }
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

/** Gives every fact of the files to the rules that have a handler for its kind. */
function runRules(rules: readonly Rule[], files: readonly Scope[], diagnostics: Collector, settings: Settings): void {
  const handlers = new Map<FactKind, { rule: Rule; handle: (fact: never, context: Context) => void }[]>()
  for (const rule of rules)
    for (const [kind, handle] of Object.entries(rule.check) as [FactKind, (fact: never, context: Context) => void][]) {
      const list = handlers.get(kind)
      if (list) list.push({ rule, handle })
      else handlers.set(kind, [{ rule, handle }])
    }
  const everywhere: Context['everywhere'] = kind => files.flatMap(file => factsIn(file, kind))
  const stack: Scope[] = [...files].reverse()
  for (let scope = stack.pop(); scope; scope = stack.pop()) {
    for (const fact of scope.facts)
      for (const { rule, handle } of handlers.get(fact.kind) ?? [])
        handle(fact as never, {
          settings,
          report: (at, report) => diagnostics.add(rule, fact, at, report),
          near,
          everywhere,
        })
    for (let i = scope.children.length - 1; i >= 0; i--) stack.push(scope.children[i]!)
  }
}

interface Collector {
  add(rule: Rule, fact: Fact, at: Located | Span, report: Report): void
  sorted(): readonly Diagnostic[]
}

/** Collects reports and turns them into diagnostics while the text of their file is at hand. One place is reported once a rule. */
function collector(withHashes: boolean): Collector {
  const hashes = new WeakMap<SourceFile, (line: number) => string>()
  const hashOf = (file: SourceFile, line: number): string => {
    const known = hashes.get(file) ?? lineHashes(file.text)
    hashes.set(file, known)
    return known(line)
  }
  const byKey = new Map<string, Diagnostic>()
  return {
    add(rule, fact, at, report) {
      const span = 'span' in at ? at.span : at
      const key = `${rule.id}\0${span.file.path}\0${span.start}\0${span.end}`
      if (byKey.has(key)) return
      const location = locationOf(span)
      byKey.set(key, {
        rule: rule.id,
        level: report.level ?? rule.level,
        confidence: report.confidence ?? 'high',
        what: detach(report.what),
        breaks: detach(report.breaks),
        instead: detach(report.instead),
        object: objectOf(fact.scope),
        location,
        related: (report.related ?? []).map(({ at: where, message }) => ({
          message: detach(message),
          location: locationOf('span' in where ? where.span : where),
        })),
        fix: report.fix && {
          title: detach(report.fix.title),
          edits: report.fix.edits.map(({ span: range, text }) => ({
            location: locationOf(range, true),
            start: range.start,
            end: range.end,
            text: detach(text),
          })),
        },
        lineHash: withHashes ? hashOf(span.file, location.line) : undefined,
      })
    },
    sorted: () =>
      [...byKey.values()].sort(
        (a, b) =>
          compare(a.location.path, b.location.path) ||
          a.location.line - b.location.line ||
          a.location.column - b.location.column ||
          compare(a.rule, b.rule),
      ),
  }
}

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
  const container = enclosing(scope, 'container')?.name
  const script = enclosing(scope, 'script')?.name
  return detach([object, container && `container ${container}`, !container && script].filter(Boolean).join(', '))
}

function noticeOf(span: Span, reason: string, partly: boolean): Notice {
  const { line, column } = positionOf(span.file, span.start)
  return { path: span.file.path, line, column, reason, partly }
}
