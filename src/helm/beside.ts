/** What the reading of charts is given: the files beside a template, and a reader of YAML. */
import type { Source } from '../text/source.ts'
import type { TreeDocument } from '../text/tree.ts'

/** Reads the files beside the one that is linted. Never leaves the tree that was given, and follows no link. */
export interface Beside {
  /** The text of a file, or undefined where there is none to be read. */
  read(path: string): string | undefined
  /** The names in a folder, those of folders with a slash at the end. */
  list(folder: string): readonly string[]
}

/** Reads YAML, for what is known of values. */
export interface YamlReader {
  trees(source: Source): readonly TreeDocument[]
  isValid(source: Source): boolean
}
