/** Files that a person drops, pastes or picks, also whole folders, read into memory. */
import type { Given } from '../contract.ts'

/** What is read at a time. An archive counts as it is. */
const MOST_FILES = 20_000
const MOST_BYTES = 100_000_000

export interface Read {
  readonly given: readonly Given[]
  /** What was left out and why, each one sentence. */
  readonly left: readonly string[]
}

/** A file that is still to be read, with its name from the folder that was dropped. */
interface Named {
  readonly path: string
  readonly file: () => Promise<File>
}

/** Folders that are not looked into. Of a `.git` the linter wants to know that it is there. */
const NEVER_ENTERED = new Set(['.git', '.hg', '.svn', 'node_modules'])

/** What was dropped. Its entries have to be asked for at once: they are gone when the event is over. */
export function filesDropped({ items, files }: DataTransfer): Promise<Read> {
  const entries = [...items].flatMap(item => item.webkitGetAsEntry() ?? [])
  return entries.length ? readAll(below(entries)) : filesPicked(files)
}

/** What was picked or pasted. */
export const filesPicked = (files: FileList): Promise<Read> => readAll(named([...files]))

async function* named(files: readonly File[]): AsyncGenerator<Named> {
  const marked = new Set<string>()
  for (const file of files) {
    const path = file.webkitRelativePath || file.name
    const parts = path.split('/')
    const apart = parts.slice(0, -1).findIndex(part => NEVER_ENTERED.has(part))
    if (apart < 0) yield { path, file: async () => file }
    else {
      const folder = parts.slice(0, apart + 1).join('/')
      if (parts[apart] === '.git' && !marked.has(folder)) yield empty(folder)
      marked.add(folder)
    }
  }
}

/** A folder, told without what is in it. */
const empty = (path: string): Named => ({ path, file: async () => new File([], path) })

async function* below(entries: readonly FileSystemEntry[]): AsyncGenerator<Named> {
  const queue = [...entries]
  for (let entry = queue.shift(); entry; entry = queue.shift()) {
    const path = entry.fullPath.replace(/^\//, '')
    if (isFile(entry)) {
      const one = entry
      yield { path, file: () => new Promise((resolve, reject) => one.file(resolve, reject)) }
    } else if (isFolder(entry)) {
      if (NEVER_ENTERED.has(entry.name)) {
        if (entry.name === '.git') yield empty(path)
        continue
      }
      const reader = entry.createReader()
      // A reader gives a hundred at a time, and none at the end.
      for (;;) {
        const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
        if (some.length === 0) break
        queue.push(...some)
      }
    }
  }
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory

async function readAll(files: AsyncIterable<Named>): Promise<Read> {
  const given: Given[] = []
  const left: string[] = []
  let size = 0
  for await (const { path, file } of files) {
    if (given.length >= MOST_FILES) {
      left.push(`There are more than ${MOST_FILES} files: the others were left out.`)
      break
    }
    try {
      const content = await file()
      size += content.size
      if (size > MOST_BYTES) {
        left.push(`All together is more than ${MOST_BYTES / 1e6} MB: "${path}" and what follows was left out.`)
        break
      }
      given.push({ path, bytes: new Uint8Array(await content.arrayBuffer()) })
    } catch {
      left.push(`"${path}" cannot be read.`)
    }
  }
  return { given, left }
}
