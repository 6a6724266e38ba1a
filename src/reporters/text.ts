/** For people: grouped by file, each finding with its line, what breaks and what to write instead. */
import type { Diagnostic, LintResult, Notice } from '../diagnostic.ts'
import type { Level } from '../rule.ts'
import { codeFrame } from './code-frame.ts'
import type { About, Reporter } from './reporter.ts'
import { type Style, styled } from './style.ts'
import { count, fixLine, fixMark, summaryLine, summaryOf } from './summary.ts'
import { visible } from './visible.ts'
import { wrap } from './wrap.ts'

type Paint = (style: Style | readonly Style[], text: string) => string

const STYLES: Record<Level, readonly Style[]> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  note: ['bold', 'blue'],
}

/** Longer lines are harder to read, however wide the terminal is. */
const WIDEST = 100

export const text: Reporter = (result, about) => {
  const paint: Paint = (style, text) => (about.color ? styled(style, text) : text)
  const width = Math.min(about.width, WIDEST)
  const blocks: string[] = []
  let path: string | undefined
  for (const diagnostic of result.diagnostics) {
    if (diagnostic.location.path !== path) {
      path = diagnostic.location.path
      blocks.push(paint(['bold', 'underline'], visible(path)))
    }
    blocks.push(finding(diagnostic, width, paint))
  }
  const unread = [
    ...noticeList(
      'Not read:',
      result.notices.filter(notice => !notice.partly),
      paint,
    ),
    ...noticeList(
      'Read only in part:',
      result.notices.filter(notice => notice.partly),
      paint,
    ),
  ]
  const parts = [...blocks, ...unread, ...(about.quiet ? [] : [ending(result, about, paint)])]
  return parts.length ? `${parts.join('\n\n')}\n` : ''
}

function finding(diagnostic: Diagnostic, width: number, paint: Paint): string {
  const { level, rule, location, object, related } = diagnostic
  const place = `${location.line}:${location.column}`
  const mark = fixMark(diagnostic)
  const head = `  ${place}  ${paint(STYLES[level], level)}  ${paint('bold', rule)}${mark ? `  ${paint('cyan', mark)}` : ''}${object ? paint('dim', `  ${visible(object)}`) : ''}`
  const said = [
    ...sentence('', `${diagnostic.what}.`, width).map(line => paint('bold', line)),
    ...labelled('Breaks', diagnostic.breaks, width, paint),
    ...labelled('Instead', diagnostic.instead, width, paint),
    ...related.flatMap(({ message, location: at }) => {
      const where = at.path === location.path ? `line ${at.line}` : `${at.path}:${at.line}:${at.column}`
      return labelled('See', `${where}: ${message}`, width, paint)
    }),
  ]
  return [head, ...frame(diagnostic, width, paint), ...said].join('\n')
}

function frame({ level, location }: Diagnostic, width: number, paint: Paint): readonly string[] {
  const number = String(location.line).padStart(6)
  const { parts, indent, marks } = codeFrame(location, Math.max(20, width - number.length - 3))
  const [before, found, after] = parts
  return [
    `${paint('dim', `${number} │`)} ${before}${paint(STYLES[level], found)}${after}`,
    `${paint('dim', `${' '.repeat(number.length)} │`)} ${' '.repeat(indent)}${paint(STYLES[level], '^'.repeat(marks))}`,
  ]
}

const MARGIN = '    '
const LABEL = 'Instead  '.length

/** A paragraph with a label before its first line. */
function labelled(label: string, text: string, width: number, paint: Paint): readonly string[] {
  return sentence(label, text, width).map((line, index) =>
    index === 0 ? line.replace(label, () => paint('cyan', label)) : line,
  )
}

function sentence(label: string, text: string, width: number): readonly string[] {
  const room = label ? LABEL : 0
  const lines = wrap(visible(text), Math.max(20, width - MARGIN.length - room))
  return lines.map((line, index) => `${MARGIN}${(index === 0 ? label : '').padEnd(room)}${line}`)
}

function noticeList(title: string, notices: readonly Notice[], paint: Paint): readonly string[] {
  if (notices.length === 0) return []
  const lines = notices.map(({ path, line, column, reason }) => {
    const place = line === undefined ? path : `${path}:${line}${column === undefined ? '' : `:${column}`}`
    return `  ${visible(place)}: ${visible(reason)}`
  })
  return [[paint(['bold', 'yellow'], title), ...lines].join('\n')]
}

function ending(result: LintResult, { hidden }: About, paint: Paint): string {
  const summary = summaryOf(result)
  const worst = summary.errors ? 'error' : summary.warnings ? 'warning' : summary.notes ? 'note' : undefined
  const line = paint(worst ? STYLES[worst] : ['bold', 'green'], `${summaryLine(summary)}.`)
  const silent = result.suppressed.length
  return [
    line,
    fixLine(summary),
    hidden && `${count(hidden, 'finding')} of a lower level not shown; --level note shows all.`,
    silent && `${count(silent, 'finding')} silenced by comments, annotations, the configuration or the baseline.`,
  ]
    .filter(Boolean)
    .join('\n')
}
