/** The metric names in a PromQL expression, with their positions. */
import { type Located, locate, type Source } from '../text/source.ts'

/** Words of the language; they stand where a name could. */
const KEYWORDS = new Set([
  'and',
  'or',
  'unless',
  'by',
  'without',
  'on',
  'ignoring',
  'group_left',
  'group_right',
  'bool',
  'offset',
  'inf',
  'nan',
  'start',
  'end',
])
/** Keywords that a list of labels follows. */
const LABELLED = new Set(['by', 'without', 'on', 'ignoring', 'group_left', 'group_right'])

/**
 * One token. A string, a comment, a range with all that is in it, a variable of Grafana, a number with its unit, a name, or any
 * other character. What can be scanned in vain is bounded in length, so that the whole stays linear.
 */
const TOKEN =
  /"(?:[^"\\]|\\[\s\S]){0,2000}"|'(?:[^'\\]|\\[\s\S]){0,2000}'|`[^`]{0,2000}`|#[^\n]*|\[[^\][]*\]|\$\{[^}]{0,200}\}|\$\w+|\d[\w.]*|[A-Za-z_:][\w:]*|[^\s]/g

/** Names of metrics in a text that a query holds: `rate(a[5m]) / b`, `{__name__=~"a|b"}`, Grafana's `label_values(a, x)`. */
export function metricsIn(source: Source): readonly Located[] {
  const found: Located[] = []
  const tokens = [...source.text.matchAll(TOKEN)]
  /** How the brackets around a token were opened: by a selector, a list of labels, or a call. */
  const around: ('selector' | 'labels' | 'other')[] = []
  let labelsNext = false
  for (const [index, match] of tokens.entries()) {
    const token = match[0]
    const within = around.at(-1)
    if (token === '{') around.push('selector')
    else if (token === '(') around.push(labelsNext || within === 'labels' ? 'labels' : 'other')
    else if (token === '}' || token === ')') around.pop()
    if (/^[A-Za-z_:]/.test(token)) {
      labelsNext = LABELLED.has(token.toLowerCase())
      if (within === 'labels' || KEYWORDS.has(token.toLowerCase())) continue
      const next = tokens[index + 1]?.[0]
      if (within === 'selector') {
        if (token === '__name__') found.push(...namesIn(source, tokens.slice(index + 1, index + 4)))
        continue
      }
      if (next !== '(') found.push(locate(source, match.index, match.index + token.length))
    } else if (token !== '(') labelsNext = false
  }
  return found
}

/** The texts in a query, without their quotes: values that labels are matched with, and the arguments of `label_replace`. */
export const stringsIn = (source: Source): readonly Located[] =>
  [...source.text.matchAll(TOKEN)]
    .filter(({ 0: token }) => /^["'`]./.test(token))
    .map(({ 0: token, index }) => locate(source, index + 1, index + token.length - 1))

/** The values that the matchers of a label ask for, without their quotes: `{mountpoint="/data"}`. */
export function labelValuesIn(source: Source, label: string): readonly Located[] {
  const found: Located[] = []
  const tokens = [...source.text.matchAll(TOKEN)]
  for (const [index, match] of tokens.entries()) {
    if (match[0] !== label || tokens[index + 1]?.[0] !== '=') continue
    const value = tokens[tokens[index + 2]?.[0] === '~' ? index + 3 : index + 2]
    if (value && /^["'`]./.test(value[0]))
      found.push(locate(source, value.index + 1, value.index + value[0].length - 1))
  }
  return found
}

/** The names that a matcher of `__name__` asks for: `= "a"`, `=~ "a|b"`. */
function namesIn(source: Source, tokens: readonly RegExpExecArray[]): readonly Located[] {
  const text = tokens.map(token => token[0])
  const [equals, tilde] = text
  const value = tokens[equals === '=' && tilde === '~' ? 2 : 1]
  if (equals !== '=' || !value || !/^["'`]/.test(value[0])) return []
  return namesInPattern(source, value.index + 1, value.index + value[0].length - 1)
}

/** The names in a regular expression that matches names: `a|b`, `(a|b)_.+`. Only those that are written out count. */
export function namesInPattern(source: Source, start: number, end: number): readonly Located[] {
  const found: Located[] = []
  for (const match of source.text.slice(start, end).matchAll(/[^|()^$]+/g))
    if (/^[A-Za-z_:][\w:]*$/.test(match[0]))
      found.push(locate(source, start + match.index, start + match.index + match[0].length))
  return found
}
