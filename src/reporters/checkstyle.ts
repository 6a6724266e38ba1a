/** Checkstyle's XML, which Jenkins, reviewdog and editors read. */
import type { Level } from '../rule.ts'
import { byPath } from './by-path.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'
import { xmlTag } from './xml.ts'

const SEVERITIES: Record<Level, string> = { error: 'error', warning: 'warning', note: 'info' }

export const checkstyle: Reporter = ({ diagnostics, notices }) => {
  const errors = [
    ...diagnostics.map(({ rule, level, what, breaks, instead, location: { path, line, column } }) => ({
      path,
      xml: errorTag(line, column, SEVERITIES[level], [`${what}.`, breaks, instead].join(' '), rule),
    })),
    ...notices.map(notice => ({
      path: notice.path,
      xml: errorTag(notice.line ?? 1, notice.column, SEVERITIES.warning, `${noticeText(notice)}.`, noticeId(notice)),
    })),
  ]
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<checkstyle version="4.3">',
    ...[...byPath(errors)].flatMap(([path, ofFile]) => [
      `  <${xmlTag('file', { name: path })}>`,
      ...ofFile.map(({ xml }) => xml),
      '  </file>',
    ]),
    '</checkstyle>',
    '',
  ].join('\n')
}

const errorTag = (line: number, column: number | undefined, severity: string, message: string, id: string): string =>
  `    <${xmlTag('error', { line, column, severity, message, source: `dockershim-lint.${id}` })}/>`
