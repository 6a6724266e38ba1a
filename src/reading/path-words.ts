/** Paths in texts: in an argument, in the value of a variable, in a line of a script. */
import { type Located, locate, type Source } from '../text/source.ts'

/** A range of a text. */
export interface Found {
  readonly start: number
  readonly end: number
}

/** What may stand before a path: nothing, a blank, a quote, or what separates it from an option, a host or another path. */
const BEFORE = /(?<![^\s"'`=:,;(|&<>@{[])/
/** Absolute paths, also behind a scheme (`unix://`); the part before the first slash may be unknown (`$ROOT/docker.sock`, masked). */
const UNIX = /(?:[a-z+]{2,12}:\/\/(?=[/\uE000]))?\uE000*(?:\/+[\w.\-+~@%*?#\uE000]+)+\/?/
/** Windows pipes, also as `npipe://./pipe/x`. */
const PIPE = /(?:npipe:)?[\\/]{2,4}\.[\\/]{1,2}pipe[\\/]{1,2}[\w.-]+/
/** Windows paths, whose folders may hold a few blanks: `C:\Program Files\docker`, `$env:ProgramData\docker`. */
const WINDOWS =
  /(?:[A-Za-z]:|%\w{1,40}%|\$\{?env:\w{1,40}\}?|\uE000+(?=\\))(?:[\\/]{1,2}[\w.\-+~@%*\uE000]+(?:(?: [\w.\-()]{1,40}){1,3}(?=[\\/]))?)+[\\/]?/
const PATH = new RegExp(`${BEFORE.source}(?:${WINDOWS.source}|${PIPE.source}|${UNIX.source})`, 'g')
/** Web addresses and the like hold no paths. */
const NO_PATH =
  /^(?:https?|ftps?|git|docker|oci|ssh|s3|gs|tcp|udp|postgres|mysql|redis|amqp|ws|wss|file\+http)(?:\+\w+)?:/

/** A path is shorter than this, and a text with paths than that. */
const LONGEST_PATH = 4_096
const LONGEST_TEXT = 100_000

/** The absolute paths in a text. */
export function pathsIn(text: string): readonly Found[] {
  const found: Found[] = []
  if (text.length > LONGEST_TEXT || (!text.includes('/') && !text.includes('\\'))) return found
  for (const match of text.matchAll(PATH)) {
    const value = match[0]
    if (value.length > LONGEST_PATH || NO_PATH.test(value)) continue
    // The host behind a scheme that was not recognised, and the comments of other languages.
    if (/^\/\/[^.]/.test(value)) continue
    found.push({ start: match.index, end: match.index + value.length })
  }
  return found
}

/** The absolute paths in a text with their places, each path once. */
export function pathsOf(source: Source): readonly Located[] {
  const found = new Map<string, Located>()
  for (const { start, end } of pathsIn(source.text)) {
    const path = locate(source, start, end)
    if (!found.has(path.value)) found.set(path.value, path)
  }
  return [...found.values()]
}

/** The last component of a path: `docker` of `/usr/bin/docker`, `docker.exe` of `C:\docker\docker.exe`. */
export const baseName = (path: string): string =>
  path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
