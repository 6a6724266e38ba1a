/** Compose files that run a component or a distribution of Kubernetes in containers, and what each is told. Reference: https://docs.docker.com/reference/compose-file/services/ */
import { componentProgram } from '../reading/component-names.ts'
import type { Dialect } from '../reading/language.ts'
import { shellLine } from '../reading/words.ts'
import { joinSources } from '../text/source.ts'
import { at, scalarsOf, type TreeNode, textAt } from '../text/tree.ts'

export const compose: Dialect = {
  id: 'compose',
  recognises: ({ root }) => servicesIn(root).some(service => programOf(service) !== undefined),
  read({ root, source }, reader) {
    for (const service of servicesIn(root)) {
      const program = programOf(service)
      const command = at(service, 'command')
      const words = scalarsOf(command).map(word => word.content())
      if (!program || words.length === 0) continue
      const line = command?.kind === 'list' ? shellLine(source.file, words) : words[0]!
      reader.embed(
        { language: 'shell' },
        joinSources(source.file, [`${program} `, line]),
        reader.open('script', { name: program, via: 'container' }),
      )
    }
  },
}

const servicesIn = (root: TreeNode | undefined): readonly TreeNode[] => {
  const services = at(root, 'services')
  return services?.kind === 'map' ? services.entries.flatMap(({ value }) => value ?? []) : []
}

/** The program that an image is of, which its command gives arguments to: `k3s` of `rancher/k3s:v1.27.1-k3s1`. */
function programOf(service: TreeNode): string | undefined {
  const name = /(?:^|\/)([\w-]{1,80})(?::[^/]*)?$/.exec(textAt(service, 'image') ?? '')?.[1] ?? ''
  return /^(?:k3s|rke2|k0s|hyperkube)$/.test(name) ? name : componentProgram(name)
}
