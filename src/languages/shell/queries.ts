/**
 * Queries for metrics among the arguments of a call: `curl … --data-urlencode 'query=…'`, `promtool query instant URL '…'`, checks
 * of Nagios that ask Prometheus.
 */
import { type Source, sliceSource } from '../../text/source.ts'
import type { Word } from './tree.ts'
import { sourceOf, textOf } from './word.ts'

/** Where the API of Prometheus takes a query, as an argument or in an address. */
const PARAMETER = /(?:^|[?&"'])(?:query|match(?:\[\]|%5B%5D))=/
/** A selector with a matcher, a range, or a function over either. */
const EXPRESSION =
  /[a-z_:][\w:]{2,200}\s{0,3}\{\s{0,3}\w{1,100}\s{0,3}(?:=~?|![=~])|[a-z_:][\w:]{2,200}(?:\{[^}\n]{0,500}\})?\[\d{1,6}[smhdw]\]/

/** The queries among the words of a call. */
export const queriesIn = (words: readonly Word[]): readonly Source[] =>
  words.slice(1).flatMap(word => {
    const text = textOf(word)
    if (!/query=|match|[{[]/.test(text)) return []
    const parameter = PARAMETER.exec(text)
    if (!parameter && !EXPRESSION.test(text)) return []
    const source = sourceOf(word, 'masked')
    const from = parameter ? source.text.indexOf(parameter[0]) + parameter[0].length : 0
    return from < (parameter?.[0].length ?? 0) ? [] : [sliceSource(source, from, source.text.length)]
  })
