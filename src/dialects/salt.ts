/** Salt states: what they run, which services they manage, which files they write. Reference: https://docs.saltproject.io/en/latest/ref/states/ */
import { placeOf, type Scope } from '../facts.ts'
import type { Dialect, Reader } from '../reading/language.ts'
import { namesNodes } from '../reading/node-names.ts'
import { shellLine, shellLines } from '../reading/words.ts'
import { type Located, type Source, sliceSource, sourceOf } from '../text/source.ts'
import { at, itemsOf, type MapNode, type ScalarNode, scalarsOf, type TreeNode } from '../text/tree.ts'

export const salt: Dialect = {
  id: 'salt',
  recognises: ({ root }) =>
    root?.kind === 'map' &&
    root.entries.some(({ value }) => callsIn(value).some(({ sure, options }) => sure && isOptions(options))),
  read({ root, source }, reader) {
    if (root?.kind !== 'map') return
    const folders = reader.name.split('/').slice(-3).join('/')
    const place = placeOf(reader.scope) === 'unknown' && namesNodes(folders) ? 'node' : undefined
    for (const { key, value } of root.entries)
      for (const call of callsIn(value)) {
        const scope = reader.open('script', { name: key.value, place })
        readCall({ id: key, call, source, scope, reader })
      }
  },
}

interface Call {
  /** `cmd` and `run` of `cmd.run`. */
  readonly module: string
  readonly action: string
  readonly options: TreeNode | undefined
  /** Whether nothing but a state looks like this. */
  readonly sure: boolean
}

/** Modules whose states tell a state file. */
const MODULES = new Set(
  'archive cmd cron file git grains group host kmod locale module mount network pip pkg pkgrepo reg schedule selinux service ssh_auth sysctl systemd timezone user x509'.split(
    ' ',
  ),
)

/** The states of one ID: `cmd.run: [...]`, or `cmd: [run, ...]`. */
function callsIn(node: TreeNode | undefined): readonly Call[] {
  if (node?.kind === 'scalar') {
    // A state without options: `/var/lib/docker: file.absent`.
    const [, module = '', action = ''] = /^([a-z]\w*)\.([a-z_]+)$/.exec(node.value) ?? []
    return MODULES.has(module) ? [{ module, action, options: undefined, sure: true }] : []
  }
  if (node?.kind !== 'map') return []
  return node.entries.flatMap(({ key, value }) => {
    const [, module = '', action] = /^([a-z_][\w]*)(?:\.([a-z_]\w*))?$/.exec(key.value) ?? []
    const name = action ?? scalarsOf(value)[0]?.value
    if (!name || (value && value.kind !== 'list') || !/^[a-z_]+$/.test(name)) return []
    if (action === undefined && !MODULES.has(module)) return []
    return [{ module, action: name, options: value, sure: MODULES.has(module) }]
  })
}

/** A state's options are maps of one key, in a list. */
const isOptions = (node: TreeNode | undefined): boolean =>
  node === undefined ||
  itemsOf(node).every(item => item.kind === 'scalar' || (item.kind === 'map' && item.entries.length === 1))

interface State {
  readonly id: Located
  readonly call: Call
  readonly source: Source
  readonly scope: Scope
  readonly reader: Reader
}

/** An option of a state: its options are maps of one key in a list. */
function option({ call }: State, name: string): TreeNode | undefined {
  for (const item of itemsOf(call.options)) {
    const value = at(item, name)
    if (value) return value
  }
  return undefined
}

function readCall(state: State): void {
  const { module, action } = state.call
  if (module === 'cmd' && /^(?:run|wait|shell|run_all)$/.test(action))
    for (const command of commandsOf(state)) runs(command, state)
  else if (module === 'service') services(action, state)
  else if (module === 'module' && action === 'run') moduleRun(state)
  else if (module === 'cron' && action === 'present') for (const command of commandsOf(state)) runs(command, state)
  else if (module === 'file') file(state)
  for (const name of ['onlyif', 'unless', 'check_cmd']) conditions(option(state, name), state)
  const command = at(option(state, 'context'), 'command')
  const words = scalarsOf(command).map(word => word.content())
  if (command?.kind === 'list' && words.length > 0)
    state.reader.embed({ language: 'shell' }, shellLine(state.source.file, words), state.scope)
}

/** The `names` or `name` of a state, where it has them. */
function writtenNames(state: State): readonly ScalarNode[] {
  const names = scalarsOf(option(state, 'names'))
  const name = option(state, 'name')
  return names.length > 0 ? names : name?.kind === 'scalar' ? [name] : []
}

/** What a state acts on: `names`, `name`, or its ID. */
function namesOf(state: State): readonly Located[] {
  const written = writtenNames(state)
  return written.length > 0 ? written.map(scalar => scalar.located) : [state.id]
}

/** What a state runs, line by line where it is written: `names`, `name`, or its ID. */
function commandsOf(state: State): readonly Source[] {
  const written = writtenNames(state)
  return written.length > 0 ? written.map(scalar => scalar.content()) : [sourceOf(state.id)]
}

function runs(command: Source, state: State): void {
  const shell = option(state, 'shell')
  const program = shell?.kind === 'scalar' ? shell.value : ''
  if (/python|perl|ruby/.test(program)) return
  state.reader.embed({ language: /powershell|pwsh/i.test(program) ? 'powershell' : 'shell' }, command, state.scope)
}

/** Commands that decide whether the state is applied. */
function conditions(node: TreeNode | undefined, { source, reader, scope }: State): void {
  const lines = scalarsOf(node).map(line => line.content())
  if (lines.length > 0) reader.embed({ language: 'shell' }, shellLines(source.file, lines), scope)
}

const SERVICE = /^(?:running|dead|enabled|disabled|masked|unmasked|restart|start|stop|enable|disable|mod_watch)$/

function services(action: string, state: State): void {
  if (!SERVICE.test(action)) return
  for (const unit of namesOf(state)) state.reader.fact({ kind: 'service', unit, action }, state.scope)
}

/** `module.run: [{name: service.restart}, {m_name: docker}]`, and `module.run: [{service.restart: [{name: docker}]}]`. */
function moduleRun(state: State): void {
  const name = option(state, 'name')
  const target = option(state, 'm_name')
  if (name?.kind === 'scalar' && target?.kind === 'scalar') moduleCall(name.value, target, state)
  for (const item of itemsOf(state.call.options)) {
    if (item.kind !== 'map') continue
    for (const { key, value } of item.entries)
      for (const argument of itemsOf(value)) {
        const text = argument.kind === 'scalar' ? argument : (at(argument, 'name') ?? at(argument, 'cmd'))
        if (text?.kind === 'scalar') moduleCall(key.value, text, state)
      }
  }
}

function moduleCall(name: string, target: ScalarNode, state: State): void {
  const [module, action = ''] = name.split('.')
  if (module === 'service' && SERVICE.test(action))
    state.reader.fact({ kind: 'service', unit: target.located, action }, state.scope)
  else if (module === 'cmd') runs(target.content(), state)
}

/** A file with its content in the state, or a path that is made or taken away. */
function file(state: State): void {
  const { reader, scope, source, call } = state
  const [path] = namesOf(state)
  if (!path) return
  if (/^(?:absent|directory|missing|exists|symlink)$/.test(call.action) && path.value.startsWith('/'))
    reader.fact({ kind: 'path', path, access: 'used' }, scope)
  const inner = (): Scope => reader.open('script', { name: path.value }, scope)
  for (const name of ['contents', 'text', 'content', 'repl']) {
    const lines = scalarsOf(option(state, name)).map(line => line.content())
    const [first] = lines
    if (first) reader.embed({ file: path.value }, lines.length > 1 ? shellLines(source.file, lines) : first, inner())
  }
  const data = option(state, 'dataset')
  if (data?.kind === 'map') reader.embed({ file: path.value }, structure(source, data), inner())
}

/** A map that becomes the file's JSON or YAML. Block style needs the indentation of its first line. */
function structure(source: Source, node: MapNode): Source {
  const line = source.text.lastIndexOf('\n', node.start - 1) + 1
  const start = source.text.slice(line, node.start).trim() === '' ? line : node.start
  return sliceSource(source, start, node.end)
}
