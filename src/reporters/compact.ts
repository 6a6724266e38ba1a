/** One line a finding, as compilers print them: for grep, editors and problem matchers. */

import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { visible } from './visible.ts'

export const compact: Reporter = ({ diagnostics, notices }) =>
  [
    ...diagnostics.map(({ location, level, what, rule }) =>
      line(location.path, location.line, location.column, level, what, rule),
    ),
    ...notices.map(notice =>
      line(notice.path, notice.line ?? 1, notice.column ?? 1, 'warning', noticeText(notice), noticeId(notice)),
    ),
  ].join('')

const line = (path: string, line: number, column: number, level: string, message: string, id: string): string =>
  `${visible(path)}:${line}:${column}: ${level}: ${visible(message)} [${id}]\n`
