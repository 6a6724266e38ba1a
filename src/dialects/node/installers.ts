/** Configuration of tools that set up clusters: RKE, k3s and RKE2. */
import type { Reader } from '../../reading/language.ts'
import { at, type Entry, entryOf, keysOf, type MapNode, type TreeDocument, type TreeNode } from '../../text/tree.ts'
import { sayOptions } from './options.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

const entriesOf = (node: TreeNode | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : [])

/** Services of RKE's cluster.yml. Source: rancher/rke docs, "Services". */
const RKE_SERVICES: Readonly<Record<string, string>> = {
  kubelet: 'kubelet',
  kubeproxy: 'kube-proxy',
  'kube-api': 'kube-apiserver',
  'kube-controller': 'kube-controller-manager',
  scheduler: 'kube-scheduler',
  etcd: 'etcd',
}

const rkeServices = (root: TreeNode | undefined): TreeNode | undefined =>
  at(root, 'services') ?? at(root, 'rancher_kubernetes_engine_config', 'services')

export const isRke = ({ root }: TreeDocument): boolean =>
  entriesOf(rkeServices(root)).some(({ key, value }) => RKE_SERVICES[key.value] && at(value, 'extra_args'))

export function readRke({ root }: TreeDocument, reader: Reader): void {
  const scope = reader.open('object', { name: 'RKE cluster', place: nodeUnlessKnown(reader) })
  const key = 'enable_cri_dockerd'
  for (const one of [root, at(root, 'rancher_kubernetes_engine_config')]) {
    const entry = entryOf(one, key)
    const value = entry?.value?.kind === 'scalar' ? entry.value.located : undefined
    if (entry) reader.fact({ kind: 'setting', program: 'rke', key: [key], at: entry.key, value }, scope)
  }
  for (const { key, value } of entriesOf(rkeServices(root))) {
    const program = RKE_SERVICES[key.value]
    if (program)
      for (const form of ['extra_args', 'extra_args_array', 'win_extra_args'])
        sayOptions(at(value, form), program, reader, scope)
  }
}

/** Lists of options in the configuration of k3s and RKE2. Source: K3s docs, "Customized Flags for Kubernetes Processes". */
const K3S_ARGS: Readonly<Record<string, string>> = {
  'kubelet-arg': 'kubelet',
  'kube-proxy-arg': 'kube-proxy',
  'kube-apiserver-arg': 'kube-apiserver',
  'kube-controller-manager-arg': 'kube-controller-manager',
  'kube-scheduler-arg': 'kube-scheduler',
  'etcd-arg': 'etcd',
}

export const isK3s = (document: TreeDocument, name: string): boolean =>
  holdersOfArgs(document).length > 0 ||
  (document.root?.kind === 'map' && /(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/.test(name))

/** The maps with such lists: the document, or what Rancher and others keep of it in a resource (`machineSelectorConfig`). */
function holdersOfArgs(document: TreeDocument): readonly MapNode[] {
  const keys = keysOf(document)
  const places = Object.keys(K3S_ARGS).flatMap(key => [...(keys.get(key) ?? []), ...(keys.get(`${key}+`) ?? [])])
  return [...new Set(places.map(place => place.map))]
}

export function readK3s(document: TreeDocument, reader: Reader): void {
  const { root } = document
  const scope = reader.open('object', { name: 'k3s', place: nodeUnlessKnown(reader) })
  const holders = holdersOfArgs(document)
  for (const holder of root?.kind === 'map' && !holders.includes(root) && holders.length === 0 ? [root] : holders) {
    saySettings(holder, 'k3s', reader, scope)
    for (const { key, value } of holder.entries) {
      const program = K3S_ARGS[key.value.replace(/\+$/, '')]
      if (program) sayOptions(value, program, reader, scope)
    }
  }
}
