/** Changing the files that are linted. */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { codeOf, isWithin } from './disk.ts'
import { withinTrees } from './trees.ts'

/** Reads and writes the files of the trees that the arguments name. What is wrong with a file is half a sentence. */
export interface Changing {
  read(path: string): Buffer | { readonly problem: string }
  /** Puts other bytes in the place of a file's, which must be as they were read; gives what kept it from that. */
  replace(path: string, before: Buffer, after: Uint8Array): string | undefined
}

/** What changes files in the trees of the arguments. A file is whole at any time: the old one, or the new one. */
export function changingFiles(args: readonly string[], cwd: string): Changing {
  const allowed = withinTrees(args, cwd)
  const read = (path: string): Buffer | { readonly problem: string } => {
    const absolute = allowed(path)
    if (absolute === undefined || isBehindLink(absolute, cwd))
      return { problem: 'it is a symbolic link, or outside what is linted' }
    try {
      accessSync(absolute, constants.W_OK)
      return readFileSync(absolute)
    } catch (error) {
      return { problem: `it cannot be written (${codeOf(error)})` }
    }
  }
  return {
    read,
    replace(path, before, after) {
      const now = read(path)
      if ('problem' in now) return now.problem
      if (!now.equals(before)) return 'it has changed since it was read'
      const absolute = resolve(cwd, path)
      const temporary = join(dirname(absolute), `.${basename(absolute)}.${Date.now().toString(36)}.tmp`)
      try {
        writeBeside(temporary, after, lstatSync(absolute))
        renameSync(temporary, absolute)
        return undefined
      } catch (error) {
        if (codeOf(error) !== 'EEXIST') rmSync(temporary, { force: true })
        return `it cannot be written (${codeOf(error)})`
      }
    },
  }
}

/** Whether a link stands on the way from the working folder to a file below it: the arguments may name one, to be read. */
function isBehindLink(absolute: string, cwd: string): boolean {
  const folder = resolve(cwd)
  return isWithin(absolute, folder) && realpathSync(absolute) !== join(realpathSync(folder), relative(folder, absolute))
}

/** Writes a new file with the mode and, where that is allowed, the owner of another one. */
function writeBeside(path: string, bytes: Uint8Array, { mode, uid, gid }: Stats): void {
  const file = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(file, bytes)
    const { uid: own, gid: group } = fstatSync(file)
    if (own !== uid || group !== gid) fchownSync(file, uid, gid)
    fchmodSync(file, mode & 0o7777)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
