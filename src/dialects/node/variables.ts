/** Variables of Ansible, Salt and Rancher that hold options of node programs or the configuration of dockerd. */
import type { Scope } from '../../facts.ts'
import { componentOfOption } from '../../reading/component-names.ts'
import { programOfVariable } from '../../reading/flag-words.ts'
import type { Reader } from '../../reading/language.ts'
import { componentOfKeys, listFlags, textFlags } from '../../reading/option-texts.ts'
import {
  at,
  documentText,
  type Entry,
  locatedAt,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../../text/tree.ts'
import { isDaemonConfig } from './docker-daemon.ts'
import { sayDockerVariable } from './docker-variables.ts'
import { sayOptions } from './options.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

const WORTH_A_LOOK =
  /--[a-z]|(?:args|arguments|flags|opts|options)['"]?\s*:|-(?:plugin|dir|runtime|image|port|provider|config|address)['"]?\s*:|exec-opts|registry-mirrors|insecure-registries|log-opts|storage-driver|data-root|live-restore|docker[-_]?(?:daemon|insecure|registry|mirrors|log|storage|data|graph|http|no_?proxy|live|exec)|\bdocker['"]?\s*:\s*[\r\n{]|engine[-_]?(?:opt|env|storage|insecure|registry|install)/i

/** Kubernetes' own objects have a reader that knows them. */
const OF_KUBERNETES =
  /^(?:v1|(?:apps|batch|policy|autoscaling|extensions)\/.*|(?!(?:\w{1,40}\.)?cluster\.x-)[\w.-]*k8s\.io\/.*)$/

export const mayHoldVariables = (document: TreeDocument): boolean =>
  document.root !== undefined &&
  (!OF_KUBERNETES.test(textAt(document.root, 'apiVersion') ?? '') ||
    OF_OPENSHIFT_3.test(textAt(document.root, 'kind') ?? '')) &&
  WORTH_A_LOOK.test(documentText(document))

/** Configuration files of OpenShift 3, whose apiVersion is v1. Source: openshift/origin pkg/cmd/server/apis/config. */
const OF_OPENSHIFT_3 = /^(?:NodeConfig|MasterConfig)$/

/** Names of variables that hold options. */
const OPTIONS = /(?:args?|arguments|flags?|opts|options)$/i

export function readVariables({ root }: TreeDocument, reader: Reader): void {
  const scope = reader.open('script', { name: reader.name, place: nodeUnlessKnown(reader) })
  let opened: Scope | undefined
  const docker = (): Scope => (opened ??= reader.open('object', { place: nodeUnlessKnown(reader) }, scope))
  const owners = ownersIn(root)
  walk(root, (node, path) => {
    if (node.kind === 'list') {
      const texts = node.items.flatMap(item => (item?.kind === 'scalar' ? [item.content()] : []))
      for (const flag of listFlags(texts, path)) reader.fact({ kind: 'flag', ...flag }, scope)
      return
    }
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
    for (const entry of [...node.entries, ...namedEntry(node)]) {
      const { key, value } = entry
      if (!value || sayDockerVariable(entry, reader, docker)) continue
      const keys = [...path, key.value]
      const program =
        programOfVariable(key.value) ??
        componentOfOption(key.value) ??
        owners.get(key.value) ??
        (OPTIONS.test(key.value) ? componentOfKeys(path) : undefined)
      if (program && !isDaemonConfig(value) && (OPTIONS.test(key.value) || isOptions(value) || namesOptions(value)))
        sayOptions(value, program, reader, scope)
      else if (value.kind === 'scalar' && !READ_ELSEWHERE.test(key.value)) sayTexts(value, keys, reader, scope)
    }
    return
  })
}

/** `{name: kubeletExtraArgs, value: {network-plugin: cni}}`: variables of a cluster's topology, and of others that write so. */
function namedEntry(node: MapNode): readonly Entry[] {
  const key = locatedAt(node, 'name')
  const value = at(node, 'value')
  return key && value && value.kind !== 'scalar' ? [{ key, value }] : []
}

/** The programs that variables are given to as a part of their options: `kubelet_args: "--v=2 {{ cri_args }}"`. */
function ownersIn(root: TreeNode | undefined): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  walk(root, node => {
    if (node.kind !== 'map') return
    for (const { key, value } of node.entries) {
      const program = OPTIONS.test(key.value) ? programOfVariable(key.value) : undefined
      for (const text of program ? scalarsOf(value) : [])
        for (const [, name = ''] of text.value.matchAll(/\{\{-?\s{0,9}([A-Za-z_]\w{0,100})\s{0,9}(?:\||-?\}\})/g))
          if (program && !owners.has(name)) owners.set(name, program)
    }
    return
  })
  return owners
}

/** Keys whose texts are scripts, files or arguments of images: who reads those says their options with what stands around them. */
const READ_ELSEWHERE =
  /^(?:run|scripts?|shell|commands?|cmds?|raw|exec|inline|bash|args|(?:before|after)_script|entrypoint|runcmd|bootcmd|contents?|data|source|user_?data|UserData|line|replace|\w*Commands?)$/

function sayTexts(node: ScalarNode, keys: readonly string[], reader: Reader, scope: Scope): void {
  if (!/--[a-z]/i.test(node.value)) return
  for (const flag of textFlags(node.content(), keys)) reader.fact({ kind: 'flag', ...flag }, scope)
}

/** Whether a text or list begins with an option. */
function isOptions(node: TreeNode): boolean {
  const first = node.kind === 'list' ? node.items[0] : node
  return first?.kind === 'scalar' && /^\s*--[a-z]/.test(first.value)
}

/** Whether the keys of a map are names of options: `kubelet_defaults: {network-plugin: cni, node-ip: …}`. No configuration is written so. */
function namesOptions(node: TreeNode): boolean {
  if (node.kind !== 'map') return false
  const names = node.entries.map(({ key }) => key.value)
  if (names.length > 0 && names.every(name => /^--[a-z]/.test(name))) return true
  if (names.length < 3) return false
  return (
    names.every(name => /^[a-z][a-z0-9-]*$/.test(name)) &&
    names.filter(name => name.includes('-')).length * 2 > names.length &&
    node.entries.every(({ value }) => value?.kind === 'scalar')
  )
}
