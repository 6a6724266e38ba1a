/*
 * Docker's service: who acts on it, what depends on it, and what becomes of them without it.
 * Sources: systemctl(1), systemd.unit(5), journalctl(1), service(8), rc-service(8) and rc-update(8) of OpenRC, initctl(8),
 * chkconfig(8), update-rc.d(8), invoke-rc.d(8); moby/moby contrib/init.
 */
import { isDockerProgram } from './docker-cli.ts'

/** Windows asks for no case, and writes the service `Docker`. */
const UNIT = /^docker(\.service|\.socket)?$/i

/** Whether it is the name of Docker's own unit. */
export const isDockerUnit = (name: string): boolean => UNIT.test(name)

/** Docker's own units, and those that Red Hat and its storage add to them; all depend on Docker rightly. */
export const dependsRightly = (unit: string): boolean =>
  /^(?:cri-)?dockerd?(?:-latest|-storage(?:-setup)?|-containerd)?(?:@[^.]*)?(?:\.\w+)?$/.test(unit)

/** Whether it is the journal of a runtime other than Docker, under any of its names. */
export const isOtherRuntimeUnit = (name: string): boolean =>
  /^(?:containerd|crio|cri-o|container-runtime|cri-docker)(?:\.service)?$/.test(name)

/** Whether it is the file that Docker's daemon logs into. */
export const isDockerLog = (path: string): boolean => /^\/var\/(?:log|lib)\/docker\.log$/.test(path)

/** The units of the runtimes that can take Docker's place. */
const RUNTIME_UNITS: Readonly<Record<string, string>> = { containerd: 'containerd', 'cri-o': 'crio' }

/**
 * A word that names Docker's unit, with the runtime's in its place and in the same form: `docker.service`, `-udocker`. Neither
 * runtime has a socket unit. Undefined for a runtime that needs Docker.
 */
export function withRuntimeUnit(word: string, runtime: string): string | undefined {
  const unit = RUNTIME_UNITS[runtime]
  // Windows does not tell capitals in the name of a service.
  const docker = /docker(\.service|\.socket)?$/i
  if (unit === undefined || !docker.test(word)) return undefined
  return word.replace(docker, (_, kind?: string) => unit + (kind ? '.service' : ''))
}

/** Tools that act on services, and where the unit stands among their arguments: behind the verb, or before it. */
const MANAGERS: Readonly<Record<string, 'verb-first' | 'unit-first'>> = {
  systemctl: 'verb-first',
  service: 'unit-first',
  'rc-service': 'unit-first',
  'rc-update': 'verb-first',
  initctl: 'verb-first',
  start: 'unit-first',
  restart: 'unit-first',
  chkconfig: 'unit-first',
  'update-rc.d': 'unit-first',
  'invoke-rc.d': 'unit-first',
}

/** What a migration does with Docker's service on purpose. */
const FAREWELL = new Set(['stop', 'disable', 'mask', 'kill', 'off', 'remove', 'del', 'reset-failed'])

/** Only looked at: the rule docker-probe speaks of these. */
const LOOKS = new Set([
  'status',
  'is-active',
  'is-enabled',
  'is-failed',
  'show',
  'cat',
  'list-units',
  'list-unit-files',
])

/** How a command deals with Docker's service. */
export interface ServiceCall {
  /** Where the unit is named: the argument's index, or -1 for the name of the command. */
  readonly at: number
  /** What the command does, as a sentence begins. */
  readonly what: string
  /** `breaks`: it needs the service. `half`: it may do without. `farewell`: it is part of the move. */
  readonly effect: 'breaks' | 'half' | 'farewell'
}

/** What a command does with Docker's service, if anything. `isUnit` says that a unit file starts it. */
export function serviceCall(program: string, args: readonly string[], isUnit: boolean): ServiceCall | undefined {
  const name = program.replace(/^.*[/\\]/, '')
  if (isDockerProgram(name, [args[0] ?? '']) === 'dockerd') {
    // `docker daemon` was a mode of the client.
    const call = isDockerProgram(program) === 'dockerd' ? 'dockerd' : `docker ${args[0]}`
    return isUnit ? { at: -1, what: `Starts the Docker daemon "${call}"`, effect: 'half' } : undefined
  }
  if (name === 'journalctl') {
    const at = args.findIndex((arg, index) => isJournalUnit(arg, args[index - 1]))
    return at < 0 ? undefined : { at, what: `Reads the journal of "${args[at]}"`, effect: 'half' }
  }
  const words = args.filter(arg => !arg.startsWith('-'))
  if (/^\/etc\/(?:rc\.d\/)?init\.d\/docker$/.test(program))
    return action(-1, words[0] ?? name, verb => `${program} ${verb}`)
  const order = MANAGERS[name]
  const at = order ? args.findIndex(isDockerUnit) : -1
  if (at < 0) return undefined
  return order === 'verb-first'
    ? action(at, words[0] ?? name, verb => `${name} ${verb} ${args[at]}`)
    : action(at, words[1] ?? name, verb => `${name} ${args[at]} ${verb}`)
}

function action(at: number, verb: string, shown: (verb: string) => string): ServiceCall | undefined {
  if (LOOKS.has(verb)) return undefined
  return { at, what: `"${shown(verb)}" acts on Docker's service`, effect: FAREWELL.has(verb) ? 'farewell' : 'breaks' }
}

const isJournalUnit = (word: string, before: string | undefined): boolean =>
  (before === '-u' || before === '--unit' ? UNIT : /^(-u|--unit=)docker(\.service)?$/).test(word)

/** Directives that stop or never start the unit when its target is missing. */
const BINDING = new Set(['Requires', 'Requisite', 'BindsTo', 'PartOf', 'DependOnService', 'DependsOn', 'start on'])
/** Directives that say nothing of what a unit needs. */
const HARMLESS = new Set(['Before', 'Conflicts', 'JoinsNamespaceOf'])

type Binding = 'binding' | 'loose' | 'harmless' | 'pulled' | 'pulled-too'

/** Whether a directive has the unit that it names start this one. */
export const isPulledBy = (directive: string): boolean => /^(?:RequiredBy|WantedBy|UpheldBy)$/.test(directive)

/** What a directive of a unit asks of the unit that it names. `elsewhere`: another unit than Docker's starts this one, too. */
export const bindingOf = (directive: string, elsewhere: boolean): Binding =>
  isPulledBy(directive)
    ? elsewhere
      ? 'pulled-too'
      : 'pulled'
    : BINDING.has(directive)
      ? 'binding'
      : HARMLESS.has(directive)
        ? 'harmless'
        : 'loose'

/** Actions as files call them, and as a sentence does. */
const DONE: Readonly<Record<string, string>> = {
  start: 'started',
  restart: 'restarted',
  stop: 'stopped',
  enable: 'enabled',
  disable: 'disabled',
  mask: 'masked',
  reload: 'reloaded',
}

/** An action of a service list or task as a sentence has it. */
export const doneTo = (action: string): string => DONE[action] ?? action

/** Whether an action of a service list or task takes the service away. */
export const isFarewell = (action: string): boolean => /^(?:stop|mask|disab|absent|remov|dead|false)/.test(action)

/** What becomes of a step that acts on the service. */
export const actionBreaks = (step: string, isNote: boolean): string =>
  isNote
    ? `Stopping Docker is part of the move. Once Docker Engine is uninstalled, ${step === 'command' ? 'the command fails because there is no such service' : 'there is no such service'}.`
    : `Without dockershim (Kubernetes 1.24) no pod depends on this service. On a node without Docker Engine the ${step} fails; where it is still installed, nothing that Kubernetes runs is affected.`

/** What becomes of a unit that names Docker's, by what it asks of it. */
export const dependencyBreaks: Readonly<Record<Binding, string>> = {
  binding:
    'On a node without Docker Engine there is no such unit, and this one does not start. Where Docker is still installed, stopping it stops this unit too.',
  loose:
    'On a node without Docker Engine there is no such unit, and systemd silently ignores the line: nothing makes this unit wait for the new runtime.',
  pulled: "On a node without Docker Engine Docker's unit is never started, and nothing else starts this one.",
  'pulled-too':
    'On a node without Docker Engine the line says nothing: what the unit names beside it still starts the unit.',
  harmless: 'On a node without Docker Engine there is no such unit, and systemd silently ignores the line.',
}

/** What to write instead, by what a unit asks of Docker's. */
export const dependencyInstead = (directive: string, kind: Binding, runtime: string): string =>
  kind === 'pulled'
    ? `Write "${directive}=multi-user.target", or name the unit of the runtime: ${runtimeServices(runtime, '.service')}.`
    : `Name the unit of the runtime: ${runtimeServices(runtime, '.service')}.`

/** The services that may take Docker's place, for a sentence. CRI-O is named alone where it was chosen. */
export const runtimeServices = (runtime: string, ending = ''): string =>
  runtime === 'cri-o' ? `"crio${ending}"` : `"containerd${ending}" or "crio${ending}"`
