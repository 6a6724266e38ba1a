/**
 * Programs that monitoring calls, set up in YAML, JSON or TOML: a command line, or a list of its words.
 * Sources: docs.sensu.io, "Checks"; influxdata/telegraf plugins/inputs/exec and execd; vector.dev, "exec";
 * docs.fluentbit.io, "Exec"; kubernetes/node-problem-detector docs/custom_plugin_monitor.md; consul.io, "Script check";
 * ricoberger/script_exporter README; newrelic/nri-flex docs/apis/commands.md; QubitProducts/exporter_exporter README.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { shellLine } from '../reading/words.ts'
import {
  at,
  entryOf,
  isSwitchedOff,
  type KeyPlace,
  keysOf,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

export const calledPrograms: Dialect = {
  id: 'called-programs',
  recognises: document => KEYS.some(key => keysOf(document).has(key)),
  read(document, reader) {
    for (const call of callsIn(document)) say(call, reader)
  },
}

/** What is called: texts that are command lines each, or the words of one. */
interface Call {
  readonly name: string
  readonly lines?: readonly ScalarNode[]
  readonly words?: readonly ScalarNode[]
}

const KEYS = ['command', 'commands', 'script', 'args', 'path', 'run']

function callsIn(document: TreeDocument): readonly Call[] {
  const keys = keysOf(document)
  const found: Call[] = []
  for (const key of KEYS)
    for (const place of keys.get(key) ?? []) {
      const isCall = !isSwitchedOff(place) && CALLERS.some(caller => caller(place, document))
      if (isCall) found.push(callOf(place))
    }
  return found
}

/** A text with arguments beside it is a program; a list is one call, but for `commands`. */
function callOf({ entry, map }: KeyPlace): Call {
  const name = entry.key.value
  const values = scalarsOf(entry.value)
  const args = name === 'args' ? [] : scalarsOf(at(map, 'args'))
  if (name === 'commands' || (entry.value?.kind === 'scalar' && args.length === 0)) return { name, lines: values }
  return { name, words: [...values, ...args] }
}

type Caller = (place: KeyPlace, document: TreeDocument) => boolean

const under = (place: KeyPlace, levels: number): string | undefined => {
  let next: KeyPlace | undefined = place
  for (let i = 0; i < levels; i++) next = next?.under
  return next?.entry.key.value
}
const isKey = ({ entry }: KeyPlace, ...names: readonly string[]): boolean => names.includes(entry.key.value)
const typeOf = (map: MapNode): string => textAt(map, 'type') ?? textAt(map, 'name') ?? ''

/** Who calls what stands at a key, each by what stands around it. */
const CALLERS: readonly Caller[] = [
  // Sensu Go: {type: CheckConfig, api_version: core/v2, spec: {command}}, and its checks before that.
  (place, { root }) => {
    if (!isKey(place, 'command')) return false
    const outer: TreeNode | undefined = place.under?.map
    return under(place, 1) === 'spec'
      ? /^core\//.test(textAt(outer, 'api_version') ?? textAt(root, 'api_version') ?? '')
      : /^(?:checks|handlers|mutators)$/.test(under(place, 2) ?? '') &&
          /^(?:checks|handlers|mutators)$/.test(rootKey(place))
  },
  // Telegraf: inputs.exec, inputs.execd, processors.execd, outputs.exec.
  place =>
    isKey(place, 'command', 'commands') &&
    /^execd?$/.test(under(place, 1) ?? '') &&
    /^(?:inputs|outputs|processors|telegraf)$/.test(under(place, 2) ?? ''),
  // Vector and Fluent Bit.
  place =>
    isKey(place, 'command') &&
    typeOf(place.map) === 'exec' &&
    (under(place, 2) === 'sources' || under(place, 1) === 'inputs'),
  // node-problem-detector: {plugin: custom, rules: [{path, args}]}.
  (place, { root }) => isKey(place, 'path') && under(place, 1) === 'rules' && textAt(root, 'plugin') === 'custom',
  // Consul: {check: {args}}, {checks: [{args}]}, {service: {check: {args}}}.
  place =>
    isKey(place, 'args', 'script') &&
    /^checks?$/.test(under(place, 1) ?? '') &&
    ['interval', 'timeout', 'ttl', 'docker_container_id'].some(key => entryOf(place.map, key)),
  // script_exporter: {scripts: [{name, command, args}]}.
  place =>
    isKey(place, 'command', 'script') && under(place, 1) === 'scripts' && entryOf(place.map, 'name') !== undefined,
  // nri-flex of New Relic: {apis: [{commands: [{run}]}]}.
  place => isKey(place, 'run') && under(place, 1) === 'commands' && under(place, 2) === 'apis',
  // exporter_exporter: {modules: {x: {method: exec, exec: {command, args}}}}.
  place => isKey(place, 'command') && under(place, 1) === 'exec' && textAt(place.under?.map, 'method') === 'exec',
]

/** The key at the left of the document that holds a place. */
function rootKey(place: KeyPlace): string {
  let next = place
  while (next.under) next = next.under
  return next.entry.key.value
}

function say({ name, lines = [], words = [] }: Call, reader: Reader): void {
  for (const line of lines) reader.embed({ language: 'shell' }, line.content(), reader.open('script', { name }))
  const [first] = words
  if (first)
    reader.embed(
      { language: 'shell' },
      shellLine(
        first.located.span.file,
        words.map(word => word.content()),
      ),
      reader.open('script', { name }),
    )
}
