/**
 * What a PromQL expression asks for, with positions: metrics, labels and texts. It goes on over what PromQL does not know and
 * dashboards and charts are full of: variables, functions of Grafana, gaps of templates. (Prometheus' own grammar for lezer loses
 * the selectors around each of them.)
 */
import { type Located, locate, type Source } from '../text/source.ts'
import { namesInPattern } from './name-patterns.ts'

export interface Matcher {
  readonly label: string
  readonly at: Located
  readonly operator: string
  readonly value?: Located | undefined
  readonly metric?: string | undefined
}

export interface MetricName {
  readonly name: Located
  readonly open: boolean
  readonly labels: readonly Matcher[]
}

export interface Query {
  readonly metrics: readonly MetricName[]
  /** What is asked of labels, in selectors, by functions and by lists of labels. */
  readonly labels: readonly Matcher[]
  /** The texts, without their quotes: values that labels are matched with, and the arguments of functions. */
  readonly texts: readonly Located[]
}

/** Words of the language; they stand where a name could. */
const KEYWORDS = new Set([
  ...['and', 'or', 'unless', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool', 'offset', 'inf'],
  ...['nan', 'start', 'end'],
])
/** Keywords that a list of labels follows. */
const LABELLED = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'])

/**
 * One token. A string, a comment, a range with all that is in it, a variable of Grafana, a number with its unit, a name, an
 * operator of a matcher, or any other character. What can be scanned in vain is bounded in length, so that the whole stays linear.
 */
const TOKEN =
  /"(?:[^"\\]|\\[\s\S]){0,2000}"|'(?:[^'\\]|\\[\s\S]){0,2000}'|`[^`]{0,2000}`|#[^\n]*|\[[^\][]*\]|\$\{[^}]{0,200}\}|\$\w+|\d[\w.]*|[A-Za-z_:][\w:]*|=~|![=~]|[^\s]/g

/** An open bracket: how it was opened, and what is gathered until it is closed. */
interface Frame {
  readonly kind: 'selector' | 'labels' | 'call' | 'other'
  /** The function or clause that it belongs to. */
  readonly call: string
  /** The metric that a selector belongs to, and its matchers so far. */
  readonly metric: string | undefined
  readonly labels: Matcher[]
  readonly texts: Located[]
}

const EMPTY: Frame = { kind: 'other', call: '', metric: undefined, labels: [], texts: [] }

type Named = MetricName & { readonly labels: Matcher[] }

/** Reads a text that holds a query: `rate(a[5m]) / b`, `{__name__=~"a|b"}`, Grafana's `label_values(a, x)`. */
export function readQuery(source: Source): Query {
  const metrics: MetricName[] = []
  const labels: Matcher[] = []
  const texts: Located[] = []
  const tokens = [...source.text.matchAll(TOKEN)]
  const around: Frame[] = []
  /** What is asked of the labels of each metric that is named, in order. */
  const own: Matcher[][] = []
  /** The clause whose list of labels comes next. */
  let clause = ''
  /** The metric whose name was the last token. */
  let named: Named | undefined
  for (const [index, match] of tokens.entries()) {
    const token = match[0]
    const within = around.at(-1)
    const before = tokens[index - 1]?.[0] ?? ''
    const last = named
    named = undefined
    if (token === '{') around.push({ ...EMPTY, kind: 'selector', metric: last?.name.value, labels: last?.labels ?? [] })
    else if (token === '(') around.push({ ...EMPTY, ...opened(before, clause, within), texts: [] })
    else if (token === '}' || token === ')') labels.push(...replacedBy(around.pop()))
    else if (isText(token)) {
      const text = inner(source, match)
      if (text.value !== '') texts.push(text)
      if (within?.kind === 'call') within.texts.push(text)
    }
    if (!isName(token)) {
      if (token !== '(') clause = ''
      continue
    }
    const word = token.toLowerCase()
    clause = LABELLED.has(word) ? word : ''
    const at = locate(source, match.index, match.index + token.length)
    if (within?.call === 'label_values' && before === ',') {
      const listed = { label: token, at, operator: within.call }
      labels.push(listed)
      own.at(-1)?.push(listed)
    } else if (within?.kind === 'labels') labels.push({ label: token, at, operator: within.call })
    else if (within?.kind === 'selector') {
      const found = matcherOf(source, tokens, index, within)
      metrics.push(...found.metrics)
      labels.push(...found.labels)
    } else if (!KEYWORDS.has(word) && tokens[index + 1]?.[0] !== '(') {
      named = { name: at, open: false, labels: [] }
      metrics.push(named)
      own.push(named.labels)
    }
  }
  return { metrics, labels, texts }
}

const isText = (token: string): boolean => /^["'`]/.test(token) && token.length > 1
const isName = (token: string): boolean => /^[A-Za-z_:]/.test(token)

/** A text without its quotes. */
const inner = (source: Source, { 0: token, index }: RegExpExecArray): Located =>
  locate(source, index + 1, index + token.length - 1)

/** What a round bracket opens: a list of labels behind a clause, the arguments of a function, or a group. */
function opened(before: string, clause: string, within: Frame | undefined): Pick<Frame, 'kind' | 'call'> {
  if (clause !== '') return { kind: 'labels', call: clause }
  if (within?.kind === 'labels') return within
  return isName(before) ? { kind: 'call', call: before } : { kind: 'other', call: '' }
}

/** What a matcher in a selector asks for: a label, or metrics by `__name__`. */
function matcherOf(
  source: Source,
  tokens: readonly RegExpExecArray[],
  index: number,
  { metric, labels }: Frame,
): Pick<Query, 'metrics' | 'labels'> {
  const [{ 0: label, index: start } = { 0: '', index: 0 }, operator, value] = tokens.slice(index, index + 3)
  if (!operator || !value || !/^[=!]/.test(operator[0]) || !isText(value[0])) return { metrics: [], labels: [] }
  if (label === '__name__') {
    const names = operator[0].startsWith('=')
      ? namesInPattern(source, value.index + 1, value.index + value[0].length - 1)
      : []
    return { metrics: names.map(name => ({ ...name, labels })), labels: [] }
  }
  const at = locate(source, start, start + label.length)
  const matcher: Matcher = { label, at, operator: operator[0], value: inner(source, value), metric }
  labels.push(matcher)
  return { metrics: [], labels: [matcher] }
}

/** `label_replace(v, "to", "$1", "from", "pattern")` asks for the label that it takes. */
function replacedBy(frame: Frame | undefined): readonly Matcher[] {
  if (frame?.call !== 'label_replace') return []
  const [, , from, value] = frame.texts
  return from ? [{ label: from.value, at: from, operator: 'label_replace', value }] : []
}
