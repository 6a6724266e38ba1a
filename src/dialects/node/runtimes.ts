/** Configuration of containerd, CRI-O, their registries, and crictl. */
import type { Reader } from '../../reading/language.ts'
import { at, type MapNode, type TreeDocument } from '../../text/tree.ts'
import { nodeUnlessKnown, saySettings } from './settings.ts'

const keysOf = (node: MapNode): readonly string[] => node.entries.map(({ key }) => key.value)

/** Whose configuration a document is, as `setting` facts name it. */
function programOf({ root }: TreeDocument, name: string): string | undefined {
  if (root?.kind !== 'map') return undefined
  const keys = keysOf(root)
  const plugins = at(root, 'plugins')
  const isContainerd =
    /containerd/i.test(name) ||
    keys.includes('disabled_plugins') ||
    (plugins?.kind === 'map' && keysOf(plugins).some(key => /^io\.containerd\.|^cri$/.test(key)))
  if (/\.toml(?:\.\w+)*$/.test(name) && isContainerd && !/hosts\.toml/.test(name)) return 'containerd'
  if (at(root, 'crio')?.kind === 'map') return 'cri-o'
  if (/(?:^|\/)hosts\.toml/.test(name) && (keys.includes('server') || at(root, 'host')?.kind === 'map'))
    return 'containerd-hosts'
  if (keys.includes('unqualified-search-registries') || (/registries\.conf/.test(name) && keys.includes('registry')))
    return 'registries'
  if (keys.includes('runtime-endpoint') || (/crictl\.ya?ml/.test(name) && keys.includes('image-endpoint')))
    return 'crictl'
  return undefined
}

export const isRuntimeConfig = (document: TreeDocument, name: string): boolean =>
  programOf(document, name) !== undefined

export function readRuntimeConfig(document: TreeDocument, reader: Reader): void {
  const { root } = document
  const program = programOf(document, reader.name)
  if (!program || root?.kind !== 'map') return
  const scope = reader.open('object', { name: program, place: nodeUnlessKnown(reader) })
  saySettings(root, program, reader, scope)
  if (program === 'crictl')
    for (const { key, value } of root.entries)
      if (/^(?:runtime|image)-endpoint$/.test(key.value) && value?.kind === 'scalar')
        reader.fact({ kind: 'endpoint', api: 'cri', program, at: key, value: value.located }, scope)
}
