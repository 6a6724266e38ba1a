/** What is set beside a setting of Docker's daemon: below it in its file, and in its place in the project. */
import type { Counterpart, DaemonSetting } from '../knowledge/daemon-config.ts'
import { isRuntimeUnit } from '../knowledge/docker-unit.ts'
import { type Context, type Fact, type FactOf, near } from '../rule.ts'
import { sameProject } from './project.ts'

/** The values of a key of daemon.json, which may be a list or a map. */
export const daemonValues = (fact: FactOf<'setting'>): readonly string[] =>
  near(fact, 'object', 'setting').flatMap(({ program, key, value }) =>
    program === 'dockerd' && key[0] === fact.key[0] && value ? [value.value] : [],
  )

/** Whether the project's configuration of another runtime or of the kubelet has the setting that takes its place. */
export const isSetElsewhere = (fact: Fact, { counterparts, key }: DaemonSetting, { everywhere }: Context): boolean =>
  key !== 'log-driver' &&
  everywhere('setting').some(
    other => counterparts.some(counterpart => isCounterpart(other, counterpart)) && sameProject(fact, other),
  )

const isCounterpart = ({ program, key, value }: FactOf<'setting'>, { program: of, path }: Counterpart): boolean =>
  program === of &&
  // An empty text is as good as nothing: `containerd config default` writes every key.
  value !== undefined &&
  value.value !== '' &&
  key.length >= path.length &&
  path.every((part, index) => part === '*' || part === key[index])

/** Whether a unit of another runtime in the project has the variable or limit, too: `HTTP_PROXY` in a drop-in of containerd.service. */
export const isSetInUnit = (fact: Fact, name: string, { everywhere }: Context): boolean =>
  everywhere('env').some(
    other =>
      isRuntimeUnit(other.program) && other.name.value.toLowerCase() === name.toLowerCase() && sameProject(fact, other),
  ) ||
  everywhere('setting').some(
    other =>
      isRuntimeUnit(other.program) && other.key[0] === 'Service' && other.key[1] === name && sameProject(fact, other),
  )

/** Whether the unit is a whole one, as a package brings it, and no drop-in with what somebody has added. */
export const isWholeUnit = (fact: FactOf<'setting'>): boolean =>
  near(fact, 'script', 'setting').some(({ program, key }) => program === fact.program && WHOLE.test(key[1] ?? ''))

/** Directives that say how a service is started, which drop-ins leave alone. */
const WHOLE = /^(?:Type|KillMode|Restart|RestartSec|Delegate)$/

/**
 * Whether a daemon.json is given to a container, whose own daemon reads it: a file beside it is mounted there, and no folder of
 * the node. `mountPath: /etc/docker/daemon.json` also stands in the values of a chart, far from any pod.
 */
export function isGivenToContainer(fact: Fact): boolean {
  const isFile = (path: string | undefined): boolean => path === '/etc/docker/daemon.json'
  const given =
    near(fact, 'file', 'mount').some(({ path }) => isFile(path.value)) ||
    near(fact, 'file', 'setting').some(
      ({ program, key, value }) => program === 'document' && key.at(-1) === 'mountPath' && isFile(value?.value),
    )
  return given && !near(fact, 'file', 'volume').some(({ path }) => path?.value.startsWith('/etc/docker'))
}
