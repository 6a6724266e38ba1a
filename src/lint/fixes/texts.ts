/** Texts that stand in for those of files, as a run reads them: what would be there, were the changes made. */
import type { ResolvedEdit } from '../../diagnostic.ts'
import type { Beside } from '../../helm/beside.ts'
import type { InputFile } from '../linter.ts'

/** Texts by the path of their file. */
export type Texts = ReadonlyMap<string, string>

/** The files of a run, those that are changed with their changed text. */
export async function* withTexts(files: AsyncIterable<InputFile>, texts: Texts): AsyncGenerator<InputFile> {
  for await (const file of files) {
    const text = 'bytes' in file ? texts.get(file.path) : undefined
    yield text === undefined ? file : { ...file, bytes: new TextEncoder().encode(text) }
  }
}

/** What charts read beside a template, those that are changed with their changed text. */
export const besideWith = (beside: Beside, texts: Texts): Beside => ({
  read: path => texts.get(path) ?? beside.read(path),
  list: folder => beside.list(folder),
})

/** A text with edits, none of which reaches into another one. */
export function edited(text: string, edits: readonly Pick<ResolvedEdit, 'start' | 'end' | 'text'>[]): string {
  const parts: string[] = []
  let done = 0
  for (const { start, end, text: inserted } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(done, start), inserted)
    done = end
  }
  parts.push(text.slice(done))
  return parts.join('')
}
