/** The text that a pattern works on or a call stands in, as facts keep it. */
import type { Source } from '../text/source.ts'

/** No more than this is kept. */
const LONGEST_SUBJECT = 1_000

/** The text between two offsets, as far as facts keep it. */
export const subjectAt = ({ text }: Source, start: number, end: number): string =>
  text.slice(start, Math.min(end, start + LONGEST_SUBJECT))
