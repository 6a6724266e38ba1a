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
import { hasOwnDocker } from '../src/surroundings.ts'

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
  triggers: [/docker(?:d|\.service|\.socket|-current)?(?![\w./:@-])/, 'docker.service', 'docker.socket', 'dockerd'],
  exceptWith: ['cri-dockerd'],
  check: { command: checkCommand },
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

function checkCommand(command: FactOf<'command'>, context: Context): void {
  const name = command.name.value.replace(/^.*[/\\]/, '')
  const words = command.args.filter(arg => !arg.value.startsWith('-'))
  if (isDockerProgram(name) === 'dockerd') {
    if (command.via === 'unit')
      tell(command, command.name, 'Starts the Docker daemon "dockerd"', lower(levelOf(command)), context)
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
