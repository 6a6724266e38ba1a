/** `--since` and `--staged`: what changed is shown, and the whole repository is its context. */
import type { Diagnostic, LintResult } from '../diagnostic.ts'
import { exists } from '../files/disk.ts'
import { homeOf, repositoryRoot } from '../files/repository.ts'
import { absolutePath, inputFiles, pathFrom } from '../files.ts'
import { UsageError } from '../lint/choices.ts'
import type { InputFile } from '../lint/linter.ts'
import { changedSince, staged } from './git.ts'
import { filesOf, type Input } from './input.ts'

/** What a run over changes reads and shows. */
export interface Changes {
  /** What the user named, and after it the rest of the repository. */
  files(): AsyncGenerator<InputFile>
  /** What of a result is about changed files among those that the user named. `checked` are the files that were linted. */
  shown(result: LintResult, checked: ReadonlySet<string>): LintResult
}

/** What changed, as the command line asks for it. `values` are the files that count for every chart. */
export function changesOf(input: Input, values: readonly { readonly path: string }[]): Changes {
  const { since, staged: isStaged, paths } = input.wanted
  const cwd = process.cwd()
  const root = repositoryRoot(cwd)
  if (root === undefined)
    throw new UsageError(`${isStaged ? '--staged' : '--since'} needs a git repository, and this folder is in none.`)
  const index = isStaged ? staged(root) : undefined
  const folder = absolutePath(root, cwd)
  const changed = (index?.names ?? changedSince(root, since!)).map(name => `${folder}/${name}`)
  const texts = new Map([...(index?.texts ?? [])].map(([name, bytes]) => [`${folder}/${name}`, bytes]))
  const valuesPaths = values.map(({ path }) => absolutePath(path, cwd))
  const concerns = concerned(changed, valuesPaths, cwd)
  const named = new Set<string>()

  return {
    async *files() {
      const seen = new Set<string>()
      const asStaged = (file: InputFile): InputFile => {
        const absolute = absolutePath(file.path, cwd)
        seen.add(absolute)
        const bytes = texts.get(absolute)
        return bytes && 'bytes' in file ? { ...file, bytes } : file
      }
      for await (const file of filesOf(input)) {
        named.add(file.path)
        yield asStaged(file)
      }
      const isNamed = (paths.length ? paths : ['.']).some(path => absolutePath(path, cwd) === folder)
      const isExcluded = (path: string) => input.isExcluded(path) || seen.has(path)
      const isAbsolute = paths.some(path => absolutePath(path, '/') === path)
      if (!isNamed)
        for await (const file of inputFiles([isAbsolute ? root : pathFrom(cwd, root, cwd) || '.'], cwd, { isExcluded }))
          yield asStaged(file)
      // Staged, and gone from the working folder.
      for (const [path, bytes] of texts) {
        if (seen.has(path) || input.isExcluded(path)) continue
        const name = pathFrom(cwd, path, cwd)
        named.add(name)
        yield { path: name, bytes, home: homeOf(path) }
      }
    },
    shown(result, checked) {
      const isShown = ({ location, related }: Diagnostic) =>
        named.has(location.path) && (concerns(location.path) || related.some(other => concerns(other.location.path)))
      return {
        diagnostics: result.diagnostics.filter(isShown),
        suppressed: result.suppressed.filter(({ diagnostic }) => isShown(diagnostic)),
        notices: result.notices.filter(({ path }) => named.has(path) && concerns(path)),
        filesChecked: [...named].filter(path => checked.has(path) && concerns(path)).length,
      }
    },
  }
}

/**
 * Whether a file is concerned by changes: it is changed itself, or what its chart makes of it is, by its values, definitions or
 * dependencies.
 */
function concerned(changed: readonly string[], values: readonly string[], cwd: string): (path: string) => boolean {
  // What changed is a file, or a submodule with all that is in it.
  const all = new Set(changed)
  for (const path of changed) {
    const chart = chartOf(path)
    if (chart !== undefined && !/^\/templates\/(?:.*\/)?[^_/][^/]*\.(?:ya?ml|json|txt)$/.test(path.slice(chart.length)))
      all.add(chart)
  }
  const everyChart = values.some(path => all.has(path))
  const known = new Map<string, boolean>()
  return path => {
    const before = known.get(path)
    if (before !== undefined) return before
    const absolute = absolutePath(path, cwd)
    let is = everyChart && chartOf(absolute) !== undefined
    for (let above = absolute; above && !is; above = above.slice(0, above.lastIndexOf('/'))) is = all.has(above)
    known.set(path, is)
    return is
  }
}

/** The folder of the chart that a file is in. */
function chartOf(path: string): string | undefined {
  for (let folder = above(path); folder; folder = above(folder)) if (exists(`${folder}/Chart.yaml`)) return folder
  return undefined
}

const above = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))
