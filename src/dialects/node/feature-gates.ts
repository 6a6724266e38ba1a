/**
 * Feature gates in the files of tools that hand them to components: a map, a list of `Gate=true`, a list of names that are
 * enabled. They are said as the settings of the component that they are for.
 * Sources: kind.sigs.k8s.io configuration, "Feature Gates"; kops pkg/apis/kops, KubeletConfigSpec and its neighbours; kubespray
 * roles/kubespray_defaults, kube_feature_gates; k0s documentation, "spec.featureGates"; KubeKey docs, config-example.md; Gardener
 * Shoot, "KubernetesConfig"; eksctl schema, kubeletExtraConfig; kubeadm.k8s.io/v1beta4, ClusterConfiguration.
 */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { partOf } from '../../text/source.ts'
import {
  documentText,
  locatedAt,
  type Path,
  type ScalarNode,
  type TreeDocument,
  type TreeNode,
  textAt,
  walk,
} from '../../text/tree.ts'
import { isComponentConfig } from './components.ts'
import { nodeUnlessKnown } from './settings.ts'

const KEY = /feature_?gates$/i

export const namesFeatureGates = (document: TreeDocument): boolean =>
  !isComponentConfig(document) && /feature_?gates/i.test(documentText(document))

/** What a component is called where its gates are set, from the innermost key outwards. */
const COMPONENTS: readonly (readonly [program: string, key: RegExp])[] = [
  ['kubelet', /kubelet|^workerProfiles$/i],
  ['kube-apiserver', /api[-_]?server|^kube[-_]?api(?:[-_]|$)|^api$/i],
  ['kube-controller-manager', /^(?:kube[-_]?)?controller(?:[-_]?manager)?(?:[-_]|$|[A-Z])/i],
  ['kube-scheduler', /^(?:kube[-_]?)?scheduler/i],
  ['kube-proxy', /^kube[-_]?proxy/i],
  ['kubeadm', /^kubeadm_|^clusterConfiguration$/],
  ['kubernetes', /^(?:kube|k8s|kubernetes)_feature_gates$/],
]

/** Tools that hand the gates of a cluster to every component. */
const TOOLS = /^(?:kind\.(?:x-k8s|sigs\.k8s)\.io|kubekey\.kubesphere\.io|k0s\.k0sproject\.io|k0sctl\.k0sproject\.io)\//

/** What a patch of kind is of, which needs no apiVersion. */
const KINDS: Readonly<Record<string, string>> = {
  ClusterConfiguration: 'kubeadm',
  KubeletConfiguration: 'kubelet',
  KubeProxyConfiguration: 'kube-proxy',
}

export function readFeatureGates({ root }: TreeDocument, reader: Reader): void {
  const apiVersion = textAt(root, 'apiVersion')
  const kind = apiVersion === undefined ? KINDS[textAt(root, 'kind') ?? ''] : undefined
  const tool = TOOLS.test(apiVersion ?? '') ? 'kubernetes' : kind
  let scope: Scope | undefined
  walk(root, (node, path) => {
    if (node.kind !== 'map') return
    for (const { key, value } of node.entries) {
      if (!value || !KEY.test(key.value)) continue
      const program = componentOf([...path, key.value]) ?? tool
      if (!program) continue
      scope ??= reader.open('object', { name: textAt(root, 'kind'), place: nodeUnlessKnown(reader) })
      sayGates(value, program, reader, scope)
    }
  })
}

function componentOf(path: Path): string | undefined {
  for (const key of path.toReversed()) {
    const component = COMPONENTS.find(([, pattern]) => pattern.test(key))?.[0]
    if (component) return component
  }
  return undefined
}

function sayGates(node: TreeNode, program: string, reader: Reader, scope: Scope): void {
  if (node.kind === 'scalar') {
    sayText(node, program, reader, scope)
    return
  }
  if (node.kind === 'map') {
    for (const { key, value } of node.entries) {
      const set = value?.kind === 'scalar' ? value.located : undefined
      reader.fact({ kind: 'setting', program, key: ['featureGates', key.value], at: key, value: set }, scope)
    }
    return
  }
  for (const item of node.items) {
    if (item?.kind === 'scalar') sayText(item, program, reader, scope)
    const name = locatedAt(item, 'name')
    if (!name) continue
    const value = locatedAt(item, 'enabled')
    reader.fact({ kind: 'setting', program, key: ['featureGates', name.value], at: name, value }, scope)
  }
}

/** `A=true,B=false` */
function sayText({ located }: ScalarNode, program: string, reader: Reader, scope: Scope): void {
  for (const { index, 0: all, 1: gate = '' } of located.value.matchAll(GATE)) {
    const value = partOf(located, index + gate.length + 1, index + all.length)
    const at = partOf(located, index, index + gate.length)
    reader.fact({ kind: 'setting', program, key: ['featureGates', gate], at, value }, scope)
  }
}

const GATE = /\b([A-Za-z][A-Za-z0-9]{2,99})=(\w{1,9})/g
