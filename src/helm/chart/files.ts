/** The files of charts, each read once and parsed once while it is kept. */
import { fileSource, type SourceFile } from '../../text/source.ts'
import type { TreeNode } from '../../text/tree.ts'
import type { Beside, YamlReader } from '../beside.ts'
import { type ParsedFile, parseTemplate } from '../parse.ts'
import { once } from './once.ts'

/** Files of this many templates are looked at for definitions. */
const MOST_TEMPLATES = 2_000
/**
 * So many characters are kept of files, with what was made of them; those that were asked for last. The largest charts hold some
 * hundred thousand. A chart of definitions that all others depend on stays, since each asks for it.
 */
const MOST_CHARACTERS = 3_000_000
/** What a file counts that is empty or not there. */
const SMALLEST = 100

export interface ChartFiles {
  read(path: string): SourceFile | undefined
  /** A file as a template. */
  template(path: string): ParsedFile | undefined
  /** A template that is there already as it is read here, and its file from now on. */
  templateOf(file: SourceFile): ParsedFile
  /** The first document of a YAML file. */
  tree(path: string): TreeNode | undefined
  /** The first document of a text. */
  treeOf(file: SourceFile | undefined): TreeNode | undefined
  /** The names in a folder, those of folders with a slash at the end. */
  list(folder: string): readonly string[]
  /** The paths of the files in folders, and in those below them. */
  below(folders: readonly string[]): readonly string[]
}

/** A file with what is made of it when that is first asked for. */
interface Kept {
  readonly file: SourceFile | undefined
  readonly template: () => ParsedFile | undefined
  readonly tree: () => TreeNode | undefined
}

export function chartFiles(beside: Beside, parse: YamlReader['trees']): ChartFiles {
  const kept = new Map<string, Kept>()
  let characters = 0
  const sizeOf = ({ file }: Kept): number => SMALLEST + (file?.text.length ?? 0)
  const keep = (path: string, file: SourceFile | undefined): Kept => {
    const made: Kept = {
      file,
      template: once(() => file && parseTemplate(fileSource(file))),
      tree: once(() => file && parse(fileSource(file))[0]?.root),
    }
    kept.set(path, made)
    characters += sizeOf(made)
    for (const [oldest, one] of kept) {
      if (characters <= MOST_CHARACTERS || one === made) break
      kept.delete(oldest)
      characters -= sizeOf(one)
    }
    return made
  }
  const known = (path: string): Kept | undefined => {
    const before = kept.get(path)
    if (before) {
      kept.delete(path)
      kept.set(path, before)
    }
    return before
  }
  const keptAt = (path: string): Kept => {
    const before = known(path)
    if (before) return before
    const text = beside.read(path)
    return keep(path, text === undefined ? undefined : { path, text })
  }
  const ofFile = (file: SourceFile): Kept => {
    const before = known(file.path)
    if (before?.file?.text === file.text) return before
    if (before) characters -= sizeOf(before)
    return keep(file.path, file)
  }

  return {
    read: path => keptAt(path).file,
    template: path => keptAt(path).template(),
    templateOf: file => ofFile(file).template()!,
    tree: path => keptAt(path).tree(),
    treeOf: file => file && ofFile(file).tree(),
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
  }
}
