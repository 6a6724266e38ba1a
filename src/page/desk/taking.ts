/** Files that come in: named, unpacked, and no more of them than the page can hold. */
import { visible } from '../../reporters/visible.ts'
import type { Given } from '../contract.ts'
import { isZip, type Limits, unpacked } from './archive.ts'
import type { Files } from './memory.ts'
import { cleanPath, isApart } from './names.ts'

/** What the page holds at a time. */
const MOST: Limits = { files: 20_000, bytes: 100_000_000 }

/** The files that there are then. */
export interface Taking {
  readonly files: Files
  /** The folders that a `.git` in them shows to be repositories. */
  readonly repositories: ReadonlySet<string>
  readonly paths: readonly string[]
  readonly left: readonly string[]
}

/** Takes files in beside others. One of the same path takes the place of the other. */
export function takeIn(given: readonly Given[], there: Files): Taking {
  const files = new Map(there)
  const repositories = new Set<string>()
  const paths: string[] = []
  const left: string[] = []
  let size = [...files.values()].reduce((sum, { length }) => sum + length, 0)

  const isWanted = (name: string): boolean => {
    const path = cleanPath(name)
    if (path === undefined) return true
    const git = /^(?:(.*)\/)?\.git(?:\/|$)/.exec(path)
    if (git) repositories.add(git[1] ?? '')
    return !git && !isApart(path)
  }
  const take = (name: string, bytes: Uint8Array, from = ''): void => {
    if (!isWanted(name)) return
    const path = cleanPath(name)
    if (path === undefined) left.push(`${said(name)}${from} was left out: its name leads out of the folder.`)
    else if (files.size >= MOST.files)
      left.push(`${said(name)}${from} was left out: there are more than ${MOST.files} files.`)
    else if (size + bytes.length > MOST.bytes)
      left.push(`${said(name)}${from} was left out: all together is more than ${MOST.bytes / 1e6} MB.`)
    else {
      size += bytes.length
      files.set(path, bytes)
      paths.push(path)
    }
  }
  for (const { path, bytes } of given) {
    if (!isZip(bytes)) {
      take(path, bytes)
      continue
    }
    const limits = { files: MOST.files - files.size, bytes: MOST.bytes - size }
    const archive = unpacked(bytes, limits, isWanted)
    for (const file of archive.files) take(file.path, file.bytes, ` in ${said(path)}`)
    if (archive.problem !== undefined) left.push(`Not all of ${said(path)} was taken: ${visible(archive.problem)}.`)
    else if (archive.files.length === 0) left.push(`There is no file in ${said(path)}.`)
  }
  return { files, repositories, paths, left }
}

const said = (name: string): string => `"${visible(name.slice(0, 200))}"`
