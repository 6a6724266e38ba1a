/** Configuration of tools that set up clusters: kops, RKE, k3s and RKE2. */
import type { Reader } from '../../reading/language.ts'
import { at, type Entry, entryOf, type TreeDocument, type TreeNode, textAt } from '../../text/tree.ts'
import { sayOptions } from './options.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

export const isKops = ({ root }: TreeDocument): boolean =>
  /^kops(?:\.k8s\.io)?\//.test(textAt(root, 'apiVersion') ?? '')

/** kops calls the settings of dockerd by the names of its own API. Source: kops pkg/apis/kops, DockerConfig. */
const KOPS_DOCKER: Readonly<Record<string, string>> = {
  authorizationPlugins: 'authorization-plugins',
  bridge: 'bridge',
  dataRoot: 'data-root',
  defaultRuntime: 'default-runtime',
  defaultUlimit: 'default-ulimits',
  execOpt: 'exec-opts',
  execRoot: 'exec-root',
  experimental: 'experimental',
  hosts: 'hosts',
  insecureRegistry: 'insecure-registries',
  insecureRegistries: 'insecure-registries',
  ipMasq: 'ip-masq',
  ipTables: 'iptables',
  liveRestore: 'live-restore',
  logDriver: 'log-driver',
  logLevel: 'log-level',
  logOpt: 'log-opts',
  maxConcurrentDownloads: 'max-concurrent-downloads',
  maxConcurrentUploads: 'max-concurrent-uploads',
  maxDownloadAttempts: 'max-download-attempts',
  metricsAddress: 'metrics-addr',
  mtu: 'mtu',
  registryMirrors: 'registry-mirrors',
  selinuxEnabled: 'selinux-enabled',
  storage: 'storage-driver',
  storageOpts: 'storage-opts',
  userNamespaceRemap: 'userns-remap',
}

export function readKops({ root }: TreeDocument, reader: Reader): void {
  const scope = reader.open('object', { name: textAt(root, 'kind'), place: nodeUnlessKnown(reader) })
  saySettings(root, 'kops', reader, scope)
  for (const { key, value } of entriesOf(at(root, 'spec', 'docker'))) {
    const name = KOPS_DOCKER[key.value]
    if (!name) continue
    const scalar = value?.kind === 'scalar' ? value.located : undefined
    reader.fact({ kind: 'setting', program: 'dockerd', key: [name], at: key, value: scalar }, scope)
    if (value?.kind === 'list')
      for (const [index, item] of value.items.entries())
        if (item?.kind === 'scalar') {
          const { located } = item
          reader.fact(
            { kind: 'setting', program: 'dockerd', key: [name, String(index)], at: located, value: located },
            scope,
          )
        }
  }
}

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

export const isK3s = ({ root }: TreeDocument, name: string): boolean =>
  entriesOf(root).some(({ key }) => K3S_ARGS[key.value.replace(/\+$/, '')]) ||
  (root?.kind === 'map' && /(?:^|\/)rancher\/(?:k3s|rke2)\/config\.yaml/.test(name))

export function readK3s({ root }: TreeDocument, reader: Reader): void {
  const scope = reader.open('object', { name: 'k3s', place: nodeUnlessKnown(reader) })
  saySettings(root, 'k3s', reader, scope)
  for (const { key, value } of entriesOf(root)) {
    const program = K3S_ARGS[key.value.replace(/\+$/, '')]
    if (program) sayOptions(value, program, reader, scope)
  }
}
