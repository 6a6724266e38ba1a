/** Which files may be changed. */
import { decode, encodeLike } from '../../text/decode.ts'

/** The text of a file's bytes, or in half a sentence why it is not to be changed. */
export function changeableText(bytes: Uint8Array): string | { readonly problem: string } {
  const text = encodeLike('', bytes) && decode(bytes)?.text
  if (text === undefined) return { problem: 'it is not valid UTF-8' }
  return isGenerated(text) ? { problem: 'it is marked as generated, so its source has to change' } : text
}

/** Whether a file's first lines say that a program wrote it: golang/go#13560 and what others have made of it. */
const isGenerated = (text: string): boolean =>
  /\bDO NOT EDIT\b|@generated\b/.test(text.slice(0, 2000).split('\n').slice(0, 10).join('\n'))
