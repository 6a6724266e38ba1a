/** Writing many new files below a folder that the user named. */
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { codeOf, exists } from './disk.ts'

/** A file to be written, its path from the folder with forward slashes. */
export interface NewFile {
  readonly path: string
  readonly text: string
}

/** The files that are there already with another text, or where something else is in the way. */
export const inTheWay = (folder: string, files: readonly NewFile[]): readonly string[] =>
  files.filter(file => exists(join(folder, file.path)) && !isSame(folder, file)).map(({ path }) => path)

function isSame(folder: string, { path, text }: NewFile): boolean {
  try {
    return lstatSync(join(folder, path)).isFile() && readFileSync(join(folder, path), 'utf8') === text
  } catch {
    return false
  }
}

/** Writes the files, each whole or not at all. Below the folder no link is followed. Throws what the file system says. */
export function writeFiles(folder: string, files: readonly NewFile[]): void {
  const root = resolve(folder)
  mkdirSync(root, { recursive: true })
  for (const { path, text } of files) {
    const target = join(root, path)
    mkdirBelow(root, dirname(path))
    const temporary = `${target}.${Date.now().toString(36)}.tmp`
    try {
      writeFileSync(temporary, text, { flag: 'wx' })
      renameSync(temporary, target)
    } catch (error) {
      rmSync(temporary, { force: true })
      throw error
    }
  }
}

/** Makes the folders of a path one after the other, each of which has to be one and no link to one. */
function mkdirBelow(root: string, path: string): void {
  let folder = root
  for (const part of path.split('/').filter(name => name !== '.')) {
    folder = join(folder, part)
    try {
      mkdirSync(folder)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      if (!lstatSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`)
    }
  }
}
