/** What the modules of Ansible do that a linter of nodes wants to know: run code, manage services, write files, touch paths. */
import type { Scope } from '../../facts.ts'
import { componentProgram } from '../../reading/component-names.ts'
import { flagWords, programOfFile } from '../../reading/flag-words.ts'
import type { Reader } from '../../reading/language.ts'
import { maskActions } from '../../reading/template.ts'
import { shellLine } from '../../reading/words.ts'
import { joinSources, type Source, sliceSource } from '../../text/source.ts'
import { itemsOf, type TreeNode } from '../../text/tree.ts'
import { locatedText, type Parameters } from './parameters.ts'

/** Where a module's facts go, and the source that its nodes count in. */
export interface ModuleUse {
  readonly reader: Reader
  readonly scope: Scope
  readonly source: Source
  /** The value of a variable, where the document gives it. */
  readonly variable: (name: string) => TreeNode | undefined
}

/** What a module does with its parameters. */
export type Module = (parameters: Parameters, use: ModuleUse) => void

const runs =
  (language: 'shell' | 'powershell'): Module =>
  (parameters, { reader, scope, source }) => {
    const executable = parameters.text('executable')?.text ?? ''
    if (/python|perl|ruby|node|php/.test(executable)) return
    const argv = itemsOf(parameters.node('argv')).filter(item => item.kind === 'scalar')
    const script = argv.length
      ? shellLine(
          source.file,
          argv.map(word => word.content()),
        )
      : (parameters.text('cmd', '_raw_params', 'script') ?? parameters.free)
    const actual = /pwsh|powershell/i.test(executable) ? 'powershell' : /\bcmd\b/.test(executable) ? 'shell' : language
    if (script) reader.embed({ language: actual }, script, scope)
  }

const service: Module = (parameters, { reader, scope }) => {
  const unit = locatedText(parameters.text('name', 'service', 'unit'))
  const state = parameters.text('state')?.text.trim()
  const enabled = parameters.text('enabled')?.text.trim().toLowerCase()
  const masked = parameters.text('masked')?.text.trim().toLowerCase()
  const action =
    // A state that only a variable knows is nothing but blanks here.
    (state === '' ? 'started' : state) ??
    (isYes(masked) ? 'masked' : enabled === undefined ? undefined : isYes(enabled) ? 'enabled' : 'disabled')
  if (unit && action) reader.fact({ kind: 'service', unit, action }, scope)
}

const isYes = (value: string | undefined): boolean => /^(?:true|yes|on|1)$/.test(value ?? '')

/** A file whose content stands in the task. */
const writes =
  (content: string): Module =>
  (parameters, { reader, scope, source, variable }) => {
    const file = parameters.text('dest', 'path', 'destfile', 'name')?.text.trim()
    const given = parameters.node(content)
    const node = (given?.kind === 'scalar' && variable(variableIn(given.value))) || given
    const text =
      node?.kind === 'scalar' && node !== given
        ? maskActions(node.content())
        : node && node.kind !== 'scalar'
          ? structure(source, node)
          : parameters.text(content)
    if (!file || !text) return
    const inner = reader.open('script', { name: file }, scope)
    reader.embed({ file }, text, inner)
    // A line of a unit or script is no whole one: its options are still told by the file that it is put in.
    const program = content === 'content' ? undefined : programOfFile(file)
    if (program) for (const flag of flagWords(text)) reader.fact({ kind: 'flag', program, ...flag }, inner)
  }

/** The variable that is all of a text, perhaps turned into JSON or YAML: `{{ daemon_json | to_nice_json }}`. */
const variableIn = (text: string): string =>
  /^\s*\{\{-?\s*([A-Za-z_]\w{0,100})\s*(?:\|\s*(?:to_(?:nice_)?(?:json|yaml)|trim|string)\b[^{}|]{0,60}){0,3}-?\}\}\s*$/.exec(
    text,
  )?.[1] ?? ''

/** A map that becomes the file's JSON or YAML. Block style needs the indentation of its first line. */
function structure(source: Source, node: Exclude<TreeNode, { kind: 'scalar' }>): Source {
  const line = source.text.lastIndexOf('\n', node.start - 1) + 1
  const start = source.text.slice(line, node.start).trim() === '' ? line : node.start
  return sliceSource(source, start, node.end)
}

/** One setting of a unit or another file with sections. */
const setting: Module = (parameters, { reader, scope, source }) => {
  const file = parameters.text('path', 'dest')?.text.trim()
  const section = parameters.text('section')
  const option = parameters.text('option')
  const value = parameters.text('value')
  // A value of an expression alone says nothing.
  if (!file || !section || !option || !value?.text.trim()) return
  const text = joinSources(source.file, ['[', section, ']\n', option, '=', value, '\n'])
  reader.embed({ file }, text, reader.open('script', { name: file }, scope))
}

/** A file system that is mounted somewhere, unless it is taken away. */
const mounts: Module = (parameters, { reader, scope }) => {
  const path = locatedText(parameters.text('path', 'name'))
  const isGone = /^(?:absent|unmounted|absent_from_fstab)$/.test(parameters.text('state')?.text.trim() ?? '')
  if (path?.value.startsWith('/'))
    reader.fact({ kind: 'path', path, access: 'write', by: isGone ? 'umount' : 'mount' }, scope)
}

const touches =
  (access: 'read' | 'used', ...names: readonly string[]): Module =>
  (parameters, { reader, scope }) => {
    const path = locatedText(parameters.text(...names))
    const by = parameters.text('state')?.text.trim() === 'absent' ? 'rm' : undefined
    if (path?.value.startsWith('/')) reader.fact({ kind: 'path', path, access, by }, scope)
  }

/** A path of which a task only asks whether it is there. */
const asks: Module = (parameters, { reader, scope }) => {
  const operand = locatedText(parameters.text('path', 'dest', 'name'))
  if (operand && /^(?:[A-Za-z]:|\\|\/)/.test(operand.value))
    reader.fact({ kind: 'test', operator: '-e', operand }, scope)
}

/** A path that a task waits for. */
const awaits: Module = (parameters, use) => {
  const isGone = /^(?:absent|drained|stopped)$/.test(parameters.text('state')?.text.trim() ?? '')
  if (!isGone) asks(parameters, { ...use, scope: use.reader.open('branch', { waits: true }, use.scope) })
}

/** A service of Windows by its program: nssm is given the arguments apart, and others what it depends on. */
const windowsService: Module = (parameters, use) => {
  const { reader, scope } = use
  service(parameters, use)
  const started = parameters.text('application', 'path')
  const program = started && componentProgram(started.text.trim().split(/\s/)[0]!.replaceAll('"', ''))
  const texts = [parameters.text('arguments', 'app_parameters'), ...itemsOf(parameters.node('arguments')).map(textOf)]
  if (program)
    for (const text of [started, ...texts])
      for (const flag of text ? flagWords(text) : []) reader.fact({ kind: 'flag', program, ...flag }, scope)
  const unit = parameters.text('name')?.text.trim()
  const needs = parameters.node('dependencies')
  for (const need of needs?.kind === 'scalar' ? [needs] : itemsOf(needs)) {
    const target = need.kind === 'scalar' ? locatedText(maskActions(need.content())) : undefined
    if (target) reader.fact({ kind: 'unit-dependency', unit, directive: 'DependOnService', target }, scope)
  }
}

const textOf = (node: TreeNode): Source | undefined =>
  node.kind === 'scalar' ? maskActions(node.content()) : undefined

/** A command that is one parameter among others. */
const runsText =
  (name: string): Module =>
  (parameters, { reader, scope }) => {
    const text = parameters.text(name)
    if (text) reader.embed({ language: 'shell' }, text, scope)
  }

/** Objects that a task applies: `kubernetes.core.k8s` with its definition in the task. */
const applies: Module = (parameters, { reader, scope, source }) => {
  const node = parameters.node('definition') ?? parameters.node('resource_definition')
  if (node?.kind === 'map') reader.tree({ root: node, source, comments: [] }, scope)
  for (const item of node?.kind === 'list' ? itemsOf(node) : [])
    if (item.kind === 'map') reader.tree({ root: item, source, comments: [] }, scope)
  const text = node?.kind === 'scalar' ? parameters.text('definition', 'resource_definition') : undefined
  if (text) reader.embed({ language: 'yaml' }, text, scope)
}

/** By the last part of the module's name: `ansible.builtin.shell` and `shell` are one. */
export const modules: ReadonlyMap<string, Module> = new Map<string, Module>([
  ['shell', runs('shell')],
  ['command', runs('shell')],
  ['raw', runs('shell')],
  ['win_shell', runs('powershell')],
  ['win_command', runs('powershell')],
  ['win_powershell', runs('powershell')],
  ['psexec', runs('powershell')],
  ['expect', runsText('command')],
  ['service', service],
  ['systemd', service],
  ['systemd_service', service],
  ['sysvinit', service],
  ['win_service', windowsService],
  ['win_nssm', windowsService],
  ['copy', writes('content')],
  ['win_copy', writes('content')],
  ['blockinfile', writes('block')],
  ['lineinfile', writes('line')],
  ['win_lineinfile', writes('line')],
  ['replace', writes('replace')],
  ['ini_file', setting],
  ['file', touches('used', 'path', 'dest', 'name')],
  ['mount', mounts],
  ['stat', asks],
  ['win_stat', asks],
  ['wait_for', awaits],
  ['find', touches('read', 'paths', 'path')],
  ['slurp', touches('read', 'src', 'path')],
  ['fetch', touches('read', 'src')],
  ['cron', runsText('job')],
  ['at', runsText('command')],
  ['k8s', applies],
  ['k8s_raw', applies],
])
