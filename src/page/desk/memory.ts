/** Files in memory, as a run reads them: what files.ts is for those on a disk. */
import type { Home } from '../../facts.ts'
import type { Beside } from '../../helm/beside.ts'
import type { InputFile } from '../../lint/linter.ts'
import { decode } from '../../text/decode.ts'

export type Files = ReadonlyMap<string, Uint8Array>

/** Files by which a folder is a project of its own: a chart's, and the settings of Ansible. */
const UNIT_FILES = ['Chart.yaml', 'ansible.cfg']

/** A folder and those that it is in, the nearest first; the outermost one is empty. */
function* foldersAround(path: string): Generator<string> {
  for (let at = path.lastIndexOf('/'); at >= 0; at = path.lastIndexOf('/', at - 1)) {
    yield path.slice(0, at)
    if (at === 0) return
  }
  yield ''
}

const within = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`)

/** What sorts paths as a walk comes to them: the files of a folder by name, then its folders. */
const walkKey = (path: string): string =>
  path
    .split('/')
    .map((part, index, parts) => (index === parts.length - 1 ? part : `\uFFFF${part}\u0000`))
    .join('')

/** The files in the order of a walk. `repositories` are the folders that are known to be one. */
export async function* inputsOf(files: Files, repositories: ReadonlySet<string>): AsyncGenerator<InputFile> {
  const keyed = [...files].map(([path, bytes]) => ({ path, bytes, key: walkKey(path) }))
  for (const { path, bytes } of keyed.sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const folders = [...foldersAround(path)]
    const rooted = (folder: string | undefined) => (folder === undefined ? undefined : `/${folder}`)
    const home: Home = {
      path: `/${path}`,
      repository: rooted(folders.find(folder => repositories.has(folder))),
      unit: rooted(folders.find(folder => UNIT_FILES.some(name => files.has(within(folder, name))))),
    }
    yield { path, bytes, home }
  }
}

/** What charts read beside their templates. */
export function besideIn(files: Files): Beside {
  const folders = new Map<string, Set<string>>()
  for (const path of files.keys()) {
    let name = path.slice(path.lastIndexOf('/') + 1)
    for (const folder of foldersAround(path)) {
      const names = folders.get(folder) ?? new Set()
      folders.set(folder, names.add(name))
      name = `${folder.slice(folder.lastIndexOf('/') + 1)}/`
    }
  }
  return {
    read(path) {
      const bytes = files.get(path)
      return bytes && decode(bytes)?.text
    },
    list: folder => [...(folders.get(folder.replace(/\/$/, '')) ?? [])].sort(),
  }
}
