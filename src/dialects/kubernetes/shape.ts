/** What parts of a pod look like, whatever kind of object carries them. */
import { at, type Entry, entryOf, type MapNode, type Path, type TreeNode, textAt } from '../../text/tree.ts'

/** The keys of a pod spec that hold lists of containers. */
const CONTAINER_LISTS = new Set(['containers', 'initContainers', 'ephemeralContainers', 'sidecars', 'extraContainers'])

/** Kinds of volumes, as the field of a volume is called (core/v1 VolumeSource). */
const VOLUME_SOURCES = new Set([
  'hostPath',
  'emptyDir',
  'configMap',
  'secret',
  'projected',
  'persistentVolumeClaim',
  'downwardAPI',
  'ephemeral',
  'csi',
  'nfs',
  'image',
])

/** Fields that only a Kubernetes container has; `image` and `name` stand in many other formats. */
const CONTAINER_FIELDS = [
  'volumeMounts',
  'imagePullPolicy',
  'securityContext',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
  'resources',
  'envFrom',
  'workingDir',
  'terminationMessagePath',
]

/** How many maps are merged into one another at most. */
const MOST_MERGES = 16

/** The entries of a map with those that are merged in and not its own. */
export function entriesOf(node: MapNode, depth = 0): readonly Entry[] {
  if (node.merged.length === 0 || depth >= MOST_MERGES) return node.entries
  const entries = [...node.entries]
  const keys = new Set(entries.map(entry => entry.key.value))
  for (const merged of node.merged)
    for (const entry of entriesOf(merged, depth + 1))
      if (!keys.has(entry.key.value)) {
        keys.add(entry.key.value)
        entries.push(entry)
      }
  return entries
}

export const isMap = (node: TreeNode | undefined): node is MapNode => node?.kind === 'map'
const isText = (node: TreeNode | undefined): boolean => node?.kind === 'scalar'

/** A list is told by its first items, since an alias may lead to a long one many times. */
const FIRST_ITEMS = 40

function* firstMaps(node: TreeNode | undefined): Generator<MapNode> {
  if (node?.kind !== 'list') return
  for (let i = 0; i < node.items.length && i < FIRST_ITEMS; i++) {
    const item = node.items[i]
    if (isMap(item)) yield item
  }
}

function someMap(node: TreeNode | undefined, test: (item: MapNode) => boolean): boolean {
  for (const item of firstMaps(node)) if (test(item)) return true
  return false
}

/** A Kubernetes object, or another document that says its kind in that way. */
export const isObject = (node: TreeNode | undefined): node is MapNode =>
  isMap(node) && isText(at(node, 'kind')) && (isText(at(node, 'apiVersion')) || isMap(at(node, 'metadata')))

/** One volume of a pod: `{name: x, hostPath: {path: y}}`, also with a `path` that stands beside an empty `hostPath:`. */
export function isVolume(node: TreeNode | undefined): node is MapNode {
  if (!isMap(node)) return false
  if (isHostPath(node)) return true
  if (!isText(at(node, 'name'))) return false
  return entriesOf(node).some(
    ({ key, value }) => VOLUME_SOURCES.has(key.value) && (value === undefined || isMap(value)),
  )
}

/** A map with a `hostPath` of a volume, wherever it stands. */
export function isHostPath(node: MapNode): boolean {
  const entry = entryOf(node, 'hostPath')
  if (!entry) return false
  const { value } = entry
  if (isMap(value)) return isText(at(value, 'path'))
  return value === undefined && isText(at(node, 'name')) && isText(at(node, 'path'))
}

/**
 * A host path and a mount in one map: `{hostPath: /x, mountPath: /y}`, as kubeadm's extraVolumes, Jenkins' pod templates and
 * the values of some charts have them, and GitLab Runner as `host_path` and `mount_path`. (kind's extraMounts say
 * containerPath: those are mounts of a workstation.)
 */
export const isHostPathMount = (node: MapNode): boolean =>
  (isText(at(node, 'hostPath')) &&
    (isText(at(node, 'mountPath')) ||
      isText(at(node, 'pathType')) ||
      /^hostPath$/i.test(textAt(node, 'type') ?? ''))) ||
  (isText(at(node, 'host_path')) && isText(at(node, 'mount_path')))

/** A volume of GitLab Runner's pods, which takes `mount_path` for the path of the node where `host_path` is not given. */
export const isRunnerMount = (node: MapNode, path: Path): boolean =>
  path.at(-2) === 'host_path' && path.at(-3) === 'volumes' && isText(at(node, 'mount_path'))

export const isVolumeList = (node: TreeNode | undefined): boolean => someMap(node, isVolume)

/** One mount of a container: `{name: x, mountPath: y}`. */
export const isMount = (node: TreeNode | undefined): node is MapNode =>
  isMap(node) && isText(at(node, 'mountPath')) && isText(at(node, 'name'))

export const isMountList = (node: TreeNode | undefined): boolean => someMap(node, isMount)

/** Whether the key and value are a list of environment variables: `env`, `extraEnv`, `envVars`. */
export const isEnvList = (key: string, node: TreeNode | undefined): boolean =>
  /env/i.test(key) &&
  someMap(
    node,
    item => isText(at(item, 'name')) && (entryOf(item, 'value') ?? entryOf(item, 'valueFrom')) !== undefined,
  )

/**
 * Whether the entry of a pod spec is a list of its containers. Outside of Kubernetes objects a field must say so that no
 * other format has.
 */
export function isContainerList({ key, value }: Entry, inObject: boolean): boolean {
  // Tekton's steps; other formats call their steps so too.
  if (key.value === 'steps')
    return (
      inObject &&
      someMap(
        value,
        item => at(item, 'image') !== undefined && ['script', 'command', 'args'].some(field => at(item, field)),
      )
    )
  if (!CONTAINER_LISTS.has(key.value)) return false
  return someMap(
    value,
    item =>
      (isText(at(item, 'name')) || isText(at(item, 'image'))) &&
      (inObject || CONTAINER_FIELDS.some(field => entryOf(item, field)) || isEnvList('env', at(item, 'env'))),
  )
}

/** A container that stands alone, as Argo's `container`, Tekton's `stepTemplate` and the values of a chart have it. */
export function isLoneContainer(node: MapNode): boolean {
  if (isMountList(at(node, 'volumeMounts'))) return true
  if (isEnvList('env', at(node, 'env'))) return true
  return at(node, 'image') !== undefined && ['command', 'args', 'source', 'script'].some(field => at(node, field))
}

/** Whether a map has the lists that make it a pod spec, or a part of one. */
export const isPod = (node: MapNode, inObject: boolean): boolean =>
  entriesOf(node).some(entry => isVolumeList(entry.value) || isContainerList(entry, inObject))

/** An operation of a JSON patch (RFC 6902). */
export const isPatch = (node: TreeNode | undefined): boolean =>
  someMap(node, item => isText(at(item, 'op')) && isText(at(item, 'path')))

/** Documents of other vocabularies that use the same words: nothing in them is a pod of a cluster. */
export function isForeign(root: TreeNode | undefined): boolean {
  if (!isMap(root)) return false
  // helm-unittest: values that a test sets, and manifests that it expects.
  if (entryOf(root, 'suite') ?? entryOf(root, 'asserts')) return true
  if (someMap(at(root, 'tests'), test => entryOf(test, 'asserts') !== undefined)) return true
  // A JSON schema, whose examples are no settings.
  if (entryOf(root, '$schema') && at(root, 'properties')) return true
  if (isObject(root)) return false
  // Compose and ECS.
  if (entryOf(root, 'containerDefinitions')) return true
  const services = at(root, 'services')
  return isMap(services) && services.entries.some(({ value }) => entryOf(value, 'image') ?? entryOf(value, 'build'))
    ? !['volumeMounts', 'extraVolumes', 'affinity', 'nodeSelector'].some(key => entryOf(root, key))
    : false
}

/** Keys below which nothing is a pod: schemas, bookkeeping, and permissions. */
export const NOTHING_BELOW = new Set([
  'openAPIV3Schema',
  'managedFields',
  'annotations',
  'labels',
  'allowedHostPaths',
  'matchExpressions',
  'x-kubernetes-validations',
])

/** Whether a strategic merge patch takes away what a map tells of: it is named to be found, and is no more. */
export const isTakenAway = (node: TreeNode): boolean => textAt(node, '$patch') === 'delete'

/** Kinds that permit, forbid, describe or configure and run nothing themselves. */
const NOT_RUN = new Set([
  'PodSecurityPolicy',
  'SecurityContextConstraints',
  'CustomResourceDefinition',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'ConstraintTemplate',
  'Config',
  'Plugin',
  'Event',
])
const POLICY_GROUPS =
  /^(constraints\.gatekeeper\.sh|templates\.gatekeeper\.sh|policies\.kubewarden\.io|aquasecurity\.github\.io)\//

/** Whether an object of that kind runs nothing, so that a path in it is no mount. */
export const runsNothing = (apiVersion: string, kind: string): boolean =>
  NOT_RUN.has(kind) || POLICY_GROUPS.test(apiVersion)

/** Kyverno's policies check patterns and change objects: only what they add is a mount. */
export const isKyverno = (apiVersion: string): boolean =>
  /(^|\.)kyverno\.io\//.test(apiVersion) && !apiVersion.startsWith('cli.')
