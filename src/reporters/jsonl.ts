/** For programs that read line by line: each line is one JSON object with a `type`. The first holds the version of the format. */
import { diagnosticProperties, noticeProperties, runProperties } from './json.ts'
import { jsonText } from './json-text.ts'
import type { Reporter } from './reporter.ts'
import { summaryOf } from './summary.ts'

export const jsonl: Reporter = (result, about) =>
  [
    { type: 'run', ...runProperties(about) },
    ...result.diagnostics.map(diagnostic => ({ type: 'diagnostic', ...diagnosticProperties(diagnostic, about) })),
    ...result.notices.map(notice => ({ type: 'notice', ...noticeProperties(notice) })),
    { type: 'summary', ...summaryOf(result) },
  ]
    .map(object => `${jsonText(object)}\n`)
    .join('')
