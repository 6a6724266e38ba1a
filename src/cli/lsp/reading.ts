/** Reads files for runs that go on beside each other, while the editor waits for answers. */
import type { InputFile } from '../../lint/linter.ts'

/** So long the editor may wait while files are read, in milliseconds. */
const LONGEST_BREATH = 15

/** What is read last, over all runs. */
let last: Promise<unknown> = Promise.resolve()

/**
 * Files with bytes of their own, which other runs may read in between; ends where nobody wants the rest any more. Now and then
 * it lets the editor's messages in.
 */
export async function* shared(
  files: AsyncIterable<InputFile>,
  isWanted: () => boolean = () => true,
): AsyncGenerator<InputFile> {
  const iterator = files[Symbol.asyncIterator]()
  const read = async (): Promise<InputFile | undefined> => {
    const { value, done } = await iterator.next()
    if (done) return undefined
    return 'bytes' in value ? { ...value, bytes: value.bytes.slice() } : value
  }
  let breath = Date.now()
  while (isWanted()) {
    if (Date.now() - breath > LONGEST_BREATH) {
      await new Promise(resolve => setImmediate(resolve))
      breath = Date.now()
    }
    const next = last.then(read, read)
    last = next
    const file = await next
    if (!file) return
    yield file
  }
}
