/** The files of charts, each read once and kept until it is forgotten. */
import { fileSource, type SourceFile } from '../../text/source.ts'
import type { TreeNode } from '../../text/tree.ts'
import type { Beside, YamlReader } from '../beside.ts'

/** Files of this many templates are looked at for definitions. */
const MOST_TEMPLATES = 2_000

export interface ChartFiles {
  read(path: string): SourceFile | undefined
  /** The first document of a YAML file. */
  tree(path: string): TreeNode | undefined
  /** The first document of a text. */
  treeOf(file: SourceFile | undefined): TreeNode | undefined
  /** The names in a folder, those of folders with a slash at the end. */
  list(folder: string): readonly string[]
  /** The paths of the files in folders, and in those below them. */
  below(folders: readonly string[]): readonly string[]
  /** Lets go of the texts of a folder. */
  forget(folder: string): void
}

export function chartFiles(beside: Beside, parse: YamlReader['trees']): ChartFiles {
  const texts = new Map<string, SourceFile | undefined>()
  const read = (path: string): SourceFile | undefined => {
    if (!texts.has(path)) {
      const text = beside.read(path)
      texts.set(path, text === undefined ? undefined : { path, text })
    }
    return texts.get(path)
  }
  const treeOf = (file: SourceFile | undefined): TreeNode | undefined => file && parse(fileSource(file))[0]?.root
  return {
    read,
    tree: path => treeOf(read(path)),
    treeOf,
    list: folder => beside.list(folder),
    below(folders) {
      const queue = [...folders]
      const paths: string[] = []
      for (const folder of queue)
        for (const name of beside.list(folder)) {
          if (paths.length + queue.length > MOST_TEMPLATES) return paths
          if (name.endsWith('/')) queue.push(folder + name)
          else paths.push(folder + name)
        }
      return paths
    },
    forget(folder) {
      for (const path of texts.keys()) if (path.startsWith(folder)) texts.delete(path)
    },
  }
}
