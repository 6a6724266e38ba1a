/** Ansible playbooks, task files and handlers. */
import { type Place, placeOf, type Scope } from '../facts.ts'
import { namesMachineBeside } from '../reading/cluster-words.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { namesNodes } from '../reading/node-names.ts'
import { guardOf } from '../reading/sibling-conditions.ts'
import { maskActions } from '../reading/template.ts'
import type { Source } from '../text/source.ts'
import { at, itemsOf, keysOf, type MapNode, scalarsOf, type TreeDocument, type TreeNode, textAt } from '../text/tree.ts'
import { dockerModule, saysPlugin } from './ansible/docker.ts'
import { holdsCommands, listedCommands } from './ansible/listed-commands.ts'
import { modules } from './ansible/modules.ts'
import { locatedText, parametersOf, roundsOf } from './ansible/parameters.ts'
import { isBlock, isPlay, isTaskList, moduleOf } from './ansible/tasks.ts'

export const ansible: Dialect = {
  id: 'ansible',
  recognises: (document, reader) =>
    isInventory(document.root) ||
    holdsCommands(document, reader) ||
    keysOf(document).has(CONNECTION) ||
    (!/(^|\/)\.buildkite\//.test(reader.name) && isTaskList(document.root)),
  read(document, reader) {
    if (holdsCommands(document, reader)) listedCommands(document.root, reader.scope, reader)
    if (isInventory(document.root)) {
      saysPlugin(document.root, 'plugin', reader.scope, reader)
      return
    }
    for (const { map } of keysOf(document).get(CONNECTION) ?? []) saysPlugin(map, CONNECTION, reader.scope, reader)
    const place = placeOf(reader.scope) === 'unknown' && namesNodes(roleOf(reader.name)) ? 'node' : undefined
    const playbook: Playbook = { reader, document, source: document.source }
    const items = itemsOf(document.root)
    const loose: TreeNode[] = []
    for (const item of items)
      if (item.kind === 'map' && isPlay(item)) play(item, place, playbook)
      else loose.push(item)
    tasks(loose, { scope: reader.scope, place, depth: 0 }, playbook)
  },
}

/** The variable of a host or group that says how to get there, wherever it is given. */
const CONNECTION = 'ansible_connection'

/** The source of a dynamic inventory: the plugin that makes it stands first. */
const isInventory = (root: TreeNode | undefined): boolean =>
  root?.kind === 'map' &&
  root.entries[0]?.key.value === 'plugin' &&
  /^(?:community\.docker\.)?docker_(?:containers|swarm|machine)$/.test(textAt(root, 'plugin') ?? '')

interface Playbook {
  readonly reader: Reader
  readonly document: TreeDocument
  readonly source: Source
}

/** Where the tasks of a list run, and under what. */
interface Around {
  readonly scope: Scope
  readonly place: Place | undefined
  readonly depth: number
}

/** The name of the role that a file belongs to, or of the playbook itself. */
const roleOf = (path: string): string =>
  /(?:^|\/)roles\/(.+?)\/(?:tasks|handlers|vars|defaults|meta)\//.exec(path)?.[1] ?? path.replace(/^.*\//, '')

/** Hosts that a play does not name: the name of the playbook then tells more. */
const ANY_HOSTS = /^(?:all|\*|hosts|servers|cluster|.{0,200}\{\{.*)$/i
/** The machine that Ansible runs on. */
const LOCALHOST = /^(?:localhost|127\.0\.0\.1|local)$/i

/** Where a play's tasks run: as its hosts say, else as its roles do, else as the name of the playbook or role does. */
function placeOfPlay(node: MapNode, fromName: Place | undefined): Place | undefined {
  const hosts = scalarsOf(at(node, 'hosts')).map(({ value }) => value)
  if (hosts.some(namesNodes)) return 'node'
  if (hosts.length > 0 && hosts.every(host => LOCALHOST.test(host) || namesMachineBeside(host))) return 'unknown'
  const roles = itemsOf(at(node, 'roles')).map(item =>
    item.kind === 'scalar' ? item.value : (textAt(item, 'role') ?? textAt(item, 'name') ?? ''),
  )
  if (roles.some(namesNodes)) return 'node'
  return hosts.every(host => ANY_HOSTS.test(host)) ? fromName : undefined
}

const MOST_DEPTH = 20

function play(node: MapNode, place: Place | undefined, playbook: Playbook): void {
  const inside = placeOf(playbook.reader.scope) === 'unknown' ? placeOfPlay(node, place) : place
  const hosts = scalarsOf(at(node, 'hosts'))
  const atControl = inside === 'unknown' && hosts.every(({ value }) => LOCALHOST.test(value))
  const scope = playbook.reader.open('branch', { place: inside, atControl })
  environment(node, scope, playbook)
  saysPlugin(node, 'connection', scope, playbook.reader)
  for (const key of ['pre_tasks', 'tasks', 'post_tasks', 'handlers'])
    tasks(itemsOf(at(node, key)), { scope, place: atControl ? undefined : inside, depth: 0 }, playbook)
  listedCommands(at(node, 'vars'), scope, playbook.reader)
}

function tasks(list: readonly TreeNode[], around: Around, playbook: Playbook): void {
  if (around.depth > MOST_DEPTH) return
  const asked = answersOf(list)
  for (const [index, node] of list.entries()) {
    if (node.kind !== 'map') continue
    const guard = guardOf(index, list, each => conditionWith(each, asked), playbook.source)
    const local = isLocal(node)
    const place = local ? 'build' : around.place
    const mayFail = foreseesFailure(node)
    const scope =
      guard || mayFail ? playbook.reader.open('branch', { guard, place, mayFail }, around.scope) : around.scope
    if (isBlock(node)) {
      environment(node, scope, playbook)
      for (const key of ['block', 'rescue', 'always'])
        tasks(itemsOf(at(node, key)), { scope, place, depth: around.depth + 1 }, playbook)
    } else task(node, { scope, place, depth: around.depth }, playbook)
  }
}

/** Whether the play goes on when a task or block fails: it is told so, or has a way out of its own. */
const foreseesFailure = (node: MapNode): true | undefined =>
  /^(?:true|yes|on|1)$/i.test(textAt(node, 'ignore_errors') ?? '') ||
  /^(?:false|no|off|0)$/i.test(textAt(node, 'failed_when') ?? '')
    ? true
    : undefined

/** Whether a task runs on the machine that Ansible was started on. */
const isLocal = (node: MapNode): boolean =>
  at(node, 'local_action') !== undefined || /^(?:localhost|127\.0\.0\.1)$/.test(textAt(node, 'delegate_to') ?? '')

function task(node: MapNode, around: Around, playbook: Playbook): void {
  saysPlugin(node, 'connection', around.scope, playbook.reader)
  const call = moduleOf(node)
  const module = call && (modules.get(call.name) ?? dockerModule(call))
  if (!module) return
  const { reader, source } = playbook
  const scope = reader.open('script', { name: textAt(node, 'name'), place: around.place }, around.scope)
  environment(node, scope, playbook)
  const variable = (name: string): TreeNode | undefined => variableOf(name, playbook.document)
  for (const round of roundsOf(node))
    module(parametersOf(call, at(node, 'args'), round), { reader, scope, source, variable })
}

/** The value that the `vars` of a play, block or task give to a variable. */
const variableOf = (name: string, document: TreeDocument): TreeNode | undefined =>
  keysOf(document)
    .get(name)
    ?.find(({ under }) => under?.entry.key.value === 'vars')?.entry.value

/** The text of `when`; the items of a list hold all together. */
function conditionOf(node: TreeNode): string | undefined {
  const parts = scalarsOf(at(node, 'when')).map(scalar => scalar.value.trim())
  return parts.length ? parts.join(' and ') : undefined
}

/** Commands that ask whether something is there, and change nothing. */
const ASKS =
  /^\s{0,9}(?:(?:sudo\s{1,9})?(?:which|type|hash|command\s{1,9}-[vV]|pgrep|pidof|systemctl\s{1,9}(?:is-\w{1,20}|status|show)|service\s{1,9}\S{1,80}\s{1,9}status|test\s|\[\s|docker\s{1,9}(?:--?version|-v|version|info))\b)/
/** What keeps a task from failing where the answer is no, and asks nothing itself: `|| echo "not running"`. */
const ELSE = /(?:\|\||;)\s{0,9}(?:true|:|\/bin\/true|exit 0|echo\b[^|&;]{0,200})\s{0,9}$/
/** How much of a question is kept. */
const LONGEST_QUESTION = 200

/** What the tasks of a list ask whose answers they register, by the name of the answer: `which docker`. */
function answersOf(list: readonly TreeNode[]): ReadonlyMap<string, string> {
  const asked = new Map<string, string>()
  for (const node of list) {
    const name = node.kind === 'map' && textAt(node, 'register')
    const call = name ? moduleOf(node) : undefined
    if (!name || !call) continue
    const parameters = parametersOf(call, at(node, 'args'), undefined)
    const path = /^(?:win_)?stat$/.test(call.name) ? parameters.text('path')?.text : undefined
    const command = (parameters.text('cmd', '_raw_params') ?? parameters.free)?.text ?? ''
    const question = path ? `[ -e ${path} ]` : ASKS.test(command) ? command : undefined
    if (question) asked.set(name, question.replace(ELSE, '').slice(0, LONGEST_QUESTION))
  }
  return asked
}

/** The condition of a task, with what the answers in it were asked for. */
function conditionWith(node: TreeNode, asked: ReadonlyMap<string, string>): string | undefined {
  const condition = conditionOf(node)
  if (condition === undefined || asked.size === 0) return condition
  return condition.replace(/(?<![\w.])([A-Za-z_]\w{0,80})(?=\.(?:rc|stat|stdout|failed|status|state)\b)/g, name => {
    const question = asked.get(name)
    return question ? `${name} (${question})` : name
  })
}

/** Variables for the programs of a play, block or task. */
function environment(node: MapNode, scope: Scope, { reader }: Playbook): void {
  const variables = at(node, 'environment')
  if (variables?.kind !== 'map') return
  for (const { key, value } of variables.entries)
    if (value?.kind === 'scalar')
      reader.fact({ kind: 'env', name: key, value: locatedText(maskActions(value.content())) }, scope)
}
