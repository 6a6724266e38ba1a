/**
 * Kustomizations: the patches that stand in them and the variables that they make. The files that they name are files of
 * their own. Source: kubectl.docs.kubernetes.io, "The Kustomization File".
 */
import type { Dialect } from '../reading/language.ts'
import { partOf } from '../text/source.ts'
import { at, itemsOf, type ScalarNode, scalarsOf, type TreeDocument, type TreeNode, textAt } from '../text/tree.ts'

export const kustomize: Dialect = {
  id: 'kustomize',
  recognises: ({ root }, reader) =>
    /(^|\/)kustomization(?:\.ya?ml)?$/i.test(reader.name) ||
    textAt(root, 'apiVersion')?.startsWith('kustomize.config.k8s.io/') === true,
  read(document, reader) {
    for (const patch of patchesIn(document))
      reader.embed({ file: 'patch.yaml' }, patch.content(), reader.open('script', { name: 'patch' }))
    const generators = [
      ...generated(document.root, 'configMapGenerator'),
      ...generated(document.root, 'secretGenerator'),
    ]
    for (const generator of generators) {
      const scope = reader.open('object', { name: textAt(generator, 'name'), place: 'pod' })
      for (const { located, value } of scalarsOf(at(generator, 'literals'))) {
        const equals = value.indexOf('=')
        if (equals <= 0) continue
        const name = partOf(located, 0, equals)
        reader.fact({ kind: 'env', name, value: partOf(located, equals + 1, value.length) }, scope)
      }
    }
  },
}

const generated = (root: TreeNode | undefined, key: string): readonly TreeNode[] => itemsOf(at(root, key))

/** Patches that are written out; the others are paths of files. */
function patchesIn({ root }: TreeDocument): readonly ScalarNode[] {
  const found: ScalarNode[] = []
  for (const key of ['patches', 'patchesJson6902'])
    for (const item of itemsOf(at(root, key))) {
      const patch = at(item, 'patch')
      if (patch?.kind === 'scalar') found.push(patch)
    }
  for (const patch of scalarsOf(at(root, 'patchesStrategicMerge'))) if (patch.value.includes('\n')) found.push(patch)
  return found
}
