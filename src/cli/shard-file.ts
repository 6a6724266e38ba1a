/** The result of a share, read back from the file that `--shard` wrote. Findings are read one by one, as often as they are asked for. */
import type { Diagnostic, Location, Notice, ResolvedFix, Suppressed } from '../diagnostic.ts'
import { linesOf } from '../files/lines.ts'
import { UsageError } from '../lint/choices.ts'
import type { Gone, ShardInfo } from '../reporters/reporter.ts'
import type { Level, Settings } from '../rule.ts'

/** A share's result. */
export interface ShardFile {
  readonly path: string
  readonly version: string
  readonly settings: Settings
  readonly shard: ShardInfo
  readonly filesChecked: number
  readonly notices: readonly Notice[]
  readonly gone: readonly Gone[] | undefined
  diagnostics(): Iterable<Diagnostic>
  suppressed(): Iterable<Suppressed>
}

/** Reads all but the findings, of which it looks only whether they are whole. Throws UsageError for what is no share's result. */
export function readShardFile(path: string): ShardFile {
  const head: Record<string, unknown> = {}
  const lists: Record<string, unknown[]> = { notices: [], gone: [] }
  const named = new Set<string>()
  for (const { list, value } of entriesOf(path, ['notices', 'gone']))
    if (list === undefined) Object.assign(head, value)
    else {
      named.add(list)
      if (value !== undefined) lists[list]?.push(value)
    }
  const { version, tool, settings, shard, summary } = head as Partial<Record<string, Record<string, unknown>>>
  if ((version as unknown) !== 1 || !tool || !settings || !shard || !summary || !isShard(shard)) throw noShard(path)
  return {
    path,
    version: String(tool['version']),
    settings: settings as unknown as Settings,
    shard,
    filesChecked: Number(summary['filesChecked']),
    notices: lists['notices'] as Notice[],
    gone: named.has('gone') ? (lists['gone'] as Gone[]) : undefined,
    *diagnostics() {
      for (const { line, value } of entriesOf(path, ['diagnostics']))
        if (isFinding(value)) yield diagnosticOf(value)
        else if (line !== undefined) throw notAsWritten(path, line)
    },
    *suppressed() {
      for (const { line, value } of entriesOf(path, ['suppressed']))
        if (isSilenced(value)) yield { ...value, diagnostic: diagnosticOf(value.diagnostic) }
        else if (line !== undefined) throw notAsWritten(path, line)
    },
  }
}

interface Silenced extends Omit<Suppressed, 'diagnostic'> {
  readonly diagnostic: Flat
}

/** An entry of one of the lists that were asked for, the list itself where it begins, or a property of the document. */
interface Read {
  readonly list?: string
  readonly line?: number
  readonly value?: unknown
}

/** The document's parts, line by line as they are written. What belongs to other lists is passed over. */
function* entriesOf(path: string, wanted: readonly string[]): Generator<Read> {
  let list: string | undefined
  let isWhole = false
  let number = 0
  for (const line of linesIn(path)) {
    if (++number === 1) {
      if (line !== '{') throw noShard(path)
    } else if (isWhole || (number === 2 && !line.startsWith('"version": '))) throw noShard(path)
    else if (line === '}') isWhole = list === undefined
    else if (list !== undefined && /^\],?$/.test(line)) list = undefined
    else if (list !== undefined) {
      if (wanted.includes(list)) yield { list, line: number, value: parsed(line.replace(/,$/, ''), path, number) }
    } else {
      list = /^"(\w+)": \[$/.exec(line)?.[1]
      if (list !== undefined) {
        if (wanted.includes(list)) yield { list }
      } else if (!wanted.includes('diagnostics') && !wanted.includes('suppressed'))
        yield { value: parsed(`{${line.replace(/,$/, '')}}`, path, number) }
    }
  }
  if (!isWhole)
    throw new UsageError(
      `--merge ${path}: it is not whole. The run that wrote it did not come to its end; run its share again.`,
    )
}

function linesIn(path: string): Iterable<string> {
  return {
    *[Symbol.iterator]() {
      try {
        yield* linesOf(path)
      } catch (error) {
        if (error instanceof UsageError) throw error
        if (error instanceof RangeError) throw noShard(path)
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
          throw new UsageError(
            `--merge ${path}: there is no such file. The run of its share did not come to its end, or wrote it elsewhere; run it again.`,
          )
        throw new UsageError(
          `--merge ${path}: it cannot be read (${error instanceof Error ? error.message : String(error)}).`,
        )
      }
    },
  }
}

function parsed(text: string, path: string, line: number): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw notAsWritten(path, line)
  }
}

const notAsWritten = (path: string, line: number): UsageError =>
  new UsageError(`--merge ${path}: its line ${line} is not as --shard wrote it; run the share again.`)

const noShard = (path: string): UsageError =>
  new UsageError(`--merge ${path}: it is not the result of a share. --shard I/N --format json:FILE writes one.`)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isShard = (value: unknown): value is ShardInfo =>
  isRecord(value) &&
  [value['number'], value['of']].every(each => Number.isSafeInteger(each) && Number(each) > 0) &&
  [value['run'], value['directory'], value['root']].every(each => typeof each === 'string') &&
  [value['level'], value['failOn']].every(isLevel)

const isLevel = (value: unknown): value is Level => value === 'error' || value === 'warning' || value === 'note'

/** A place as the JSON has it, among other properties. */
type FlatLocation = Omit<Location, 'textColumn'> & { readonly textColumn?: number }

/** A finding as the JSON has it. */
interface Flat extends FlatLocation, Omit<Diagnostic, 'location' | 'related' | 'fix'> {
  readonly related: readonly (FlatLocation & { readonly message: string })[]
  readonly fix?: Omit<ResolvedFix, 'edits'> & {
    readonly edits: readonly (FlatLocation & { readonly start: number; readonly end: number; readonly text: string })[]
  }
}

const isPlace = (value: unknown): boolean =>
  isRecord(value) &&
  [value['path'], value['lineText']].every(each => typeof each === 'string') &&
  [value['line'], value['column'], value['endLine'], value['endColumn']].every(each => Number.isSafeInteger(each))

/** Whether all is there without which a finding cannot be told. */
const isFinding = (value: unknown): value is Flat =>
  isRecord(value) &&
  isPlace(value) &&
  isLevel(value['level']) &&
  [value['rule'], value['what'], value['breaks'], value['instead']].every(each => typeof each === 'string') &&
  Array.isArray(value['related']) &&
  value['related'].every(isPlace)

const isSilenced = (value: unknown): value is Silenced =>
  isRecord(value) && typeof value['by'] === 'string' && isFinding(value['diagnostic'])

const locationOf = ({
  path,
  line,
  column,
  endLine,
  endColumn,
  lineText,
  textColumn = 1,
  field,
}: FlatLocation): Location => ({
  path,
  line,
  column,
  endLine,
  endColumn,
  lineText,
  textColumn,
  field,
})

const diagnosticOf = (flat: Flat): Diagnostic => ({
  rule: flat.rule,
  level: flat.level,
  confidence: flat.confidence,
  what: flat.what,
  breaks: flat.breaks,
  instead: flat.instead,
  object: flat.object,
  group: flat.group,
  owner: flat.owner,
  location: locationOf(flat),
  related: flat.related.map(each => ({ message: each.message, location: locationOf(each) })),
  fix: flat.fix && {
    title: flat.fix.title,
    applies: flat.fix.applies,
    edits: flat.fix.edits.map(edit => ({
      location: locationOf(edit),
      start: edit.start,
      end: edit.end,
      text: edit.text,
    })),
  },
  lineHash: flat.lineHash,
})
