/** A second item of a list beside one that is there, told by the indentation or the brackets around it. */

import { edited } from './edited.ts'
import type { Range } from './removal.ts'

/** Where to insert what, so that the item that all these ranges stand in is there twice; undefined where it cannot be told. */
export function copyOf(
  text: string,
  changes: readonly (Range & { readonly text: string })[],
): { readonly at: number; readonly text: string } | undefined {
  const first = Math.min(...changes.map(({ start }) => start))
  const line = text.lastIndexOf('\n', first - 1) + 1
  const isFlow = text.slice(line, first).includes('{')
  const item = isFlow ? inBraces(text, first) : inLines(text, line)
  if (!item || changes.some(({ start, end }) => start < item.start || end > item.end)) return undefined
  const within = changes.map(({ start, end, text: other }) => ({
    start: start - item.start,
    end: end - item.start,
    text: other,
  }))
  const copy = edited(text.slice(item.start, item.end), within)
  if (isFlow) return { at: item.end, text: `, ${copy}` }
  const end = text[item.end - 1] === '\n' ? '' : '\n'
  return { at: item.end, text: end ? `${end}${copy}` : copy }
}

/** How far an item reaches at most. */
const MOST_LINES = 50
const MOST_CHARACTERS = 2000

/** The lines of a YAML list's item that a line is in: from its dash to the next line that is not indented below it. */
function inLines(text: string, at: number): Range | undefined {
  let start = at
  let indent = indentOf(text, start)
  for (let i = 0; i < MOST_LINES && !/^[ \t]*-[ \t]/.test(text.slice(start, start + 200)); i++) {
    if (start === 0) return undefined
    start = text.lastIndexOf('\n', start - 2) + 1
    const above = indentOf(text, start)
    if (above > indent) continue
    if (above < indent && !/^[ \t]*-[ \t]/.test(text.slice(start, start + 200))) return undefined
    indent = above
  }
  if (!/^[ \t]*-[ \t]/.test(text.slice(start, start + 200))) return undefined
  const dash = indentOf(text, start)
  let end = next(text, start)
  for (let i = 0; i < MOST_LINES && end < text.length; i++) {
    const rest = text.slice(end, end + 200)
    if (/^[ \t]*\r?\n/.test(rest) || indentOf(text, end) <= dash) break
    end = next(text, end)
  }
  return { start, end }
}

const indentOf = (text: string, line: number): number => /^[ \t]*/.exec(text.slice(line, line + 200))![0].length

function next(text: string, line: number): number {
  const newline = text.indexOf('\n', line)
  return newline < 0 ? text.length : newline + 1
}

/** The map in braces that an offset is in, where no other is in it. */
function inBraces(text: string, at: number): Range | undefined {
  const start = text.lastIndexOf('{', at)
  const end = text.indexOf('}', at)
  if (start < 0 || end < 0 || end - start > MOST_CHARACTERS) return undefined
  return /^\{[^{}]*$/.test(text.slice(start, end)) ? { start, end: end + 1 } : undefined
}
