/** For programs that read line by line: each line is one JSON object with a `type`. The first holds the version of the format. */
import { diagnosticProperties, noticeProperties, runProperties } from './json.ts'
import { jsonText } from './json-text.ts'
import type { Reporter } from './reporter.ts'
import { summaryOf } from './summary.ts'

export const jsonl: Reporter = function* (result, about) {
  const line = (object: object): string => `${jsonText(object)}\n`
  yield line({ type: 'run', ...runProperties(about) })
  for (const diagnostic of result.diagnostics)
    yield line({ type: 'diagnostic', ...diagnosticProperties(diagnostic, about) })
  for (const notice of result.notices) yield line({ type: 'notice', ...noticeProperties(notice) })
  yield line({ type: 'summary', ...summaryOf(result) })
}
