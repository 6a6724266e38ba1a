/** The flags of every component in one index, and how a flag is found in it. */
import { APISERVER_FLAGS, APISERVER_REFUSALS } from './apiserver.ts'
import { CONTROLLER_MANAGER_FLAGS, CONTROLLER_MANAGER_REFUSALS } from './controller-manager.ts'
import type { Component, Flag, Group, Refusal } from './flag.ts'
import { KUBEADM_ROWS } from './kubeadm.ts'
import { KUBELET_FLAGS, KUBELET_REFUSALS } from './kubelet.ts'
import { KUBELET_VALID_FLAGS } from './kubelet-valid.ts'
import { LOGGING_FLAGS, SANITIZATION_FLAGS } from './logging.ts'
import { PROXY_FLAGS } from './proxy.ts'
import { SCHEDULER_FLAGS, SCHEDULER_REFUSALS } from './scheduler.ts'

interface Table {
  readonly component: Component
  readonly groups: readonly Group[]
  readonly refusals?: readonly Refusal[]
}

const tables: readonly Table[] = [
  {
    component: 'kubelet',
    groups: [...LOGGING_FLAGS, ...KUBELET_FLAGS, ...KUBELET_VALID_FLAGS],
    refusals: KUBELET_REFUSALS,
  },
  { component: 'kube-apiserver', groups: [...LOGGING_FLAGS, ...APISERVER_FLAGS], refusals: APISERVER_REFUSALS },
  {
    component: 'kube-controller-manager',
    groups: [...SANITIZATION_FLAGS, ...LOGGING_FLAGS, ...CONTROLLER_MANAGER_FLAGS],
    refusals: CONTROLLER_MANAGER_REFUSALS,
  },
  {
    component: 'kube-scheduler',
    groups: [...SANITIZATION_FLAGS, ...LOGGING_FLAGS, ...SCHEDULER_FLAGS],
    refusals: SCHEDULER_REFUSALS,
  },
  { component: 'kube-proxy', groups: [...LOGGING_FLAGS, ...PROXY_FLAGS] },
]

const flags = new Map<string, Flag[]>()
for (const { component, groups } of tables) {
  for (const { flags: rows, deprecatedIn, removedIn, values, stillValid = false } of groups) {
    for (const [names, replacement, source] of rows) {
      for (const name of typeof names === 'string' ? [names] : names) {
        const versions = { ...(deprecatedIn && { deprecatedIn }), ...(removedIn && { removedIn }) }
        addFlag({ component, name, ...versions, ...(values && { values }), replacement, source, stillValid })
      }
    }
  }
}
for (const { command, flags: names, stillValid = false, ...change } of KUBEADM_ROWS) {
  if (command !== undefined || !names) continue
  for (const name of names) addFlag({ component: 'kubeadm', name, ...change, stillValid })
}

function addFlag(flag: Flag): void {
  const key = `${flag.component} ${flag.name}`
  const known = flags.get(key)
  if (known) known.push(flag)
  else flags.set(key, [flag])
}

/** Every flag that the tables know; a flag with value-dependent changes has several rows. */
export const FLAGS: readonly Flag[] = [...flags.values()].flat()

/** A word, what must follow it, and words of which one must stand beside it. */
interface Word {
  readonly word: string
  readonly followedBy: RegExp
  readonly beside?: readonly string[]
}

/**
 * What stands in a file, or in its path, that says whose flags are in it, in every spelling. Where flags are judged that
 * nobody's name stands beside, as those of the kubelet, there is nothing.
 */
const NAMED: Readonly<Partial<Record<Component, readonly string[]>>> = {
  'kube-apiserver': ['apiserver', 'api-server', 'api_server', 'kube-api', 'kube_api', 'kubeapi'],
  'kube-controller-manager': ['controller'],
  'kube-scheduler': ['scheduler'],
  'kube-proxy': ['proxy'],
}

/** What a file with a flag of these components must hold: the flag itself, or a map of flags, where they have no dashes. */
export function flagTriggers(components: readonly Component[]): readonly (string | Word)[] {
  /** Whose flags have the name. */
  const owners = new Map<string, Set<Component>>()
  for (const { component, name, stillValid } of FLAGS) {
    if (stillValid || !components.includes(component)) continue
    const bare = name.slice(2)
    owners.set(bare, (owners.get(bare) ?? new Set<Component>()).add(component))
  }
  const named = [...owners].flatMap(([bare, those]) => {
    const names = [...those].map(component => NAMED[component])
    const beside = names.every(name => name !== undefined) ? { beside: names.flat() } : {}
    return [...new Set([bare, bare.replaceAll('-', '_')])].map(word => ({ word, ...beside }))
  })
  const flags = named.map(({ word, ...beside }) => ({ word: `--${word}`, followedBy: /^(?![\w-])/, ...beside }))
  // Keys of a map (`=>`, `'] =` of Chef), an option without dashes that another program hands on, and kubeadm's
  // `name: …, value: …`. A colon behind an underscore is any variable's.
  const bare = named
    .filter(({ word }) => /[-_]/.test(word))
    .map(({ word, ...beside }) => ({
      word,
      followedBy: word.includes('_')
        ? /^(?:['"]?\s*=>|['"]\]\s*=)/
        : /^['"]?(?:\s*(?:=|:\s)|[,\s]{0,60}(?:["']?value\b|$))/,
      ...beside,
    }))
  // An empty map, as in the values of most charts, has none.
  const maps = ['extra_args', 'extraArgs'].map(word => ({
    word,
    followedBy: /^['"]?\s*[:={](?!\s*(?:\[\s*\]|\{\s*\}|""|''))/,
  }))
  // kops writes each flag in a spelling of its own.
  return [...flags, ...bare, ...maps, { word: '-arg', followedBy: /^['"]?\s*:/ }, 'kops.k8s.io/v', 'kops/v1alpha']
}

/**
 * What the versions do to a flag of a component. `name` is with or without leading dashes, with '-' or '_' between
 * words. `value`, if it is known, settles the rows that are about one value: `kube-proxy --proxy-mode=userspace`, or
 * `kubelet --container-runtime=docker`, which 1.24 refuses while the flag exists up to 1.26. In lists
 * (`--enable-admission-plugins`) any item counts.
 */
export const findFlag = (component: string, name: string, value?: string): Flag | undefined =>
  findFlags(component, name, value)[0]

/** The same for each item of a list: two plugins that are gone are two rows. */
export function findFlags(component: string, name: string, value?: string): readonly Flag[] {
  const plain = `--${name.replace(/^-+/, '').replaceAll('_', '-')}`
  const knownValue = value === undefined || /[\uE000$]/.test(value) ? undefined : value
  const rows = flags.get(`${component} ${plain}`) ?? []
  // The values that stay (CHANGELOG-1.29 lifts the deprecation).
  if (component === 'kubelet' && plain === '--cloud-provider' && /^(?:external)?$/.test(knownValue ?? '-')) return []
  const items = knownValue?.split(',').map(item => item.trim())
  const byValue = (row: Flag): boolean => row.values?.some(one => items?.includes(one)) ?? false
  const valued = rows.filter(byValue)
  if (valued.length > 0) return valued
  const row = inTreeCloudProvider(component, plain, byValue) ?? rows.find(({ values }) => !values)
  if (!row || row.values) return row ? [row] : []

  const refusal = tables
    .find(table => table.component === component)
    ?.refusals?.find(({ names }) => names.includes(plain))
  if (!refusal) return [row]
  // A boolean flag without a value is true
  const actual = value === undefined && plain === '--runonce' ? 'true' : knownValue
  const refused = actual !== undefined && !refusal.accepts.includes(actual)
  return [refused ? { ...row, removedIn: refusal.from, valueRefused: true, source: refusal.source } : row]
}

/** The kubelet links the same in-tree cloud providers as kube-controller-manager (cloud-provider/plugins.go). */
function inTreeCloudProvider(component: string, name: string, byValue: (row: Flag) => boolean): Flag | undefined {
  if (component !== 'kubelet' || name !== '--cloud-provider') return undefined
  const row = flags.get(`kube-controller-manager ${name}`)?.find(byValue)
  return row && { ...row, component: 'kubelet' }
}

/**
 * Removed flags of kubelet whose name other programs have too, so that the name alone says nothing: other components,
 * cAdvisor, minikube, Multus, kube-proxy and others.
 */
const sharedNames: readonly string[] = [
  '--allow-privileged', // kube-apiserver
  '--api-servers', // too general
  '--auth-path', // kubectl of old
  '--cloud-config', // kube-controller-manager, cloud-controller-manager
  '--cni-bin-dir', // Multus
  '--cni-conf-dir', // Multus
  '--container-runtime', // minikube, microk8s
  '--containerized', // too general
  '--enable-custom-metrics', // too general
  '--google-json-key', // other programs on Google Cloud
  '--iptables-masquerade-bit', // kube-proxy
  '--master-service-namespace', // kube-apiserver
  '--require-kubeconfig', // too general
  '--resource-container', // kube-proxy
]
const cadvisorFlags = new RegExp(
  '^--(?:application-metrics|boot-id|container-hints|containerd|docker(?!-endpoint|-exec-handler|-disable)|enable-load|' +
    'event-storage|global-housekeeping|log-cadvisor|machine-id|storage-driver)',
)

/**
 * Removed flags of kubelet whose name no other component and no other well-known program has, so that they can be
 * judged where the program is not named. cri-dockerd took over some of them: see `CRI_DOCKERD_FLAGS`.
 */
export const KUBELET_ONLY_FLAGS: ReadonlySet<string> = new Set(
  FLAGS.filter(({ component, name, removedIn, stillValid }) => {
    if (component !== 'kubelet' || !removedIn || stillValid || sharedNames.includes(name)) return false
    return (
      !cadvisorFlags.test(name) &&
      !tables.some(({ component: one }) => one !== 'kubelet' && flags.has(`${one} ${name}`))
    )
  }).map(({ name }) => name),
)
