import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { isDockerProgram } from '../src/knowledge/docker-cli.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  type Context,
  defineRule,
  type FactOf,
  guardsOf,
  type Level,
  type Located,
  levelOf,
  lower,
} from '../src/rule.ts'

export default defineRule({
  id: 'docker-service',
  level: 'error',
  summary: "Something depends on Docker's service",
  docs: {
    why: 'After the move nothing on a node starts, restarts or watches docker.service. A script that restarts it fails, or restarts a daemon that no pod uses; a unit that requires it does not start.',
    instead: 'Name the service of the runtime that the node has: containerd.service or crio.service.',
    bad: ['restart-node.sh', '#!/bin/sh\nsystemctl restart docker kubelet\n'],
    good: ['restart-node.sh', '#!/bin/sh\nsystemctl restart containerd kubelet\n'],
  },
  triggers: [
    { word: 'docker', followedBy: /^(?:d|\.service|\.socket|-current)?(?![\w./:@-])/ },
    'docker.service',
    'docker.socket',
    'dockerd',
    'docker.log',
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    command: checkCommand,
    service: checkService,
    'unit-dependency': checkDependency,
    // The daemon's own log, which a collector reads from the journal or a file.
    setting(setting, context) {
      const { key, at, value } = setting
      if (key[0] !== 'journal' || key[1] !== 'unit' || !UNIT.test(value?.value ?? '')) return
      const others = context.near(setting, 'script', 'setting').filter(other => other.key[0] === 'journal')
      if (!others.some(other => OTHER_RUNTIME.test(other.value?.value ?? ''))) tellLog(at, context)
    },
    path(path, context) {
      if (path.role === 'log' && /^\/var\/(?:log|lib)\/docker\.log$/.test(path.path.value)) tellLog(path.path, context)
    },
  },
})

const UNIT = /^docker(\.service|\.socket)?$/
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

/** The journal of the runtime under any name. */
const OTHER_RUNTIME = /^(?:containerd|crio|cri-o|container-runtime|cri-docker)(?:\.service)?$/

const tellLog = (at: Located, { report }: Context): void =>
  report(at, {
    what: `Collects the log of Docker's own service: "${at.value}"`,
    breaks:
      "After the move Docker's service writes nothing, so this input goes silent. Container logs are not concerned.",
    instead: 'Collect the journal of containerd.service or crio.service beside it, and remove it in the end.',
    level: 'note',
  })

function checkCommand(command: FactOf<'command'>, context: Context): void {
  const name = command.name.value.replace(/^.*[/\\]/, '')
  const words = command.args.filter(arg => !arg.value.startsWith('-'))
  const isDaemon = isDockerProgram(name, [command.args[0]?.value ?? '']) === 'dockerd'
  if (isDaemon) {
    if (command.via === 'unit')
      tell(command, command.name, `Starts the Docker daemon "${daemonCall(command)}"`, lower(levelOf(command)), context)
    return
  }
  if (name === 'journalctl') {
    const unit = command.args.find((arg, index) => journalUnit(arg.value, command.args[index - 1]?.value))
    if (unit) tell(command, unit, `Reads the journal of "${unit.value}"`, lower(levelOf(command)), context)
    return
  }
  const script = /^\/etc\/(?:rc\.d\/)?init\.d\/docker$/.test(command.name.value)
  const order = script ? 'unit-first' : MANAGERS[name]
  if (!order) return
  const verb = (script ? words[0] : order === 'verb-first' ? words[0] : words[1])?.value ?? name
  if (LOOKS.has(verb)) return
  const units = script ? [command.name] : words.filter(word => UNIT.test(word.value))
  const unit = units[0]
  if (unit) {
    const level = FAREWELL.has(verb) ? 'note' : levelOf(command)
    tell(
      command,
      unit,
      `"${order === 'verb-first' ? `${name} ${verb} ${unit.value}` : script ? `${unit.value} ${verb}` : `${name} ${unit.value} ${verb}`}" acts on Docker's service`,
      level,
      context,
    )
  }
}

/** `dockerd`, or `docker daemon` where it was a mode of the client. */
const daemonCall = ({ name, args }: FactOf<'command'>): string =>
  isDockerProgram(name.value) === 'dockerd' ? 'dockerd' : `docker ${args[0]?.value}`

/** Directives that stop or never start the unit when its target is missing. */
const BINDING = new Set(['Requires', 'Requisite', 'BindsTo', 'PartOf', 'DependOnService', 'start on'])
/** Directives that say nothing of what a unit needs. */
const HARMLESS = new Set(['Before', 'Conflicts', 'JoinsNamespaceOf'])

/** Docker's own units, and those that Red Hat and its storage add to them. */
const OWN_UNITS = /^(?:cri-)?dockerd?(?:-latest|-storage(?:-setup)?|-containerd)?(?:@[^.]*)?(?:\.\w+)?$/

/** A unit that depends on Docker's. The units of Docker and of cri-dockerd depend on it rightly. */
function checkDependency(fact: FactOf<'unit-dependency'>, { report }: Context): void {
  const { unit, directive, target } = fact
  if (!UNIT.test(target.value) || OWN_UNITS.test(unit ?? '')) return
  const binding = BINDING.has(directive)
  const level = HARMLESS.has(directive) ? 'note' : binding ? levelOf(fact) : lower(levelOf(fact))
  report(target, {
    what: `${unit ? `The unit "${unit}"` : 'A unit'} names Docker's unit in "${directive}${directive.includes(' ') ? ' ' : '='}${target.value}"`,
    breaks: binding
      ? 'On a node without Docker Engine there is no such unit, so this one does not start; where it is still installed, stopping Docker stops this one too.'
      : 'On a node without Docker Engine there is no such unit, and the line is ignored in silence: nothing makes this unit wait for the runtime that took its place.',
    instead: 'Name the unit of the runtime: "containerd.service" or "crio.service".',
    level: guardsForDocker(guardsOf(fact.scope)) ? lower(level) : level,
  })
}

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

/** A service list or task that names Docker's unit. */
function checkService(fact: FactOf<'service'>, { report }: Context): void {
  const { unit, action } = fact
  if (!UNIT.test(unit.value)) return
  const level = /^(?:stop|mask|disab|absent|remov|dead|false)/.test(action) ? 'note' : levelOf(fact)
  report(unit, {
    what: `The service "${unit.value}" is to be ${DONE[action] ?? action}`,
    breaks:
      level === 'note'
        ? 'Stopping Docker is part of the move. Once Docker Engine is uninstalled, there is no such service.'
        : 'Without dockershim (Kubernetes 1.24) no pod depends on this service. On a node without Docker Engine the step fails; where it is still installed, nothing that Kubernetes runs is affected.',
    instead: 'Name the service of the runtime: "containerd" or "crio".',
    level: guardsForDocker(guardsOf(fact.scope)) ? lower(level) : level,
  })
}

const journalUnit = (word: string, before: string | undefined): boolean =>
  (before === '-u' || before === '--unit' ? UNIT : /^(-u|--unit=)docker(\.service)?$/).test(word)

function tell(command: FactOf<'command'>, at: Located, what: string, level: Level, { report }: Context): void {
  if (hasOwnDocker(command) || command.wrappers.some(wrapper => /^(docker|kubectl)( |$)/.test(wrapper))) return
  report(at, {
    what,
    breaks:
      level === 'note'
        ? 'Stopping Docker is part of the move. Once Docker Engine is uninstalled, the command fails because there is no such service.'
        : 'Without dockershim (Kubernetes 1.24) no pod depends on this service. On a node without Docker Engine the command fails; where it is still installed, nothing that Kubernetes runs is affected.',
    instead: 'Act on the service of the runtime: "containerd" or "crio".',
    level: guardsForDocker(guardsOf(command.scope)) ? lower(level) : level,
  })
}
