/** Variables of Ansible and Salt that hold options of node programs or the configuration of dockerd. */
import type { Scope } from '../../facts.ts'
import { programOfVariable } from '../../reading/flag-words.ts'
import type { Reader } from '../../reading/language.ts'
import { at, type TreeDocument, type TreeNode, textAt, walk } from '../../text/tree.ts'
import { isDaemonConfig } from './docker-daemon.ts'
import { sayOptions } from './options.ts'
import { nodeUnlessKnown, saySettings, textOf } from './settings.ts'

const WORTH_A_LOOK =
  /--[a-z]|(?:args|flags|opts)['"]?\s*:|-(?:plugin|dir|runtime|image|port|provider|config|address)['"]?\s*:|exec-opts|registry-mirrors|insecure-registries|log-opts/

export const mayHoldVariables = (document: TreeDocument): boolean =>
  document.root !== undefined &&
  textAt(document.root, 'apiVersion') === undefined &&
  WORTH_A_LOOK.test(textOf(document))

/** Names of variables that hold options. */
const OPTIONS = /(?:args?|flags?|opts|options)$/i

export function readVariables({ root }: TreeDocument, reader: Reader): void {
  const scope = reader.open('script', { name: reader.name, place: nodeUnlessKnown(reader) })
  walk(root, (node, path) => {
    if (node.kind === 'list') sayCommandLine(node.items, reader, scope)
    if (node.kind !== 'map') return
    // What a container runs is told where containers are read, with what stands around it.
    if (at(node, 'image') && (at(node, 'args') || at(node, 'command'))) return false
    if (path.length > 0 && isDaemonConfig(node)) {
      saySettings(
        node,
        'dockerd',
        reader,
        reader.open('object', { name: path.at(-1), place: nodeUnlessKnown(reader) }, scope),
      )
      return false
    }
    for (const { key, value } of node.entries) {
      const program = programOfVariable(key.value)
      if (!program || !value) continue
      if (OPTIONS.test(key.value) || isOptions(value) || namesOptions(value)) sayOptions(value, program, reader, scope)
    }
    return
  })
}

/** Whether a text or list begins with an option. */
function isOptions(node: TreeNode): boolean {
  const first = node.kind === 'list' ? node.items[0] : node
  return first?.kind === 'scalar' && /^\s*--[a-z]/.test(first.value)
}

/** Whether the keys of a map are names of options: `kubelet_defaults: {network-plugin: cni, node-ip: …}`. No configuration is written so. */
function namesOptions(node: TreeNode): boolean {
  if (node.kind !== 'map' || node.entries.length < 3) return false
  const names = node.entries.map(({ key }) => key.value)
  return (
    names.every(name => /^[a-z][a-z0-9-]*$/.test(name)) &&
    names.filter(name => name.includes('-')).length * 2 > names.length &&
    node.entries.every(({ value }) => value?.kind === 'scalar')
  )
}

/** A list that is a command line: `[kube-scheduler, --address=127.0.0.1]`. */
function sayCommandLine(items: readonly (TreeNode | undefined)[], reader: Reader, scope: Scope): void {
  const [first] = items
  if (first?.kind !== 'scalar') return
  const program = /(?:^|\/)(kubelet|kube-(?:apiserver|controller-manager|scheduler|proxy)|dockerd|cri-dockerd)$/.exec(
    first.value,
  )?.[1]
  if (program) for (const item of items.slice(1)) if (item?.kind === 'scalar') sayOptions(item, program, reader, scope)
}
