/** Many files parted into projects: what `sameProject` may hold for stands in one, and so do charts that need each other. */
import type { Home } from '../facts.ts'
import { COLLECTION, PART } from './project.ts'

/** A file to be parted. */
export interface Parted {
  readonly home: Home
  /** Whether anything may be found in it, or it makes its folder a project. Asked of files that would join others only. */
  readonly counts: () => boolean
  /** Folders of other charts that it names as parts of its own: absolute, with forward slashes. */
  readonly needs: readonly string[]
}

/** The number of each file's project, counted in the order of the files. */
export function projectsOf(files: readonly Parted[]): readonly number[] {
  const { join, firstOf } = joining(files.length)
  const repositories = new Map<string, number>()
  const top: Folder = { name: '', folders: new Map(), files: [] }
  for (const [index, { home }] of files.entries()) {
    if (home.repository === undefined) folderOf(top, home.path.split('/').slice(1, -1)).files.push(index)
    else {
      const first = repositories.get(home.repository) ?? index
      repositories.set(home.repository, first)
      join([first, index])
    }
  }
  joinFolders(top, index => files[index]!.counts(), join)
  for (const [index, { home, needs }] of files.entries())
    if (home.repository === undefined)
      for (const needed of needs) join([index, ...filesIn(folderOf(top, needed.split('/').slice(1)))])
  const numbers = new Map<number, number>()
  return files.map((_, index) => {
    const first = firstOf(index)
    const number = numbers.get(first) ?? numbers.size
    numbers.set(first, number)
    return number
  })
}

/** A folder with what is in no repository. */
interface Folder {
  readonly name: string
  readonly folders: Map<string, Folder>
  readonly files: number[]
}

function folderOf(top: Folder, path: readonly string[]): Folder {
  let folder = top
  for (const name of path) {
    const inner = folder.folders.get(name) ?? { name, folders: new Map(), files: [] }
    folder.folders.set(name, inner)
    folder = inner
  }
  return folder
}

const filesIn = (folder: Folder): readonly number[] => [
  ...folder.files,
  ...[...folder.folders.values()].flatMap(inner => filesIn(inner)),
]

/** Joins what is in a folder as `sameProject` does where two paths part in it, and gives all that is in it. */
function joinFolders(
  { name, folders, files }: Folder,
  counts: (index: number) => boolean,
  join: (files: readonly number[]) => void,
): readonly number[] {
  const inner = [...folders.values()].map(folder => ({
    isPart: PART.test(folder.name),
    files: joinFolders(folder, counts, join),
  }))
  const all = [...files, ...inner.flatMap(folder => folder.files)]
  const parts = inner.filter(({ isPart }) => isPart)
  const isWhole = COLLECTION.test(name) ? parts.length > 0 : PART.test(name)
  if (inner.length === 0 || files.some(counts)) join(all)
  else {
    const together = isWhole ? inner : parts
    if (together.length > 1) join(together.flatMap(folder => folder.files))
  }
  return all
}

/** Joins numbers to sets, each known by its least number. */
function joining(count: number) {
  const towards = Array.from({ length: count }, (_, index) => index)
  const firstOf = (index: number): number => {
    let first = index
    while (towards[first] !== first) {
      towards[first] = towards[towards[first]!]!
      first = towards[first]!
    }
    return first
  }
  const join = (files: readonly number[]): void => {
    const firsts = files.map(firstOf)
    const least = firsts.reduce((one, other) => Math.min(one, other), count)
    for (const first of firsts) towards[first] = least
  }
  return { join, firstOf }
}
