/** The pipeline: files to facts, facts to reports, reports to diagnostics. */

import type { LintResult, Notice } from '../diagnostic.ts'
import { type Fact, type FactKind, factsIn, type Home, type Scope } from '../facts.ts'
import { templatesOf } from '../helm/expand.ts'
import { languageOf } from '../languages/recognise.ts'
import type { Rule } from '../rule.ts'
import { decode, isTextWithZeros } from '../text/decode.ts'
import { withDeadline } from '../text/progress.ts'
import type { SourceFile } from '../text/source.ts'
import { collectFindings } from './findings.ts'
import type { LintOptions } from './lint-options.ts'
import { inOrder, noticeOf, usesOf } from './location.ts'
import { settlePlaces } from './place.ts'
import { prefilterFor } from './prefilter.ts'
import { readFacts, secondsFor } from './read-facts.ts'
import { runRules, runsOn } from './run-rules.ts'
import { suppressions } from './suppress.ts'

/** A file to lint, or what kept it from being read. The bytes need hold only until the next file is asked for. */
export type InputFile =
  | { readonly path: string; readonly bytes: Uint8Array; readonly named?: boolean; readonly home?: Home }
  | { readonly path: string; readonly problem: string }

type Readable = Extract<InputFile, { bytes: Uint8Array }>

/** What a person can do about a chart in an archive, whose lines nobody edits. */
const PACKED_CHART =
  'it is a packed chart; lint it unpacked, or lint what it makes of your values: helm template … | dockershim-lint -'

/** Lints files. They are read one after the other; none is held after its facts are out, unless a rule looks across files. */
export async function lintFiles(files: AsyncIterable<InputFile>, options: LintOptions): Promise<LintResult> {
  const { rules } = options
  const alone = rules.filter(rule => !rule.across?.length)
  const across = rules.filter(rule => rule.across?.length)
  const isKept = keeping(across)
  const wanted = options.withoutPrefilter ? () => true : prefilterOf(rules)

  const templates = options.beside && templatesOf(options.beside, options.values, wanted)
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const silences = suppressions(options.ruleIds ?? rules.map(rule => rule.id))
  const findings = collectFindings(options, silences)
  const notices: Notice[] = []
  let filesChecked = 0

  /** One file that nobody thought of takes no other file's findings away. */
  const failed = (path: string, error: unknown): void => {
    const what = error instanceof Error ? error.message : String(error)
    notices.push({ path, reason: `dockershim-lint failed on it (${what}); please report that`, partly: true })
  }

  /** Reads a file and reports what rules find that look at it alone. */
  const lintFile = async ({ path, bytes, named = false, home }: Readable): Promise<void> => {
    if (!wanted(bytes, path) && !templates?.wants(path, bytes)) return
    const decoded = decode(bytes)
    if (!decoded) {
      if (named || languageOf(path, '')) notices.push({ path, reason: 'it is a binary file', partly: false })
      else if (isTextWithZeros(bytes))
        notices.push({
          path,
          reason: 'it is a text with a zero byte in it, which makes it a binary file',
          partly: false,
        })
      return
    }
    const file: SourceFile = { path, text: decoded.text }
    const { scope, known } = await readFacts(
      file,
      project,
      { place: options.settingsOf?.(path).place, home },
      templates,
    )
    if (decoded.problem && known) notices.push({ path, reason: decoded.problem, partly: true })
    settlePlaces(scope)
    if (known) silences.readFile(file)
    silences.readObjects(scope)
    // A part of a template that cannot be read for itself is read where it is used.
    for (const fact of factsIn(scope, 'unread'))
      if (!fact.span.origin?.alone)
        notices.push(noticeOf(usesOf(fact.span).at(-1) ?? fact.span, fact.reason, fact.partly))
    const seconds = secondsFor(file.text.length)
    const judge = () => runRules(alone, [scope], findings, options, failed)
    withDeadline(Date.now() + seconds * 1000, seconds, judge)
    if (holds(scope, isKept)) options.onHeld?.(path, scope)
    else project.children.pop()
  }

  for await (const input of files) {
    const { path } = input
    if ('problem' in input) {
      notices.push({ path, reason: input.problem, partly: false })
      continue
    }
    filesChecked++
    if (templates?.isPacked(path)) {
      notices.push({ path, reason: PACKED_CHART, partly: false })
      continue
    }
    try {
      await lintFile(input)
    } catch (error) {
      failed(path, error)
    }
  }
  const held = options.around ? [...options.around, ...project.children] : project.children
  if (across.length) runRules(across, held, findings, options, failed)
  const byId = new Map(rules.map(rule => [rule.id, rule]))
  const unused: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  silences.sayUnused(unused, (id, path) => {
    const rule = byId.get(id)
    return rule !== undefined && runsOn(rule, path, options)
  })
  runRules(rules, [unused], findings, options, failed)

  return {
    ...findings.sorted(),
    notices: inOrder(notices),
    filesChecked,
  }
}

/** An editor has the same rules run again with every key: their scan is made once. */
const prefilters = new WeakMap<readonly Rule[], ReturnType<typeof prefilterFor>>()

function prefilterOf(rules: readonly Rule[]): ReturnType<typeof prefilterFor> {
  const known = prefilters.get(rules) ?? prefilterFor(rules.flatMap(rule => rule.triggers))
  prefilters.set(rules, known)
  return known
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
