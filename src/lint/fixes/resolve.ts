/** What a rule offers as a fix, as ranges of the file and what is written there instead. */
import type { ResolvedEdit, ResolvedFix } from '../../diagnostic.ts'
import type { Edit, Fix, Replacement } from '../../rule.ts'
import { detach } from '../../text/bytes.ts'
import { type Located, type SourceFile, type Span, written } from '../../text/source.ts'
import { locationOf } from '../location.ts'
import { copyOf } from './copy.ts'
import { encoded } from './encoded.ts'
import { removalOf } from './removal.ts'

/** The changes of a fix, or undefined where one of its texts is not written out as it is meant: such text is never changed. */
export function resolveFix(fix: Fix): ResolvedFix | undefined {
  const edits: ResolvedEdit[] = []
  for (const edit of fix.edits) {
    const changes = changesOf(edit)
    if (!changes) return undefined
    for (const { span, text } of changes)
      edits.push({ location: locationOf(span, true), start: span.start, end: span.end, text: detach(text) })
  }
  return edits.length ? { title: detach(fix.title), applies: fix.applies, edits: joined(edits) } : undefined
}

interface Change {
  readonly span: Span
  readonly text: string
}

function changesOf(edit: Edit): readonly Change[] | undefined {
  if ('at' in edit) {
    const text = isLiteral(edit.at) ? encoded(edit.text, edit.at.span) : undefined
    return text === undefined ? undefined : [{ span: edit.at.span, text }]
  }
  if ('copy' in edit) return copyChange(edit.copy)
  const file = fileOf(edit.remove)
  if (!file) return undefined
  const parts = edit.remove.map(({ span }) => span)
  return removalOf(file.text, parts)?.map(({ start, end }) => ({ span: { file, start, end }, text: '' }))
}

function copyChange(replacements: readonly Replacement[]): readonly Change[] | undefined {
  const file = fileOf(replacements.map(({ at }) => at))
  const changes = replacements.flatMap(({ at: { exact, span }, text }) => {
    const written = exact ? encoded(text, span) : undefined
    return written === undefined ? [] : [{ start: span.start, end: span.end, text: written }]
  })
  if (!file || changes.length < replacements.length) return undefined
  const copy = copyOf(file.text, changes)
  return copy && [{ span: { file, start: copy.at, end: copy.at }, text: copy.text }]
}

/** The file that all texts stand in, if they do, and as they are meant but for quotes. */
function fileOf(texts: readonly Located[]): SourceFile | undefined {
  const file = texts[0]?.span.file
  return texts.every(text => text.span.file === file && isWrittenOut(text)) ? file : undefined
}

/** Whether a text stands in the file as it is meant. Line ends are read as LF. */
const isLiteral = ({ exact, value, span }: Located): boolean =>
  exact || written(span).replaceAll('\r\n', '\n') === value

const isWrittenOut = ({ exact, value, span }: Located): boolean => exact || bare(value) === bare(written(span))

const bare = (text: string): string => text.replace(/["'\\\r]/g, '')

/** Sorted; what is taken away by two edits is taken away once. */
function joined(edits: readonly ResolvedEdit[]): readonly ResolvedEdit[] {
  const sorted = [...edits].sort((a, b) => comparePaths(a, b) || a.start - b.start || a.end - b.end)
  const result: ResolvedEdit[] = []
  for (const edit of sorted) {
    const last = result.at(-1)
    if (!last || last.location.path !== edit.location.path || last.text || edit.text || last.end < edit.start)
      result.push(edit)
    else if (last.end < edit.end) {
      const { endLine, endColumn } = edit.location
      result[result.length - 1] = { ...last, end: edit.end, location: { ...last.location, endLine, endColumn } }
    }
  }
  return result
}

const comparePaths = (a: ResolvedEdit, b: ResolvedEdit): number =>
  a.location.path < b.location.path ? -1 : a.location.path > b.location.path ? 1 : 0
