/**
 * Workflow commands of GitHub Actions, which become annotations of the changed files. Escaped as actions/toolkit does it in
 * `packages/core/src/command.ts`; limits in its `docs/problem-matchers.md`.
 */
import type { Level } from '../rule.ts'
import { headline } from './headline.ts'
import { heaviestFirst } from './levels.ts'
import { noticeId, noticeText } from './notices.ts'
import { pathsFromRoot } from './paths.ts'
import type { Reporter } from './reporter.ts'
import { count, summaryLine, summaryOf } from './summary.ts'
import { visible } from './visible.ts'

const COMMANDS: Record<Level, string> = { error: 'error', warning: 'warning', note: 'notice' }

/** How many annotations of one kind a step may have; the others stay in the log. */
const MOST_A_STEP = 10

export const github: Reporter = function* (result, about) {
  const fromRoot = pathsFromRoot(result, about)
  for (const diagnostic of heaviestFirst(result.diagnostics)) {
    const { level, rule, location, breaks, instead } = diagnostic
    yield command(
      COMMANDS[level],
      {
        file: fromRoot(location.path),
        line: location.line,
        endLine: location.endLine,
        col: location.column,
        endColumn: location.endColumn,
        title: rule,
      },
      [`${headline(diagnostic)}.`, breaks, instead].join('\n'),
    )
  }
  for (const notice of result.notices)
    yield command(
      'warning',
      { file: fromRoot(notice.path), line: notice.line, col: notice.column, title: noticeId(notice) },
      noticeText(notice),
    )
  const { errors, warnings, notes } = summaryOf(result)
  const hidden = [errors, warnings + result.notices.length, notes].reduce(
    (sum, n) => sum + Math.max(0, n - MOST_A_STEP),
    0,
  )
  const cut = hidden
    ? ` GitHub shows at most ${MOST_A_STEP} errors, ${MOST_A_STEP} warnings and ${MOST_A_STEP} notices of a step as annotations: ${count(hidden, 'finding')} more in this log only.`
    : ''
  yield `${summaryLine(summaryOf(result))}.${cut}\n`
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined)
  return `::${name} ${given.map(([key, value]) => `${key}=${propertyText(String(value))}`).join(',')}::${dataText(message)}\n`
}

// The runner turns escaped line ends back, so they are kept; everything else that a log could act on is made visible.
const dataText = (text: string): string =>
  visible(text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A'))

const propertyText = (text: string): string => dataText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
