/** What a script does with services, and what it says that they depend on. */
import { componentProgram } from '../../reading/component-names.ts'
import { programOfVariable } from '../../reading/flag-words.ts'
import { locate } from '../../text/source.ts'
import { cmdletName, given, type Parameters, parametersOf } from './cmdlets.ts'
import type { Here } from './here.ts'
import type { Word } from './tree.ts'
import { listed, locatedOf, sourceOf, textOf } from './word.ts'

/** What a cmdlet does with the services it is given. */
const CMDLETS: Readonly<Record<string, string>> = {
  'start-service': 'started',
  'restart-service': 'restarted',
  'stop-service': 'stopped',
  'suspend-service': 'stopped',
  'resume-service': 'started',
  'remove-service': 'removed',
  'set-service': 'enabled',
}

/** What a verb of nssm, net and sc does with the service behind it; where a verb is not here, it says so itself. */
const VERBS: Readonly<Record<string, string>> = { start: 'started', stop: 'stopped', restart: 'restarted' }

/** Says what a cmdlet such as Start-Service does; false when the cmdlet is none of these. */
export function saysServiceCmdlet(
  cmdlet: string,
  parameters: Parameters,
  here: Here,
  piped: Parameters = NOTHING,
): boolean {
  if (!Object.hasOwn(CMDLETS, cmdlet)) return false
  const startup = given(parameters, 'startuptype').map(word => textOf(here.source, word))
  const action = /disabled/i.test(startup.join()) ? 'disabled' : CMDLETS[cmdlet]!
  const named = namesIn(parameters)
  for (const word of listed(named.length ? named : namesIn(piped))) saysService(word, action, here)
  return true
}

/** Methods of a service, as the cmdlet that does the same. */
const METHODS: Readonly<Record<string, string>> = {
  '.start': 'start-service',
  '.stop': 'stop-service',
  '.continue': 'resume-service',
  '.pause': 'suspend-service',
}

/** Says what a method of a service does: `(Get-Service docker).Start()`. */
export function saysServiceMethod(method: string, of: Word, here: Here): void {
  const cmdlet = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
  const [part] = of.parts
  const [node] = part?.kind === 'script' ? part.nodes : []
  if (!cmdlet || node?.kind !== 'call' || !node.words[0]) return
  if (cmdletName(textOf(here.source, node.words[0])) !== 'get-service') return
  saysServiceCmdlet(cmdlet, NOTHING, here, parametersOf(here.source, node.words))
}

const NOTHING: Parameters = new Map()

function namesIn(parameters: Parameters): readonly Word[] {
  const named = given(parameters, 'name', 'inputobject', 'displayname')
  return named.length ? named : (parameters.get('') ?? [])
}

/** Says what a service that New-Service makes depends on. */
export function saysNewService(parameters: Parameters, here: Here): void {
  const [unit] = [...given(parameters, 'name'), ...(parameters.get('') ?? [])]
  for (const word of listed(given(parameters, 'dependson')))
    saysDependencies(unit && textOf(here.source, unit), 'DependsOn', word, here)
}

/** Says what nssm, net and sc do with services; `args` stand behind the program. */
export function saysServiceTool(program: string, args: readonly Word[], here: Here): void {
  if (program !== 'nssm' && program !== 'net' && program !== 'sc') return
  const texts = args.map(word => textOf(here.source, word))
  const verb = texts[0]?.toLowerCase() ?? ''
  const unit = texts[1]
  if (program === 'nssm' && verb === 'set' && texts[2]?.toLowerCase() === 'dependonservice')
    for (const word of args.slice(3)) saysDependencies(unit, 'DependOnService', word, here)
  else if (/^(start|stop|restart|enable|disable|pause)$/.test(verb)) {
    if (args[1]) saysService(args[1], VERBS[verb] ?? verb, here)
  } else if (program === 'sc' && (verb === 'config' || verb === 'create')) {
    const at = texts.findIndex(each => /^depend=/i.test(each))
    if (at < 0) return
    const target = texts[at]!.length > 'depend='.length ? args[at] : args[at + 1]
    if (target) saysDependencies(unit, 'DependOnService', target, here)
  }
}

/** The program of a service and its arguments, where nssm is told them: `nssm install NAME PROGRAM …`, `nssm set NAME AppParameters …`. */
export function serviceCommand(
  program: string,
  args: readonly Word[],
  { source, script }: Here,
): { program: string; args: readonly Word[] } | undefined {
  const [verb, service, what] = args
  if (program !== 'nssm' || !verb || !service || !what) return undefined
  const name = textOf(source, service).toLowerCase()
  const keep = (word: Word): string => {
    const started = componentProgram(textOf(source, word)) ?? programOfVariable(textOf(source, word)) ?? ''
    script.services.set(name, started)
    return started
  }
  const known = (): string => script.services.get(name) || programOfVariable(name) || program
  switch (textOf(source, verb).toLowerCase()) {
    case 'install':
      return { program: keep(what) || known(), args: args.slice(3) }
    case 'set': {
      const setting = textOf(source, what).toLowerCase()
      if (setting === 'application' && args[3]) keep(args[3])
      return setting === 'appparameters' ? { program: known(), args: args.slice(3) } : undefined
    }
  }
  return undefined
}

function saysService(word: Word, action: string, { source, scope, script }: Here): void {
  const unit = locatedOf(source, word)
  if (unit.value !== '') script.reader.fact({ kind: 'service', unit, action }, scope)
}

/** Says the services that a word names as needed by one; several are parted by `/` or blanks. */
function saysDependencies(unit: string | undefined, directive: string, word: Word, here: Here): void {
  const source = sourceOf(here.source, word, false)
  for (const match of source.text.matchAll(/[^\s/=]+/g)) {
    if (match[0].toLowerCase() === 'depend') continue
    const target = locate(source, match.index, match.index + match[0].length)
    here.script.reader.fact({ kind: 'unit-dependency', unit, directive, target }, here.scope)
  }
}
