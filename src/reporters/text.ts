/** For people: grouped by file, each finding with its line, what breaks and what to write instead. */
import type { Diagnostic, Location, Notice } from '../diagnostic.ts'
import type { Level } from '../rule.ts'
import { codeFrame } from './code-frame.ts'
import { groupedBy } from './grouping.ts'
import { heaviestFirst } from './levels.ts'
import { ruleUrl } from './links.ts'
import { reasonOf } from './notices.ts'
import type { About, Reported, Reporter } from './reporter.ts'
import { type Style, styled } from './style.ts'
import { count, fixLine, fixMark, summaryLine, summaryOf, targetOf } from './summary.ts'
import { visible } from './visible.ts'
import { firstOf, lengthOf } from './walk.ts'
import { wrap } from './wrap.ts'

type Paint = (style: Style | readonly Style[], text: string) => string

const STYLES: Record<Level, readonly Style[]> = {
  error: ['bold', 'red'],
  warning: ['bold', 'yellow'],
  note: ['bold', 'blue'],
}

/** Longer lines are harder to read, however wide the terminal is. */
const WIDEST = 100

export const text: Reporter = function* (result, about) {
  let before = ''
  for (const block of blocksOf(result, about)) {
    yield before + block
    before = '\n\n'
  }
  if (before) yield '\n'
}

/** What stands in the report with an empty line between each two. */
function* blocksOf(result: Reported, about: About): Iterable<string> {
  const paint: Paint = (style, text) => (about.color ? styled(style, text) : text)
  const width = Math.min(about.width, WIDEST)
  const page: Page = { ...about, width, paint, said: new Map() }
  if (about.groupBy)
    for (const [name, diagnostics] of groupedBy(result.diagnostics, about.groupBy)) {
      yield paint(['bold', 'cyan'], `── ${visible(name)}: ${count(diagnostics.length, 'problem')}`)
      yield* byFile(diagnostics, page)
    }
  else yield* byFile(result.diagnostics, page)
  const unread = (title: string, isMeant: (notice: Notice) => boolean) =>
    noticeList(title, result.notices.filter(isMeant), paint)
  yield* unread('Not read:', notice => !notice.partly)
  yield* unread('Read only in part:', notice => notice.partly)
  if (!about.quiet) yield ending(result, about, paint)
}

/** Findings below the names of their files. */
function* byFile(diagnostics: Iterable<Diagnostic>, page: Page): Iterable<string> {
  let before: Diagnostic | undefined
  for (const diagnostic of diagnostics) {
    if (diagnostic.location.path !== before?.location.path) {
      before = undefined
      yield page.paint(['bold', 'underline'], visible(diagnostic.location.path))
    }
    yield finding(diagnostic, before, page)
    before = diagnostic
  }
}

/** Where a text was said first. */
type Said = Map<string, Location>

interface Page extends Pick<About, 'home' | 'links'> {
  readonly width: number
  readonly paint: Paint
  readonly said: Said
}

function finding(diagnostic: Diagnostic, before: Diagnostic | undefined, page: Page): string {
  const { level, rule, location, object, related } = diagnostic
  const { width, paint } = page
  const place = visible(location.field ?? `${location.line}:${location.column}`)
  const mark = fixMark(diagnostic)
  const head = `  ${place}  ${paint(STYLES[level], level)}  ${linked(paint('bold', rule), rule, page)}${mark ? `  ${paint('cyan', mark)}` : ''}${object ? paint('dim', `  ${visible(object)}`) : ''}`
  const lines = [
    ...frame(diagnostic, before, page),
    ...explained(diagnostic, page),
    ...related.flatMap(({ message, location: at }) =>
      labelled('See', `${whereOf(at, location)}: ${message}`, width, paint),
    ),
  ]
  return [head, ...lines].join('\n')
}

/** A place as seen from another one: `line 12` of the same file. */
const whereOf = ({ path, line, column, field }: Location, from: Location): string =>
  path === from.path
    ? (field ?? `line ${line}`)
    : field === undefined
      ? `${path}:${line}:${column}`
      : `${path} ${field}`

/** What breaks, and what to write instead. What an earlier finding of the run said is not said again. */
function explained({ breaks, instead, location }: Diagnostic, { width, paint, said }: Page): readonly string[] {
  const asBefore = (text: string): string | undefined => {
    const at = said.get(text)
    if (at === undefined) said.set(text, location)
    return at && `As in ${whereOf(at, location)}`
  }
  const both = asBefore(`${breaks}\0${instead}`)
  if (both) return labelled('Breaks', `${both}, and so is what to write instead.`, width, paint)
  const once = (label: string, text: string): readonly string[] => {
    const before = asBefore(text)
    return labelled(label, before && before.length < text.length ? `${before}.` : text, width, paint)
  }
  return [...once('Breaks', breaks), ...once('Instead', instead)]
}

/** A link to a rule's page, for terminals that show one: "Hyperlinks in terminal emulators", OSC 8. */
const linked = (text: string, rule: string, page: Page): string =>
  page.links ? `\x1b]8;;${ruleUrl(rule, page)}\x1b\\${text}\x1b]8;;\x1b\\` : text

/** The line, and below it the mark with what was found. A finding in the line of the one before shares that one's. */
function frame(diagnostic: Diagnostic, before: Diagnostic | undefined, { width, paint }: Page): readonly string[] {
  const { level, location, what } = diagnostic
  const number = String(location.line).padStart(6)
  const { parts, indent, marks } = codeFrame(location, Math.max(20, width - number.length - 3))
  const [left, found, right] = parts
  const line = `${paint('dim', `${number} │`)} ${left}${paint(STYLES[level], found)}${right}`
  const mark = `${paint('dim', `${' '.repeat(number.length)} │`)} ${' '.repeat(indent)}${paint(STYLES[level], '^'.repeat(marks))}`
  const sentenceOfIt = `${visible(what)}.`
  const room = width - number.length - 3 - indent - marks
  const fits = sentenceOfIt.length < room
  const isShared =
    before &&
    left + found + right === frameText(before, width - number.length - 3) &&
    before.location.line === location.line
  return [
    ...(isShared ? [] : [line]),
    fits ? `${mark} ${paint('bold', sentenceOfIt)}` : mark,
    ...(fits ? [] : sentence('', `${what}.`, width).map(text => paint('bold', text))),
  ]
}

const frameText = ({ location }: Diagnostic, width: number): string =>
  codeFrame(location, Math.max(20, width)).parts.join('')

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
  const lines = notices.map(notice => {
    const { path, line, column } = notice
    const place = line === undefined ? path : `${path}:${line}${column === undefined ? '' : `:${column}`}`
    return `  ${visible(place)}: ${visible(reasonOf(notice))}`
  })
  return [[paint(['bold', 'yellow'], title), ...lines].join('\n')]
}

function ending(result: Reported, about: About, paint: Paint): string {
  const { hidden } = about
  const summary = summaryOf(result)
  const worst = summary.errors ? 'error' : summary.warnings ? 'warning' : summary.notes ? 'note' : undefined
  const clean: readonly Style[] = summary.filesChecked ? ['bold', 'green'] : ['bold', 'yellow']
  const line = paint(worst ? STYLES[worst] : clean, `${summaryLine(summary)}.`)
  const silent = lengthOf(result.suppressed)
  const [first] = firstOf(heaviestFirst(result.diagnostics), 1)
  return [
    line,
    `Checked for ${targetOf(about)}; --runtime and --target-version are for others.`,
    fixLine(summary),
    hidden && `${count(hidden, 'finding')} of a lower level not shown; --level note shows all.`,
    silent && `${count(silent, 'finding')} silenced by comments, annotations, the configuration or the baseline.`,
    first && `dockershim-lint --explain ${first.rule} says more of a rule.`,
  ]
    .filter(Boolean)
    .join('\n')
}
