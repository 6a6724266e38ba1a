/** For programs: one document with a version. A change that could break a reader raises the version; new properties do not. */
import type { Diagnostic, Location, Notice } from '../diagnostic.ts'
import { jsonParts } from './json-text.ts'
import { ruleUrl } from './links.ts'
import type { About, Reporter } from './reporter.ts'
import { summaryOf } from './summary.ts'
import { mapped } from './walk.ts'

const VERSION = 1

export const json: Reporter = (result, about) =>
  jsonParts({
    ...runProperties(about),
    summary: summaryOf(result),
    diagnostics: mapped(result.diagnostics, diagnostic => diagnosticProperties(diagnostic, about)),
    notices: result.notices.map(noticeProperties),
  })

/** What holds for the whole run. */
export const runProperties = ({ version, settings }: About) => ({
  version: VERSION,
  tool: { name: 'dockershim-lint', version },
  settings: { runtime: settings.runtime, targetVersion: settings.targetVersion },
})

const range = ({ path, field, line, column, endLine, endColumn }: Location) => ({
  path,
  field,
  line,
  column,
  endLine,
  endColumn,
})

/** The part of the line that a location names, as far as the line's text reaches. */
export const textAt = ({ lineText, textColumn, line, column, endLine, endColumn }: Location): string =>
  lineText.slice(column - textColumn, endLine === line ? endColumn - textColumn : undefined)

export const diagnosticProperties = (diagnostic: Diagnostic, about: About) => ({
  rule: diagnostic.rule,
  url: ruleUrl(diagnostic.rule, about),
  level: diagnostic.level,
  confidence: diagnostic.confidence,
  ...range(diagnostic.location),
  text: textAt(diagnostic.location),
  what: diagnostic.what,
  breaks: diagnostic.breaks,
  instead: diagnostic.instead,
  object: diagnostic.object,
  group: diagnostic.group,
  owner: diagnostic.owner,
  related: diagnostic.related.map(({ message, location }) => ({ message, ...range(location) })),
  fix: diagnostic.fix && {
    title: diagnostic.fix.title,
    applies: diagnostic.fix.applies,
    edits: diagnostic.fix.edits.map(({ location, start, end, text }) => ({ ...range(location), start, end, text })),
  },
})

export const noticeProperties = ({ path, line, column, reason, alsoLines, partly }: Notice) => ({
  path,
  line,
  column,
  reason,
  alsoLines,
  partly,
})
