/**
 * What goes with a text that is taken away, told by what stands around it: the quotes of a word, the blank or comma between two,
 * the line of an item. The result is linted before anything is written, so a guess that is wrong changes nothing.
 */

/** Offsets of a file's text. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The ranges to take away with these texts, or undefined where that cannot be told. */
export function removalOf(text: string, parts: readonly Range[]): readonly Range[] | undefined {
  const pair = namedPair(text, parts)
  if (pair) return [pair]
  const found = elements(text, parts).map(element => around(text, element))
  return found.every(range => range !== undefined) ? found : undefined
}

/** An option and its value with only a separator between them are one element, with the quotes around both. */
function elements(text: string, parts: readonly Range[]): readonly Range[] {
  const found: Range[] = []
  for (const part of [...parts].sort((a, b) => a.start - b.start)) {
    const last = found.at(-1)
    const between = last && (part.start <= last.end ? '' : text.slice(last.end, part.start))
    if (!last || between === undefined || between.length > 1000 || !BETWEEN.test(between)) found.push(part)
    else {
      const closes = /["']$/.exec(between)?.[0] === text[part.end]
      const opens = /^["']/.exec(between)?.[0] === text[last.start - 1]
      found[found.length - 1] = {
        start: opens && /^["']/.test(between) ? last.start - 1 : last.start,
        end: Math.max(last.end, closes && /["']$/.test(between) ? part.end + 1 : part.end),
      }
    }
  }
  return found
}

/** `--a b`, `--a=b`, `"--a", "b"`, `a: b`, `"a": "b"`, and a value on the next line of a command that goes on there. */
const BETWEEN = /^(?:["']?[ \t]*(?:[:=,][ \t]*)?["']?|["'][ \t]*,[ \t]*\r?\n[ \t]*["']|[ \t]+\\\r?\n[ \t]*)$/

/** An item of a list of names and values, of which both stand on a line of their own. */
function namedPair(text: string, parts: readonly Range[]): Range | undefined {
  const [name, value] = parts
  if (!name || !value || parts.length > 2 || value.start < name.end) return undefined
  const line = lineAt(text, name.start)
  if (!/^[ \t]*-[ \t]+name:[ \t]+["']?$/.test(text.slice(line.start, name.start))) return undefined
  if (!/^["']?[ \t]*(?:#[^\n]*)?\r?\n[ \t]*value:[ \t]+["']?$/.test(text.slice(name.end, value.start))) return undefined
  return { start: line.start, end: lineAt(text, value.end).next }
}

/** An element with what belongs to it alone. */
function around(text: string, { start: from, end: to }: Range): Range | undefined {
  const { start, end } = withQuotes(text, from, closed(text, from, to))
  const line = lineAt(text, start)
  const last = lineAt(text, end)
  const before = text.slice(line.start, start)
  const after = text.slice(end, last.end)
  const whole = { start: line.start, end: last.next }
  if (/^[ \t]*-[ \t]+$/.test(before) && COMMENT_ONLY.test(after))
    return hasMoreKeys(text, before, last.next) ? undefined : whole
  if (/^[ \t]*$/.test(before)) {
    if (/^[ \t]{0,200},?[ \t]{0,200}\\$/.test(after) || /^[ \t]*,[ \t]*(?:(?:#|\/\/)[^\n]*)?$/.test(after)) return whole
    if (COMMENT_ONLY.test(after)) return lastOfSeveral(text, line.start, last) ?? whole
  }
  return ofLine(text, start, end, line.start, last.end)
}

const COMMENT_ONLY = /^[ \t]*(?:#[^\n]*|\/\/[^\n]*)?$/

/** Whether the map that begins behind a dash goes on in the next line. */
function hasMoreKeys(text: string, dash: string, next: number): boolean {
  const following = /^([ \t]*)([^\s])/.exec(text.slice(next, next + 1000))
  return following !== null && following[1]!.length === dash.length && following[2] !== '-'
}

/** The last line of a command or list, which goes with what leads over to it at the end of the line before. */
function lastOfSeveral(text: string, start: number, last: Line): Range | undefined {
  const above = text.slice(0, start).slice(-2000).trimEnd()
  const joint = above.at(-1)
  const next = /^\s*([\])}])/.exec(text.slice(last.next, last.next + 1000))
  if (joint !== '\\' && !(joint === ',' && next)) return undefined
  const rest = above.slice(0, -1).trimEnd()
  const blanks = text.slice(Math.max(0, start - 2000), start).length - rest.length
  return { start: start - blanks, end: last.end }
}

/** Within a line: with the comma behind it or before it, else with the blanks on one side. */
function ofLine(text: string, start: number, end: number, from: number, to: number): Range {
  const behind = /^[ \t]*,[ \t]*/.exec(text.slice(end, to))?.[0]
  if (behind !== undefined) return { start, end: end + behind.length }
  const ahead = text.slice(from, start)
  const comma = ahead.trimEnd().endsWith(',') ? ahead.trimEnd().length - 1 : undefined
  if (comma !== undefined) return { start: from + comma, end }
  const blanks = /^[ \t]*/.exec(text.slice(end, to))![0].length
  const isLast = end + blanks >= to || text[end + blanks] === '\\'
  if (blanks > 0 && !isLast) return { start, end: end + blanks }
  const room = ahead.length - ahead.trimEnd().length
  return { start: room < ahead.length ? start - room : start, end }
}

/** The end of a text with the quote behind it that one in the text waits for: `--x='y'`. */
function closed(text: string, start: number, end: number): number {
  const quote = /^(?:\\"|["'])/.exec(text.slice(end, end + 2))?.[0]
  if (quote === undefined || text.startsWith(quote, start - quote.length)) return end
  return text.slice(start, end).split(quote).length % 2 === 0 ? end + quote.length : end
}

/** Quotes belong to a word or item; those of a variable's or key's value stay around what is left. */
function withQuotes(text: string, start: number, end: number): Range {
  for (const mark of ['\\"', '"', "'"]) {
    const opens = start - mark.length
    if (!text.startsWith(mark, opens) || !text.startsWith(mark, end)) continue
    const isValue = /[\w)\]}"']\s*[=:]\s*$|=$/.test(text.slice(Math.max(0, opens - 40), opens))
    return isValue ? { start, end } : { start: opens, end: end + mark.length }
  }
  return { start, end }
}

interface Line extends Range {
  /** Where the next line begins. */
  readonly next: number
}

/** The line of an offset, without its end. */
function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const newline = text.indexOf('\n', offset)
  const next = newline < 0 ? text.length : newline + 1
  const end = newline < 0 ? text.length : newline
  return {
    start: start === 0 && text[0] === '\uFEFF' ? 1 : start,
    end: text[end - 1] === '\r' && end > start ? end - 1 : end,
    next,
  }
}
