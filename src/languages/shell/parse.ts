/**
 * Parses a script into our tree. This file and those in parse/ are the only ones that know unbash, a parser of Bash that keeps
 * every position and goes on after an error. What it cannot do is made up for: template actions and errors that would end the
 * tree here, text behind escaped backticks in parse/.
 */
import { parse } from 'unbash'
import { hasActions, maskActions } from '../../reading/template.ts'
import { type Source, UNKNOWN, withText } from '../../text/source.ts'
import type { Mistake, Progress } from './parse/progress.ts'
import { scriptNodes } from './parse/statements.ts'
import type { Node, Word } from './tree.ts'

export interface ParsedScript {
  /** As it was parsed: the given one, or the same with its template actions masked. */
  readonly source: Source
  readonly nodes: readonly Node[]
  /** The first mistake in the script, where it has one: the script is read only in part. */
  readonly error: Mistake | undefined
}

/** How many lines with mistakes are blanked, one after another, to read what comes after them. */
const MOST_RETRIES = 12
/** How many characters all attempts together may parse. */
const MOST_PARSED = 2_000_000

/** Parses a script. Never throws. */
export function parseScript(source: Source): ParsedScript {
  const given = parseOnce(source)
  if (!given.error && !given.template) return { source, nodes: given.nodes, error: undefined }
  let text = given.error ? withoutEscapes(source) : source
  const raw = text === source ? given : parseOnce(text)
  let best = raw
  if (hasActions(source.text)) {
    const masked = maskActions(text)
    const tried = parseOnce(masked)
    // A line of a plain script may hold `{{.ID}}` beside a mistake of its own: mask only what it helps.
    if (!tried.error || tried.calls > raw.calls || raw.template) {
      best = tried
      text = masked
    }
  }
  const first = best.error
  let blanked = text
  let next = best
  for (let retry = 1; next.error && retry <= MOST_RETRIES && retry * text.text.length <= MOST_PARSED; retry++) {
    const without = withoutLine(blanked, next.error.at)
    if (!without) break
    blanked = without
    next = parseOnce(blanked)
    if (next.calls >= best.calls) {
      best = next
      text = blanked
    }
  }
  return { source: text, nodes: best.nodes, error: first }
}

/**
 * `$$(` is a mistake in a shell. Where a script is filled in before it runs, it stands for `$(`: Cluster API, Flux and
 * docker-compose write so what they leave alone (github.com/drone/envsubst).
 */
function withoutEscapes(source: Source): Source {
  if (!source.text.includes('$$(')) return source
  return withText(source, source.text.replace(/\$\$(?=[({])/g, `${UNKNOWN}$`))
}

/** The source with the line at the offset, or the last one with text before it, filled with blanks. */
function withoutLine(source: Source, at: number): Source | undefined {
  const { text } = source
  let end = text.indexOf('\n', at)
  if (end < 0) end = text.length
  let start = text.lastIndexOf('\n', Math.max(at - 1, 0)) + 1
  if (start > end) start = end
  while (start > 0 && text.slice(start, end).trim() === '') {
    end = start - 1
    start = text.lastIndexOf('\n', Math.max(end - 1, 0)) + 1
    if (start > end) return undefined
  }
  if (text.slice(start, end).trim() === '') return undefined
  return withText(source, text.slice(0, start) + ' '.repeat(end - start) + text.slice(end))
}

interface Attempt {
  readonly nodes: readonly Node[]
  readonly calls: number
  /** Whether a call begins with a template action, so that the text is a template and no script yet. */
  readonly template: boolean
  readonly error: Mistake | undefined
}

/** How many characters of nested scripts may be read: each level is parsed again. */
const NESTED_CHARACTERS = 16_000_000

function parseOnce(source: Source): Attempt {
  const progress: Progress = { calls: 0, template: false, error: undefined, budget: NESTED_CHARACTERS, scriptNodes }
  const script = parse(source.text)
  const nodes = scriptNodes(source, script, progress, 0)
  return { nodes, calls: progress.calls, template: progress.template, error: progress.error }
}

/** The words of a text as the shell would split them, when it is one plain call: the value of a variable that holds a program. */
export function wordsOf(source: Source): readonly Word[] {
  const { nodes } = parseOnce(source)
  const [node] = nodes
  return node?.kind === 'call' ? node.words : []
}
