/** Finding and reading files. With files/ it is all that touches the file system. Symbolic links are never followed. */
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { codeOf, entriesOf, isWithin, patiently, slashed } from './files/disk.ts'
import { nameOfBytes, onDisk, pathsMeant } from './files/foreign-names.ts'
import { type IgnoreRules, isIgnored, rulesAbove, rulesIn } from './files/ignored.ts'
import { MOST_BYTES, NotFound } from './files/not-found.ts'
import { homeOf, repositoryRoot } from './files/repository.ts'
import { shown } from './files/shown.ts'
import { trackedIn } from './files/tracked.ts'
import { withinTrees } from './files/trees.ts'
import type { Beside } from './helm/beside.ts'
import type { InputFile } from './lint/linter.ts'
import { decode } from './text/decode.ts'

/** Folders that hold no files of the user's own. */
const NEVER_ENTERED = new Set(['.git', '.hg', '.svn', 'node_modules'])

/** What a search for files is told. */
export interface Search {
  /** Whether a file or folder, by its absolute path with forward slashes, is left out. */
  readonly isExcluded?: (path: string) => boolean
  /** Is told of a folder or pattern in which there is no file. */
  readonly tellEmpty?: (arg: string) => void
  /** Whether the arguments are names that a stranger gave to files: then links are not followed. */
  readonly isStrangers?: boolean
}

/**
 * The files that the arguments name, in order and once each: files as they are, directories walked, patterns expanded.
 * Throws NotFound for an argument that names nothing.
 */
export const inputFiles = (args: readonly string[], cwd: string, search: Search = {}): AsyncGenerator<InputFile> =>
  filesOpened(args, cwd, search, read)

/** A file that is there, and not read yet. */
export interface ListedFile {
  readonly path: string
  readonly absolute: string
  readonly named: boolean
  /** Its length in bytes. */
  readonly size: number
}

/** The same files, not read. */
export const listFiles = (
  args: readonly string[],
  cwd: string,
  search: Search = {},
): AsyncGenerator<ListedFile | Problem> => filesOpened(args, cwd, search, list)

/** Reads a file of such a list. */
export const readListed = ({ absolute, path, named }: ListedFile): InputFile => read(absolute, path, named)

/** What kept a file from being read. */
type Problem = Extract<InputFile, { problem: string }>

/** What becomes of a file that is found, be it read or not. */
type Open<T> = (absolute: string, path: string, named?: boolean) => T | Problem

async function* filesOpened<T extends { readonly path: string }>(
  args: readonly string[],
  cwd: string,
  { isExcluded = () => false, tellEmpty, isStrangers = false }: Search,
  open: Open<T>,
): AsyncGenerator<T | Problem> {
  const seen = new Set<string>()
  const excluded = (path: string) => isExcluded(slashed(path))
  for (const arg of args) {
    const meant = pathsMeant(arg, cwd)
    let empty = true
    // What is no name of a file may still be a pattern, or is told.
    for (const path of meant.length > 0 ? meant : [arg]) {
      const expanded =
        isStrangers && isLink(resolve(cwd, path))
          ? { many: false, files: link(resolve(cwd, path), repositoryRoot(cwd) ?? cwd, name => shown(name, cwd)) }
          : await expand(path, arg, cwd, excluded, open)
      if (!expanded.many) empty = false
      for (const file of expanded.files) {
        if (!('problem' in file)) empty = false
        if (seen.has(file.path)) continue
        seen.add(file.path)
        yield file
      }
    }
    if (empty) tellEmpty?.(arg)
  }
}

type Excluded = (path: string) => boolean

/** The files of an argument, and whether it may name many. */
interface Expanded<T> {
  readonly many: boolean
  readonly files: Iterable<T | Problem>
}

async function expand<T>(
  path: string,
  arg: string,
  cwd: string,
  excluded: Excluded,
  open: Open<T>,
): Promise<Expanded<T>> {
  const absolute = resolve(cwd, path)
  const nameOf: NameOf = found => shown(found, cwd, isAbsolute(arg))
  const one = (file: T | Problem): Expanded<T> => ({ many: false, files: [file] })
  const isOut = excluded(absolute)
  let stat: ReturnType<typeof lstatSync>
  try {
    stat = statSync(onDisk(absolute))
  } catch (error) {
    if (isLink(absolute) && !isOut)
      return one({ path: nameOf(absolute), problem: 'it is a symbolic link that leads nowhere' })
    if (/[*?[{]/.test(arg)) return { many: true, files: await matching(arg, cwd, nameOf, excluded, open) }
    throw new NotFound(
      codeOf(error) === 'ENOENT' ? `${arg} does not exist` : `${arg} cannot be read (${codeOf(error)})`,
    )
  }
  if (isOut) return { many: false, files: [] }
  if (stat.isDirectory()) return { many: true, files: walk(absolute, nameOf, excluded, open) }
  return one(open(absolute, nameOf(absolute), true))
}

/** Files that a glob pattern names. */
async function matching<T>(
  pattern: string,
  cwd: string,
  nameOf: NameOf,
  excluded: Excluded,
  open: Open<T>,
): Promise<Iterable<T | Problem>> {
  const { default: glob } = await import('fast-glob')
  const options = {
    cwd,
    followSymbolicLinks: false,
    dot: true,
    ignore: ['**/.git/**', '**/node_modules/**'],
    suppressErrors: true,
  }
  const found = await glob(pattern.replaceAll('\\', '/'), options)
  const paths = found
    .sort()
    .map(path => resolve(cwd, path))
    .filter(path => !excluded(path))
  return eachOpened(paths, nameOf, open)
}

/** Files by their paths, each read when it is asked for. */
function* eachOpened<T>(paths: readonly string[], nameOf: NameOf, open: Open<T>): Generator<T | Problem> {
  for (const path of paths) yield open(path, nameOf(path))
}

function* walk<T>(root: string, nameOf: NameOf, excluded: Excluded, open: Open<T>): Generator<T | Problem> {
  const stack: { folder: string; rules: readonly IgnoreRules[] }[] = [{ folder: root, rules: rulesAbove(root) }]
  const repository = repositoryRoot(root)
  const tracked = repository === undefined ? undefined : trackedIn(repository)
  let isLeftOut = false
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { folder } = next
    let entries: ReturnType<typeof entriesOf>
    try {
      entries = entriesOf(folder)
    } catch (error) {
      yield { path: nameOf(folder), problem: `the folder cannot be read (${codeOf(error)})` }
      continue
    }
    const names = entries.map(entry => entry.name)
    if (folder !== root && isGoVendor(folder, names)) continue
    const own = rulesIn(folder, names)
    const rules = [...next.rules, ...own]
    for (const { path, patterns } of folder === root ? rules : own)
      if (patterns.problem !== undefined) yield { path: nameOf(path), problem: patterns.problem }
    const folders: typeof stack = []
    for (const entry of entries) {
      const path = join(folder, entry.name)
      const isFolder = entry.isDirectory()
      if (isFolder && (NEVER_ENTERED.has(entry.name) || isOldGoVendor(folder, entry.name, names))) continue
      if (rules.length && isIgnored(path, isFolder, rules, tracked)) {
        isLeftOut = true
        continue
      }
      if (excluded(path)) continue
      if (isFolder) folders.push({ folder: path, rules })
      else if (entry.isFile()) yield open(path, nameOf(path))
      else if (entry.isSymbolicLink()) yield* link(path, root, nameOf)
      else yield { path: nameOf(path), problem: 'it is not a regular file' }
    }
    // One by one: a call takes no more arguments than fit on the stack.
    for (const inner of folders.reverse()) stack.push(inner)
  }
  if (isLeftOut && tracked?.isUnreadable)
    yield { path: nameOf(join(repository!, '.git/index')), problem: UNREADABLE_INDEX }
}

const UNREADABLE_INDEX =
  "git's list of tracked files cannot be read, so a tracked file that .gitignore names is left out; name such files to lint them"

/** Whether a folder holds copies of Go modules, beside their list: the node_modules of Go (go.dev/ref/mod#go-mod-vendor). */
const isGoVendor = (folder: string, names: readonly string[]): boolean =>
  basename(folder) === 'vendor' && names.includes('modules.txt')

/** The same of the tools before modules, which keep their list beside the folder: dep, Glide, vndr and godep. */
const isOldGoVendor = (folder: string, name: string, beside: readonly string[]): boolean =>
  name === 'vendor' ? beside.some(other => GO_LISTS.has(other)) : name === '_workspace' && basename(folder) === 'Godeps'

const GO_LISTS = new Set(['Gopkg.lock', 'glide.lock', 'vendor.conf', 'Godeps'])

/** A link into the tree is linted where it leads; of any other one the user is told. */
function* link(path: string, root: string, nameOf: NameOf): Generator<Problem> {
  try {
    const target = nameOfBytes(realpathSync(onDisk(path), 'buffer'))
    if (!isWithin(target, nameOfBytes(realpathSync(onDisk(root), 'buffer'))))
      yield {
        path: nameOf(path),
        problem: 'it is a symbolic link that leads out of the folder, and links are not followed',
      }
  } catch (error) {
    const problem =
      codeOf(error) === 'ELOOP'
        ? 'it is a symbolic link that leads to itself'
        : 'it is a symbolic link that leads nowhere'
    yield { path: nameOf(path), problem }
  }
}

/** Reads a file. Unless the user named it, a link is not followed, and nothing waits for the other end of a pipe. */
function read(path: string, name: string, named = false): InputFile {
  let file: number | undefined
  try {
    const flags = constants.O_RDONLY | constants.O_NONBLOCK | (named ? 0 : constants.O_NOFOLLOW)
    file = patiently(() => openSync(onDisk(path), flags))
    const stat = fstatSync(file)
    if (!stat.isFile()) return { path: name, problem: 'it is not a regular file' }
    if (stat.size > MOST_BYTES)
      return { path: name, problem: `it is too large to be read (${Math.round(stat.size / 1e6)} MB)` }
    // Files of /proc say that they are empty: these are read to their end.
    const bytes = stat.size === 0 ? readFileSync(file) : readWhole(file, stat.size)
    const home = homeOf(path)
    return named ? { path: name, bytes, home, named } : { path: name, bytes, home }
  } catch (error) {
    const code = codeOf(error)
    const missing = code === 'ENOENT' || code === 'ELOOP'
    return { path: name, problem: missing ? 'it vanished during the run' : `it cannot be read (${code})` }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function list(absolute: string, path: string, named = false): ListedFile | Problem {
  const stat = statSync(onDisk(absolute), { throwIfNoEntry: false })
  return stat ? { path, absolute, named, size: stat.size } : { path, problem: 'it vanished during the run' }
}

/** What files are read into, one after the other: a large tree would else leave its whole size to the garbage collector. */
let room = Buffer.allocUnsafe(1 << 18)

/** The bytes of an open file of that size, or fewer where it has become shorter. They hold until the next file is read. */
function readWhole(file: number, size: number): Buffer {
  if (room.length < size) room = Buffer.allocUnsafe(size)
  let filled = 0
  while (filled < size) {
    const count = readSync(file, room, filled, size - filled, null)
    if (count === 0) break
    filled += count
  }
  return room.subarray(0, filled)
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink()
  } catch {
    return false
  }
}

/** The path under which a file is shown. */
type NameOf = (absolute: string) => string

/** The largest file beside a template that is read: values and definitions are far smaller. */
const MOST_BYTES_BESIDE = 4_000_000

/**
 * Reads the files beside those that are linted, for charts: in the repository that they are in, else in the folder given, else
 * in the chart of the file given. Links are not followed.
 */
export function filesBeside(args: readonly string[], cwd: string): Beside {
  const allowed = withinTrees(args, cwd)
  return {
    read(path) {
      const absolute = allowed(path)
      if (absolute === undefined) return undefined
      try {
        const stat = statSync(absolute)
        if (!stat.isFile() || stat.size > MOST_BYTES_BESIDE) return undefined
        return decode(readFileSync(absolute))?.text
      } catch {
        return undefined
      }
    },
    list(folder) {
      const absolute = allowed(folder)
      if (absolute === undefined) return []
      try {
        return entriesOf(absolute)
          .filter(entry => entry.isFile() || entry.isDirectory())
          .map(entry => (entry.isDirectory() ? `${entry.name}/` : entry.name))
      } catch {
        return []
      }
    },
  }
}

/** A path from the root, with forward slashes. */
export const absolutePath = (path: string, cwd: string): string => resolve(cwd, path).split(sep).join('/')

/** The folder of a path, absolute, with forward slashes. */
export const folderOf = (path: string, cwd: string): string => dirname(resolve(cwd, path)).split(sep).join('/')

/** A path from a folder, with forward slashes. */
export const pathFrom = (folder: string, path: string, cwd: string): string =>
  relative(folder, resolve(cwd, path)).split(sep).join('/')
