/** Packer templates in JSON: the provisioners that run on the machine whose image is made. */
import type { Dialect } from '../reading/language.ts'
import { shellLines } from '../reading/words.ts'
import { at, entryOf, itemsOf, scalarsOf, type TreeNode, textAt } from '../text/tree.ts'

export const packer: Dialect = {
  id: 'packer',
  recognises: ({ root }) =>
    entryOf(root, 'builders') !== undefined && itemsOf(at(root, 'provisioners')).some(isProvisioner),
  read({ root, source }, reader) {
    for (const list of [at(root, 'provisioners'), at(root, 'post-processors')])
      for (const provisioner of itemsOf(list)) {
        const type = textAt(provisioner, 'type')
        if (!type) continue
        const language = /powershell/.test(type) ? 'powershell' : 'shell'
        const place = type === 'shell-local' ? 'build' : undefined
        const lines = scalarsOf(at(provisioner, 'inline') ?? at(provisioner, 'command')).map(line => line.content())
        if (lines.length > 0)
          reader.embed({ language }, shellLines(source.file, lines), reader.open('script', { name: type, place }))
      }
  },
}

const isProvisioner = (node: TreeNode): boolean => textAt(node, 'type') !== undefined
