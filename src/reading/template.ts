/** Template actions: where they stand, and masking them so that a template can be read as the file that it makes. */
import { type Source, UNKNOWN, withText } from '../text/source.ts'

/** A template action of Go templates (or Handlebars), Jinja or ERB. */
export interface Action {
  /** The range with its marks. */
  readonly start: number
  readonly end: number
  /** Prints a value (`{{ x }}`, `<%= x %>`), acts (`{% if %}`, also `{{ if }}` of Go, which the marks do not tell), or says nothing. */
  readonly kind: 'value' | 'statement' | 'comment'
  /** Where the text between the marks stands, without the marks that trim blanks. */
  readonly from: number
  readonly to: number
  /** Whether blanks before and after the action are taken away. */
  readonly trimsLeft: boolean
  readonly trimsRight: boolean
}

const CLOSE: Readonly<Record<string, string>> = { '{{': '}}', '{%': '%}', '{#': '#}', '<%': '%>' }

/** Whether a text holds something that looks like an action of Go templates, Jinja or ERB. */
export const hasActions = (text: string): boolean => /\{\{|\{%|<%|(?<!\$)\{#[-+\s]/.test(text) || hasDirectives(text)

/** A line that holds only a directive of Terraform's templates, which leaves nothing behind: `%{~ if enabled ~}`. */
const DIRECTIVE_LINE = /^[ \t]*%\{~?[ \t]*(?:if|else|endif|for|endfor)\b[^}\n]*\}[ \t]*$/gm

const hasDirectives = (text: string): boolean => text.includes('%{') && text.search(DIRECTIVE_LINE) >= 0

/**
 * The actions of a text, in order. With `go`, those of Go templates alone. The time is linear in the length of the text,
 * whatever stands in it: a mark that is never closed is no action.
 */
export function* actionsOf(text: string, go = false): Generator<Action> {
  const opens = go ? /\{\{/g : /\{[{%]|(?<!\$)\{#|<%/g
  const scan = endsIn(text, go)
  for (let match = opens.exec(text); match; match = opens.exec(text)) {
    const open = match[0]
    const start = match.index
    const inner = start + 2
    const to = scan(open, inner)
    if (to < 0) {
      opens.lastIndex = start + 1
      continue
    }
    const end = to + 2
    opens.lastIndex = end
    const action = trimmed(text, open, start, inner, to, end, go)
    yield action
    // What Jinja's raw block holds is text.
    if (open === '{%' && /^\s*raw\s*$/.test(text.slice(action.from, Math.min(action.to, action.from + 20)))) {
      const close = /\{%[-+]?\s{0,99}endraw\b/g
      close.lastIndex = end
      opens.lastIndex = close.exec(text)?.index ?? end
    }
  }
}

function trimmed(
  text: string,
  open: string,
  start: number,
  inner: number,
  close: number,
  end: number,
  go: boolean,
): Action {
  let from = inner
  let to = close
  // A minus is Go's trim mark only with a blank beside it: `{{-1}}` is a number.
  const blank = (at: number): boolean => open !== '{{' || !go || /\s/.test(text[at] ?? ' ') || text.startsWith('/*', at)
  const trimsLeft = /[-~]/.test(text[from] ?? '') && from < to && blank(from + 1)
  const marksLeft = trimsLeft || (open !== '{{' && text[from] === '+')
  if (marksLeft) from++
  const trimsRight = /[-~]/.test(text[to - 1] ?? '') && to - 1 >= from && (blank(to - 2) || text[to - 2] === '/')
  if (trimsRight) to--
  let kind: Action['kind'] = open === '{{' ? 'value' : 'statement'
  if (open === '{#' || (open === '<%' && text[from] === '#')) kind = 'comment'
  else if (open === '{{' && /^(?:\/\*|!)/.test(text.slice(from, from + 9).trimStart())) kind = 'comment'
  else if (open === '<%' && text[from] === '=') {
    kind = 'value'
    from++
  }
  return { start, end, kind, from, to, trimsLeft, trimsRight }
}

/** Finds where an action closes, and remembers what was looked for in vain, so that nothing is looked for twice. */
function endsIn(text: string, go: boolean): (open: string, from: number) => number {
  const missing = new Set<string>()
  /** A quote of that kind closes nowhere before this offset. */
  const unclosed: Record<string, number> = {}

  const find = (what: string, from: number): number => {
    if (missing.has(what)) return -1
    const at = text.indexOf(what, from)
    if (at < 0) missing.add(what)
    return at
  }

  /** The offset behind a string that begins at a quote; one further where it is no string. */
  const string = (quote: string, at: number): number => {
    if (quote === '`') {
      const close = find('`', at + 1)
      return close < 0 ? at + 1 : close + 1
    }
    if (at < (unclosed[quote] ?? 0)) return at + 1
    const next = quote === '"' ? /["\\\n]/g : /['\\\n]/g
    next.lastIndex = at + 1
    for (let match = next.exec(text); match && match[0] !== '\n'; match = next.exec(text)) {
      if (match[0] === quote) return match.index + 1
      next.lastIndex = match.index + 2
    }
    const end = text.indexOf('\n', at)
    unclosed[quote] = end < 0 ? text.length : end
    return at + 1
  }

  return (open, from) => {
    const close = CLOSE[open]!
    if (open === '{#' || open === '<%') return find(close, from)
    const begin = /[-~+]?\s{0,99}/y
    begin.lastIndex = from
    const first = from + (begin.exec(text)?.[0].length ?? 0)
    if (open === '{{' && text.startsWith('/*', first)) {
      const end = find('*/', first + 2)
      const closing = /\s{0,99}-?\}\}/y
      closing.lastIndex = end + 2
      const match = end < 0 ? null : closing.exec(text)
      if (match) return closing.lastIndex - 2
    }
    if (missing.has(close)) return -1
    const special = go ? /["`{}]/g : /["'`{}%]/g
    special.lastIndex = from
    let depth = 0
    for (let match = special.exec(text); match; match = special.exec(text)) {
      const at = match.index
      const c = match[0]
      if (c === '%') {
        if (close === '%}' && text[at + 1] === '}') return at
      } else if (c === '{') {
        // An action in an action is none: the first mark was no mark.
        if (text[at + 1] === '{' || (!go && text[at + 1] === '%')) return -1
        depth++
      } else if (c === '}') {
        if (depth > 0) depth--
        else if (close === '}}' && text[at + 1] === '}') return at
      } else special.lastIndex = string(c, at)
    }
    return find(close, from)
  }
}

/**
 * The same source with every template action filled with UNKNOWN in equal length, line ends kept except within a value in a line. A comment is blank, and so
 * is a line that holds only actions, since a control action leaves nothing behind.
 */
export function maskActions(source: Source): Source {
  if (!hasActions(source.text)) return source
  const text = source.text.includes('%{') ? source.text.replace(DIRECTIVE_LINE, toBlanks) : source.text
  const parts: string[] = []
  let done = 0
  for (const action of actionsOf(text)) {
    const { start, end, kind } = action
    const before = text.slice(done, start)
    // A value in a line goes on in that line, wherever the marks stand: `cpu: '{{ or .Values.cpu\n  }}'`.
    const inLine = kind === 'value' && /\S[^\n]*$/.test(before.slice(-200))
    const filled = inLine ? /[\s\S]/g : /[^\n]/g
    const fill = kind === 'comment' || isRaw(text, action) || standsBetween(text, action) ? ' ' : UNKNOWN
    const mask = text.slice(start, end).replace(filled, fill)
    parts.push(before, isComma(text, action) ? `,${mask.slice(1).replaceAll(UNKNOWN, ' ')}` : mask)
    done = end
  }
  if (done === 0) return text === source.text ? source : withText(source, text)
  parts.push(text.slice(done))
  const lines = parts
    .join('')
    .split('\n')
    .map(line =>
      leavesNothing(line)
        ? line.replaceAll(UNKNOWN, ' ')
        : startsDocument(line)
          ? blankBehind(line)
          : itemInFront(line),
    )
  return withText(source, lines.join('\n'))
}

/** Whether an action only says that what follows is no template. */
const isRaw = (text: string, { kind, from, to }: Action): boolean =>
  kind === 'statement' && /^\s*(?:end)?(?:raw|verbatim)\s*$/.test(text.slice(from, Math.min(to, from + 20)))

/** An item of a list with a condition in its line: `{{ if .Zone }}- --zone=x{{ end }}`. */
const ITEM = /^([ \t]*)(\uE000+)-(?=[ \t]+\S)/

/** The item as it stands where the condition holds, with its dash in the column of the other items. */
function itemInFront(line: string): string {
  const [head, indent = '', action = ''] = ITEM.exec(line) ?? []
  if (head === undefined) return line
  const last = line.trimEnd().length
  let to = last
  while (line[to - 1] === UNKNOWN) to--
  const item = line.slice(head.length, to)
  return `${indent}-${' '.repeat(action.length)}${item}${' '.repeat(last - to)}${line.slice(last)}`
}

/** How much of a line around an action is looked at. */
const NEAR = 200

/**
 * Whether an action that prints nothing itself stands between the parts of a structure rather than in a text: behind a key,
 * between the items of a list, before the quote that closes a text of several lines.
 */
function standsBetween(text: string, { start, end, kind, from, to }: Action): boolean {
  if (kind !== 'statement' && !CONTROL.test(text.slice(from, Math.min(to, from + 20)))) return false
  const behind = text.slice(end, end + NEAR)
  const before = /(?:^|\n|([=:,{[}\]"']))[ \t]*$/.exec(
    text.slice(Math.max(0, start - NEAR), start).replace(STATEMENTS_BEFORE, ''),
  )
  if (!before || !/^[ \t]*(?:$|\n|[,{[}\]"'])/.test(behind.replace(STATEMENTS_BEHIND, ''))) return false
  // One value or the other, both in the line: `path: {{ if .A }}"a"{{ else }}"b"{{ end }}`.
  return (before[1] !== ':' && before[1] !== '=') || !OTHERWISE.test(behind)
}

/** Statements beside one: `"a"{% endif %}{% if b %}, "c"{% endif %}`. */
const STATEMENT = String.raw`\{(?:%[^%{}\n]{0,160}%|\{-? ?(?:range|if|with|else|end)\b[^{}\n]{0,160}\})\}`
const STATEMENTS_BEFORE = new RegExp(`(?:${STATEMENT}[ \\t]{0,20}){1,5}$`)
const STATEMENTS_BEHIND = new RegExp(`^(?:[ \\t]{0,20}${STATEMENT}){1,5}`)

/** Another branch in the same line. */
const OTHERWISE = /^[^\n]*?\{[{%][-~]?\s*(?:else|elif|elsif)\b/

/** What Go's templates write as they write values. */
const CONTROL = /^\s*(?:range|if|with|else|end)\b/

/** Whether an action prints the comma between the items of a list: `}{{ "," if not loop.last }}`. */
const isComma = (text: string, { start, kind, from, to }: Action): boolean =>
  kind === 'value' &&
  /[}\]"']/.test(text[start - 1] ?? '') &&
  /^\s*(["']),\s?\1/.test(text.slice(from, Math.min(to, from + 20)))

const toBlanks = (line: string): string => ' '.repeat(line.length)

/**
 * Whether the actions of a masked line leave nothing behind, as far as can be told: they stand alone, before a comment, behind
 * the mark of a YAML document, or behind that of a block, whose text begins in the next line.
 */
const leavesNothing = (line: string): boolean =>
  line.includes(UNKNOWN) &&
  (/^[ \t\uE000]*(?:[ \t]#.*)?$/.test(line) || /^(?:---|.*: ?[|>][-+]?)[ \t]*\uE000+[ \t]*$/.test(line))

/** A document of YAML that begins behind actions, which leave nothing behind: `{% if enabled %}---`. */
const startsDocument = (line: string): boolean => /^\uE000+---[ \t]*$/.test(line)
const blankBehind = (line: string): string => `---${' '.repeat(line.length - 3)}`

/** Whether the name says that the file is a template: a chart's template, or one that a template program makes the real file from. */
export const isTemplateName = (name: string): boolean =>
  /(^|\/)templates\/.*\.(ya?ml|tpl|json)$|\.(tpl|tmpl|gotmpl|j2|jinja2?|erb|template|sls)$/.test(name)

/** The same source with every line blank that holds nothing but masked text, or one mark such as `${EXTRA_SETTINGS}` or `FILES_PLACEHOLDER`. */
export function withoutLoneExpansions(source: Source): Source {
  const blanked = source.text.replace(
    /^[ \t]*\uE000[ \t\uE000]*$|^[ \t]*\$(?:\w+|\{[^}\n]*\})[ \t]*$|^[ \t]*[A-Z][A-Z0-9_]{0,80}_PLACEHOLDER[ \t]*$/gm,
    line => ' '.repeat(line.length),
  )
  return blanked === source.text ? source : withText(source, blanked)
}

/** The same source with what Terraform's templates and shells fill in unknown, where braces mean something else: `[a, ${b}]`. */
export function withoutInterpolations(source: Source): Source {
  const masked = source.text.replace(/(?<!\$)\$\{[^{}\n]{1,200}\}/g, mark => UNKNOWN.repeat(mark.length))
  return masked === source.text ? source : withText(source, masked)
}
