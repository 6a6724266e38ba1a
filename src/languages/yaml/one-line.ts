/**
 * Texts over several lines that the parser gives up because YAML 1.2 asks for more indentation than the parsers of Kubernetes and
 * Helm do, on one line.
 */
import { forward } from '../../text/progress.ts'
import { type Source, withText } from '../../text/source.ts'

/** A mistake that the parser tells: its message, and where it is. */
export interface Mistake {
  readonly message: string
  readonly pos: readonly [number, number]
}

/** A quoted text or a collection over several lines is no longer than this. */
const MOST_QUOTED = 20_000
/** But for a dashboard, which is JSON between single quotes. So many characters of all are looked at. */
const MOST_OF_JSON = 1_000_000
const MOST_LOOKED_AT = 8_000_000

/**
 * The text with the line ends of quoted scalars blanked that the parser gave up because their lines are not indented further
 * than the map around them. YAML 1.2 asks for that; the parsers of Kubernetes and Helm do not. Or without quotes that nothing
 * closes.
 */
export function withQuotesOnOneLine(source: Source, mistakes: readonly Mistake[]): Source | undefined {
  const { text } = source
  const parts: string[] = []
  let done = 0
  let left = MOST_LOOKED_AT
  for (const { message, pos } of mistakes) {
    const mark = /^Missing closing (['"])quote/.exec(message)?.[1]
    const open = mark ? text.lastIndexOf(mark, pos[0] - 1) : -1
    if (open < done) continue
    const isJson = mark === "'" && /^[{[]\s/.test(text.slice(open + 1, open + 3))
    const inside = text.slice(open + 1, open + 1 + (isJson ? MOST_OF_JSON : MOST_QUOTED))
    left -= inside.length
    if (left < 0) break
    const length = /^(?:[^"\\]|\\[\s\S])*"/.exec(mark === '"' ? inside : '')?.[0].length ?? singleQuoted(inside)
    const quoted = inside.slice(0, length)
    if (length > 0 && !quoted.includes('\n')) continue
    // One that never closes is a slip: without it the rest of the file is read.
    if (length === 0) parts.push(text.slice(done, open), ' ')
    else parts.push(text.slice(done, open + 1), quoted.replaceAll('\n', ' '))
    done = open + 1 + length
  }
  return done === 0 ? undefined : withText(source, parts.join('') + text.slice(done))
}

/**
 * The text with the line ends of a flow collection blanked that the parser gave up because its lines are not indented further
 * than the map around it, which the parsers of Kubernetes and Helm do not ask for either.
 */
export function withFlowOnOneLine(source: Source, mistakes: readonly Mistake[]): Source | undefined {
  const { text } = source
  for (const { message, pos } of mistakes) {
    if (!/^Flow (?:sequence|map) in block collection must be sufficiently indented/.test(message)) continue
    const open = Math.max(text.lastIndexOf('[', pos[0] - 1), text.lastIndexOf('{', pos[0] - 1))
    const end = open < 0 ? undefined : endOfFlow(text, open)
    if (end === undefined || !text.slice(open, end).includes('\n')) return undefined
    return withText(source, text.slice(0, open) + text.slice(open, end).replaceAll('\n', ' ') + text.slice(end))
  }
  return undefined
}

/** Where a flow collection ends. Undefined for one with a comment in it, and for one that is too long. */
function endOfFlow(text: string, open: number): number | undefined {
  let depth = 0
  const tokens = /"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|'[^']*(?:'|$)|\s#|[[\]{}]/g
  for (const { index, 0: token } of text.slice(open, open + MOST_QUOTED).matchAll(tokens)) {
    if (token.endsWith('#')) return undefined
    if (token === '[' || token === '{') depth++
    else if ((token === ']' || token === '}') && --depth === 0) return open + index + 1
  }
  return undefined
}

/** How far a single-quoted text reaches, its closing quote included; 0 when it never closes. A long one ends as JSON does. */
function singleQuoted(inside: string): number {
  let at = inside.indexOf("'")
  for (const moves = forward(); at >= 0 && moves(at) && inside[at + 1] === "'"; ) at = inside.indexOf("'", at + 2)
  const isJson = (): boolean => /[}\]]\s{0,80}$/.test(inside.slice(Math.max(0, at - 81), at))
  return at < MOST_QUOTED || isJson() ? at + 1 : 0
}
