import { type Dependents, dependentsOf, endsScript, onlyMakes } from '../src/evidence/docker-tests.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { dockerReplacement, isDockerProgram } from '../src/knowledge/docker-cli.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { dockerSocket } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  type Level,
  type Located,
  levelOf,
  lower,
} from '../src/rule.ts'

export default defineRule({
  id: 'docker-probe',
  level: 'error',
  summary: 'Code tests whether Docker is there',
  docs: {
    why: 'A script that looks for the docker program, its daemon or its socket takes another branch once they are gone: it installs Docker again, gives up, or silently skips its work.',
    instead:
      'Test for the runtime that the node has, for example with "crictl info" or the containerd socket, or drop the test.',
    bad: [
      'node-ready.sh',
      '#!/bin/sh\nsystemctl is-active kubelet || exit 1\ncommand -v docker > /dev/null || exit 1\n',
    ],
    good: [
      'node-ready.sh',
      '#!/bin/sh\nsystemctl is-active kubelet || exit 1\ncommand -v crictl > /dev/null || exit 1\n',
    ],
  },
  triggers: [
    { word: 'docker', followedBy: /^(?:d|-compose|\.exe|\.service)?(?![\w./:@-])/ },
    'docker.sock',
    'docker_engine',
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    command(command, context) {
      const name = command.name.value.replace(/^.*[/\\]/, '')
      if (isDockerProgram(name) === 'docker') {
        const { purpose, subcommand } = dockerReplacement(command.args.map(arg => arg.value))
        const asks = purpose === 'client' && (subcommand === '' || subcommand === 'version')
        if (asks && (command.tested || endsScript(command, context)))
          tell(command, command.name, `Tests for Docker with "docker ${subcommand || '--version'}"`, context)
        return
      }
      const found = asksFor(name, command.args)
      if (found) tell(command, found, `Tests whether "${found.value}" is there`, context)
    },
    test(test, context) {
      const path = test.operand.value
      if (/^(?:Condition|Assert)Path/.test(test.operator)) {
        // Where the unit calls Docker itself, that call is told of.
        const calls = context
          .near(test, 'file', 'command')
          .some(({ name }) => isDockerProgram(name.value) !== undefined)
        if (!calls && path.startsWith('/') && (isDockerProgram(path) !== undefined || dockerSocket(path) === 'node'))
          tell(test, test.operand, `Starts the unit only where "${path}" is there`, context, isNamedForDocker(test))
        return
      }
      if (!/^-[SefxrwdLhs]$/.test(test.operator)) return
      const isProgram = path.startsWith('/') && isDockerProgram(path) !== undefined && !onlyMakes(test, context)
      if (isProgram || dockerSocket(path) === 'node')
        tell(test, test.operand, `Tests whether "${path}" is there`, context)
    },
  },
})

/** Programs that look for another one, and services or processes by name. */
const LOOKUPS = /^(command|which|type|hash|whereis|pgrep|pidof|where|Get-Command|gcm|Get-Service|gsv|Get-Process)$/i
/** Functions that scripts define for the same. */
const OWN_LOOKUPS = /(exists?|installed|require|has|have|check|need|ensure|find)_?/i
const STATES = new Set(['is-active', 'is-enabled', 'is-failed', 'status', 'show', 'cat'])
const UNIT = /^docker(\.service|\.socket)?$/

/** The argument that names Docker, when a call asks whether a program or service is there. */
function asksFor(name: string, args: readonly Located[]): Located | undefined {
  const words = args.filter(arg => !arg.value.startsWith('-'))
  if (LOOKUPS.test(name)) return words.find(word => isDockerProgram(word.value) !== undefined)
  if (name === 'systemctl')
    return STATES.has(words[0]?.value ?? '') ? words.find(word => UNIT.test(word.value)) : undefined
  if (name === 'service')
    return STATES.has(words[1]?.value ?? '') && UNIT.test(words[0]?.value ?? '') ? words[0] : undefined
  if (
    /^[\w-]+$/.test(name) &&
    /command|cmd|program|binary|bin|tool|executable|exists|installed/i.test(name) &&
    OWN_LOOKUPS.test(name)
  )
    return words.find(word => isDockerProgram(word.value) !== undefined)
  return undefined
}

/** Whether a unit is by its name for Docker only: `docker-prune.timer`. */
const isNamedForDocker = ({ scope }: FactOf<'test'>): boolean =>
  [enclosing(scope, 'script')?.name, enclosing(scope, 'file')?.name].some(name =>
    /(?:^|[/-])docker[\w.@-]{0,80}\.(?:service|timer|path|mount|socket)$/.test(name ?? ''),
  )

function tell(
  fact: FactOf<'command' | 'test'>,
  at: Located,
  what: string,
  context: Context,
  isForDocker = false,
): void {
  if (hasOwnDocker(fact)) return
  const dependents = dependentsOf(fact, context)
  // What is only shown to people is said by the rule docker-service.
  if (dependents === 'shown') return
  const alone = levelOf(fact)
  const isForNothing = dependents === 'removal' || dependents === 'each-runtime'
  const level: Level =
    isForNothing || isForDocker || guardsForDocker(guardsOf(fact.scope))
      ? 'note'
      : dependents === 'branch'
        ? lower(alone)
        : alone
  context.report(at, {
    what,
    breaks:
      dependents === 'branch' && fact.kind === 'command' && printsState(fact)
        ? NOTHING_TO_PRINT
        : isForDocker
          ? UNIT_OF_DOCKER
          : BREAKS[dependents],
    instead:
      'Test for the runtime that the node has ("crictl info", /run/containerd/containerd.sock, /var/run/crio/crio.sock), or drop the test.',
    level,
  })
}

/** Whether a call prints what it knows of a service, and nothing asks how it ended. */
const printsState = ({ name, args, tested }: FactOf<'command'>): boolean =>
  !tested &&
  /(?:^|\/)(?:systemctl|service)$/.test(name.value) &&
  args.some(({ value }) => /^(?:status|show|cat)$/.test(value))

const UNIT_OF_DOCKER =
  'Once the node has left Docker Engine systemd skips the unit. By its name it is for Docker only, and then a leftover.'
const NOTHING_TO_PRINT =
  'Once Docker Engine is uninstalled there is no such service: the call fails, or prints nothing of use.'

const BREAKS: Readonly<Record<Exclude<Dependents, 'shown'>, string>> = {
  branch: 'Once the node has left Docker Engine the test fails, and the code silently takes its other branch.',
  waits: 'Once the node has left Docker Engine the loop waits forever, and what follows is never done.',
  unit: 'Once the node has left Docker Engine the command fails, and systemd does not start the unit.',
  condition: 'Once the node has left Docker Engine systemd silently skips the unit: what it does is never done.',
  rest: 'Once the node has left Docker Engine the command fails, and the script ends there ("set -e"): what follows is never done.',
  removal: 'It finds Docker to remove it, which is part of the move. Once it is gone the test changes nothing.',
  'each-runtime':
    'Other runtimes are asked for or handled beside it, so on a node without Docker Engine only this part is skipped.',
}
