/** The paths that words hold. */
import { pathsOf } from '../../reading/path-words.ts'
import type { Here } from './here.ts'
import type { Word } from './tree.ts'
import { sourceOf } from './word.ts'

/** Says the paths in a word, and what the program it is given to does with them. */
export function saysPaths(word: Word, here: Here, by: string | undefined, access: 'read' | 'write' | 'used'): void {
  if (!mayHoldPath(word)) return
  for (const path of pathsOf(sourceOf(word, 'masked')))
    here.script.reader.fact({ kind: 'path', path, access, by }, here.scope)
}

/** Most words are no paths, which saves making sources of them. */
const mayHoldPath = ({ parts }: Word): boolean =>
  parts.some(part => part.kind === 'text' && (part.text.includes('/') || part.text.includes('\\')))
