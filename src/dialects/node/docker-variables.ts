/**
 * Variables that hold a setting of Docker's daemon each, or all of them as a text: Kubespray's `docker_insecure_registries`,
 * `docker_daemon_json`, `engine_registry_mirror` of a node template of Rancher.
 */
import type { Scope } from '../../facts.ts'
import { daemonKeyOf } from '../../reading/docker-settings.ts'
import type { Reader } from '../../reading/language.ts'
import type { Located } from '../../text/source.ts'
import type { Entry, TreeNode } from '../../text/tree.ts'
import { sayEngineVariable } from './engine-variables.ts'

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
    const known = value.entries.filter(entry => daemonKeyOf(`docker_${entry.key.value}`) !== undefined)
    if (known.length < 2) return false
    for (const entry of known)
      saySetting(daemonKeyOf(`docker_${entry.key.value}`)!, entry.key, entry.value, reader, scope)
    return true
  }
  const name = daemonKeyOf(key.value)
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
