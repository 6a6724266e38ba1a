/** Clusters of kops: the settings of dockerd and of the components, which kops makes flags of. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { at, type Entry, itemsOf, scalarsOf, type TreeDocument, type TreeNode, textAt } from '../../text/tree.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

export const isKops = ({ root }: TreeDocument): boolean =>
  /^kops(?:\.k8s\.io)?\//.test(textAt(root, 'apiVersion') ?? '')

/** The components whose options are set in the spec of a cluster or instance group. Source: kops pkg/apis/kops, ClusterSpec. */
const COMPONENTS: Readonly<Record<string, string>> = {
  kubelet: 'kubelet',
  masterKubelet: 'kubelet',
  controlPlaneKubelet: 'kubelet',
  kubeAPIServer: 'kube-apiserver',
  kubeControllerManager: 'kube-controller-manager',
  kubeScheduler: 'kube-scheduler',
  kubeProxy: 'kube-proxy',
}

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
  for (const { key, value } of entriesOf(at(root, 'spec'))) {
    const program = COMPONENTS[key.value]
    if (program) sayOptions(value, program, reader, scope)
  }
  sayHooks(at(root, 'spec', 'hooks'), reader, scope)
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

/** Units that a hook's own unit is ordered by. Source: kops pkg/apis/kops, HookSpec. */
function sayHooks(node: TreeNode | undefined, reader: Reader, scope: Scope): void {
  for (const hook of itemsOf(node))
    for (const [name, directive] of [
      ['before', 'Before'],
      ['requires', 'Requires'],
    ] as const)
      for (const { located } of scalarsOf(at(hook, name)))
        reader.fact({ kind: 'unit-dependency', unit: textAt(hook, 'name'), directive, target: located }, scope)
}

/** Options of a component: every field is a flag of a like name. kops sets the cloud provider itself, as the version wants it. */
function sayOptions(node: TreeNode | undefined, program: string, reader: Reader, scope: Scope): void {
  for (const { key, value } of entriesOf(node)) {
    if (!value || value.kind === 'map' || key.value === 'cloudProvider') continue
    const name = FLAGS[key.value] ?? flagOf(key.value)
    if (value.kind === 'scalar') reader.fact({ kind: 'flag', program, flag: key, name, value: value.located }, scope)
    else
      for (const item of value.items)
        if (item?.kind === 'scalar')
          reader.fact({ kind: 'flag', program, flag: item.located, name, value: item.located }, scope)
  }
}

/** Fields whose flag has another name. Source: the flag tags of kops pkg/apis/kops/v1alpha2/componentconfig.go 1.23. */
const FLAGS: Readonly<Record<string, string>> = {
  networkPluginName: 'network-plugin',
  apiServerCount: 'apiserver-count',
  // kops adds them to those that it enables itself.
  appendAdmissionPlugins: 'enable-admission-plugins',
  kubeAPIQPS: 'kube-api-qps',
  kubeAPIBurst: 'kube-api-burst',
  logFormat: 'logging-format',
  logLevel: 'v',
}

/** `networkPluginMTU` is network-plugin-mtu. */
const flagOf = (field: string): string =>
  field
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()

const entriesOf = (node: TreeNode | undefined): readonly Entry[] => (node?.kind === 'map' ? node.entries : [])
