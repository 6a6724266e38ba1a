/** Settings that are one value in Docker and one value elsewhere, and the folder that images lie in. */
import { type CarryRow, carryRows, type Takes } from '../knowledge/carry-over.ts'
import { daemonSetting, insteadOf } from '../knowledge/daemon-config.ts'
import { unitLimit } from '../knowledge/docker-unit.ts'
import { CONTAINERD_DROP_IN, CRIO_DROP_IN, targetsOf, unitDropIn } from './places.ts'
import { type Plan, tell, type Value } from './plan.ts'
import type { DockerSetting } from './setting.ts'

/** Carries over what a row of the table knows, and tells of everything else what the tables say of it. */
export function carryValues(settings: readonly DockerSetting[], plan: Plan): void {
  const rows = carryRows.filter(({ to }) => targetsOf(plan.target).some(([target]) => to[target] !== undefined))
  const lists = rows.filter(({ takes }) => takes === 'paths')
  for (const row of lists)
    carryList(
      row,
      settings.filter(({ name, value = '' }) => name === row.key && isPath(value)),
      plan,
    )
  for (const setting of settings) {
    if (lists.some(({ key }) => key === setting.name) && isPath(setting.value ?? '')) continue
    const own = rows.filter(({ key }) => key === setting.name)
    if (isDefault(setting)) tell(plan, [setting], 'nothing', 'It is the default.')
    else if (!own.map(row => carryRow(row, setting, plan)).includes(true)) carryOther(setting, plan)
  }
}

/** Whether a value has no effect, though others of the setting have. */
function isDefault({ name, value }: DockerSetting): boolean {
  const key = name.split('.')
  return daemonSetting(key)?.importance === 'carry-over' && daemonSetting(key, value)?.importance === 'neutral'
}

/** Carries the items of a list over together. */
function carryList({ to, also }: CarryRow, settings: readonly DockerSetting[], plan: Plan): void {
  if (!settings.length) return
  for (const [target, file] of targetsOf(plan.target)) {
    const add = (path: string, value: Value) => {
      const table = path.split(' ')
      plan.entries.push({ file, table: table.slice(0, -1), key: table.at(-1)!, value, from: settings })
    }
    const path = to[target]
    if (path === undefined) continue
    add(path, [...new Set(settings.map(({ value = '' }) => value))])
    if (also?.target === target) add(also.path, also.value)
  }
}

function carryRow({ takes, to, remark, key }: CarryRow, setting: DockerSetting, plan: Plan): boolean {
  const converted = valueFor(takes, setting.value ?? '')
  if (converted === undefined) return false
  let done = false
  const add = (file: string, path: string, value: Value, told?: string) => {
    const table = path.split(' ')
    plan.entries.push({ file, table: table.slice(0, -1), key: table.at(-1)!, value, from: [setting], remark: told })
    done = true
  }
  for (const [target, file] of targetsOf(plan.target)) {
    const path = to[target]
    if (path === undefined) continue
    // CRI-O takes the log into the journal by a boolean, for which Docker has a name.
    const value = key === 'log-driver' ? true : converted
    add(file, path, value, remark)
  }
  return done
}

/** The value as another program takes it; undefined where it is none of that kind. */
function valueFor(takes: Takes, value: string): Value | undefined {
  if (typeof takes === 'object') return Object.hasOwn(takes, value) ? takes[value] : undefined
  switch (takes) {
    case 'boolean':
      return value === 'true' ? true : value === 'false' ? false : undefined
    case 'number':
      return /^-?\d{1,9}$/.test(value) ? Number(value) : undefined
    case 'count':
      // the kubelet keeps two files at least.
      return /^\d{1,6}$/.test(value) ? Math.max(2, Number(value)) : undefined
    case 'size':
      return sizeFor(value)
    case 'duration':
      return /^(?:\d{1,9}(?:\.\d{1,9})?(?:ns|us|ms|s|m|h)){1,6}$/.test(value) ? value : undefined
    case 'address':
      return /^(?:[\w.-]{0,253}|\[[\da-f:]{2,45}\]):\d{1,5}$/i.test(value) ? value : undefined
    case 'path':
      return isPath(value) ? value : undefined
    case 'paths':
      return undefined
  }
}

const isPath = (value: string): boolean =>
  /^\/[^\x00-\x1f\x7f"'\\]{0,500}$/.test(value) && !/\/\.\.(?:\/|$)/.test(value)

/** A size of Docker, in units of 1024, as Kubernetes writes it. Source: docker/go-units size.go; apimachinery resource.Quantity. */
function sizeFor(value: string): string | undefined {
  const [, number, unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?) ?([kmgtp]?)i?b?$/i.exec(value) ?? []
  if (number === undefined || Number(number) <= 0) return undefined
  return unit ? `${number}${unit === 'k' || unit === 'K' ? 'K' : unit.toUpperCase()}i` : number
}

function carryOther(setting: DockerSetting, plan: Plan): void {
  const { name } = setting
  const isCriO = plan.target.runtime === 'cri-o'
  if ((name === 'data-root' || name === 'graph') && isPath(setting.value ?? '')) {
    carryRoot(setting, plan)
    return
  }
  if (isCriO && name === 'oom-score-adjust' && valueFor('number', setting.value ?? '') !== undefined) {
    const entry = { table: ['Service'], key: 'OOMScoreAdjust', value: setting.value ?? '', from: [setting] }
    plan.entries.push({ file: unitDropIn(plan.target, 'limits'), ...entry })
    return
  }
  const metrics = /^[\w.[\]:-]{0,260}:(\d{1,5})$/.exec(name === 'metrics-addr' ? (setting.value ?? '') : '')
  if (isCriO && metrics) {
    const entry = { file: CRIO_DROP_IN, table: ['crio', 'metrics'], from: [setting] }
    plan.entries.push({
      ...entry,
      key: 'enable_metrics',
      value: true,
      remark:
        'The metrics have other names than those of Docker. metrics_host, where your version has it, decides the address.',
    })
    plan.entries.push({ ...entry, key: 'metrics_port', value: Number(metrics[1]) })
    return
  }
  tell(plan, [setting], ...becomes(setting, plan))
}

/** What the tables say of a setting that is in no file. */
export function becomes({ name, kind, value }: DockerSetting, { target }: Plan): ['by-hand' | 'nothing', string] {
  if (kind === 'certificate')
    return [
      'by-hand',
      'Copy the files of that registry from /etc/docker/certs.d to the folder where the new runtime looks.',
    ]
  const found = kind === 'limit' ? unitLimit(name, value ?? '') : daemonSetting(name.split('.'), value)
  if (!found) return ['by-hand', 'It is not known: find out what it does, and whether pods need it.']
  if (name === 'debug' && value === 'false') return ['nothing', 'It is the default.']
  // dockerd did it for every node, and pods need it.
  const isNeeded = found.importance === 'carry-over' || (name === 'ip-forward' && value !== 'false')
  return [isNeeded ? 'by-hand' : 'nothing', insteadOf(found, target.runtime)]
}

/** Beside Docker's folder, on the same disk, and not in it: each runtime keeps what it has in a form of its own. */
function carryRoot(setting: DockerSetting, plan: Plan): void {
  const own = plan.target.runtime === 'cri-o' ? 'containers/storage' : 'containerd'
  const path = (setting.value ?? '').replace(/\/{1,9}$/, '')
  const folder = /\/docker$/i.test(path) ? path.slice(0, -'/docker'.length) : path
  plan.entries.push({
    file: plan.target.runtime === 'cri-o' ? CRIO_DROP_IN : CONTAINERD_DROP_IN,
    table: plan.target.runtime === 'cri-o' ? ['crio'] : [],
    key: 'root',
    value: `${folder}/${own}`,
    from: [setting],
    remark: 'On the same disk as the images of Docker, in a folder of its own.',
  })
}
