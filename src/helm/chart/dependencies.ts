/** What a chart depends on: the charts in its folder `charts`, and those elsewhere in the tree that it names. */
import { at, itemsOf, type TreeNode, textAt } from '../../text/tree.ts'
import { folderBeside } from '../folder-beside.ts'
import type { ChartFiles } from './files.ts'

/** A chart as one that depends on it knows it. */
export interface Dependency {
  /** Its name in the values of the other. */
  readonly name: string
  /** The values of the other that leave it out, as they are written there. */
  readonly condition: string | undefined
}

/** A chart that another depends on, elsewhere in the tree. */
export interface Local extends Dependency {
  readonly folder: string
}

/** Charts elsewhere in the tree that one depends on. */
const MOST_LOCALS = 40

/** What the Chart.yaml in a folder says that the chart depends on, or its requirements.yaml. */
const dependenciesOf = (folder: string, files: ChartFiles): readonly TreeNode[] =>
  ['Chart.yaml', 'requirements.yaml'].flatMap(name => itemsOf(at(files.tree(folder + name), 'dependencies')))

/** How the chart in the folder `parent` knows one that it has in its folder `charts`. */
export function dependencyIn(parent: string | undefined, chart: string, files: ChartFiles): Dependency {
  const found =
    parent === undefined ? undefined : dependenciesOf(parent, files).find(one => textAt(one, 'name') === chart)
  return { name: textAt(found, 'alias') ?? chart, condition: textAt(found, 'condition') }
}

/** Whether the chart in a folder names charts elsewhere in the tree: told without its files being parsed. */
export const namesLocals = (of: string, files: ChartFiles): boolean =>
  ['Chart.yaml', 'requirements.yaml'].some(name => files.read(of + name)?.text.includes('file://') === true)

/** The charts elsewhere in the tree that the one in a folder depends on, as it names them (`repository: file://../x`). */
export const localsOf = (of: string, files: ChartFiles): readonly Local[] =>
  (namesLocals(of, files) ? dependenciesOf(of, files) : [])
    .flatMap(one => {
      const folder = folderBeside(of, textAt(one, 'repository') ?? '')
      const name = textAt(one, 'alias') ?? textAt(one, 'name')
      return folder === undefined || name === undefined ? [] : [{ folder, name, condition: textAt(one, 'condition') }]
    })
    .filter(({ folder }) => folder !== of && files.list(folder).includes('Chart.yaml'))
    .slice(0, MOST_LOCALS)

/** The folders of the charts that the one in a folder depends on, in its folder `charts` or elsewhere in the tree. */
export const subchartsOf = (of: string, files: ChartFiles): readonly string[] =>
  files
    .list(`${of}charts/`)
    .filter(name => name.endsWith('/'))
    .map(name => `${of}charts/${name}`)
    .concat(localsOf(of, files).map(({ folder }) => folder))
