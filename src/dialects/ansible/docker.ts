/**
 * What Ansible does through a Docker daemon: modules, connections into containers, inventories of containers.
 * Reference: https://docs.ansible.com/ansible/latest/collections/community/docker/
 */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { pathsIn } from '../../reading/path-words.ts'
import { maskActions } from '../../reading/template.ts'
import { type Located, locate, type Source } from '../../text/source.ts'
import { at, itemsOf, locatedAt, scalarsOf, type TreeNode } from '../../text/tree.ts'
import type { Module, ModuleUse } from './modules.ts'
import { locatedText, type Parameters } from './parameters.ts'
import { lastPart, type ModuleCall } from './tasks.ts'

/** Modules by their names without the collection; what is not named for a thing of Docker's is somebody's own. */
const MODULES =
  /^docker_(?:compose|config|container|host|image|login|network|node|plugin|prune|secret|service|stack|swarm|volume)(?:_|$)/

/** A module such as `docker_container` or `docker_image`: the daemon that it talks to, and what a container gets of the machine. */
export function dockerModule({ name, at: written }: ModuleCall): Module | undefined {
  if (!MODULES.test(name)) return undefined
  return (parameters, use) => {
    const value = locatedText(parameters.text('docker_host', 'docker_url'))
    const program = narrowed(name, parameters)
    use.reader.fact({ kind: 'endpoint', api: 'docker', program, at: written, value }, use.scope)
    if (name === 'docker_container') volumes(parameters, use)
  }
}

/**
 * The module that does only what a general one is asked for: `docker_image` builds, pulls, loads, tags, pushes, saves and removes.
 * Reference: community.docker, docker_image ("source", and before Ansible 2.8 "path" and "load_path"), docker_container and
 * docker_compose ("state").
 */
function narrowed(name: string, parameters: Parameters): string {
  const state = wordOf(parameters, 'state')
  if (name === 'docker_image') return imageWork(parameters, state)
  const narrow = state && BY_STATE[`${name} ${state}`]
  return narrow || name
}

const BY_STATE: Readonly<Record<string, string>> = {
  'docker_container absent': 'docker_container_remove',
  'docker_container stopped': 'docker_container_stop',
  'docker_compose absent': 'docker_compose_down',
  'docker_compose_v2 absent': 'docker_compose_down',
  'docker_service absent': 'docker_compose_down',
}

function imageWork(parameters: Parameters, state: string | undefined): string {
  if (state === 'absent') return 'docker_image_remove'
  const has = (key: string): boolean => parameters.node(key) !== undefined || parameters.text(key) !== undefined
  const source = wordOf(parameters, 'source')
  if (source === 'build' || (source === undefined && (has('build') || has('path')))) return 'docker_image_build'
  if (source === 'load' || (source === undefined && has('load_path'))) return 'docker_image_load'
  if (source !== 'local') return 'docker_image'
  if (/^(?:yes|true|on|1)$/i.test(wordOf(parameters, 'push') ?? '')) return 'docker_image_push'
  if (has('archive_path')) return 'docker_image_export'
  return has('repository') ? 'docker_image_tag' : 'docker_image'
}

const wordOf = (parameters: Parameters, key: string): string | undefined => parameters.text(key)?.text.trim()

function volumes(parameters: Parameters, { reader, scope }: ModuleUse): void {
  const listed = scalarsOf(parameters.node('volumes')).map(volume => maskActions(volume.content()))
  const written = parameters.text('volumes')
  const texts = listed.length > 0 ? listed : written ? [written] : []
  const mounts = itemsOf(parameters.node('mounts')).flatMap(mount => scalarsOf(at(mount, 'source')))
  for (const source of [...texts, ...mounts.map(mount => maskActions(mount.content()))])
    for (const path of machinePaths(source)) reader.fact({ kind: 'path', path, access: 'used', by: 'docker' }, scope)
}

/** The machine's side of `/var/run/docker.sock:/var/run/docker.sock:ro`, and of several with commas between them. */
const machinePaths = (volumes: Source): readonly Located[] =>
  pathsIn(volumes.text)
    .filter(({ start }) => start === 0 || volumes.text[start - 1] === ',')
    .map(({ start, end }) => locate(volumes, start, end))

/** `connection: community.docker.docker` of a play or task, `ansible_connection: docker` of a host, `plugin: docker_containers` of an inventory: Ansible's own machine asks the daemon. */
export function saysPlugin(
  node: TreeNode | undefined,
  key: 'connection' | 'ansible_connection' | 'plugin',
  scope: Scope,
  reader: Reader,
): void {
  const plugin = at(node, key)
  if (plugin?.kind !== 'scalar') return
  const program = lastPart(plugin.value)
  if (!/^docker(?:_\w+)?$/.test(program)) return
  const inside = reader.open('branch', { place: 'build' }, scope)
  reader.fact(
    { kind: 'endpoint', api: 'docker', program, at: plugin.located, value: locatedAt(node, 'docker_host') },
    inside,
  )
}
