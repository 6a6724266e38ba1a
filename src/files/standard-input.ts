/** What is piped in. */
import { readSync } from 'node:fs'
import { codeOf } from './disk.ts'
import { MOST_BYTES, NotFound } from './not-found.ts'

/** Everything that is piped in. Throws NotFound where that is more than a file may have. */
export function readStandardInput(): Buffer {
  const parts: Buffer[] = []
  for (let size = 0; size <= MOST_BYTES; ) {
    const part = Buffer.allocUnsafe(1 << 16)
    const count = readPiped(part)
    if (count === 0) return Buffer.concat(parts)
    parts.push(part.subarray(0, count))
    size += count
  }
  throw new NotFound(`what is piped in is too large to be read (more than ${MOST_BYTES / 1e6} MB)`)
}

/** Reads some of the standard input; where nothing is there yet, waits for it. */
function readPiped(part: Buffer): number {
  for (;;)
    try {
      return readSync(0, part, 0, part.length, null)
    } catch (error) {
      if (codeOf(error) === 'EOF') return 0
      if (codeOf(error) !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
}
