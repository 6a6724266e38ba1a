/** Text as the shell means it: without its quotes, its escapes resolved. */
import type { Source } from '../../../text/source.ts'
import type { TextPart } from '../tree.ts'

/** Where the inside of a quoted part ends; the closing quote may be missing. */
export const closed = (source: Source, start: number, end: number, quote: string): number =>
  end - 1 > start && source.text[end - 1] === quote ? end - 1 : end

/**
 * Text with its escapes resolved, cut where a backslash goes away. `escaped` are the characters that a backslash makes
 * literal there; undefined outside quotes, where it is every character.
 */
export function textParts(
  source: Source,
  start: number,
  end: number,
  escaped: string | undefined,
  quoted: boolean,
): TextPart[] {
  const text = source.text.slice(start, end)
  if (text === '') return []
  if (escaped === '' || !text.includes('\\')) return [{ kind: 'text', text, start, end, quoted }]
  const parts: TextPart[] = []
  let from = 0
  const add = (to: number) => {
    if (to > from)
      parts.push({ kind: 'text', text: text.slice(from, to), start: start + from, end: start + to, quoted })
  }
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', at)) {
    const next = text[at + 1]!
    if (escaped === undefined || escaped.includes(next)) {
      add(at)
      from = next === '\n' ? at + 2 : at + 1
    }
    at += 2
  }
  add(text.length)
  return parts
}

const ANSI: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
}

const ANSI_CODE = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/

/** The inside of `$'…'`. */
export function ansiParts(source: Source, start: number, end: number): TextPart[] {
  const text = source.text.slice(start, end)
  const parts: TextPart[] = []
  let from = 0
  const add = (value: string, at: number, to: number) => {
    if (to > at) parts.push({ kind: 'text', text: value, start: start + at, end: start + to, quoted: true })
  }
  for (let at = text.indexOf('\\'); at >= 0 && at < text.length - 1; at = text.indexOf('\\', from)) {
    add(text.slice(from, at), from, at)
    const code = ANSI_CODE.exec(text.slice(at, at + 10))
    const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? code[4] ?? '', code[4] ? 8 : 16) : 0
    const value = code
      ? String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd)
      : (ANSI[text[at + 1]!] ?? text[at + 1]!)
    from = at + (code ? code[0].length : 2)
    add(value, at, from)
  }
  add(text.slice(from), from, text.length)
  return parts
}
