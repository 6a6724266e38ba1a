/** For a whole migration: one page that needs nothing else, to be opened, sent round and printed. */
import { pageData } from './html/data.ts'
import { document } from './html/document.ts'
import type { Reporter } from './reporter.ts'

export const html: Reporter = (result, about) => document(pageData(result, about), about, result.filesChecked)
