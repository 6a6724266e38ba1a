/**
 * For GitHub code scanning and other readers of SARIF 2.1.0: one run with every rule. What code scanning reads, and its
 * limits: docs.github.com, "SARIF support for code scanning".
 */
import type {
  ArtifactLocation,
  Fix,
  Log,
  Notification,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Location as SarifLocation,
} from 'sarif'
import type { Diagnostic, Location, Notice } from '../diagnostic.ts'
import type { Level, Rule } from '../rule.ts'
import { textAt } from './json.ts'
import { jsonText } from './json-text.ts'
import { heaviestFirst } from './levels.ts'
import { ruleUrl } from './links.ts'
import { noticeId, noticeText } from './notices.ts'
import { pathsFromRoot } from './paths.ts'
import type { About, Reporter } from './reporter.ts'
import { count } from './summary.ts'
import { firstOf, lengthOf } from './walk.ts'

/** More results are rejected. */
const MOST_RESULTS = 25_000

/** What code scanning calls the levels in its filters. */
const PROBLEM_SEVERITY: Record<Level, string> = { error: 'error', warning: 'warning', note: 'recommendation' }

const NOT_READ = 0
const PARTLY_READ = 1
const LEFT_OUT = 2

const NOTIFICATIONS: readonly ReportingDescriptor[] = [
  notification('file-not-read', 'A file was not read', 'Nothing was looked for in this file.'),
  notification(
    'file-partly-read',
    'A file was read only in part',
    'The part of the file that was read has been linted as usual.',
  ),
  notification(
    'results-left-out',
    'Results were left out',
    'Code scanning takes no more results of one run. Those of the highest level are given.',
  ),
]

export const sarif: Reporter = (result, about) => {
  const found = lengthOf(result.diagnostics)
  const fromRoot = pathsFromRoot(result, about)
  const place = (location: Location, message?: string, id?: number): SarifLocation => ({
    id,
    message: message === undefined ? undefined : { text: message },
    physicalLocation: physical(location),
  })
  const physical = (location: Location): PhysicalLocation => ({
    artifactLocation: artifact(location.path),
    region: { ...region(location), snippet: { text: textAt(location) } },
    contextRegion: contextRegion(location),
  })
  const artifact = (path: string): ArtifactLocation => ({ uri: uriOf(fromRoot(path)) })

  const ruleIndex = new Map(about.rules.map((rule, index) => [rule.id, index]))
  const resultOf = (diagnostic: Diagnostic): Result => {
    const { rule, level, confidence, location, object, owner, group, related, fix, lineHash } = diagnostic
    return {
      ruleId: rule,
      ruleIndex: ruleIndex.get(rule),
      level,
      message: { text: messageOf(diagnostic) },
      locations: [{ ...place(location), logicalLocations: object ? [{ fullyQualifiedName: object }] : undefined }],
      relatedLocations: related.length
        ? related.map(({ message, location: at }, index) => place(at, sentence(message), index + 1))
        : undefined,
      partialFingerprints: lineHash === undefined ? undefined : { primaryLocationLineHash: lineHash },
      fixes: fix && [fixOf(fix, artifact)],
      properties: { confidence, owner, group, field: location.field },
    }
  }

  const noticeOf = (notice: Notice): Notification => {
    const { path, line, column, partly } = notice
    return {
      descriptor: { id: noticeId(notice), index: partly ? PARTLY_READ : NOT_READ },
      level: 'warning',
      message: { text: sentence(noticeText(notice)) },
      locations: [
        {
          physicalLocation: {
            artifactLocation: artifact(path),
            region: line === undefined ? undefined : { startLine: line, startColumn: column },
          },
        },
      ],
    }
  }
  const leftOut: Notification = {
    descriptor: { id: NOTIFICATIONS[LEFT_OUT]!.id, index: LEFT_OUT },
    level: 'warning',
    message: { text: `${count(found - MOST_RESULTS, 'result')} of ${found} left out.` },
  }

  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'dockershim-lint',
            fullName: `dockershim-lint ${about.version}`,
            version: about.version,
            semanticVersion: about.version,
            informationUri: about.home,
            rules: about.rules.map(rule => descriptorOf(rule, about)),
            notifications: [...NOTIFICATIONS],
          },
        },
        invocations: [
          {
            executionSuccessful: true,
            toolExecutionNotifications: [...result.notices.map(noticeOf), ...(found > MOST_RESULTS ? [leftOut] : [])],
          },
        ],
        automationDetails: about.category === undefined ? undefined : { id: categoryId(about.category) },
        columnKind: 'utf16CodeUnits',
        results: firstOf(heaviestFirst(result.diagnostics), MOST_RESULTS).map(resultOf),
      },
    ],
  }
  return [`${jsonText(log, 2)}\n`]
}

/** Everything before the last slash is the category; what follows would tell the runs of one category apart. */
const categoryId = (category: string): string => (category.endsWith('/') ? category : `${category}/`)

function descriptorOf({ id, level, summary, docs }: Rule, about: About): ReportingDescriptor {
  return {
    id,
    helpUri: ruleUrl(id, about),
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: sentence(summary) },
    fullDescription: { text: docs.why },
    help: {
      text: `${docs.why}\n\n${docs.instead}`,
      markdown: [
        docs.why,
        `**Instead:** ${docs.instead}`,
        `A finding, in \`${docs.bad[0]}\`:\n\n${fenced(docs.bad[1])}`,
        `None, in \`${docs.good[0]}\`:\n\n${fenced(docs.good[1])}`,
        `\`npx dockershim-lint --explain ${id}\` says the same.`,
      ].join('\n\n'),
    },
    defaultConfiguration: { level },
    properties: {
      tags: ['kubernetes', 'dockershim', 'reliability'],
      precision: 'high',
      'problem.severity': PROBLEM_SEVERITY[level],
    },
  }
}

/** A block of code in Markdown, whatever backticks it holds. */
function fenced(code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}\n${code.replace(/\n$/, '')}\n${fence}`
}

/** The first sentence becomes the title of an alert. A related place is shown only where the text links to it by its id. */
function messageOf({ what, breaks, instead, object, related }: Diagnostic): string {
  const links = related.map(({ message }, index) => `[${plain(message)}](${index + 1})`)
  return [
    plain(sentence(what)),
    object && `Found in ${plain(object)}.`,
    plain(sentence(breaks)),
    plain(sentence(instead)),
    links.length && `See also: ${links.join(', ')}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** A text that makes no link: SARIF 2.1.0 reads `[text](target)` in messages as one, and a backslash as an escape before a bracket. */
const plain = (text: string): string => text.replace(/\\(?=[[\]\\])/g, '\\\\').replace(/\](?=\()/g, '\\]')

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

const region = ({ line, column, endLine, endColumn }: Location) => ({
  startLine: line,
  startColumn: column,
  endLine,
  endColumn,
})

/** The line around a finding. SARIF wants it to be larger than the region. */
function contextRegion({ line, endLine, lineText, textColumn }: Location): Region | undefined {
  if (endLine !== line) return undefined
  const columns = textColumn === 1 ? {} : { startColumn: textColumn, endColumn: textColumn + lineText.length }
  return { startLine: line, endLine: line, ...columns, snippet: { text: lineText } }
}

/** Percent-encoded. A lone surrogate has no UTF-8. */
const uriOf = (path: string): string =>
  path
    .replace(/\p{Cs}/gu, '\uFFFD')
    .split('/')
    .map(encodeURIComponent)
    .join('/')

function fixOf({ title, edits }: NonNullable<Diagnostic['fix']>, artifact: (path: string) => ArtifactLocation): Fix {
  const paths = [...new Set(edits.map(edit => edit.location.path))]
  return {
    description: { text: sentence(title) },
    artifactChanges: paths.map(path => ({
      artifactLocation: artifact(path),
      replacements: edits
        .filter(edit => edit.location.path === path)
        .map(({ location, text }) => ({
          deletedRegion: region(location),
          insertedContent: { text: text },
        })),
    })),
  }
}

function notification(id: string, title: string, meaning: string): ReportingDescriptor {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${title}.` },
    fullDescription: { text: `${title}. ${meaning}` },
    help: { text: meaning },
    defaultConfiguration: { level: 'warning' },
  }
}
