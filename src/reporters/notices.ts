/** How every format calls a file that was not read, or only in part: an id beside those of the rules, and a sentence. */
import type { Notice } from '../diagnostic.ts'

export const noticeId = ({ partly }: Notice): string => (partly ? 'file-partly-read' : 'file-not-read')

/** `Not read: it is a binary file`. No full stop. */
export const noticeText = (notice: Notice): string =>
  `${notice.partly ? 'Read only in part' : 'Not read'}: ${reasonOf(notice)}`

/** Why a file was not read, with the further lines that it holds for. No full stop. */
export function reasonOf({ reason, alsoLines = [] }: Notice): string {
  const last = alsoLines.at(-1)
  if (last === undefined) return reason
  if (alsoLines.length > MOST_LINES)
    return `${reason}; see also ${alsoLines.length} further lines, the first of them ${alsoLines[0]}`
  const lines = alsoLines.length === 1 ? `line ${last}` : `lines ${alsoLines.slice(0, -1).join(', ')} and ${last}`
  return `${reason}; see also ${lines}`
}

/** How many further lines are named. */
const MOST_LINES = 6
