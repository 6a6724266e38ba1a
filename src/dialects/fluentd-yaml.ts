/**
 * Fluentd's configuration in YAML: `config: [source: {$type: tail, path: …, parse: {$type: json}}]`.
 * Source: docs.fluentd.org, "Config File Syntax (YAML)".
 */
import type { Dialect, Reader } from '../reading/language.ts'
import { anyOf, type Parses, patternParses } from '../reading/log-line.ts'
import {
  allOf,
  at,
  isSwitchedOff,
  itemsOf,
  keysOf,
  locatedAt,
  type MapNode,
  scalarsOf,
  type TreeNode,
  textAt,
} from '../text/tree.ts'

const AGENT = 'Fluentd'

export const fluentdYaml: Dialect = {
  id: 'fluentd-yaml',
  recognises: document => keysOf(document).has('$type'),
  read(document, reader) {
    for (const place of keysOf(document).get('$type') ?? [])
      if (!isSwitchedOff(place) && textAt(place.map, '$type') === 'tail') readTail(place.map, reader)
  },
}

function readTail(source: MapNode, reader: Reader): void {
  const paths = scalarsOf(at(source, 'path')).map(path => path.located)
  for (const path of paths) reader.fact({ kind: 'path', path, access: 'read', by: AGENT, role: 'log' })
  const parsers = allOf(source, 'parse').flatMap(parse => (parse.kind === 'list' ? itemsOf(parse) : [parse]))
  const docker = parsers.find(parser => parsesOf(parser) === 'json-file') ?? parsers[0]
  reader.fact({
    kind: 'log-input',
    agent: AGENT,
    at: locatedAt(source, '$type')!,
    paths,
    tag: locatedAt(source, 'tag'),
    format: locatedAt(docker, '$type'),
    parses: parsers.length ? anyOf(parsers.map(parsesOf)) : 'unknown',
    companions: [],
  })
}

function parsesOf(parser: TreeNode): Parses {
  const type = textAt(parser, '$type') ?? textAt(parser, 'format') ?? ''
  if (type === 'json') return 'json-file'
  if (type === 'cri') return 'cri'
  if (type === 'none') return 'text'
  if (type.startsWith('/')) return patternParses(type)
  if (type === 'regexp') return patternParses(textAt(parser, 'expression') ?? '')
  const patterns = allOf(parser, 'pattern').flatMap(each => (each.kind === 'list' ? itemsOf(each) : [each]))
  return type === 'multi_format' && patterns.length > 0
    ? anyOf(patterns.map(inner => (inner.kind === 'map' ? parsesOf(inner) : 'unknown')))
    : 'unknown'
}
