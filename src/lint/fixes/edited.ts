/** A text as it is when edits are made. */

/** What takes the place of a range. */
interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** A text with edits, none of which reaches into another one. */
export function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = []
  let done = 0
  for (const { start, end, text: inserted } of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    parts.push(text.slice(done, start), inserted)
    done = end
  }
  parts.push(text.slice(done))
  return parts.join('')
}
