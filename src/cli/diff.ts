/** Changes of files as `git apply` takes them. */
import { structuredPatch } from 'diff'

/** A file before and after. */
export interface Changed {
  readonly path: string
  readonly before: string
  readonly after: string
}

/** A unified diff of a file, with the names that git writes. */
export function unifiedDiff({ path, before, after }: Changed): string {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: 3 })
  const [old, now] = [gitName(`a/${path}`), gitName(`b/${path}`)]
  const tab = path.includes(' ') ? '\t' : ''
  const lines = [`diff --git ${old} ${now}`, `--- ${old}${tab}`, `+++ ${now}${tab}`]
  for (const { oldStart, oldLines, newStart, newLines, lines: body } of hunks)
    lines.push(`@@ -${rangeOf(oldStart, oldLines)} +${rangeOf(newStart, newLines)} @@`, ...body)
  return `${lines.join('\n')}\n`
}

const rangeOf = (start: number, lines: number): string => (lines === 1 ? `${start}` : `${start},${lines}`)

/** A name with anything unusual in it stands between quotes, its bytes as octal numbers: git's `quote.c`. */
function gitName(name: string): string {
  if (/^[\w./@%+=:,~^ -]+$/.test(name)) return name
  const written = [...Buffer.from(name)].map(byte =>
    byte < 0x20 || byte > 0x7e
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte).replace(/["\\]/, '\\$&'),
  )
  return `"${written.join('')}"`
}
