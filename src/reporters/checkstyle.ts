/** Checkstyle's XML, which Jenkins, reviewdog and editors read. */
import type { Level } from '../rule.ts'
import { byPath } from './by-path.ts'
import { headline } from './headline.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { xmlTag } from './xml.ts'

const SEVERITIES: Record<Level, string> = { error: 'error', warning: 'warning', note: 'info' }

export const checkstyle: Reporter = function* (result) {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n'
  for (const { path, diagnostics, notices } of byPath(result)) {
    yield `  <${xmlTag('file', { name: path })}>\n`
    for (const { rule, level, what, breaks, instead, location } of diagnostics)
      yield errorTag(
        location.line,
        location.column,
        SEVERITIES[level],
        [`${headline({ what, object: undefined, location })}.`, breaks, instead].join(' '),
        rule,
      )
    for (const notice of notices)
      yield errorTag(notice.line ?? 1, notice.column, SEVERITIES.warning, `${noticeText(notice)}.`, noticeId(notice))
    yield '  </file>\n'
  }
  yield '</checkstyle>\n'
}

const errorTag = (line: number, column: number | undefined, severity: string, message: string, id: string): string =>
  `    <${xmlTag('error', { line, column, severity, message, source: `dockershim-lint.${id}` })}/>\n`
