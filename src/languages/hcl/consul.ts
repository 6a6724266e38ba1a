/**
 * A definition of services and checks of Consul in HCL, as the tree that its JSON gives.
 * Source: developer.hashicorp.com/consul, "Health check configuration".
 */
import { locate, type Source } from '../../text/source.ts'
import type { MapNode } from '../../text/tree.ts'
import { nodeOf } from './kubernetes.ts'
import type { Body } from './tree.ts'

/** Real definitions nest three deep. */
const MOST_DEPTH = 10

/** Whether a file defines services or checks: blocks without a label, which Terraform has none of. */
export const isConsul = ({ blocks }: Body): boolean =>
  blocks.some(({ type, labels }) => /^(?:services?|checks?)$/.test(type) && labels.length === 0)

/** The body of a file, with the names as they are written. */
export function treeOfBody({ attributes, blocks }: Body, source: Source, depth = 0): MapNode {
  const entries = attributes.map(({ name, start, end, value }) => ({
    key: locate(source, start, end, name),
    value: nodeOf(value, source),
  }))
  const inner = blocks.map(({ type, start, typeEnd, body }) => ({
    key: locate(source, start, typeEnd, type),
    value: depth < MOST_DEPTH ? treeOfBody(body, source, depth + 1) : undefined,
  }))
  return { kind: 'map', entries: [...entries, ...inner], merged: [], start: 0, end: source.text.length }
}
