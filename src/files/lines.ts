/** Reading a file line by line. It is open only while a part of it is read: many files may be read side by side. */
import { closeSync, openSync, readSync } from 'node:fs'

const PART = 1 << 18

/** No line that the program writes comes near. */
const LONGEST_LINE = 1 << 26

/**
 * The lines of a file without their ends. The last one comes only where there is something behind the last line end. Throws what
 * the file system says, and a RangeError for a line of more than 64 million characters.
 */
export function* linesOf(path: string): Generator<string> {
  const part = Buffer.allocUnsafe(PART)
  const decoder = new TextDecoder()
  let rest = ''
  for (let at = 0; ; ) {
    const count = readPart(path, part, at)
    at += count
    const text = rest + decoder.decode(part.subarray(0, count), { stream: count > 0 })
    let start = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      yield text.slice(start, end)
      start = end + 1
    }
    rest = text.slice(start)
    if (rest.length > LONGEST_LINE) throw new RangeError('a line is too long')
    if (count === 0) break
  }
  if (rest) yield rest
}

function readPart(path: string, part: Buffer, at: number): number {
  const file = openSync(path, 'r')
  try {
    return readSync(file, part, 0, part.length, at)
  } finally {
    closeSync(file)
  }
}
