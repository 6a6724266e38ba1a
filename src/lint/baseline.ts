/**
 * The baseline: findings that are known and not reported. A finding is known by its file, its rule, its object and what was
 * found, so that it stays known when lines move and a change of it is new; equal ones are counted. One finding a line, sorted,
 * so that two branches can be merged. Version 1 knew a finding by the marked text alone; it is still read.
 */
import type { Diagnostic, LintResult, Location } from '../diagnostic.ts'

const VERSION = 2

/** A baseline that cannot be read. */
class BaselineError extends Error {
  override readonly name = 'BaselineError'
}

/** Findings that cannot be told apart. */
export interface Known {
  /** From the folder of the baseline, with forward slashes. */
  readonly file: string
  readonly rule: string
  readonly object?: string | undefined
  /** What the finding says was found. */
  readonly what?: string | undefined
  /** In version 1: the text that was marked. */
  readonly text?: string | undefined
  readonly count: number
}

/** The longest text that is kept: enough to tell findings apart. */
const MOST_TEXT = 200

const foundText = ({ lineText, textColumn, line, column, endLine, endColumn }: Location): string =>
  lineText.slice(column - textColumn, endLine === line ? endColumn - textColumn : undefined).slice(0, MOST_TEXT)

const keyOf = ({ file, rule, object = '', what = '', text = '' }: Omit<Known, 'count'>): string =>
  [file, rule, object, what, text].join('\0')

/** Reads a baseline. Throws BaselineError. */
export function readBaseline(path: string, text: string): readonly Known[] {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new BaselineError(`${path} is not a baseline: ${error instanceof Error ? error.message : String(error)}`)
  }
  const { version, findings } = isRecord(document) ? document : {}
  if ((version !== 1 && version !== VERSION) || !Array.isArray(findings))
    throw new BaselineError(
      `${path} is not a baseline of version 1 or ${VERSION}. Remove it, and --update-baseline writes a new one.`,
    )
  return findings.map((entry: unknown, index) => {
    const { file, rule, object, what, text, count = 1 } = isRecord(entry) ? entry : {}
    const isKnown =
      typeof file === 'string' &&
      typeof rule === 'string' &&
      // A run over a part of the files leaves what version 1 knew of the others as it is.
      isTextOrNone(what) &&
      isTextOrNone(text) &&
      (what === undefined) !== (text === undefined) &&
      isTextOrNone(object) &&
      typeof count === 'number'
    if (!isKnown) throw new BaselineError(`${path} is not a baseline: its finding ${index + 1} is incomplete.`)
    return { file, rule, object, what, text, count }
  })
}

const isTextOrNone = (value: unknown): value is string | undefined => value === undefined || typeof value === 'string'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The baseline as text. */
export function baselineText(known: readonly Known[]): string {
  const lines = [...known]
    .sort((a, b) => compare(keyOf(a), keyOf(b)))
    .map(({ count, ...one }) => JSON.stringify({ ...one, count: count > 1 ? count : undefined }))
  return `{\n"version": ${VERSION},\n"findings": [${lines.length ? `\n${lines.join(',\n')}\n` : ''}]\n}\n`
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Counts findings. `nameOf` gives a file's path from the folder of the baseline. */
function knownOf(diagnostics: readonly Diagnostic[], nameOf: (path: string) => string): readonly Known[] {
  const counted = new Map<string, Known>()
  for (const diagnostic of diagnostics) {
    const one = oneOf(diagnostic, nameOf)
    const key = keyOf(one)
    counted.set(key, { ...one, count: (counted.get(key)?.count ?? 0) + 1 })
  }
  return [...counted.values()]
}

const oneOf = ({ rule, object, what, location }: Diagnostic, nameOf: (path: string) => string): Known => ({
  file: nameOf(location.path),
  rule,
  object,
  what,
  count: 1,
})

/** The same finding as version 1 knew it. */
const asInVersion1 = ({ what: _, ...one }: Known, { location }: Diagnostic): Known => ({
  ...one,
  text: foundText(location),
})

/** A result without what is known, and what is known and was not found: the baseline can lose it. */
export function withoutKnown(
  result: LintResult,
  known: readonly Known[],
  nameOf: (path: string) => string,
): { readonly result: LintResult; readonly gone: readonly Known[] } {
  const left = new Map<string, Known>()
  for (const one of known) {
    const key = keyOf(one)
    left.set(key, { ...one, count: one.count + (left.get(key)?.count ?? 0) })
  }
  const diagnostics: Diagnostic[] = []
  const suppressed = [...result.suppressed]
  for (const diagnostic of result.diagnostics) {
    const found = oneOf(diagnostic, nameOf)
    const key = [found, asInVersion1(found, diagnostic)].map(keyOf).find(name => left.get(name)?.count)
    const one = key === undefined ? undefined : left.get(key)
    if (key === undefined || !one) diagnostics.push(diagnostic)
    else {
      left.set(key, { ...one, count: one.count - 1 })
      suppressed.push({ diagnostic, by: 'baseline', reason: undefined })
    }
  }
  const gone = [...left.values()].filter(({ count }) => count > 0)
  return { result: { ...result, diagnostics, suppressed }, gone }
}

/**
 * The baseline after a run: what was found, and what the run cannot speak of, since its file was not linted or its rule did
 * not run.
 */
export const updatedBaseline = (
  known: readonly Known[],
  found: readonly Diagnostic[],
  nameOf: (path: string) => string,
  isJudged: (one: Known) => boolean,
): readonly Known[] => [...known.filter(one => !isJudged(one)), ...knownOf(found, nameOf)]
