/** Files that a script writes, often bit by bit. */
import type { Scope } from '../facts.ts'
import type { Source } from '../text/source.ts'
import { shellLines } from './words.ts'

/** Collects the pieces of every file until the file is written anew or the script ends. */
export interface WrittenFiles {
  /** Takes the next piece of a file, or its first when it does not `append`. */
  write(name: string, append: boolean, pieces: readonly Source[], scope: Scope): void
  /** Gives away what a file holds so far. */
  close(name: string): void
  /** Gives away every file. */
  end(): void
}

/** Where the files of one script are collected; `embed` is given each as one text, in the scope of its first piece. */
export function writtenFiles(embed: (name: string, source: Source, scope: Scope) => void): WrittenFiles {
  const open = new Map<string, { readonly scope: Scope; readonly pieces: Source[] }>()
  const close = (name: string): void => {
    const file = open.get(name)
    const [first] = file?.pieces ?? []
    if (file && first) embed(name, file.pieces.length === 1 ? first : shellLines(first.file, file.pieces), file.scope)
    open.delete(name)
  }
  return {
    write(name, append, pieces, scope) {
      if (!append) close(name)
      const file = open.get(name)
      if (file) file.pieces.push(...pieces)
      else open.set(name, { scope, pieces: [...pieces] })
    },
    close,
    end() {
      for (const name of [...open.keys()]) close(name)
    },
  }
}
