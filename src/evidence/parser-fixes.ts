/** How an input that reads only Docker's lines comes to read those of the runtime, with the settings that change with it. */
import {
  CHART_RUNTIMES,
  FLUENT_BIT_PARSERS,
  FLUENTD_CONCAT,
  FLUENTD_PATTERN,
  FLUENTD_TIME,
  FLUENTD_TIME_VARIABLE,
  linkedById,
} from '../knowledge/cri-lines.ts'
import { type Edit, type FactOf, type Fix, type Located, partOf, remove, replace, written } from '../rule.ts'

type Input = FactOf<'log-input'>
type NamedText = NonNullable<Input['settings']>[number]

/** The change that makes an input read the runtime's lines, where its agent has one. */
export function parserFix(input: Input, runtime: string): Fix | undefined {
  const { agent, at, format } = input
  const chosen =
    at.value === 'containerRuntime' || /^(?:Loggie|Splunk)/.test(agent) ? CHART_RUNTIMES[agent]?.[runtime] : undefined
  if (format && chosen !== undefined) return replace(format, chosen, 'after')
  if (agent === 'Fluent Bit') return fluentBit(input)
  if (agent === 'Fluentd') return fluentd(input)
  if (agent === 'OpenTelemetry Collector') return openTelemetry(input)
  if (agent === 'Promtail' && format?.value === 'docker') return replace(format, 'cri', 'after')
  if (agent === 'Grafana Alloy' && format?.value === 'stage.docker') return replace(format, 'stage.cri', 'after')
  return undefined
}

const settingsOf = ({ settings = [] }: Pick<Input, 'settings'>, name: RegExp): readonly NamedText[] =>
  settings.filter(({ key }) => name.test(key.value))

const isSame = (one: Located | undefined, other: Located): boolean =>
  one?.span.file === other.span.file && one.span.start === other.span.start && one.span.end === other.span.end

/** The parsers that join lines read both formats; those that were for one parser alone go. */
function fluentBit(input: Input): Fix | undefined {
  const { format, listKey } = input
  const listed = settingsOf(input, /^multiline[._]?parser$/i)
  const modes = settingsOf(input, /^docker_?mode/i)
  const parser =
    settingsOf(input, /^parser$/i).find(({ value }) => isSame(format, value)) ??
    modes.find(({ key }) => /^docker_?mode$/i.test(key.value))
  if (settingsOf(input, /^multiline$|firstline$/i).length) return undefined
  const title = `Use "${listKey ?? 'multiline.parser'}${listKey === 'multilineParser' ? ':' : ''} ${FLUENT_BIT_PARSERS}"`
  const [list] = listed
  if (list) {
    const at = list.value.value.search(/\b(?:docker|json)\b/)
    if (listed.length > 1 || at < 0) return undefined
    const edits = [
      { at: partOf(list.value, at, at + /^\w+/.exec(list.value.value.slice(at))![0].length), text: FLUENT_BIT_PARSERS },
    ]
    return { title, applies: 'both', edits }
  }
  if (!parser || listKey === undefined) return undefined
  const others = modes.filter(mode => mode !== parser)
  return {
    title,
    applies: 'both',
    edits: [
      ...withKey(parser, listKey, FLUENT_BIT_PARSERS),
      ...others.map(({ key, value }) => ({ remove: [key, value] })),
    ],
  }
}

/** Another key and value, which begins in the same column where there is room. */
function withKey({ key, value }: NamedText, newKey: string, newValue: string): readonly Edit[] {
  const between = { ...key.span, start: key.span.end, end: value.span.start }
  const blanks = between.end > between.start && between.end - between.start < 80 ? written(between) : ''
  if (!/^ +$/.test(blanks))
    return [
      { at: key, text: newKey },
      { at: value, text: newValue },
    ]
  const room = ' '.repeat(Math.max(1, blanks.length + key.value.length - newKey.length))
  const span = { ...key.span, end: value.span.end }
  return [{ at: { value: written(span), span, exact: key.exact && value.exact }, text: `${newKey}${room}${newValue}` }]
}

/** A pattern for the runtime's lines in the place of JSON, and what depends on Docker's form of the time and of partial lines. */
function fluentd(input: Input): Fix | undefined {
  const { format, companions } = input
  const setting = settingsOf(input, /^(?:@?type|format)$/).find(({ value }) => isSame(format, value))
  if (setting?.value.value !== 'json') return undefined
  const times = settingsOf(input, /^time_format$/)
  const more = [
    ...(times.length ? [] : [`time_format ${FLUENTD_TIME}`]),
    ...(settingsOf(input, /^keep_time_key$/).length ? [] : ['keep_time_key true']),
  ]
  const pattern = setting.key.value === 'format' ? [FLUENTD_PATTERN] : ['regexp', `expression ${FLUENTD_PATTERN}`]
  const edits: Edit[] = [
    { at: setting.value, text: [...pattern, ...more].join('\n') },
    ...times.map(({ value }) => ({ at: value, text: FLUENTD_TIME })),
    ...companions
      .filter(({ value }) => value.startsWith('multiline_end_regexp'))
      .map(at => ({ at, text: FLUENTD_CONCAT })),
  ]
  return { title: 'Parse the lines of CRI runtimes by a pattern', applies: 'after', edits }
}

/** The same for the variables of the image fluentd-kubernetes-daemonset, which take the format of the time as well. */
export function fluentdImageFix(parser: Located, variables: readonly FactOf<'env'>[]): Fix | undefined {
  const set = variables.find(({ value }) => isSame(value, parser))
  const time = variables.find(({ name }) => name.value === FLUENTD_TIME_VARIABLE)
  if (!set) return undefined
  const edits: Edit[] = [{ at: parser, text: 'cri' }]
  if (time?.value) edits.push({ at: time.value, text: FLUENTD_TIME })
  else
    edits.push({
      copy: [
        { at: set.name, text: FLUENTD_TIME_VARIABLE },
        { at: parser, text: FLUENTD_TIME },
      ],
    })
  return { title: 'Use the parser "cri", with the format of its time', applies: 'after', edits }
}

/** Filebeat's own input for Docker as the one for every runtime, with the files that the kubelet links. */
export function filebeatFix(input: Input): Fix | undefined {
  if (input.agent !== 'Filebeat' || input.at.value !== 'docker') return undefined
  const ids = settingsOf(input, /^containers\.ids$/)
  const folders = settingsOf(input, /^containers\.paths?$/)
  const others = settingsOf(input, /^(?:containers\.stream|combine_partial|cri\.)/)
  const [first] = ids
  const files = ids.map(({ value }) => linkedById(value.value))
  if (!first || others.length || files.some(file => file === undefined)) return undefined
  return {
    title: 'Use the input "container" with the paths of every runtime',
    applies: 'both',
    edits: [
      { at: input.at, text: 'container' },
      { at: first.key, text: 'paths' },
      ...ids.map(({ value }, index) => ({ at: value, text: files[index]! })),
      ...folders.map(({ key, value }) => ({ remove: [key, value] })),
    ],
  }
}

/** The parser of containers' lines in the place of those for Docker's JSON. */
function openTelemetry(input: Input): Fix | undefined {
  const { format, steps = [] } = input
  const of = (step: (typeof steps)[number], name: RegExp) =>
    step.settings.find(({ key }) => name.test(key.value))?.value.value
  if (format?.value === 'docker') {
    const step = steps.find(each => each.settings.some(({ value }) => isSame(format, value)))
    const setting = step?.settings.find(({ value }) => isSame(format, value))
    return (
      setting && {
        ...remove('format: docker', [setting.key, setting.value], 'both'),
        title: 'Read the lines of every runtime',
      }
    )
  }
  const [first] = steps
  if (!first || of(first, /^type$/) !== 'json_parser' || of(first, /^parse_to$/) !== undefined) return undefined
  if (
    steps.some(
      step => of(step, /^type$/) === 'router' || of(step, /^if$/) !== undefined || of(step, /^output$/) !== undefined,
    )
  )
    return undefined
  const isDockers = (text: string | undefined) =>
    /^\$?\$?attributes(?:\.|\[")(?:log|time|stream)(?:"\])?$/.test(text ?? '')
  const rest = steps.slice(1)
  const movesText = (step: (typeof steps)[number]) => of(step, /^type$/) === 'move' && of(step, /^to$/) === 'body'
  const gone = rest.filter(
    step =>
      (movesText(step) && isDockers(of(step, /^from$/))) ||
      (of(step, /^type$/) === 'time_parser' && isDockers(of(step, /^parse_from$/))),
  )
  const uses = rest
    .filter(step => !gone.includes(step))
    .some(step => step.settings.some(({ value }) => isDockers(value.value)))
  // What another step takes from Docker's keys is elsewhere then.
  if (uses) return undefined
  // It takes the pod's name from a path below /var/log/pods, and joins nothing where it finds none.
  const hasPath =
    settingsOf(input, /^include_file_path$/).some(({ value }) => value.value === 'true') &&
    input.paths.every(({ value }) => /\/pods\//.test(value))
  const text = ['type: container', ...(hasPath ? [] : ['add_metadata_from_filepath: false'])].join('\n')
  return {
    title: 'Use the operator "container"',
    applies: 'both',
    edits: [{ at: first.whole, text }, ...gone.map(({ whole }) => ({ remove: [whole] }))],
  }
}
