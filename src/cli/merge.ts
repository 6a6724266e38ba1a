/** `--merge`: the results of all shares of a run as the result of the run. */
import type { Suppressed } from '../diagnostic.ts'
import { UsageError } from '../lint/choices.ts'
import { inOrder } from '../lint/notices.ts'
import type { Gone, Reported, ShardInfo } from '../reporters/reporter.ts'
import type { Settings } from '../rule.ts'
import { readShardFile, type ShardFile } from './shard-file.ts'

/** A run that was divided. */
export interface Merged {
  /** Findings of every level. They are read anew whenever they are walked. */
  readonly found: Reported
  readonly gone: readonly Gone[] | undefined
  readonly settings: Settings
  readonly shard: ShardInfo
}

/** Joins the shares. Throws UsageError where one is missing, doubled, broken or of another run. `version` is the program's own. */
export function mergedShares(paths: readonly string[], version: string): Merged {
  if (paths.length === 0) throw new UsageError('--merge needs the results of all shares: --merge RESULT.json …')
  const files = paths.map(readShardFile).sort((a, b) => a.shard.number - b.shard.number)
  checkTogether(files, version)
  return {
    found: {
      diagnostics: inTurn(
        files.map(file => () => file.diagnostics()),
        (a, b) => compare(a.location.path, b.location.path),
      ),
      suppressed: inTurn(
        files.map(file => () => file.suppressed()),
        bySilence,
      ),
      notices: inOrder(files.flatMap(({ notices }) => notices)),
      filesChecked: files.reduce((sum, { filesChecked }) => sum + filesChecked, 0),
    },
    gone: files.some(({ gone }) => gone) ? onceEach(files.flatMap(({ gone }) => gone ?? [])) : undefined,
    settings: files[0]!.settings,
    shard: files[0]!.shard,
  }
}

function checkTogether(files: readonly ShardFile[], version: string): void {
  const [first] = files
  for (const file of files) {
    if (file.version !== version)
      throw new UsageError(
        `--merge ${file.path}: version ${file.version} wrote it, and this is ${version}. The formats tell of one version.`,
      )
    if (file.shard.of !== first!.shard.of)
      throw new UsageError(
        `--merge: ${first!.path} is a share of ${first!.shard.of}, and ${file.path} is one of ${file.shard.of}.`,
      )
    if (file.shard.run !== first!.shard.run)
      throw new UsageError(
        `--merge: ${first!.path} and ${file.path} are of two runs: the files or what they were linted for differ. Results that are written into the tree that is linted change it, too.`,
      )
  }
  const byNumber = new Map<number, ShardFile>()
  for (const file of files) {
    const other = byNumber.get(file.shard.number)
    if (other)
      throw new UsageError(
        `--merge: ${other.path} and ${file.path} are both share ${file.shard.number} of ${file.shard.of}.`,
      )
    byNumber.set(file.shard.number, file)
  }
  const { of } = first!.shard
  const missing = Array.from({ length: of }, (_, index) => index + 1).filter(number => !byNumber.has(number))
  if (missing.length)
    throw new UsageError(
      `--merge: of ${of} shares ${missing.length === 1 ? 'one is' : `${missing.length} are`} missing. Run it with ${missing
        .slice(0, 5)
        .map(number => `--shard ${number}/${of}`)
        .join(', ')}${missing.length > 5 ? ' and so on' : ''}.`,
    )
}

/** Sorted lists as one. Of each only the next item is held. */
function inTurn<T>(lists: readonly (() => Iterable<T>)[], order: (a: T, b: T) => number): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      const heads: { item: T; readonly rest: Iterator<T> }[] = []
      const put = (head: (typeof heads)[number]): void => {
        let low = 0
        for (let high = heads.length; low < high; ) {
          const middle = (low + high) >> 1
          if (order(heads[middle]!.item, head.item) > 0) low = middle + 1
          else high = middle
        }
        heads.splice(low, 0, head)
      }
      for (const list of lists) {
        const rest = list()[Symbol.iterator]()
        const { value, done } = rest.next()
        if (!done) put({ item: value, rest })
      }
      // The least stands last.
      for (let head = heads.pop(); head; head = heads.pop()) {
        yield head.item
        const { value, done } = head.rest.next()
        if (done) continue
        head.item = value
        const next = heads.at(-1)
        if (!next || order(value, next.item) <= 0) heads.push(head)
        else put(head)
      }
    },
  }
}

/** What the baseline knows comes behind what is silenced otherwise. */
const bySilence = (a: Suppressed, b: Suppressed): number =>
  Number(a.by === 'baseline') - Number(b.by === 'baseline') ||
  compare(a.diagnostic.location.path, b.diagnostic.location.path)

/** Of a file that is gone every share tells. */
function onceEach(gone: readonly Gone[]): readonly Gone[] {
  const told = new Map(gone.map(one => [JSON.stringify([one.file, one.rule, one.object, one.what, one.text]), one]))
  return [...told.values()]
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
