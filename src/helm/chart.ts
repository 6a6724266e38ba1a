/** A chart as its templates see it: values, definitions, files. Everything is read when it is first asked for, and kept. */
import { fileSource, type Source, type SourceFile } from '../source.ts'
import { allOf, at, itemsOf, type TreeDocument, type TreeNode, textAt } from '../tree.ts'
import { type Site, sitesIn } from './callers.ts'
import { folderBeside } from './folder-beside.ts'
import { parseTemplate, type Template } from './parse.ts'
import { NIL, ofNode, overlaid, textValue, truth, UNKNOWN_VALUE, type Value } from './value.ts'

/** Reads the files beside the one that is linted. Never leaves the tree that was given, and follows no link. */
export interface Beside {
  /** The text of a file, or undefined where there is none to be read. */
  read(path: string): string | undefined
  /** The names in a folder, those of folders with a slash at the end. */
  list(folder: string): readonly string[]
}

/** Reads YAML, for what is known of values. */
export interface YamlReader {
  trees(source: Source): readonly TreeDocument[]
  isValid(source: Source): boolean
}

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
  /** The files in its folder `templates`. */
  templates(): readonly SourceFile[]
  /** The condition of the parent's Chart.yaml that leaves this chart out by default, as it is written there. */
  switchedOff(): string | undefined
}

/** A chart that another depends on, elsewhere in the tree. */
interface Local {
  readonly folder: string
  /** Its name in the values of the other. */
  readonly name: string
  readonly condition: string | undefined
}

/** A local chart as a part of the one that depends on it. */
interface Use extends Local {
  readonly by: Chart
}

/** How many charts are kept at once. A walk comes to the templates of one chart after the other. */
const MOST_CHARTS = 24
/** Charts in charts: real ones go two or three deep. */
const MOST_PARENTS = 8
/** Charts elsewhere in the tree that one depends on. */
const MOST_LOCALS = 40
/** Files of this many templates are looked at for definitions. */
const MOST_TEMPLATES = 2_000

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
  const texts = new Map<string, SourceFile | undefined>()
  /** Without a use from elsewhere, the place of a chart tells what it is a part of. */
  const open = (folder: string, depth: number, use?: Use): Chart => {
    const key = use ? `${folder}\0${use.by.folder}\0${use.name}` : folder
    const before = known.get(key)
    if (before && (!use || before.parent === use.by)) {
      known.delete(key)
      known.set(key, before)
      return before
    }
    const chart = openChart(folder, depth, use)
    known.set(key, chart)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_CHARTS) break
      known.delete(oldest)
      const gone = oldest.replace(/\0.*/s, '')
      for (const path of texts.keys()) if (path.startsWith(gone)) texts.delete(path)
    }
    return chart
  }

  const read = (path: string): SourceFile | undefined => {
    if (!texts.has(path)) {
      const text = beside.read(path)
      texts.set(path, text === undefined ? undefined : { path, text })
    }
    return texts.get(path)
  }

  const yaml = (file: SourceFile | undefined): TreeNode | undefined => file && parse(fileSource(file))[0]?.root

  /** What the Chart.yaml in a folder says that the chart depends on, or its requirements.yaml. */
  const dependenciesOf = (folder: string): readonly TreeNode[] =>
    ['Chart.yaml', 'requirements.yaml'].flatMap(name => itemsOf(at(yaml(read(folder + name)), 'dependencies')))

  /** The files in folders, and in those below them. */
  function filesBelow(folders: readonly string[]): readonly string[] {
    const queue = [...folders]
    const paths: string[] = []
    for (const folder of queue)
      for (const name of beside.list(folder)) {
        if (paths.length + queue.length > MOST_TEMPLATES) return paths
        if (name.endsWith('/')) queue.push(folder + name)
        else paths.push(folder + name)
      }
    return paths
  }

  /** The charts elsewhere in the tree that the one in a folder depends on, as it names them. */
  const localsOf = (of: string): readonly Local[] =>
    dependenciesOf(of)
      .flatMap(one => {
        const folder = folderBeside(of, textAt(one, 'repository') ?? '')
        const name = textAt(one, 'alias') ?? textAt(one, 'name')
        return folder === undefined || name === undefined ? [] : [{ folder, name, condition: textAt(one, 'condition') }]
      })
      .filter(({ folder }) => folder !== of && beside.list(folder).includes('Chart.yaml'))
      .slice(0, MOST_LOCALS)

  function openChart(folder: string, depth: number, use: Use | undefined): Chart {
    const inCharts = /^(.*?)(?:[^/]+\/)$/.exec(folder)?.[1]
    const above =
      inCharts !== undefined && /(^|\/)charts\/$/.test(inCharts) ? inCharts.slice(0, -'charts/'.length) : undefined
    const isChart = above !== undefined && depth < MOST_PARENTS && beside.list(above).includes('Chart.yaml')
    const parent = use?.by ?? (isChart ? open(above, depth + 1) : undefined)
    const own = read(`${folder}values.yaml`) ?? read(`${folder}values.yml`)
    const metadata = once(() => yaml(read(`${folder}Chart.yaml`)))
    const dependency = once(() => {
      if (use) return use
      const name = folder.slice(0, -1).split('/').at(-1) ?? ''
      const chart = textAt(metadata(), 'name') ?? name
      const found = parent && dependenciesOf(parent.folder).find(one => textAt(one, 'name') === chart)
      return { name: textAt(found, 'alias') ?? chart, condition: textAt(found, 'condition') }
    })
    const values = once(() => {
      let found = yaml(own)
      if (parent) {
        const above = parent.values()
        found = overlaid(found, at(above, dependency().name))
        const global = at(above, 'global')
        if (global) found = overlaid(found, withKey('global', global, above!))
      }
      for (const file of parent ? [] : extra) found = overlaid(found, yaml(file))
      return found
    })
    const partials = once(() => partialsOf(folder))
    const definitions = new Map<string, Template>()
    const looked = { partials: false, all: false }
    const collect = (paths: readonly string[]): void => {
      for (const path of paths) {
        const file = read(path)
        if (!file?.text.includes('define')) continue
        for (const [name, template] of parseTemplate(fileSource(file)).definitions)
          if (!definitions.has(name)) definitions.set(name, template)
      }
    }

    /** The partials of the chart and of those that are parts of it, and all their templates. */
    function partialsOf(of: string): { partials: readonly string[]; others: readonly string[] } {
      const paths = filesBelow([of, ...subcharts(of)].map(one => `${one}templates/`))
      const isPartial = (path: string): boolean => /(^|\/)_[^/]*$|\.tpl$/.test(path)
      return {
        partials: paths.filter(isPartial),
        others: paths.filter(path => !isPartial(path) && /\.ya?ml$/.test(path)),
      }
    }

    const sites = once(() => {
      const found = new Map<string, Site[]>()
      const { partials: some, others } = partials()
      for (const path of [...some, ...others]) {
        const file = read(path)
        if (!file?.text.includes('{{')) continue
        for (const [name, list] of sitesIn(parseTemplate(fileSource(file))))
          found.set(name, [...(found.get(name) ?? []), ...list])
      }
      return found
    })

    const subcharts = (of: string): readonly string[] =>
      beside
        .list(`${of}charts/`)
        .filter(name => name.endsWith('/'))
        .map(name => `${of}charts/${name}`)
        .concat(localsOf(of).map(local => local.folder))

    const chart: Chart = {
      folder,
      parent,
      isChart: read(`${folder}Chart.yaml`) !== undefined,
      hasValues: own !== undefined || parent?.hasValues === true || extra.length > 0,
      sources: once(() => {
        const paths = partials().partials.map(read)
        return [own, ...paths, ...(parent?.sources() ?? []), ...extra].filter(file => file !== undefined)
      }),
      values,
      root: once(() => rootOf(chart, metadata())),
      definition(name) {
        if (!looked.partials) {
          looked.partials = true
          collect(partials().partials)
        }
        const found = definitions.get(name) ?? parent?.definition(name)
        if (found || looked.all) return found
        looked.all = true
        collect(partials().others)
        return definitions.get(name)
      },
      sites: name => parent?.sites(name) ?? sites().get(name) ?? [],
      file: path => {
        const file = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\0]+$/.test(path) ? read(folder + path) : undefined
        return file && fileSource(file)
      },
      locals: once(() =>
        depth < MOST_PARENTS ? localsOf(folder).map(one => open(one.folder, depth + 1, { ...one, by: chart })) : [],
      ),
      templates: once(() => filesBelow([`${folder}templates/`]).flatMap(path => read(path) ?? [])),
      switchedOff: once(() => {
        const { condition } = dependency()
        if (!parent || !condition) return parent?.switchedOff()
        for (const path of condition.split(',')) {
          const found = ofNode(at(parent.values(), ...path.trim().split('.')))
          if (found.kind === 'nil') continue
          return truth(found) === false ? path.trim() : parent.switchedOff()
        }
        return parent.switchedOff()
      }),
    }
    return chart
  }

  return folder => open(folder, 0)
}

const withKey = (key: string, value: TreeNode, from: TreeNode): TreeNode => {
  const entry = from.kind === 'map' ? from.entries.find(one => one.key.value === key) : undefined
  return {
    kind: 'map',
    entries: entry ? [{ key: entry.key, value }] : [],
    merged: [],
    start: value.start,
    end: value.end,
  }
}

function rootOf(chart: Chart, metadata: TreeNode | undefined): Value {
  const about = new Map<string, Value>()
  for (const key of ['name', 'version', 'appVersion', 'description', 'type', 'kubeVersion']) {
    const value = metadata?.kind === 'map' ? allOf(metadata, key)[0] : undefined
    about.set(
      key.charAt(0).toUpperCase() + key.slice(1),
      value?.kind === 'scalar' ? textValue(value.content()) : UNKNOWN_VALUE,
    )
  }
  const values = chart.values()
  return {
    kind: 'map',
    entries: new Map<string, Value>([
      ['Values', values ? ofNode(values) : chart.hasValues ? NIL : UNKNOWN_VALUE],
      ['Chart', { kind: 'map', entries: about }],
      ['Release', UNKNOWN_VALUE],
      ['Capabilities', UNKNOWN_VALUE],
      ['Template', UNKNOWN_VALUE],
      ['Subcharts', UNKNOWN_VALUE],
      ['Files', { kind: 'map', entries: new Map([['Get', { kind: 'function', name: 'files.Get' }]]) }],
    ]),
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
