/**
 * Variables that hold a setting of Docker's daemon each, or all of them as a text: Kubespray's `docker_insecure_registries`,
 * `docker_daemon_json`, `engine_registry_mirror` of a node template of Rancher.
 */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { Located } from '../../text/source.ts'
import type { Entry, TreeNode } from '../../text/tree.ts'
import { sayEngineVariable } from './engine-variables.ts'

/** What roles call a key of daemon.json otherwise. Sources: kubespray roles/container-engine/docker, openshift-ansible roles/container_runtime. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  insecureregistry: 'insecure-registries',
  insecureregistries: 'insecure-registries',
  registrymirror: 'registry-mirrors',
  registrymirrors: 'registry-mirrors',
  mirrors: 'registry-mirrors',
  logdriver: 'log-driver',
  logopts: 'log-opts',
  logoptions: 'log-opts',
  storagedriver: 'storage-driver',
  storageopts: 'storage-opts',
  dataroot: 'data-root',
  datadir: 'data-root',
  daemongraph: 'data-root',
  graph: 'data-root',
  defaultruntime: 'default-runtime',
  livrestore: 'live-restore',
  liverestore: 'live-restore',
  usernsremap: 'userns-remap',
  httpproxy: 'http-proxy',
  httpsproxy: 'https-proxy',
  noproxy: 'no-proxy',
  execopts: 'exec-opts',
  maxconcurrentdownloads: 'max-concurrent-downloads',
  defaultulimits: 'default-ulimits',
}

/** The key of daemon.json that a variable is named for: `registry-mirrors` for `docker_registry_mirrors`. */
function keyOf(variable: string): string | undefined {
  const [, name = ''] =
    /^(?:openshift|kube|k8s)?[-_]?docker[-_](?:daemon[-_](?!graph))?(\w{3,40})$/i.exec(variable) ??
    /^engine[-_]?((?:insecure[-_]?registr|registry[-_]?mirror|storage[-_]?driver)\w{0,4})$/i.exec(variable) ??
    []
  return OTHER_NAMES[name.replace(/[-_]/g, '').toLowerCase()]
}

/** Whether a text is a whole daemon.json, under a name of Docker's. */
const isDaemonText = (variable: string, { value }: Located): boolean =>
  /docker|daemon/i.test(variable) && /^\s*\{\s*["\n]/.test(value)

/** Says what a variable sets of Docker's daemon; whether it does. */
export function sayDockerVariable({ key, value }: Entry, reader: Reader, scope: () => Scope): boolean {
  if (!value) return false
  if (value.kind === 'scalar' && isDaemonText(key.value, value.located)) {
    reader.embed({ file: 'daemon.json', guess: true }, value.content())
    return true
  }
  if (value.kind === 'map' && /^docker$/i.test(key.value)) {
    // `docker: {registryMirrors: […], execOpts: […]}`. A word such as "mirrors" or "graph" alone may be of anything.
    const known = value.entries.filter(entry => keyOf(`docker_${entry.key.value}`) !== undefined)
    if (known.length < 2) return false
    for (const entry of known) saySetting(keyOf(`docker_${entry.key.value}`)!, entry.key, entry.value, reader, scope)
    return true
  }
  const name = keyOf(key.value)
  if (name === undefined) return sayEngineVariable({ key, value }, reader, scope)
  // A map under the name of one thing is what a role keeps of it.
  if (value.kind === 'map' && !/-(?:opts|ulimits)$/.test(name)) return false
  return saySetting(name, key, value, reader, scope)
}

/** Says a setting with what it holds; whether it holds anything: options are read as such, and what a template makes is not known. */
function saySetting(
  name: string,
  key: Located,
  value: TreeNode | undefined,
  reader: Reader,
  scope: () => Scope,
): boolean {
  if (value?.kind === 'scalar' && /^(?:(?:\{\{|\uE000|-).*|""|''|null|~|)$/s.test(value.value)) return false
  const say = (path: readonly string[], at: Located, text: Located | undefined): void =>
    reader.fact({ kind: 'setting', program: 'dockerd', key: path, at, value: text }, scope())
  say([name], key, value?.kind === 'scalar' ? value.located : undefined)
  if (value?.kind === 'list')
    for (const [index, item] of value.items.entries())
      if (item?.kind === 'scalar') say([name, String(index)], item.located, item.located)
  if (value?.kind === 'map')
    for (const entry of value.entries)
      if (entry.value?.kind === 'scalar') say([name, entry.key.value], entry.key, entry.value.located)
  return true
}
