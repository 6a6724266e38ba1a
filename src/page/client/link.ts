/** A link that holds texts: compressed, in the fragment of the address, which a browser sends to nobody. */

export interface Linked {
  readonly files: readonly (readonly [path: string, text: string])[]
  readonly open: string
  readonly runtime: string
  readonly targetVersion: string
}

/** Longer ones are cut by what people send links with. */
const LONGEST = 60_000
/** What a link holds comes to no more, however well it is compressed. */
const MOST_BYTES = 8_000_000
const MOST_FILES = 1_000

/** The fragment for texts, or undefined where it would be too long. */
export async function linkOf(linked: Linked): Promise<string | undefined> {
  const bytes = await through(new TextEncoder().encode(JSON.stringify(linked)), new CompressionStream('deflate-raw'))
  if (bytes === undefined || bytes.length > LONGEST) return undefined
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return `#in=${btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')}`
}

/** What a fragment holds, or undefined for one that holds no texts that can be read. */
export async function linkedIn(hash: string): Promise<Linked | undefined> {
  const coded = /^#in=([\w-]{1,200000})$/.exec(hash)?.[1]
  if (coded === undefined) return undefined
  try {
    const binary = atob(coded.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(binary, character => character.charCodeAt(0))
    const json = await through(bytes, new DecompressionStream('deflate-raw'))
    return json && checked(JSON.parse(new TextDecoder().decode(json)))
  } catch {
    return undefined
  }
}

/** Bytes as a stream makes them of others; undefined where that is more than a link may hold. */
async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array | undefined> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(parts).arrayBuffer())
    size += value.length
    if (size > MOST_BYTES) {
      await reader.cancel()
      return undefined
    }
    parts.push(value)
  }
}

function checked(value: unknown): Linked | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { files, open, runtime, targetVersion } = value as Record<string, unknown>
  if (!Array.isArray(files) || files.length === 0 || files.length > MOST_FILES) return undefined
  const isFile = (file: unknown): file is [string, string] =>
    Array.isArray(file) && file.length === 2 && file.every(each => typeof each === 'string')
  if (!files.every(isFile)) return undefined
  const text = (each: unknown): string => (typeof each === 'string' ? each : '')
  return { files, open: text(open), runtime: text(runtime), targetVersion: text(targetVersion) }
}
