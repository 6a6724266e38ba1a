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
    use.reader.fact({ kind: 'endpoint', api: 'docker', program: name, at: written, value }, use.scope)
    if (name === 'docker_container') volumes(parameters, use)
  }
}

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
