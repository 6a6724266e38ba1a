/** What is set for the service: proxies for pulling images, and limits that containers inherit. */
import { limitDirectives } from '../knowledge/carry-over.ts'
import { CRIO_DROP_IN, unitDropIn } from './places.ts'
import { type Plan, tell } from './plan.ts'
import type { DockerSetting } from './setting.ts'

const PROXY = /^(?:proxies\.)?(https?|no)-proxy$/

/** Whether a setting is one of a proxy. */
export const isProxy = (name: string): boolean => PROXY.test(name)

/** Carries proxies over to the environment of the runtime's service. */
export function carryProxies(settings: readonly DockerSetting[], plan: Plan): void {
  for (const setting of settings) {
    const name = `${PROXY.exec(setting.name)?.[1]}_PROXY`.toUpperCase()
    // A unit writes a percent sign twice.
    const given = setting.value ?? ''
    const value = (setting.fact.kind === 'env' ? given.replaceAll('%%', '%') : given).replaceAll('%', '%%')
    if (value === '') tell(plan, [setting], 'nothing', 'It is empty.')
    else if (/[^\x20-\x7e]/.test(value))
      tell(plan, [setting], 'by-hand', 'Its value holds characters that no address has.')
    else
      plan.entries.push({
        file: unitDropIn(plan.target, 'http-proxy'),
        table: ['Service'],
        item: name,
        key: 'Environment',
        value: `${name}=${value}`,
        from: [setting],
      })
  }
}

/** Carries limits of docker.service over to the runtime's. */
export function carryLimits(settings: readonly DockerSetting[], plan: Plan): void {
  for (const setting of settings) {
    const value = setting.value ?? ''
    if (setting.name === 'MountFlags') tell(plan, [setting], 'nothing', 'It is about mounts of Docker itself.')
    else if (!/^[\w.:%+ -]{1,200}$/.test(value))
      tell(plan, [setting], 'by-hand', 'Its value is not one that a unit accepts.')
    else
      plan.entries.push({
        file: unitDropIn(plan.target, 'limits'),
        table: ['Service'],
        key: setting.name,
        value,
        from: [setting],
      })
  }
}

/** Carries Docker's limits for containers over: to those of containerd, which containers inherit, or to CRI-O's own setting. */
export function carryUlimits(settings: readonly DockerSetting[], plan: Plan): void {
  const isCriO = plan.target.runtime === 'cri-o'
  const listed: { readonly text: string; readonly from: readonly DockerSetting[] }[] = []
  // What one file says of one limit belongs together.
  const groups = new Map<string, DockerSetting[]>()
  for (const setting of settings) {
    const group = JSON.stringify([setting.name.split('.')[1], setting.path])
    groups.set(group, [...(groups.get(group) ?? []), setting])
  }
  for (const own of groups.values()) {
    const name = own[0]?.name.split('.')[1] ?? ''
    const numberOf = (key: string) => own.find(setting => setting.name.endsWith(`.${key}`))?.value
    const hard = numberOf('Hard')
    const soft = numberOf('Soft') ?? hard
    const directive = Object.hasOwn(limitDirectives, name) ? limitDirectives[name] : undefined
    if (directive === undefined || soft === undefined || !NUMBER.test(soft) || !NUMBER.test(hard ?? soft)) {
      tell(plan, own, 'by-hand', 'It is not a limit that can be carried over as it is.')
      continue
    }
    if (isCriO) listed.push({ text: `${name}=${soft}:${hard ?? soft}`, from: own })
    else
      plan.entries.push({
        file: unitDropIn(plan.target, 'limits'),
        table: ['Service'],
        key: directive,
        value: soft === (hard ?? soft) ? limit(soft) : `${limit(soft)}:${limit(hard ?? soft)}`,
        from: own,
      })
  }
  if (listed.length)
    plan.entries.push({
      file: CRIO_DROP_IN,
      table: ['crio', 'runtime'],
      key: 'default_ulimits',
      value: [...new Set(listed.map(({ text }) => text))].sort(),
      from: listed.flatMap(({ from }) => from),
      remark: 'Where a limit is here twice, keep the one that is right.',
    })
}

const NUMBER = /^(?:-1|\d{1,18})$/
const limit = (value: string): string => (value === '-1' ? 'infinity' : value)
