/** Options of programs in structured data: a map, a list of name and value, a list or text of options. */
import type { Scope } from '../../facts.ts'
import { flagWords } from '../../reading/flag-words.ts'
import { optionsOf } from '../../reading/handed-flags.ts'
import type { Reader } from '../../reading/language.ts'
import { itemsOf, locatedAt, type ScalarNode, type TreeNode } from '../../text/tree.ts'

/** Says the options that a node holds, whatever its form. */
export function sayOptions(node: TreeNode | undefined, program: string, reader: Reader, scope: Scope): void {
  if (node?.kind === 'map')
    for (const { key, value } of node.entries) {
      // RKE and others may give an option several values.
      const values = value?.kind === 'list' ? itemsOf(value) : [value]
      for (const one of values.length ? values : [undefined])
        reader.fact(
          {
            kind: 'flag',
            program,
            flag: key,
            name: bare(key.value),
            value: one?.kind === 'scalar' ? one.located : undefined,
          },
          scope,
        )
    }
  else if (node?.kind === 'scalar') sayText(node, program, reader, scope)
  else
    for (const item of itemsOf(node)) {
      if (item.kind === 'scalar') {
        sayText(item, program, reader, scope)
        continue
      }
      // kubeadm.k8s.io/v1beta4
      const name = locatedAt(item, 'name')
      if (name) {
        const value = locatedAt(item, 'value')
        reader.fact({ kind: 'flag', program, flag: name, name: bare(name.value), value }, scope)
      }
    }
}

const bare = (name: string): string => name.replace(/^-+/, '')

/** Options as on a command line, or one without dashes, as k3s has them: `network-plugin=cni`. */
function sayText(node: ScalarNode, program: string, reader: Reader, scope: Scope): void {
  const words = flagWords(node.content())
  for (const word of words) reader.fact({ kind: 'flag', program, ...word }, scope)
  if (words.length) return
  for (const flag of optionsOf(node.located, program)) reader.fact({ kind: 'flag', ...flag }, scope)
}
