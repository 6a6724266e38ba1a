import { writeReport } from '../files/report.ts'
import { UsageError } from '../lint/choices.ts'

/** Writes a file that the user asked for. Throws UsageError when that cannot be done. */
export function write(file: string, parts: Iterable<string>): void {
  try {
    writeReport(file, parts)
  } catch (error) {
    throw new UsageError(
      `The report cannot be written to ${file}: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}
