/** Writing what the user asked for: a report to a file. */
import { closeSync, lstatSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './disk.ts'

/** Parts are put together up to about so many characters. */
const MOST_HELD = 1 << 18

/** Writes a report: beside the old one, which it then replaces as a whole. Throws what the file system says. */
export function writeReport(path: string, parts: Iterable<string>): void {
  const there = lstatSync(path, { throwIfNoEntry: false })
  // A device, a pipe or a link is written to.
  if (there && !there.isFile()) {
    writeParts(openSync(path, 'w'), parts)
    return
  }
  const temporary = join(dirname(path), `.${basename(path)}.${Date.now().toString(36)}.tmp`)
  try {
    writeParts(openSync(temporary, 'wx', there ? there.mode & 0o777 : 0o666), parts)
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function writeParts(file: number, parts: Iterable<string>): void {
  try {
    for (const text of joined(parts)) {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
    }
  } finally {
    closeSync(file)
  }
}

/** The same text in fewer parts. */
export function* joined(parts: Iterable<string>): Iterable<string> {
  let held = ''
  for (const part of parts) {
    held += part
    if (held.length < MOST_HELD) continue
    yield held
    held = ''
  }
  if (held) yield held
}

/** Writes a file that must not be there yet. Says whether it was so. */
export function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}
