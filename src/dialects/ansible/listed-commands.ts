/** Commands kept as data for a task that loops over them: `commands: [{name: info, cmd: docker info}]`. */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { maskActions } from '../../reading/template.ts'
import { at, keysOf, type MapNode, type ScalarNode, type TreeDocument, type TreeNode, walk } from '../../text/tree.ts'

/** Files of variables that hold such commands. */
export const holdsCommands = (document: TreeDocument, { name }: Reader): boolean =>
  document.root?.kind === 'map' &&
  /(?:^|\/)(?:group_vars|host_vars|vars|defaults)\//.test(name) &&
  COMMAND.some(key => keysOf(document).has(key))

const COMMAND = ['cmd', 'command']

/** Says the commands below a node. */
export function listedCommands(vars: TreeNode | undefined, scope: Scope, reader: Reader): void {
  walk(vars, node => {
    const command = node.kind === 'map' ? commandOf(node) : undefined
    if (command) reader.embed({ language: 'shell' }, maskActions(command.content()), reader.open('script', {}, scope))
    return undefined
  })
}

/** The command of an item that also says what it is for; a container's is for its image. */
function commandOf(node: MapNode): ScalarNode | undefined {
  const command = COMMAND.map(key => at(node, key)).find(value => value?.kind === 'scalar')
  return command?.kind === 'scalar' && at(node, 'image') === undefined && node.entries.length > 1 ? command : undefined
}
