/** Configuration of Kubernetes components, and of kubeadm wherever it is embedded: Cluster API, kind, charts. */

import type { Scope } from '../../facts.ts'
import { encodingsNamed, plainText } from '../../reading/encoded.ts'
import type { Reader } from '../../reading/language.ts'
import { shellLines } from '../../reading/words.ts'
import { locate, type Source } from '../../text/source.ts'
import {
  at,
  documentText,
  itemsOf,
  type MapNode,
  type ScalarNode,
  scalarsOf,
  type TreeDocument,
  textAt,
  walk,
} from '../../text/tree.ts'
import { sayOptions } from './options.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

const COMPONENTS: readonly (readonly [apiVersion: RegExp, program: string])[] = [
  [/^kubelet\.config\.k8s\.io\//, 'kubelet'],
  [/^kubeproxy\.config\.k8s\.io\//, 'kube-proxy'],
  [/^kubescheduler\.config\.k8s\.io\//, 'kube-scheduler'],
  [/^kubeadm\.k8s\.io\//, 'kubeadm'],
]

const programOf = ({ root }: TreeDocument): string | undefined => {
  const apiVersion = textAt(root, 'apiVersion')
  return apiVersion === undefined ? undefined : COMPONENTS.find(([pattern]) => pattern.test(apiVersion))?.[1]
}

export const isComponentConfig = (document: TreeDocument): boolean => programOf(document) !== undefined

export function readComponentConfig(document: TreeDocument, reader: Reader): void {
  const { root } = document
  const program = programOf(document)!
  const scope = reader.open('object', { name: textAt(root, 'kind'), place: nodeUnlessKnown(reader) })
  saySettings(root, program, reader, scope)
  if (program === 'kubelet' && root?.kind === 'map')
    for (const { key, value } of root.entries)
      if (/^(?:containerRuntime|imageService)Endpoint$/.test(key.value) && value?.kind === 'scalar')
        reader.fact({ kind: 'endpoint', api: 'cri', program, at: key, value: value.located }, scope)
}

const KUBEADM_KEYS = /kubeletExtraArgs|xtraArgs|criSocket|KubeadmCommands|kubeadmConfigPatches/

export const holdsKubeadmConfig = (document: TreeDocument): boolean => KUBEADM_KEYS.test(documentText(document))

/** The programs whose options stand below a key, by the key around `extraArgs`. */
const EXTRA_ARGS: Readonly<Record<string, string>> = {
  apiServer: 'kube-apiserver',
  controllerManager: 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  local: 'etcd',
  // Talos, k0s and others have the same key beside their own components.
  kubelet: 'kubelet',
  proxy: 'kube-proxy',
  kubeProxy: 'kube-proxy',
  'kube-proxy': 'kube-proxy',
  'kube-apiserver': 'kube-apiserver',
  'kube-controller-manager': 'kube-controller-manager',
  'kube-scheduler': 'kube-scheduler',
  api: 'kube-apiserver',
}
/** The same in one word, as kubeadm had it before 1.12. */
const OLD_EXTRA_ARGS: Readonly<Record<string, string>> = {
  apiServerExtraArgs: 'kube-apiserver',
  controllerManagerExtraArgs: 'kube-controller-manager',
  schedulerExtraArgs: 'kube-scheduler',
  kubeletExtraArgs: 'kubelet',
}

/** Reads what kubeadm is told, wherever in a document it stands. */
export function readKubeadmParts({ root, source }: TreeDocument, reader: Reader): void {
  const scope = reader.open('object', { name: textAt(root, 'kind'), place: nodeUnlessKnown(reader) })
  walk(root, (node, path) => {
    if (node.kind !== 'map') return
    const around = path.at(-1) ?? ''
    for (const { key, value } of node.entries) {
      const program = OLD_EXTRA_ARGS[key.value] ?? (key.value === 'extraArgs' ? EXTRA_ARGS[around] : undefined)
      if (program) sayOptions(value, program, reader, scope)
      else if (key.value === 'criSocket' && value?.kind === 'scalar') {
        // Agents have a setting of that name too, and their own ways of writing an address.
        const program = around === 'nodeRegistration' ? 'kubeadm' : undefined
        reader.fact({ kind: 'endpoint', api: 'cri', program, at: key, value: value.located }, scope)
      } else if (key.value === 'kubeadmConfigPatches')
        for (const patch of scalarsOf(value))
          reader.embed({ file: 'patch.yaml' }, patch.content(), reader.open('script', { name: key.value }, scope))
    }
    if (/KubeadmCommands|kubeletExtraArgs|nodeRegistration|clusterConfiguration|joinConfiguration/.test(keysOf(node)))
      readBootstrap(node, source, reader, scope)
  })
}

const keysOf = (node: MapNode): string => node.entries.map(({ key }) => key.value).join(' ')

/** What a KubeadmConfig writes and runs on the node. */
function readBootstrap(node: MapNode, source: Source, reader: Reader, parent: Scope): void {
  for (const key of ['bootCommands', 'preKubeadmCommands', 'postKubeadmCommands']) {
    const lines = scalarsOf(at(node, key)).map(scalar => scalar.content())
    if (lines.length)
      reader.embed({ language: 'shell' }, shellLines(source.file, lines), reader.open('script', { name: key }, parent))
  }
  for (const file of itemsOf(at(node, 'files'))) {
    const path = textAt(file, 'path')
    const content = at(file, 'content')
    if (path && content?.kind === 'scalar') readFile(path, content, textAt(file, 'encoding'), source, reader, parent)
  }
}

function readFile(
  path: string,
  content: ScalarNode,
  encoding: string | undefined,
  source: Source,
  reader: Reader,
  parent: Scope,
): void {
  const plain = plainText(content.content(), encodingsNamed(encoding ?? '') ?? [])
  if ('text' in plain) reader.embed({ file: path }, plain.text, reader.open('script', { name: path }, parent))
  else reader.unread(locate(source, content.start, content.end).span, `the file "${path}" ${plain.problem}`, true)
}
