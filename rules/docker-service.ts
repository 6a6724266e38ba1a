import { levelInBranch } from '../src/evidence/docker-branch.ts'
import { isOnlyShown } from '../src/evidence/docker-tests.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { bridgeBreaks, bridgeInstead, bridgeUse } from '../src/knowledge/docker-bridge.ts'
import {
  actionBreaks,
  bindingOf,
  dependencyBreaks,
  dependencyInstead,
  dependsRightly,
  doneTo,
  isDockerLog,
  isDockerUnit,
  isFarewell,
  isOtherRuntimeUnit,
  isPulledBy,
  runtimeServices,
  serviceCall,
  withRuntimeUnit,
} from '../src/knowledge/docker-service.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  type Located,
  levelOf,
  lower,
  remove,
  replace,
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
    { word: 'docker:', followedBy: /^[ \t]{0,60}(?:[#\r\n]|$)/ },
    'docker.service',
    'docker.socket',
    'dockerd',
    'docker.log',
    'docker0',
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    command(command, context) {
      const { name, args, via, wrappers, tested } = command
      const values = args.map(arg => arg.value)
      const unit = args.find(({ value }) => isDockerUnit(value))
      if (unit && isOnlyShown(command, context)) {
        context.report(unit, {
          what: `Shows the state of Docker's service "${unit.value}"`,
          breaks: 'Once Docker Engine is uninstalled there is none to show. Nothing depends on the answer.',
          instead: `Show the service of the runtime: ${runtimeServices(context.settings.runtime)}.`,
          level: 'note',
        })
        return
      }
      const bridge = tested ? undefined : bridgeUse(name.value, values)
      if (bridge !== undefined) tellBridge(command, args[bridge]!, context)
      const call = serviceCall(name.value, values, via === 'unit')
      if (!call || hasOwnDocker(command) || wrappers.some(wrapper => /^(docker|kubectl)( |$)/.test(wrapper))) return
      const alone = levelOf(command)
      const level = call.effect === 'farewell' ? 'note' : call.effect === 'half' ? lower(alone) : alone
      context.report(args[call.at] ?? name, {
        what: call.what,
        breaks: actionBreaks('command', level === 'note'),
        instead: `Act on the service of the runtime: ${runtimeServices(context.settings.runtime)}.`,
        level: levelInBranch(command, level),
        fix: call.effect === 'farewell' ? undefined : unitFix(command, args[call.at], args, context),
      })
    },
    service(service, context) {
      const { unit, action } = service
      if (!isDockerUnit(unit.value)) return
      const level = isFarewell(action) ? 'note' : levelOf(service)
      context.report(unit, {
        what: `The service "${unit.value}" is to be ${doneTo(action)}`,
        breaks: actionBreaks('step', level === 'note'),
        instead: `Name the service of the runtime: ${runtimeServices(context.settings.runtime)}.`,
        level: levelInBranch(service, level),
        fix: isFarewell(action) ? undefined : unitFix(service, unit, [], context),
      })
    },
    'unit-dependency': checkDependency,
    // The daemon's own log, which a collector reads from the journal or a file.
    setting(setting, context) {
      const { key, at, value } = setting
      if (key[0] !== 'journal' || key[1] !== 'unit' || !isDockerUnit(value?.value ?? '')) return
      const others = context.near(setting, 'script', 'setting').filter(other => other.key[0] === 'journal')
      if (!others.some(other => isOtherRuntimeUnit(other.value?.value ?? ''))) tellLog(at, context)
    },
    path({ role, path }, context) {
      if (role === 'log' && isDockerLog(path.value)) tellLog(path, context)
    },
  },
})

function checkDependency(fact: FactOf<'unit-dependency'>, context: Context): void {
  const { unit, directive, target } = fact
  if (!isDockerUnit(target.value) || dependsRightly(unit ?? '')) return
  const kind = bindingOf(directive, isPulledElsewhere(fact, context))
  const level =
    kind === 'harmless' || kind === 'pulled-too' ? 'note' : kind === 'binding' ? levelOf(fact) : lower(levelOf(fact))
  const beside = context
    .near(fact, 'file', 'unit-dependency')
    .filter(other => other.directive === directive && other.unit === unit)
  context.report(target, {
    what: `${unit ? `The unit "${unit}"` : 'A unit'} names Docker's unit in "${directive}${directive.includes(' ') ? ' ' : '='}${target.value}"`,
    breaks: dependencyBreaks[kind],
    instead: dependencyInstead(directive, kind, context.settings.runtime),
    level: levelInBranch(fact, level),
    fix:
      kind === 'harmless'
        ? undefined
        : unitFix(
            fact,
            target,
            beside.map(other => other.target),
            context,
          ),
  })
}

/** Whether a target or unit that is not Docker's starts the same unit: `WantedBy=multi-user.target` beside `RequiredBy=docker.service`. */
const isPulledElsewhere = (fact: FactOf<'unit-dependency'>, { near }: Context): boolean =>
  near(fact, 'file', 'unit-dependency').some(
    other => other.unit === fact.unit && isPulledBy(other.directive) && !isDockerUnit(other.target.value),
  )

/** The runtime's unit in the place of Docker's; where that is named beside it, Docker's goes. */
function unitFix(fact: Fact, at: Located | undefined, beside: readonly Located[], context: Context): Fix | undefined {
  const unit = at && withRuntimeUnit(at.value, context.settings.runtime)
  if (!at || unit === undefined || guardsForDocker(guardsOf(fact.scope))) return undefined
  const isThere = beside.some(
    other =>
      other.value === unit ||
      other.value === `${unit}.service` ||
      (at.value.endsWith('.socket') && other.value === 'docker.service'),
  )
  return isThere ? remove(at.value, [at], 'after') : replace(at, unit, 'after')
}

function tellBridge(command: FactOf<'command'>, at: Located, { report }: Context): void {
  if (hasOwnDocker(command) || guardsForDocker(guardsOf(command.scope))) return
  report(at, {
    what: `Asks "${command.name.value.replace(/^.*\//, '')}" for Docker's bridge "${at.value}"`,
    breaks: bridgeBreaks,
    instead: bridgeInstead,
    level: lower(levelOf(command)),
  })
}

const tellLog = (at: Located, { report }: Context): void =>
  report(at, {
    what: `Collects the log of Docker's own service: "${at.value}"`,
    breaks:
      "After the move Docker's service writes nothing, so this input goes silent. Container logs are not affected.",
    instead:
      'Collect the journal of containerd.service or crio.service as well, and remove this one once no node runs Docker Engine any more.',
    level: 'note',
  })
