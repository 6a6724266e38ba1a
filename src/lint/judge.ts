/** Judges one file after the other: its facts, and what rules report that look at it alone. */
import type { Notice } from '../diagnostic.ts'
import { type Fact, type FactKind, factsIn, type Scope } from '../facts.ts'
import { languageOf } from '../languages/recognise.ts'
import type { Rule } from '../rule.ts'
import { decode, isTextWithZeros } from '../text/decode.ts'
import { withDeadline } from '../text/progress.ts'
import type { SourceFile } from '../text/source.ts'
import { partsInStage } from '../text/stage.ts'
import { collectFindings } from './findings.ts'
import type { Judged, Unjudged } from './judged.ts'
import type { LintOptions } from './lint-options.ts'
import { noticeOf, usesOf } from './location.ts'
import { settlePlaces } from './place.ts'
import { reading, secondsFor } from './read-facts.ts'
import { runnerOf } from './run-rules.ts'
import { suppressions } from './suppress.ts'
import { templatesFor, wantedBy } from './templates.ts'
import type { Work } from './wiring.ts'

/** Judges a file. Never throws. */
export type Judge = (file: Unjudged) => Work<Judged>

/** One file that nobody thought of takes no other file's findings away. */
export const failure = (path: string, error: unknown): Notice => {
  const what = error instanceof Error ? error.message : String(error)
  return { path, reason: `dockershim-lint failed on it (${what}); please report that`, partly: true }
}

/** What judges files. It keeps what it learns of charts from file to file. */
export function judgeOf(options: LintOptions): Judge {
  const { rules } = options
  const alone = rules.filter(rule => !rule.across?.length)
  const isKept = keeping(rules.filter(rule => rule.across?.length))
  const templates = templatesFor(options)
  const silences = suppressions(options.ruleIds ?? rules.map(rule => rule.id))
  const findings = collectFindings(options, silences)
  const wanted = wantedBy(options)
  const mayHold = (part: string): boolean => wanted(new TextEncoder().encode(part))
  const run = runnerOf(alone, findings, options)

  /** Reads a file and reports what rules find. Gives its facts, where they have to be held. */
  function* judge({ path, bytes, named, home }: Unjudged, notices: Notice[]): Work<Scope | undefined> {
    const decoded = decode(bytes)
    if (!decoded) {
      if (named || languageOf(path, '')) notices.push({ path, reason: 'it is a binary file', partly: false })
      else if (isTextWithZeros(bytes))
        notices.push({
          path,
          reason: 'it is a text with a zero byte in it, which makes it a binary file',
          partly: false,
        })
      return undefined
    }
    const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
    const file: SourceFile = { path, text: decoded.text }
    const place = options.settingsOf?.(path).place
    const { scope, known } = yield* reading(file, project, { place, home, mayHold }, templates)
    if (decoded.problem && known) notices.push({ path, reason: decoded.problem, partly: true })
    const failed = (of: string, error: unknown) => notices.push(failure(of, error))
    settlePlaces(scope)
    if (known) silences.readFile(file)
    silences.readObjects(scope)
    // A part of a template that cannot be read for itself is read where it is used.
    for (const fact of factsIn(scope, 'unread'))
      if (!fact.span.origin?.alone)
        notices.push(noticeOf(usesOf(fact.span).at(-1) ?? fact.span, fact.reason, fact.partly))
    const seconds = secondsFor(file.text.length)
    const judging = () => run([scope], failed)
    withDeadline(Date.now() + seconds * 1000, seconds, judging)
    return holds(scope, isKept) ? project : undefined
  }

  return function* (file) {
    const { order, path } = file
    const notices: Notice[] = []
    let held: Scope | undefined
    try {
      held = yield* partsInStage('judging', judge(file, notices))
    } catch (error) {
      notices.push(failure(path, error))
    }
    return { order, path, found: findings.take(), notices, silences: silences.take(), held }
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
