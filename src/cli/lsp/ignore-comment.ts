/** Where and how a comment can be written that silences a finding. Each is tried before it is offered. */
import { MARKER } from '../../lint/suppress-comments.ts'

/** How comments begin, and end where they do, in a language that has no `#`. */
const MARKS: Readonly<Record<string, readonly [begin: string, end: string]>> = {
  batch: ['rem ', ''],
  bicep: ['// ', ''],
  groovy: ['// ', ''],
  jsonnet: ['// ', ''],
  river: ['// ', ''],
  xml: ['<!-- ', ' -->'],
}
/** Scripts and documents stand in texts of every language. */
const INNER: readonly (readonly [begin: string, end: string])[] = [
  ['# ', ''],
  ['// ', ''],
]

/** Languages in which a comment may stand behind something. */
const TRAILING: ReadonlySet<string> = new Set(['yaml', 'shell', 'hcl', 'toml'])

/** A text to be inserted at an offset. */
export interface Insertion {
  readonly at: number
  readonly text: string
}

/** What the user is to write in its place. */
export const REASON = 'TODO: say why'

/** The comments that may silence a rule in a line (1-based), the best first. JSON knows none. */
export function* ignoreComments(
  text: string,
  line: number,
  rule: string,
  { path, language }: { readonly path: string; readonly language: string },
): Generator<Insertion> {
  if (/\.json$/i.test(path)) return
  const starts = [0, ...[...text.matchAll(/\r\n?|\n/g)].map(match => match.index + match[0].length)]
  const lineOf = (number: number): string =>
    text.slice(starts[number - 1] ?? text.length, starts[number] ?? text.length).replace(/[\r\n]+$/, '')
  const continues = (number: number): boolean => /[\\^][ \t]*$/.test(lineOf(number))
  let first = line
  while (first > 1 && continues(first - 1)) first--
  // Within a line of JSON there is no comment either, whatever it stands in.
  if (/^\s*(?:"|[{}[\]])/.test(lineOf(first)) && /^(?:yaml|shell|puppet|user-data)$/.test(language)) return
  const own = MARKS[language] ?? INNER[0]!
  const marks = [own, ...INNER].filter(([begin], index, all) => all.findIndex(other => other[0] === begin) === index)
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
  for (const [begin, end] of marks) {
    const comment = `${begin}${MARKER} ignore[${rule}] ${REASON}${end}`
    const at = starts[first - 1] ?? 0
    const indent = /^[ \t]*/.exec(lineOf(first).replace(/^\uFEFF/, ''))![0]
    if (!/^\uFEFF?#!/.test(lineOf(first)))
      yield { at: at + (lineOf(first).startsWith('\uFEFF') ? 1 : 0), text: `${indent}${comment}${eol}` }
    if (TRAILING.has(language) && !continues(line))
      yield { at: (starts[line - 1] ?? 0) + lineOf(line).length, text: ` ${comment}` }
  }
}
