/** A summary in GitHub's Markdown, as for the page of a workflow's job. */
import type { Diagnostic, Location, Notice } from '../diagnostic.ts'
import { heaviestFirst } from './levels.ts'
import { ruleUrl } from './links.ts'
import { noticeText } from './notices.ts'
import type { About, Reporter } from './reporter.ts'
import { count, fixLine, fixSentence, summaryLine, summaryOf, targetOf } from './summary.ts'
import { visible } from './visible.ts'

/** A job's page takes 1 MiB a step (docs.github.com, "Workflow commands", job summaries); other steps' text is not ours to know. */
const MOST_CHARACTERS = 500_000

/** A longer text is cut: the whole of it stands in the other formats. */
const LONGEST_CELL = 500

export const markdown: Reporter = function* (result, about) {
  const summary = summaryOf(result)
  const head = [`${summaryLine(summary)}, for ${targetOf(about)}.`, fixLine(summary)].filter(Boolean).join(' ')
  yield `## dockershim-lint\n\n${head}\n`
  if (summary.errors + summary.warnings + summary.notes) {
    yield '\n| Level | Where | What | Instead |\n| --- | --- | --- | --- |\n'
    yield* limited(heaviestFirst(result.diagnostics), diagnostic => findingRow(diagnostic, about))
  }
  if (result.notices.length) {
    yield '\n### Not read, or only in part\n\n| Where | Why |\n| --- | --- |\n'
    yield* limited(result.notices, noticeRow)
  }
}

/** A line of a file, or a field of an object. */
const placeOf = ({ path, line, field }: Location): string =>
  field === undefined ? `${path}:${line}` : `${path} ${field}`

const findingRow = (
  { level, rule, location, object, owner, what, breaks, instead, fix }: Diagnostic,
  about: About,
): string =>
  row([
    `${level}<br>[${code(rule)}](${ruleUrl(rule, about)})`,
    [code(placeOf(location)), object && cell(object), owner && `Owner: ${cell(owner)}`].filter(Boolean).join('<br>'),
    `${cell(`${what}.`)}<br>${cell(breaks)}`,
    [instead, fixSentence({ fix })]
      .filter(Boolean)
      .map(text => cell(String(text)))
      .join('<br>'),
  ])

const noticeRow = (notice: Notice): string =>
  row([code(notice.line === undefined ? notice.path : `${notice.path}:${notice.line}`), cell(noticeText(notice))])

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

/** As many rows as there is room for, and how many were left out. */
function* limited<T>(items: Iterable<T>, rowOf: (item: T) => string): Iterable<string> {
  let size = 0
  let leftOut = 0
  for (const item of items) {
    const text = leftOut ? '' : rowOf(item)
    size += text.length
    if (size > MOST_CHARACTERS) leftOut++
    else yield `${text}\n`
  }
  if (leftOut) yield `\n${count(leftOut, 'more row')} left out.\n`
}

const code = (text: string): string => `<code>${cell(text)}</code>`

/** Text that means nothing to Markdown or HTML: characters that could are written as references, and nothing becomes a link. */
function cell(text: string): string {
  const whole = visible(text)
  const short = whole.length > LONGEST_CELL ? `${whole.slice(0, LONGEST_CELL).replace(/\p{Cs}$/u, '')}…` : whole
  return short.replace(/[#$&*:<>@[\\\]_`|~]|(?<=www)\./gi, character => `&#${character.charCodeAt(0)};`)
}
