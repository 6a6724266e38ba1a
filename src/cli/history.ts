/** Earlier runs, read from the JSON that they wrote. */
import { readSettings } from '../files/settings.ts'
import { UsageError } from '../lint/choices.ts'
import type { Earlier } from '../reporters/reporter.ts'

/** A larger result is not read. */
const MOST_BYTES = 500_000_000

/** The counts of an earlier run. Throws UsageError for a file that holds none. */
export function earlierRun(path: string): Earlier {
  const name = path.replace(/^.*[\\/]/, '').replace(/\.json$/, '')
  let document: unknown
  try {
    document = JSON.parse(readSettings(path, process.cwd(), true, MOST_BYTES).text)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`--history ${path}: ${error.message}`)
  }
  const summary = isRecord(document) && document['version'] === 1 ? document['summary'] : undefined
  const { errors, warnings, notes } = isRecord(summary) ? summary : {}
  if (isCount(errors) && isCount(warnings) && isCount(notes)) return { name, errors, warnings, notes }
  throw new UsageError(`--history ${path}: it is not a result that --format json wrote.`)
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
