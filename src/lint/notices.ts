/** What a run says of files that were not read, or only in part: each file once, and packed charts once a folder. */
import type { Notice } from '../diagnostic.ts'

/** Sorted by path. Further places of a file are the lines beside the first one's. */
export function inOrder(notices: readonly Notice[]): readonly Notice[] {
  const byPath = new Map<string, Notice[]>()
  for (const notice of [...notices].sort(byLine)) {
    const key = JSON.stringify([notice.path, notice.partly])
    byPath.set(key, [...(byPath.get(key) ?? []), notice])
  }
  return [...byPath.values()].map(together).sort((a, b) => compare(a.path, b.path) || byLine(a, b))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byLine = (a: Notice, b: Notice): number =>
  (a.line ?? 0) - (b.line ?? 0) || compare(a.reason, b.reason) || (a.column ?? 0) - (b.column ?? 0)

/** The first of a file's notices, with the lines of the others. */
function together(notices: readonly Notice[]): Notice {
  const [first] = notices as [Notice]
  const lines = new Set(
    notices.flatMap(({ line, alsoLines = [] }) => [...(line === undefined ? [] : [line]), ...alsoLines]),
  )
  if (first.line !== undefined) lines.delete(first.line)
  return lines.size > 0 ? { ...first, alsoLines: [...lines] } : first
}

/** Charts in archives, whose lines nobody edits: told once a folder, with what a person can do. */
export function packedCharts(paths: readonly string[]): readonly Notice[] {
  const folders = new Map<string, string[]>()
  for (const path of paths) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    folders.set(folder, [...(folders.get(folder) ?? []), path])
  }
  return [...folders].map(([folder, packed]) => {
    const [path] = packed as [string]
    if (packed.length === 1) return { path, reason: `it is a packed chart; ${UNPACK}`, partly: false }
    const names = packed.slice(0, MOST_NAMES).map(each => each.slice(folder.length + 1))
    const rest = packed.length - names.length
    const list = `${names.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
    return { path: folder, reason: `it holds packed charts (${list}); ${UNPACK}`, partly: false }
  })
}

/** How many archives of a folder are named. */
const MOST_NAMES = 3

const UNPACK =
  'unpack what you want to have linted, or lint what the chart makes of your values: helm template … | dockershim-lint -'
