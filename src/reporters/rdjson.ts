/** The diagnostic format of reviewdog: reviewdog/reviewdog `proto/rdf/reviewdog.proto`. */
import type { Location } from '../diagnostic.ts'
import type { Level } from '../rule.ts'
import { headline } from './headline.ts'
import { jsonParts } from './json-text.ts'
import { ruleUrl } from './links.ts'
import { noticeId, noticeText } from './notices.ts'
import type { Reporter } from './reporter.ts'

const SEVERITIES: Record<Level, string> = { error: 'ERROR', warning: 'WARNING', note: 'INFO' }

export const rdjson: Reporter = (result, about) => {
  function* diagnostics() {
    for (const diagnostic of result.diagnostics) {
      const { rule, level, breaks, instead, location, related, fix } = diagnostic
      yield {
        message: [`${headline(diagnostic)}.`, breaks, instead].join('\n'),
        location: place(location),
        severity: SEVERITIES[level],
        code: { value: rule, url: ruleUrl(rule, about) },
        // A suggestion is one edit: reviewdog would offer those of one fix as alternatives.
        suggestions:
          fix?.edits.length === 1 && fix.edits[0]!.location.path === location.path
            ? [{ range: range(fix.edits[0]!.location), text: fix.edits[0]!.text }]
            : undefined,
        related_locations: related.length
          ? related.map(({ message, location: at }) => ({ message, location: place(at) }))
          : undefined,
      }
    }
    for (const notice of result.notices)
      yield {
        message: `${noticeText(notice)}.`,
        location: {
          path: notice.path,
          range: notice.line === undefined ? undefined : { start: { line: notice.line } },
        },
        severity: SEVERITIES.warning,
        code: { value: noticeId(notice) },
      }
  }
  return jsonParts({ source: { name: 'dockershim-lint' }, diagnostics: diagnostics() })
}

const place = (location: Location) => ({ path: location.path, range: range(location) })

const range = (location: Location) => {
  const { line, column, endLine, endColumn } = location
  return {
    start: { line, column: byteColumn(location, column) },
    end: { line: endLine, column: endLine === line ? byteColumn(location, endColumn) : endColumn },
  }
}

/** Columns count bytes of UTF-8. What a very long line begins with is not known here, and counts a byte a unit. */
function byteColumn({ lineText, textColumn }: Location, column: number): number {
  return (
    textColumn +
    new TextEncoder().encode(lineText.slice(0, column - textColumn)).length +
    Math.max(0, column - textColumn - lineText.length)
  )
}
