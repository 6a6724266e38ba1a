/** A folder that is open in the editor: what is configured for it, what its files say to each other, and one run over a text in it. */
import type { LintResult } from '../../diagnostic.ts'
import type { Scope } from '../../facts.ts'
import { exists } from '../../files/disk.ts'
import { NotFound } from '../../files/not-found.ts'
import { homeOf } from '../../files/repository.ts'
import { absolutePath, filesBeside, folderOf, inputFiles } from '../../files.ts'
import { chosenFindings } from '../../lint/chosen.ts'
import { besideWith, type Texts, withTexts } from '../../lint/fixes/texts.ts'
import type { LintOptions } from '../../lint/lint-options.ts'
import { type InputFile, lintFiles } from '../../lint/linter.ts'
import { aloneWithin } from '../alone.ts'
import type { Arguments } from '../arguments.ts'
import { chosenRules, type Run, ruleIds } from '../run.ts'
import { settle } from '../settle.ts'
import { shared } from './reading.ts'

/** More files are not searched for what other files refer to. */
const MOST_FILES = 50_000

/** How many seconds an editor waits for what is found in a text. */
const patience = (bytes: number): number => 5 + Math.ceil(bytes / 100_000)

/** What a run over a text found, and of which files it speaks. */
export interface Checked {
  readonly result: LintResult
  /** The files that were linted, as they are shown. */
  readonly paths: ReadonlySet<string>
}

export interface Folder {
  /** The absolute path, with forward slashes. */
  readonly root: string
  /** What holds in it now. */
  readonly run: Run
  /** Reads the configuration again. Throws what is wrong with it; what held before goes on to hold. */
  configure(): Promise<void>
  /** Looks through all files for what rules look for in other files. Until then such rules have nothing to say. */
  search(texts: Texts, isWanted: () => boolean): Promise<void>
  /** Reads files again that have changed, and says whether it matters to others. */
  reread(paths: readonly string[], texts: Texts): Promise<boolean>
  /** How a file is shown: from the folder. */
  shown(path: string): string
  /** Lints a text, with the chart that it is a part of. `texts` are those of the editor. Says whether others have to be linted again. */
  check(path: string, texts: Texts, isWanted?: () => boolean): Promise<Checked & { readonly mattersToOthers: boolean }>
  /** Lints with texts that are only tried. */
  attempt(path: string, texts: Texts): Promise<LintResult>
}

/** Opens a folder. Throws what is wrong with its configuration only when nothing can go on without it. */
export async function openFolder(root: string, wanted: Arguments, searches: boolean): Promise<Folder> {
  const held = new Map<string, Scope>()
  let run = await settle({ ...wanted, config: false }, root)
  let isSearched = !searches

  const shown = (path: string): string => (path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path)
  const rules = chosenRules(wanted)
  const across = rules.filter(rule => rule.across?.length)
  const alone = rules.filter(rule => !rule.across?.length)
  const options = (texts: Texts, around: readonly Scope[]): LintOptions => {
    return {
      rules: isSearched ? rules : alone,
      ruleIds,
      chosen: chosenFindings(wanted),
      runtime: run.runtime,
      targetVersion: run.targetVersion,
      known: run.known,
      settingsOf: run.resolved?.settingsOf,
      beside: besideWith(filesBeside(['.'], root), texts),
      values: run.values.map(file => ({ ...file, text: texts.get(file.path) ?? file.text })),
      around,
      crew: aloneWithin(patience),
    }
  }
  /** Reads files for what they say to others. */
  const hold = (files: AsyncIterable<InputFile>, texts: Texts) =>
    lintFiles(withTexts(files, texts), {
      ...options(texts, []),
      rules: across,
      onHeld: (path, file) => held.set(path, file),
    })
  const lint = async (path: string, texts: Texts, isWanted: () => boolean, onHeld?: LintOptions['onHeld']) => {
    const paths = new Set<string>()
    const files = noting(withTexts(shared(filesWith(path, root, shown, texts, run.isExcluded), isWanted), texts), paths)
    const chart = chartAround(absolutePath(path, root), root)
    const isApart = (name: string): boolean =>
      name !== path && !(chart && absolutePath(name, root).startsWith(`${chart}/`))
    const around = [...held].flatMap(([name, file]) => (isApart(name) ? [file] : []))
    const result = await lintFiles(files, { ...options(texts, around), onHeld })
    return { result, paths }
  }

  return {
    root,
    get run() {
      return run
    },
    shown,
    async configure() {
      run = await settle(wanted, root)
    },
    async search(texts, isWanted) {
      held.clear()
      let count = 0
      const files = shared(
        inputFiles(['.'], root, { isExcluded: run.isExcluded }),
        () => isWanted() && ++count < MOST_FILES,
      )
      await hold(files, texts)
      isSearched = true
    },
    async reread(paths, texts) {
      let matters = false
      for (const path of paths) {
        const before = held.delete(path)
        await hold(shared(filesAt(path, root, run.isExcluded)), texts)
        matters ||= before || held.has(path)
      }
      return matters
    },
    async check(path, texts, isWanted = () => true) {
      const before = new Map(held)
      const now = new Map<string, Scope>()
      const checked = await lint(path, texts, isWanted, (name, file) => now.set(name, file))
      if (!isWanted()) return { ...checked, mattersToOthers: false }
      for (const name of checked.paths) held.delete(name)
      for (const [name, file] of now) held.set(name, file)
      return { ...checked, mattersToOthers: [...checked.paths].some(name => before.has(name) || now.has(name)) }
    },
    async attempt(path, texts) {
      return (await lint(path, texts, () => true)).result
    },
  }
}

/** The file itself, or where it is a part of a chart, all files of that: what one of them says shows in others. */
async function* filesWith(
  path: string,
  root: string,
  shown: (path: string) => string,
  texts: Texts,
  isExcluded: (path: string) => boolean,
): AsyncGenerator<InputFile> {
  const absolute = absolutePath(path, root)
  if (isExcluded(absolute)) return
  const chart = chartAround(absolute, root)
  let isSeen = false
  if (chart)
    for await (const file of inputFiles([shown(chart)], root, { isExcluded })) {
      isSeen ||= file.path === path
      yield file
    }
  const text = texts.get(path)
  if (!isSeen && text !== undefined)
    yield { path, bytes: new TextEncoder().encode(text), named: true, home: homeOf(absolute) }
}

/** The outermost chart that a file is a part of, not beyond the folder. */
function chartAround(path: string, root: string): string | undefined {
  let found: string | undefined
  for (let folder = folderOf(path, root); folder.startsWith(`${root}/`) || folder === root; ) {
    if (exists(`${folder}/Chart.yaml`)) found = folder
    const above = folderOf(folder, root)
    if (above === folder) break
    folder = above
  }
  return found
}

/** A file that may be gone. */
async function* filesAt(path: string, root: string, isExcluded: (path: string) => boolean): AsyncGenerator<InputFile> {
  try {
    yield* inputFiles([path], root, { isExcluded })
  } catch (error) {
    if (!(error instanceof NotFound)) throw error
  }
}

async function* noting(files: AsyncIterable<InputFile>, paths: Set<string>): AsyncGenerator<InputFile> {
  for await (const file of files) {
    paths.add(file.path)
    yield file
  }
}
