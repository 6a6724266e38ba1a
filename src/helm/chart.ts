/** A chart as its templates see it: values, definitions, files. Everything is read when it is first asked for, and kept. */
import { fileSource, type Source, type SourceFile } from '../source.ts'
import { allOf, at, itemsOf, type TreeDocument, type TreeNode, textAt } from '../tree.ts'
import { type Site, sitesIn } from './callers.ts'
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
  /** The chart that this one is a part of, in its folder `charts`. */
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
  /** The condition of the parent's Chart.yaml that leaves this chart out by default, as it is written there. */
  switchedOff(): string | undefined
}

/** How many charts are kept at once. A walk comes to the templates of one chart after the other. */
const MOST_CHARTS = 24
/** Charts in charts: real ones go two or three deep. */
const MOST_PARENTS = 8
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
  const open = (folder: string, depth: number): Chart => {
    const before = known.get(folder)
    if (before) {
      known.delete(folder)
      known.set(folder, before)
      return before
    }
    const chart = openChart(folder, depth)
    known.set(folder, chart)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_CHARTS) break
      known.delete(oldest)
      for (const path of texts.keys()) if (path.startsWith(oldest)) texts.delete(path)
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

  function openChart(folder: string, depth: number): Chart {
    const inCharts = /^(.*?)(?:[^/]+\/)$/.exec(folder)?.[1]
    const above =
      inCharts !== undefined && /(^|\/)charts\/$/.test(inCharts) ? inCharts.slice(0, -'charts/'.length) : undefined
    const isChart = above !== undefined && depth < MOST_PARENTS && beside.list(above).includes('Chart.yaml')
    const parent = isChart ? open(above, depth + 1) : undefined
    const own = read(`${folder}values.yaml`) ?? read(`${folder}values.yml`)
    const metadata = once(() => yaml(read(`${folder}Chart.yaml`)))
    const dependency = once(() => {
      const name = folder.slice(0, -1).split('/').at(-1) ?? ''
      const described = parent && [
        ...itemsOf(at(yaml(read(`${parent.folder}Chart.yaml`)), 'dependencies')),
        ...itemsOf(at(yaml(read(`${parent.folder}requirements.yaml`)), 'dependencies')),
      ]
      const chart = textAt(metadata(), 'name') ?? name
      const found = described?.find(one => textAt(one, 'name') === chart)
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

    /** The partials of the chart and of those in its folder `charts`, and all its templates. */
    function partialsOf(of: string): { partials: readonly string[]; others: readonly string[] } {
      const partials: string[] = []
      const others: string[] = []
      const folders = [`${of}templates/`, ...subcharts(of).map(sub => `${sub}templates/`)]
      for (const next of folders) {
        for (const name of beside.list(next)) {
          if (partials.length + others.length > MOST_TEMPLATES) return { partials, others }
          if (name.endsWith('/')) folders.push(next + name)
          else if (/^_|\.tpl$/.test(name)) partials.push(next + name)
          else if (/\.ya?ml$/.test(name)) others.push(next + name)
        }
      }
      return { partials, others }
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
