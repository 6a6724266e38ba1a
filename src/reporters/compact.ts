/** One line a finding, as compilers print them: for grep, editors and problem matchers. */
import { headline } from './headline.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { visible } from './visible.ts'

export const compact: Reporter = function* ({ diagnostics, notices }) {
  for (const { location, level, what, rule } of diagnostics)
    yield line(
      location.path,
      location.line,
      location.column,
      level,
      headline({ what, object: undefined, location }),
      rule,
    )
  for (const notice of notices)
    yield line(notice.path, notice.line ?? 1, notice.column ?? 1, 'warning', noticeText(notice), noticeId(notice))
}

const line = (path: string, line: number, column: number, level: string, message: string, id: string): string =>
  `${visible(path)}:${line}:${column}: ${level}: ${visible(message)} [${id}]\n`
