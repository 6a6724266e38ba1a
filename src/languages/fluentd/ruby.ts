/** Ruby embedded in values: `"#{ENV['X'] || 'json'}"`. */
import { type Located, locate, type Source, UNKNOWN } from '../../text/source.ts'

/** How much embedded Ruby is looked at. */
const LONGEST_RUBY = 2_000

/** The brace that ends `#{`, on the same line. */
export function rubyEnd(text: string, from: number): number {
  let depth = 1
  const limit = Math.min(text.length, from + LONGEST_RUBY)
  for (let i = from; i < limit && text[i] !== '\n'; i++) {
    if (text[i] === '{') depth++
    else if (text[i] === '}' && --depth === 0) return i
  }
  return -1
}

/** The variable and the default of `#{ENV['X'] || 'json'}` or `#{ENV.fetch('X', 'json')}`. */
export function rubyOf(source: Source, start: number, end: number): { variable?: Located; fallback?: Located } {
  const text = source.text.slice(start, Math.min(end, start + LONGEST_RUBY))
  const match = /^#\{\s*ENV(?:\[\s*|\.fetch\(\s*)(["'])([\w.-]+)\1\s*\]?(?:\s*(?:\|\||,)\s*(["'])(.*?)\3)?/d.exec(text)
  const variable = match?.indices?.[2]
  const fallback = match?.indices?.[4]
  if (!variable) return {}
  return {
    variable: locate(source, start + variable[0], start + variable[1]),
    ...(fallback ? { fallback: locate(source, start + fallback[0], start + fallback[1]) } : {}),
  }
}

/** The text with each `#{…}` replaced by one unknown character. */
export function withoutRuby(text: string): string {
  let result = ''
  let hasRuby = true
  for (let i = 0; i < text.length; i++) {
    const begins: boolean = hasRuby && text[i] === '#' && text[i + 1] === '{'
    const end = begins ? rubyEnd(text, i + 2) : -1
    if (end > 0) {
      result += UNKNOWN
      i = end
    } else {
      result += text[i]
      hasRuby &&= !begins
    }
  }
  return result
}
