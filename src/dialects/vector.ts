/**
 * Vector: sources and the transforms that parse them, in YAML, JSON, TOML and in charts' values.
 * Source: vector.dev/docs/reference/configuration/sources, docker_logs, file, kubernetes_logs.
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { type Located, locate } from '../text/source.ts'
import {
  at,
  type Entry,
  isSwitchedOff,
  keysOf,
  locatedAt,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  textAt,
} from '../text/tree.ts'

const AGENT = 'Vector'

export const vector: Dialect = {
  id: 'vector',
  recognises: document => keysOf(document).has('sources'),
  read(document, reader) {
    for (const place of keysOf(document).get('sources') ?? []) {
      const sources = place.entry.value
      if (sources?.kind !== 'map' || isSwitchedOff(place)) continue
      for (const source of sources.entries) readSource(source, place.map, reader)
    }
  },
}

function readSource({ key, value: source }: Entry, config: MapNode, reader: Reader): void {
  const type = locatedAt(source, 'type')
  if (type?.value === 'docker_logs' || type?.value === 'docker')
    reader.fact({ kind: 'endpoint', api: 'docker', program: AGENT, at: type, value: locatedAt(source, 'docker_host') })
  if (type?.value === 'kubernetes_logs')
    reader.fact({ kind: 'log-input', agent: AGENT, at: type, paths: [], parses: 'both', companions: [] })
  if (type?.value !== 'file') return
  const paths = scalarsOf(at(source, 'include')).map(path => path.located)
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  for (const { located } of scalarsOf(at(source, 'exclude')))
    reader.fact({ kind: 'path', path: located, access: 'used', by: AGENT, role: 'exclude' })
  const format = parserAfter(key.value, config)
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: type,
    paths,
    format,
    parses: format ? 'json-file' : 'text',
    companions: [],
  })
}

/** The JSON parser of the transform that takes a source's records. */
function parserAfter(source: string, config: MapNode): Located | undefined {
  const transforms = at(config, 'transforms')
  if (transforms?.kind !== 'map') return undefined
  for (const { value: transform } of transforms.entries) {
    if (!scalarsOf(at(transform, 'inputs')).some(input => input.value === source)) continue
    if (textAt(transform, 'type') === 'json_parser') return locatedAt(transform, 'type')
    const program = at(transform, 'source')
    if (program?.kind === 'scalar') return jsonCall(program)
  }
  return undefined
}

/** The first call of parse_json on the message, in Vector's language. One that is tried beside another parser is no finding. */
function jsonCall(program: ScalarNode): Located | undefined {
  const source = program.content()
  const index = source.text.search(/\bparse_json!?\(\s*(?:string!?\(\s*)?\.message\b/)
  if (index < 0 || /parse_(?:regex|cri|groks?)\b|\?\?/.test(source.text)) return undefined
  return locate(source, index, index + 'parse_json'.length)
}
