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
  const page: Page = { ...about, width, paint, said: new Map(), named: new Map() }
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

/** Findings below the names of their files. Empty lines stand between files, and between findings of which each explains itself. */
function* byFile(diagnostics: Iterable<Diagnostic>, page: Page): Iterable<string> {
  let before: Diagnostic | undefined
  let wasShort = false
  let block: string[] = []
  for (const diagnostic of diagnostics) {
    const { path, line } = diagnostic.location
    const isSame = path === before?.location.path
    const isShort = saidBefore(diagnostic, page) !== undefined
    const isTogether = isSame && (isShort || wasShort || line === before?.location.line)
    if (block.length > 0 && !isTogether) {
      yield block.join('\n')
      block = []
    }
    if (!isSame) {
      block.push(page.paint(['bold', 'underline'], visible(path)))
      remember(path, page)
    }
    block.push(...finding(diagnostic, isSame ? before : undefined, page))
    before = diagnostic
    wasShort = isShort
  }
  if (block.length > 0) yield block.join('\n')
}

interface Page extends Pick<About, 'home' | 'links'> {
  readonly width: number
  readonly paint: Paint
  /** Which finding said a text first. */
  readonly said: Map<string, Diagnostic>
  /** The files whose findings were told so far, by the last parts of their paths. */
  readonly named: Map<string, string[]>
}

function finding(diagnostic: Diagnostic, before: Diagnostic | undefined, page: Page): readonly string[] {
  const { level, rule, location, object, related, what } = diagnostic
  const { width, paint } = page
  const place = visible(location.field ?? `${location.line}:${location.column}`)
  const mark = fixMark(diagnostic)
  const head = `  ${place}  ${paint(STYLES[level], level)}  ${linked(paint('bold', rule), rule, page)}${mark ? `  ${paint('cyan', mark)}` : ''}`
  const tail = object ? paint('dim', `  ${visible(object)}`) : ''
  const see = related.flatMap(({ message, location: at }) =>
    labelled('See', `${whereOf(at, location)}: ${message}`, width, paint),
  )
  const known = saidBefore(diagnostic, page)
  if (known) {
    const asThere = `s in ${visible(placeFrom(known.location, location, page))}.`
    const room =
      width - `  ${place}  ${level}  ${rule}  ${mark ? `${mark}  ` : ''}${object ? `  ${visible(object)}` : ''}`.length
    const whole = `${visible(what)}, a${asThere}`
    const short = whole.length <= room ? whole : known.what === what ? `A${asThere}` : undefined
    const line = isLineOf(diagnostic, before) ? [] : [codeLine(diagnostic, page)]
    return short === undefined
      ? [head + tail, ...line, ...sentence('', whole, width).map(text => paint('bold', text)), ...see]
      : [`${head}  ${paint('bold', short)}${tail}`, ...line, ...see]
  }
  const { behind, lines } = explained(diagnostic, page)
  return [head + tail, ...frame(diagnostic, before, behind, page), ...lines, ...see]
}

/** The finding that said both what breaks and what to write before. */
const saidBefore = ({ breaks, instead }: Diagnostic, { said }: Page): Diagnostic | undefined =>
  said.get(bothOf(breaks, instead))

const bothOf = (breaks: string, instead: string): string => `${breaks}\0${instead}`

/** Keeps in mind that a file was named. */
function remember(path: string, { named }: Page): void {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const others = named.get(name) ?? []
  if (others.length < MOST_NAMED && !others.includes(path)) named.set(name, [...others, path])
}

/** So many files of one name are told apart. */
const MOST_NAMED = 40

/** A place as seen from another one: `line 12` of the same file. */
const whereOf = ({ path, line, column, field }: Location, from: Location): string =>
  path === from.path
    ? (field ?? `line ${line}`)
    : field === undefined
      ? `${path}:${line}:${column}`
      : `${path} ${field}`

/** The same in a few words: of a path no more than tells it from those that were named so far, `…/handlers/main.yml:25`. */
function placeFrom({ path, line, field }: Location, from: Location, { named }: Page): string {
  if (path === from.path) return field ?? `line ${line}`
  let start = path.lastIndexOf('/')
  const others = named.get(path.slice(start + 1)) ?? []
  const isTold = () => others.every(other => other === path || !other.endsWith(path.slice(start)))
  while (start > 0 && !isTold()) start = path.lastIndexOf('/', start - 1)
  const short = start > 0 ? `…${path.slice(start)}` : path
  return field === undefined ? `${short}:${line}` : `${short} ${field}`
}

/** What breaks, and what to write instead. What an earlier finding said is not said again, but told in a few words behind the mark. */
function explained(diagnostic: Diagnostic, page: Page): { behind: string; lines: readonly string[] } {
  const { breaks, instead, location } = diagnostic
  const { width, paint, said } = page
  said.set(bothOf(breaks, instead), diagnostic)
  const asBefore = (text: string): string | undefined => {
    const at = said.get(text)
    if (at === undefined) said.set(text, diagnostic)
    const reference = at && `as in ${visible(placeFrom(at.location, location, page))}`
    return reference && reference.length < text.length ? reference : undefined
  }
  const [broken, better] = [asBefore(breaks), asBefore(instead)]
  const lines = [
    ...(broken === undefined ? labelled('Breaks', breaks, width, paint) : []),
    ...(better === undefined ? labelled('Instead', instead, width, paint) : []),
  ]
  const told = [broken && `breaks ${broken}`, better && `instead ${better}`].filter(Boolean).join(', ')
  return { behind: told && ` ${told.charAt(0).toUpperCase()}${told.slice(1)}.`, lines }
}

/** A link to a rule's page, for terminals that show one: "Hyperlinks in terminal emulators", OSC 8. */
const linked = (text: string, rule: string, page: Page): string =>
  page.links ? `\x1b]8;;${ruleUrl(rule, page)}\x1b\\${text}\x1b]8;;\x1b\\` : text

/** The line, and below it the mark with what was found. A finding in the line of the one before shares that one's. */
function frame(diagnostic: Diagnostic, before: Diagnostic | undefined, behind: string, page: Page): readonly string[] {
  const { level, location, what } = diagnostic
  const { width, paint } = page
  const { indent, marks } = codeFrame(location, columnsOf(width))
  const margin = paint('dim', `${' '.repeat(NUMBER)} │`)
  const mark = paint(STYLES[level], '^'.repeat(marks))
  const told = `${paint('bold', `${visible(what)}.`)}${behind}`
  const { length } = `${visible(what)}.${behind}`
  const line = isSharing(diagnostic, before, width) ? [] : [codeLine(diagnostic, page)]
  // Beside the mark on the side that has room for it, else below.
  if (length < columnsOf(width) - indent - marks) return [...line, `${margin} ${' '.repeat(indent)}${mark} ${told}`]
  if (length < indent && ONE_COLUMN_EACH.test(what))
    return [...line, `${margin} ${' '.repeat(indent - length - 1)}${told} ${mark}`]
  return [
    ...line,
    `${margin} ${' '.repeat(indent)}${mark}`,
    ...sentence('', `${what}.${behind}`, width).map(text => paint('bold', text)),
  ]
}

/** Texts whose length is what they take in a terminal. */
const ONE_COLUMN_EACH = /^[\x20-\x7e]*$/

/** The columns of a line's number. */
const NUMBER = 6

const columnsOf = (width: number): number => Math.max(20, width - NUMBER - 3)

/** The line of a finding, in which what was found has the colour of its level. */
function codeLine({ level, location }: Diagnostic, { width, paint }: Page): string {
  const [left, found, right] = codeFrame(location, columnsOf(width)).parts
  return `${paint('dim', `${String(location.line).padStart(NUMBER)} │`)} ${left}${paint(STYLES[level], found)}${right}`
}

/** Whether the finding before is in the same line, which need not be shown again where no mark stands below it. */
const isLineOf = ({ location }: Diagnostic, before: Diagnostic | undefined): boolean =>
  before !== undefined && before.location.line === location.line && before.location.field === location.field

/** Whether the line of the finding before shows this one's, too. */
const isSharing = ({ location }: Diagnostic, before: Diagnostic | undefined, width: number): boolean =>
  before !== undefined &&
  before.location.line === location.line &&
  codeFrame(location, columnsOf(width)).parts.join('') === codeFrame(before.location, columnsOf(width)).parts.join('')

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
    first && `dockershim-lint --explain ${first.rule} says more about a rule.`,
  ]
    .filter(Boolean)
    .join('\n')
}
