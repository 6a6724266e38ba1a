/** The values of a chart, and what its templates see as `$` at the beginning. */
import { allOf, at, type TreeNode } from '../../text/tree.ts'
import { NIL, ofNode, overlaid, textValue, UNKNOWN_VALUE, type Value } from '../value.ts'

/** The values of a chart as a part of another: its own, under what the other sets for it by `name`, and the global ones. */
export function valuesUnder(own: TreeNode | undefined, parent: TreeNode | undefined, name: string): typeof own {
  const set = overlaid(own, at(parent, name))
  const global = at(parent, 'global')
  return global ? overlaid(set, withKey('global', global, parent!)) : set
}

/** A map with one key of another. */
function withKey(key: string, value: TreeNode, from: TreeNode): TreeNode {
  const entry = from.kind === 'map' ? from.entries.find(one => one.key.value === key) : undefined
  return {
    kind: 'map',
    entries: entry ? [{ key: entry.key, value }] : [],
    merged: [],
    start: value.start,
    end: value.end,
  }
}

/** What the keys of a Chart.yaml are called in templates. */
const METADATA = ['name', 'version', 'appVersion', 'description', 'type', 'kubeVersion']

/** `$`: the values, what the Chart.yaml says, and what is only known when the chart is installed. */
export function rootOf(values: TreeNode | undefined, hasValues: boolean, metadata: TreeNode | undefined): Value {
  const about = new Map<string, Value>()
  for (const key of METADATA) {
    const value = metadata?.kind === 'map' ? allOf(metadata, key)[0] : undefined
    const name = key.charAt(0).toUpperCase() + key.slice(1)
    about.set(name, value?.kind === 'scalar' ? textValue(value.content()) : UNKNOWN_VALUE)
  }
  return {
    kind: 'map',
    entries: new Map<string, Value>([
      ['Values', values ? ofNode(values) : hasValues ? NIL : UNKNOWN_VALUE],
      ['Chart', { kind: 'map', entries: about }],
      ['Release', UNKNOWN_VALUE],
      ['Capabilities', UNKNOWN_VALUE],
      ['Template', UNKNOWN_VALUE],
      ['Subcharts', UNKNOWN_VALUE],
      ['Files', { kind: 'map', entries: new Map([['Get', { kind: 'function', name: 'files.Get' }]]) }],
    ]),
  }
}
