/** How every format calls a file that was not read, or only in part: an id beside those of the rules, and a sentence. */
import type { Notice } from '../diagnostic.ts'

export const noticeId = ({ partly }: Notice): string => (partly ? 'file-partly-read' : 'file-not-read')

/** `Not read: it is a binary file`. No full stop. */
export const noticeText = ({ partly, reason }: Notice): string =>
  `${partly ? 'Read only in part' : 'Not read'}: ${reason}`
