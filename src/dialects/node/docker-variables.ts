/** Variables that hold a setting of Docker's daemon each, or all of them as a text: Kubespray's `docker_insecure_registries`, `docker_daemon_json`. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import type { Located } from '../../text/source.ts'
import { type Entry, type MapNode, scalarsOf } from '../../text/tree.ts'

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
    /^(?:openshift|kube|k8s)?[-_]?docker[-_](?:daemon[-_](?!graph))?(\w{3,40})$/i.exec(variable) ?? []
  return OTHER_NAMES[name.replace(/[-_]/g, '').toLowerCase()]
}

/** Whether a text is a whole daemon.json, under a name of Docker's. */
const isDaemonText = (variable: string, { value }: Located): boolean =>
  /docker|daemon/i.test(variable) && /^\s*\{\s*["\n]/.test(value)

/** Says what a variable sets of Docker's daemon; whether it does. */
export function sayDockerVariable({ key, value }: Entry, reader: Reader, scope: () => Scope): boolean {
  if (value?.kind === 'scalar' && isDaemonText(key.value, value.located)) {
    reader.embed({ file: 'daemon.json', guess: true }, value.content())
    return true
  }
  if (value?.kind === 'map' && /^docker$/i.test(key.value)) return sayDockerMap(value, reader, scope)
  const name = keyOf(key.value)
  // Options are read as such, and what a template makes is not known to hold anything.
  if (
    !name ||
    !value ||
    (value.kind === 'scalar' && (value.value === '' || /^\{\{|^-|^(?:""|''|null|~)$/.test(value.value)))
  )
    return false
  if (value.kind === 'map' && !/-(?:opts|ulimits)$/.test(name)) return false
  const scalar = value.kind === 'scalar' ? value.located : undefined
  const say = (path: readonly string[], at: Located, text: Located | undefined): void =>
    reader.fact({ kind: 'setting', program: 'dockerd', key: path, at, value: text }, scope())
  say([name], key, scalar)
  if (value.kind === 'list')
    for (const [index, item] of value.items.entries())
      if (item?.kind === 'scalar') say([name, String(index)], item.located, item.located)
  if (value.kind === 'map')
    for (const entry of value.entries)
      if (entry.value?.kind === 'scalar') say([name, entry.key.value], entry.key, entry.value.located)
  return true
}

/** Settings that a map under Docker's name holds: `docker: {registryMirrors: […], execOpts: […]}`. */
function sayDockerMap({ entries }: MapNode, reader: Reader, scope: () => Scope): boolean {
  const known = entries.filter(({ key }) => keyOf(`docker_${key.value}`) !== undefined)
  // A word such as "mirrors" or "graph" alone may be of anything.
  if (known.length < 2) return false
  for (const { key, value } of known) {
    const name = keyOf(`docker_${key.value}`)!
    const scalar = value?.kind === 'scalar' ? value.located : undefined
    reader.fact({ kind: 'setting', program: 'dockerd', key: [name], at: key, value: scalar }, scope())
    if (value?.kind === 'list')
      for (const [index, { located }] of scalarsOf(value).entries())
        reader.fact(
          { kind: 'setting', program: 'dockerd', key: [name, String(index)], at: located, value: located },
          scope(),
        )
  }
  return true
}
