/** A chart as its templates see it: values, definitions, files. Everything is read when it is first asked for, and kept. */
import { fileSource, type Source, type SourceFile } from '../text/source.ts'
import { at, type TreeNode, textAt } from '../text/tree.ts'
import type { Beside, YamlReader } from './beside.ts'
import type { Site } from './callers.ts'
import { definitionsOf } from './chart/definitions.ts'
import { dependencyIn, type Local, localsOf, namesLocals } from './chart/dependencies.ts'
import { type ChartFiles, chartFiles } from './chart/files.ts'
import { once } from './chart/once.ts'
import { rootOf, valuesUnder } from './chart/values.ts'
import type { ParsedFile, Template } from './parse.ts'
import { ofNode, overlaid, truth, type Value } from './value.ts'

export interface Chart {
  /** The folder, with a slash at the end; empty for the working folder. */
  readonly folder: string
  /** The chart that this one is a part of, in its folder `charts` or named by it as a local dependency. */
  readonly parent: Chart | undefined
  /** Whether there is a Chart.yaml. Without one the folder may be anything. */
  readonly isChart: boolean
  readonly hasValues: boolean
  /** The files that a template may get text from: values, definitions, those of the charts around. */
  readonly sources: () => readonly SourceFile[]
  /** The values that templates see as `.Values`. */
  values(): TreeNode | undefined
  root(): Value
  definition(name: string): Template | undefined
  /** The places of this chart, and of those that it is a part of, where a definition is included. */
  sites(name: string): readonly Site[]
  file(path: string): Source | undefined
  /** The charts elsewhere in the tree that this one depends on (`repository: file://../x`), as they are as parts of it. */
  locals(): readonly Chart[]
  /** Whether it or a chart around it may depend on charts elsewhere in the tree. */
  mayHaveLocals(): boolean
  /** One of its templates, parsed. */
  parsed(file: SourceFile): ParsedFile
  /** The files in its folder `templates`. */
  templates(): readonly SourceFile[]
  /** The condition of the parent's Chart.yaml that leaves this chart out by default, as it is written there. */
  switchedOff(): string | undefined
}

/** A local chart as a part of the one that depends on it. */
interface Use extends Local {
  readonly by: Chart
}

/** How many charts are kept at once. A walk comes to the templates of one chart after the other. */
const MOST_CHARTS = 24
/** Charts in charts: real ones go two or three deep. */
const MOST_PARENTS = 8

/** The folder of the chart that a template is in: `a/` for `a/templates/b/c.yaml`. */
export function chartFolderOf(path: string): string | undefined {
  const at = path.lastIndexOf('/templates/')
  if (at >= 0) return path.slice(0, at + 1)
  return path.startsWith('templates/') ? '' : undefined
}

export type Charts = (folder: string) => Chart

/** The charts of a run, each read once. `extra` are values files given by the user, which count for every chart. */
export function chartsOf(beside: Beside, parse: YamlReader['trees'], extra: readonly SourceFile[]): Charts {
  const known = new Map<string, Chart>()
  const files = chartFiles(beside, parse)
  /** Without a use from elsewhere, the place of a chart tells what it is a part of. */
  const open = (folder: string, depth: number, use?: Use): Chart => {
    const key = use ? `${folder}\0${use.by.folder}\0${use.name}` : folder
    const before = known.get(key)
    if (before && (!use || before.parent === use.by)) {
      known.delete(key)
      known.set(key, before)
      return before
    }
    const chart = chartIn(folder, parentOf(folder, depth, use), depth, use)
    known.set(key, chart)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_CHARTS) break
      known.delete(oldest)
    }
    return chart
  }

  /** The chart that the one in a folder is a part of. */
  function parentOf(folder: string, depth: number, use: Use | undefined): Chart | undefined {
    if (use) return use.by
    const above = /^((?:.*\/)?)charts\/[^/]+\/$/.exec(folder)?.[1]
    const isPart = above !== undefined && depth < MOST_PARENTS && files.list(above).includes('Chart.yaml')
    return isPart ? open(above, depth + 1) : undefined
  }

  function chartIn(folder: string, parent: Chart | undefined, depth: number, use: Use | undefined): Chart {
    const own = files.read(`${folder}values.yaml`) ?? files.read(`${folder}values.yml`)
    const hasValues = own !== undefined || parent?.hasValues === true || extra.length > 0
    const metadata = once(() => files.tree(`${folder}Chart.yaml`))
    const dependency = once(() => {
      if (use) return use
      const name = textAt(metadata(), 'name') ?? folder.slice(0, -1).split('/').at(-1) ?? ''
      return dependencyIn(parent?.folder, name, files)
    })
    const values = once(() =>
      parent
        ? valuesUnder(files.treeOf(own), parent.values(), dependency().name)
        : extra.reduce((found, file) => overlaid(found, files.treeOf(file)), files.treeOf(own)),
    )
    const definitions = definitionsOf(folder, files)

    const chart: Chart = {
      folder,
      parent,
      isChart: files.read(`${folder}Chart.yaml`) !== undefined,
      hasValues,
      sources: once(() => {
        const partials = definitions.partials().map(files.read)
        return [own, ...partials, ...(parent?.sources() ?? []), ...extra].filter(file => file !== undefined)
      }),
      values,
      root: once(() => rootOf(values(), hasValues, metadata())),
      definition: name => definitions.inPartials(name) ?? parent?.definition(name) ?? definitions.elsewhere(name),
      sites: name => parent?.sites(name) ?? definitions.sites(name),
      mayHaveLocals: () => namesLocals(folder, files) || parent?.mayHaveLocals() === true,
      parsed: files.templateOf,
      file: path => fileIn(folder, path, files),
      locals: once(() =>
        depth < MOST_PARENTS
          ? localsOf(folder, files).map(one => open(one.folder, depth + 1, { ...one, by: chart }))
          : [],
      ),
      templates: once(() => files.below([`${folder}templates/`]).flatMap(path => files.read(path) ?? [])),
      switchedOff: once(() => parent && (offBy(dependency().condition, parent) ?? parent.switchedOff())),
    }
    return chart
  }

  return folder => open(folder, 0)
}

/** The file that `.Files.Get` gives, which never leaves the chart's folder. */
function fileIn(folder: string, path: string, files: ChartFiles): Source | undefined {
  const file = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/.test(path) ? files.read(folder + path) : undefined
  return file && fileSource(file)
}

/** The first condition that is set in the values of a parent, where it leaves the chart out. */
function offBy(condition: string | undefined, parent: Chart): string | undefined {
  for (const path of condition?.split(',') ?? []) {
    const found = ofNode(at(parent.values(), ...path.trim().split('.')))
    if (found.kind !== 'nil') return truth(found) === false ? path.trim() : undefined
  }
  return undefined
}
