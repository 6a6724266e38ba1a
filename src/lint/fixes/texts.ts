/** Texts that stand in for those of files, as a run reads them: what would be there, were the changes made. */
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
