/** The configuration of dockerd: daemon.json, and data that becomes it. */
import { enclosing } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { TreeDocument, TreeNode } from '../../text/tree.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

/** Keys that are in no other program's configuration, in this spelling. */
const OWN_KEYS = new Set([
  'exec-opts',
  'registry-mirrors',
  'insecure-registries',
  'log-opts',
  'storage-opts',
  'live-restore',
  'default-ulimits',
  'default-address-pools',
  'userns-remap',
  'max-concurrent-downloads',
  'max-concurrent-uploads',
  'default-runtime',
  'userland-proxy',
])
const KEYS = new Set([...OWN_KEYS, 'log-driver', 'storage-driver', 'data-root', 'bip', 'hosts', 'runtimes', 'debug'])

/** Whether a map is a configuration of dockerd, told by its keys. */
export function isDaemonConfig(node: TreeNode | undefined): boolean {
  if (node?.kind !== 'map') return false
  let own = 0
  let known = 0
  for (const { key } of node.entries) {
    if (OWN_KEYS.has(key.value)) own++
    if (KEYS.has(key.value)) known++
  }
  return own > 0 && known >= node.entries.length / 2
}

export const isDaemonFile = ({ root }: TreeDocument, name: string): boolean =>
  root?.kind === 'map' &&
  (/(?:^|[/\\])(?:docker[-_.])?daemon[\w-]*\.json(?:\.\w+)*$/i.test(name) || isDaemonConfig(root))

export function readDaemonConfig(node: TreeNode | undefined, reader: Reader): void {
  // What a script writes is for the machine that it runs on: a builder's own Docker stays.
  const isFile = enclosing(reader.scope, 'file')?.name?.replaceAll('\\', '/') === reader.name
  const place = isFile ? nodeUnlessKnown(reader) : undefined
  saySettings(node, 'dockerd', reader, reader.open('object', { name: 'daemon.json', place }))
}
