/** What can be done about findings, each tried by linting what would be there. */
import type { Diagnostic, LintResult, ResolvedFix } from '../../diagnostic.ts'
import type { Fact, Scope } from '../../facts.ts'
import { languageOf } from '../../languages/recognise.ts'
import { applyFixes } from '../../lint/fixes/apply.ts'
import { differences } from '../../lint/fixes/compare.ts'
import { edited } from '../../lint/fixes/edited.ts'
import type { Texts } from '../../lint/fixes/texts.ts'
import { readFacts } from '../../lint/read-facts.ts'
import { positionOf } from '../../text/position.ts'
import type { SourceFile } from '../../text/source.ts'
import { ignoreComments, REASON } from './ignore-comment.ts'
import type { EditorDiagnostic, Offer, Position, TextEdit } from './shapes.ts'
import { rangeOf } from './shown.ts'

/** What an action is tried with. */
export interface Trial {
  /** The text that the actions are for, as it is shown. */
  readonly path: string
  /** The texts in the editor, with this one. */
  readonly texts: Texts
  /** The text of a file as it stands, or undefined. */
  readonly textOf: (path: string) => string | undefined
  readonly before: LintResult
  readonly attempt: (texts: Texts) => Promise<LintResult>
  readonly shown: (diagnostic: Diagnostic) => EditorDiagnostic
}

const WHEN: Readonly<Record<ResolvedFix['applies'], string>> = {
  both: 'right with Docker Engine and without it',
  after: 'right only when no node has Docker Engine any more',
}

/** The fix of a finding, or undefined where it has none that does what it is meant to. */
export async function fixOffer(diagnostic: Diagnostic, trial: Trial): Promise<Offer | undefined> {
  const { fix } = diagnostic
  if (!fix) return undefined
  const edits = new Map<string, TextEdit[]>()
  const texts = new Map(trial.texts)
  for (const path of new Set(fix.edits.map(edit => edit.location.path))) {
    const text = trial.textOf(path)
    if (text === undefined) return undefined
    const own = fix.edits.filter(edit => edit.location.path === path)
    texts.set(path, edited(text, own))
    edits.set(
      path,
      own.map(edit => ({ range: rangeOf(edit.location, text), newText: edit.text })),
    )
  }
  const key = JSON.stringify(fix.edits)
  const meant = trial.before.diagnostics.filter(other => JSON.stringify(other.fix?.edits) === key)
  if (differences(trial.before, await trial.attempt(texts), meant).size) return undefined
  return {
    title: `${fix.title} (${WHEN[fix.applies]})`,
    kind: 'quickfix',
    isPreferred: fix.applies === 'both',
    diagnostics: [trial.shown(diagnostic)],
    edits,
  }
}

/** A comment that silences a finding, in the language of the text, where one can be written that changes nothing else. */
export async function ignoreOffer(diagnostic: Diagnostic, trial: Trial): Promise<Offer | undefined> {
  const { path, line } = diagnostic.location
  const text = trial.textOf(path)
  const language = text === undefined ? undefined : languageOf(path, text)
  if (text === undefined || language === undefined) return undefined
  let facts: string | undefined
  for (const { at, text: inserted } of ignoreComments(text, line, diagnostic.rule, { path, language })) {
    const after = `${text.slice(0, at)}${inserted}${text.slice(at)}`
    const result = await trial.attempt(new Map(trial.texts).set(path, after))
    if (!isSilenced(diagnostic, trial.before, result)) continue
    // What changes no fact is a comment to whoever reads the file.
    facts ??= await saidBy({ path, text })
    if ((await saidBy({ path, text: after })) !== facts) continue
    const place = positionIn({ path, text }, at)
    return {
      title: `Ignore ${diagnostic.rule} here, in a comment with a reason`,
      kind: 'quickfix',
      isPreferred: false,
      diagnostics: [trial.shown(diagnostic)],
      edits: new Map([[path, [{ range: { start: place, end: place }, newText: inserted }]]]),
    }
  }
  return undefined
}

function isSilenced(diagnostic: Diagnostic, before: LintResult, after: LintResult): boolean {
  const isSame = ({ rule, what, location }: Diagnostic): boolean =>
    rule === diagnostic.rule && what === diagnostic.what && location.path === diagnostic.location.path
  return (
    differences(before, after, []).size === 0 &&
    after.diagnostics.filter(isSame).length < before.diagnostics.filter(isSame).length &&
    after.suppressed.some(({ diagnostic: other, by, reason }) => isSame(other) && by === 'comment' && reason === REASON)
  )
}

/** All that is read out of a text, without where it stands. */
async function saidBy(file: SourceFile): Promise<string> {
  const project: Scope = { kind: 'project', parent: undefined, facts: [], children: [] }
  const { scope } = await readFacts(file, project)
  const said: string[] = []
  const collect = ({ facts, children, name, kind }: Scope): void => {
    said.push(`${kind} ${name ?? ''}`, ...facts.map(wordsOf))
    for (const child of children) collect(child)
  }
  collect(scope)
  return said.join('\n')
}

const PLACES: ReadonlySet<string> = new Set(['scope', 'span', 'file', 'start', 'end', 'origin'])

const wordsOf = (fact: Fact): string =>
  JSON.stringify(fact, (key, value: unknown) => (PLACES.has(key) ? undefined : value))

/** A place of a text, as the editor counts. */
function positionIn(file: SourceFile, offset: number): Position {
  const { line, column } = positionOf(file, offset)
  return rangeOf({ line, column, endLine: line, endColumn: column }, offset === 0 ? '' : file.text).start
}

/** Every fix of a text that is right before and after the move, as one change. */
export async function fixAllOffer(found: readonly Diagnostic[], trial: Trial): Promise<Offer | undefined> {
  const isOwn = ({ fix }: Diagnostic): boolean => fix?.edits.every(edit => edit.location.path === trial.path) ?? false
  const levels = new Set(found.map(({ level }) => level))
  const { texts, done } = await applyFixes({
    lint: changed => trial.attempt(new Map([...trial.texts, ...changed])),
    read: path => trial.textOf(path) ?? { problem: 'it is not open' },
    choose: ({ diagnostics }) => diagnostics.filter(each => isOwn(each) && levels.has(each.level)),
    unsafe: false,
  })
  const [change] = texts
  if (!change || !done.length) return undefined
  return {
    title: 'Fix all that is right with Docker Engine and without it',
    kind: 'source.fixAll.dockershim-lint',
    isPreferred: false,
    diagnostics: done.map(trial.shown),
    edits: new Map([[change.path, [changeOf(change)]]]),
  }
}

/** The part of a text that differs from another one. */
function changeOf({ path, before, after }: { path: string; before: string; after: string }): TextEdit {
  const most = Math.min(before.length, after.length)
  let start = 0
  while (start < most && before[start] === after[start]) start++
  let same = 0
  while (same < most - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  // Never between the two units of a line end or of a character.
  while (start > 0 && isInside(before, start)) start--
  while (same > 0 && isInside(before, before.length - same)) same--
  const file = { path, text: before }
  return {
    range: { start: positionIn(file, start), end: positionIn(file, before.length - same) },
    newText: after.slice(start, after.length - same),
  }
}

const isInside = (text: string, at: number): boolean => /[\r\uD800-\uDBFF]/.test(text[at - 1] ?? '')
