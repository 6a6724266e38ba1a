/** Whether a text that makes a machine speaks of Kubernetes: the same formats make registries, runners and hosts of Docker Swarm. */
import { type Place, placeOf, type Scope } from '../facts.ts'
import type { Source } from '../text/source.ts'
import { namesNodes } from './node-names.ts'

/** Programs, files and settings of a cluster's node. */
const CLUSTER =
  /kube(?:let|adm|ctl|rnetes|config)|k8s|(?<![a-z])(?:k3s|rke2|k0s|microk8s|crictl|hyperkube|nodeadm|calico|flannel|swapoff|br_netfilter)|eks\/bootstrap|aws_eks|aks-engine|openshift|bootkube/i

/** Machines beside a cluster, by the names that they are given. */
const BESIDE =
  /(?:^|[^a-z])(?:bastions?|jump(?:[-_]?(?:box|host|server))?|swarm|runners?|jenkins|registry|registries|harbor|nexus|gitlab|vpn|proxy|builders?|docker[-_]?hosts?)(?![a-z])/i

/** How much of a text is looked at. */
const LONGEST = 1_000_000

/** Whether a name is of a machine that stands beside a cluster: `bastion`, `swarm-manager`, `gitlab-runner`. */
export const namesMachineBeside = (name: string): boolean => BESIDE.test(name)

/** Whether a text, or the name of the file that it stands in, is about a cluster's node. Comments count for nothing: they may say the opposite. */
export function isAboutCluster(source: Source): boolean {
  const known = told.get(source) ?? speaksOfCluster(source)
  told.set(source, known)
  return known
}

/** Each document of a text asks. */
const told = new WeakMap<Source, boolean>()

function speaksOfCluster({ text, file }: Source): boolean {
  const name = file.path.split('/').slice(-3)
  if (namesMachineBeside(name.at(-1) ?? '')) return false
  return (
    namesNodes(name.join('/')) || CLUSTER.test(text.slice(0, LONGEST).replace(/^[ \t]{0,40}(?:#|\/\/)[^\n]*/gm, ''))
  )
}

/** The place of what makes a machine: a node where its text is about Kubernetes, unless the place is known already. */
export function placeOfMachine(
  scope: Scope,
  source: Source,
  isOfCluster = isAboutCluster(source),
): { readonly place?: Place; readonly because?: string } {
  if (placeOf(scope) !== 'unknown') return {}
  return isOfCluster
    ? { place: 'node', because: 'it makes a machine, and is about Kubernetes' }
    : { place: 'unknown', because: 'it makes a machine, and says nothing of Kubernetes' }
}
