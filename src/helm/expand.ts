/** Templates of charts as the files that they make. */
import { indexOfWord, utf8 } from '../text/bytes.ts'
import { fileSource, type Origin, type Source, type SourceFile } from '../text/source.ts'
import type { Beside, YamlReader } from './beside.ts'
import { waysTo } from './callers.ts'
import { type Chart, type Charts, chartFolderOf, chartsOf } from './chart.ts'
import type { Template } from './parse.ts'
import { type Reach, reachIn } from './reach.ts'
import type { Surroundings } from './render/rendering.ts'
import { render, renderEach } from './render.ts'
import { NIL, ofNode, type Value } from './value.ts'

const encoder = new TextEncoder()
const NO_BYTES = new Uint8Array()

/** Files of a chart's folder `templates` that Helm renders. Notes are for people. */
const isTemplate = (path: string): boolean =>
  chartFolderOf(path) !== undefined && /\.(?:ya?ml|tpl|json)$/.test(path) && !/(^|\/)NOTES\.txt$/.test(path)

/** Values files of a chart, by their names: the default ones, those for an occasion, those of its tests. */
const VALUES_NAME = /(^|\/)(?:[\w.-]*values[\w.-]*|ci\/[^/]+)\.ya?ml$/

/** The files that say what a chart depends on. */
const DEPENDENCIES_NAME = /(^|\/)(?:Chart|requirements)\.yaml$/

/** A chart in an archive, in the folder of those that a chart depends on. */
const PACKED_NAME = /^(.*\/)?charts\/[^/]+\.t(?:ar\.)?gz$/

/** What a file of a chart is read as. */
export interface Expanded {
  /**
   * The text that the file makes with all its branches; where no document can hold all of them, the one that the defaults make,
   * and one with the other branches.
   */
  readonly texts: readonly Source[]
  /** What each of its definitions makes for itself. */
  readonly definitions: readonly Source[]
}

/** The charts of a run: which of their files have to be read, and as what. */
export interface Templates {
  /** Whether a file may be a template or the values of a chart, by its name. */
  covers(path: string): boolean
  /** Whether a file is a packed chart that another depends on. */
  isPacked(path: string): boolean
  /** Whether a template has to be read, which what its chart's values and definitions hold decides too. Undefined for another file. */
  wants(path: string, bytes: Uint8Array): boolean | undefined
  /** The text that a template makes, with every value at its own place. Undefined for a file that is read as it stands. */
  expand(file: SourceFile, yaml: YamlReader): Expanded | undefined
}

/** Whether a text has to be read at all. Without a path it is a part of one. */
type Wanted = (bytes: Uint8Array, path?: string) => boolean

/** The charts that the files beside make. */
export function templatesOf(beside: Beside, extra: readonly SourceFile[] = [], wanted: Wanted = () => true): Templates {
  let yaml: YamlReader | undefined
  const charts = chartsOf(beside, source => yaml?.trees(source) ?? [], extra)
  const isWanted = (text: string, path?: string): boolean => wanted(encoder.encode(text), path)
  const hidden = new WeakMap<Chart, boolean>()
  const reaches = new WeakMap<Chart, Reach>()
  const reachOf = (chart: Chart): Reach => {
    const reach = reaches.get(chart) ?? reachIn(chart, isWanted)
    reaches.set(chart, reach)
    return reach
  }
  const expanded = (file: SourceFile, chart: Chart, reader: YamlReader, isPart = false): Expanded | undefined =>
    expand(file, chart, reader, { isWanted, mayHold: reachOf(chart), isPart })
  return {
    covers: path => isTemplate(path) || VALUES_NAME.test(path) || DEPENDENCIES_NAME.test(path),
    isPacked(path) {
      const match = PACKED_NAME.exec(path)
      return match !== null && beside.list(match[1] ?? '').includes('Chart.yaml')
    },
    wants(path, bytes) {
      if (DEPENDENCIES_NAME.test(path)) return indexOfWord(bytes, 'file://') >= 0 || undefined
      if (!isTemplate(path) || indexOfWord(bytes, '{{') < 0) return undefined
      const chart = charts(chartFolderOf(path)!)
      // Which charts it depends on elsewhere is told by YAML, which can be read once the first file is.
      if (!yaml && chart.mayHaveLocals()) return true
      let found = hidden.get(chart)
      if (found === undefined) {
        found = chart.sources().some(({ text }) => isWanted(text))
        hidden.set(chart, found)
      }
      // Its name may say something by itself; and what has to stand beside a word may come from elsewhere in the chart.
      if (found || !wanted(bytes)) return found || wanted(NO_BYTES, path)
      const whole = () => [utf8(bytes), ...chart.sources().map(({ text }) => text)].join('\n')
      return wanted(bytes, path) || isWanted(whole(), path)
    },
    expand(file, reader) {
      yaml = reader
      if (isTemplate(file.path)) return expanded(file, charts(chartFolderOf(file.path)!), reader)
      if (DEPENDENCIES_NAME.test(file.path))
        return expandLocals(file, charts, (template, chart) => expanded(template, chart, reader, true))
      if (!VALUES_NAME.test(file.path)) return undefined
      const folder = file.path.slice(0, file.path.lastIndexOf('/') + 1)
      const chart = charts(folder.replace(/(^|\/)ci\/$/, '$1'))
      return chart.isChart ? { texts: [readAlone(fileSource(file))], definitions: [] } : undefined
    },
  }
}

/** The charts elsewhere in the tree that a chart depends on make other texts with its values than for themselves. */
function expandLocals(
  file: SourceFile,
  charts: Charts,
  expand: (template: SourceFile, chart: Chart) => Expanded | undefined,
): Expanded | undefined {
  if (!file.text.includes('file://')) return undefined
  const texts: Source[] = [fileSource(file)]
  const queue = [...charts(file.path.slice(0, file.path.lastIndexOf('/') + 1)).locals()]
  for (let next = queue.shift(); next && texts.length < MOST_LOCAL_TEXTS; next = queue.shift()) {
    for (const template of next.templates())
      if (isTemplate(template.path)) texts.push(...(expand(template, next)?.texts ?? []))
    queue.push(...next.locals())
  }
  return { texts, definitions: [] }
}

/** Texts of charts that a chart depends on, elsewhere in the tree. */
const MOST_LOCAL_TEXTS = 500

/** Of definitions that are too much to be read for themselves, those after this many are only read where they are used. */
const MOST_TOO_MUCH = 4

/** What decides whether a text has to be read, and whether a template has to be rendered for the sake of what it reaches. */
interface Asked {
  readonly isWanted: (text: string, path?: string) => boolean
  readonly mayHold: Reach
  /** Whether it is read as a part of another chart: its definitions are read where they are at home. */
  readonly isPart: boolean
}

function expand(
  file: SourceFile,
  chart: Chart,
  yaml: YamlReader,
  { isWanted, mayHold, isPart }: Asked,
): Expanded | undefined {
  if (!file.text.includes('{{')) return undefined
  if (!chart.isChart && !/\.Values\b/.test(file.text)) return undefined
  const parsed = chart.parsed(file)
  // Values and definitions decide whether there is anything to be read in a template that holds nothing itself.
  const isOwn = isWanted(file.text)
  const mayBeRead = (template: Template): boolean => isOwn || mayHold(template, parsed.definitions)
  const own = (isPart ? [] : [...parsed.definitions]).filter(([, definition]) => mayBeRead(definition))
  if (own.length === 0 && !mayBeRead(parsed)) return { texts: [], definitions: [] }
  const around = surroundingsOf(parsed.source.file, chart, parsed.definitions, yaml)
  const all = render(parsed, around)
  const isRead = !all || isWanted(all.text, file.path)
  let texts: readonly Source[] = all && isRead ? [all] : []
  if (!all || (isRead && /\.ya?ml$/.test(file.path) && !yaml.isValid(all))) {
    const each = renderEach(parsed, around, yaml.isValid)
    const [usual, ...others] = each
    if (usual && (!all || yaml.isValid(usual)))
      texts = [
        usual,
        ...others.map(text => (yaml.isValid(usual) && !yaml.isValid(text) ? withOtherValues(text) : text)),
      ]
  }
  if (isRead && texts.length === 0) return undefined
  const definitions: Source[] = []
  let tooMuch = 0
  for (const [name, definition] of own) {
    const any = render(definition, around)
    if (!any && ++tooMuch >= MOST_TOO_MUCH) break
    if (!any || any.text.trim() === '') continue
    const holds = isWanted(any.text)
    if (!holds && !isOwn) continue
    // Only what holds something is worth to know where it is used.
    const alone = holds ? render(definition, around, waysTo(name, chart.sites)) : any
    if (alone) definitions.push(readAlone(alone))
  }
  return { texts: texts.map(text => under(text, chart)), definitions }
}

function surroundingsOf(
  file: SourceFile,
  chart: Chart,
  own: ReadonlyMap<string, Template>,
  yaml: YamlReader,
): Surroundings {
  const parseText = (text: Source): Value => {
    const root = yaml.trees(text)[0]?.root
    return root ? ofNode(root) : NIL
  }
  return {
    file,
    parse: parseText,
    root: chart.root(),
    definition: name => own.get(name) ?? chart.definition(name),
    read: path => chart.file(path),
  }
}

/** A chart that its parent leaves out by default is off as a whole. */
function under(source: Source, chart: Chart): Source {
  const condition = chart.switchedOff()
  if (condition === undefined) return source
  const guard = { condition, others: [], off: true }
  return withOrigin(source, origin => ({ ...origin, under: [...(origin?.under ?? []), guard] }))
}

/** A text that is read for itself, though it is a part of others. */
const readAlone = (source: Source): Source =>
  withOrigin(source, origin => ({ ...origin, under: origin?.under ?? [], alone: true }))

/** A text of values that are not the defaults. */
const withOtherValues = (source: Source): Source =>
  withOrigin(source, origin => ({ ...origin, under: origin?.under ?? [], changed: true }))

function withOrigin(source: Source, change: (origin: Origin | undefined) => Origin): Source {
  const known = new Map<Origin | undefined, Origin>()
  const segments = source.segments.map(segment => {
    const origin = known.get(segment.origin) ?? change(segment.origin)
    known.set(segment.origin, origin)
    return { ...segment, origin }
  })
  return { ...source, segments }
}
