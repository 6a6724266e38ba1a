/** Findings as editors show them. */
import packageJson from '../../../package.json' with { type: 'json' }
import type { Diagnostic, Location, Notice } from '../../diagnostic.ts'
import { ruleUrl } from '../../reporters/links.ts'
import { reasonOf } from '../../reporters/notices.ts'
import type { Level } from '../../rule.ts'
import type { EditorDiagnostic, Position, Range } from './shapes.ts'

const SOURCE = 'dockershim-lint'

const SEVERITY = { error: 1, warning: 2, note: 3 } as const satisfies Readonly<Record<Level, 1 | 2 | 3>>

/** What the editor understands beside the plain message. */
export interface Understood {
  readonly links: boolean
  readonly related: boolean
}

/** The address of a rule's page. */
export const pageOf = (rule: string): string => ruleUrl(rule, { home: packageJson.homepage })

/** A range of a text, which the editor counts from zero and with its byte order mark, where it keeps one. */
export function rangeOf(
  { line, column, endLine, endColumn }: Pick<Location, 'line' | 'column' | 'endLine' | 'endColumn'>,
  text: string,
): Range {
  const mark = text.charCodeAt(0) === 0xfeff ? 1 : 0
  const at = (row: number, unit: number): Position => ({
    line: row - 1,
    character: unit - 1 + (row === 1 ? mark : 0),
  })
  return { start: at(line, column), end: at(endLine, endColumn) }
}

/** A finding; `textOf` and `uriOf` tell of the files that are shown under a path. */
export function shownFinding(
  diagnostic: Diagnostic,
  textOf: (path: string) => string,
  uriOf: (path: string) => string,
  { links, related }: Understood,
): EditorDiagnostic {
  const { rule, level, what, breaks, instead, location } = diagnostic
  return {
    range: rangeOf(location, textOf(location.path)),
    severity: SEVERITY[level],
    source: SOURCE,
    code: rule,
    ...(links ? { codeDescription: { href: pageOf(rule) } } : {}),
    message: `${what}.\n${breaks}\n${instead}`,
    ...(related && diagnostic.related.length
      ? {
          relatedInformation: diagnostic.related.map(other => ({
            location: {
              uri: uriOf(other.location.path),
              range: rangeOf(other.location, textOf(other.location.path)),
            },
            message: other.message,
          })),
        }
      : {}),
  }
}

/** What could not be read: nothing is left out in silence. */
export function shownNotice(notice: Notice): EditorDiagnostic {
  const { line = 1, column = 1, partly } = notice
  const at: Position = { line: line - 1, character: column - 1 }
  return {
    range: { start: at, end: at },
    severity: 3,
    source: SOURCE,
    message: `${partly ? 'Only a part of this file was read' : 'This file was not read'}: ${reasonOf(notice)}.`,
  }
}

/** The mistakes in a configuration, from the message of its error: a line each, which begins with its place. */
export function shownMistakes(message: string): EditorDiagnostic[] {
  return message.split('\n').map(said => {
    const [, line = '1', column = '1', text = said] = /:(\d+):(\d+): (.*)$/.exec(said) ?? []
    const at: Position = { line: Number(line) - 1, character: Number(column) - 1 }
    return { range: { start: at, end: at }, severity: 1, source: SOURCE, message: text }
  })
}
