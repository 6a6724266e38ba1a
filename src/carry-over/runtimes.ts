/** The OCI runtimes that Docker is given, the one that it takes, and the driver by which it makes cgroups. */
import { CONTAINERD_DROP_IN, CRIO_DROP_IN, criTable, KUBELET_PATCH } from './places.ts'
import { type Entry, type Plan, tell } from './plan.ts'
import type { DockerSetting } from './setting.ts'

const RUNC = 'io.containerd.runc.v2'

/** A name that may stand in a RuntimeClass as its handler: a label of DNS. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/

/** Carries over runtimes, the default one and the cgroup driver. */
export function carryRuntimes(settings: readonly DockerSetting[], plan: Plan): void {
  const isCriO = plan.target.runtime === 'cri-o'
  const file = isCriO ? CRIO_DROP_IN : CONTAINERD_DROP_IN
  const add = (table: readonly string[], key: string, value: Entry['value'], from: readonly DockerSetting[]) =>
    plan.entries.push({ file, table, key, value, from })
  const tableOf = (name: string) =>
    isCriO
      ? ['crio', 'runtime', 'runtimes', name]
      : [...criTable(plan.target, 'runtime'), 'containerd', 'runtimes', name]
  const drivers = settings.filter(({ name, value = '' }) => name === 'exec-opts' && DRIVER.test(value))
  const addDriver = (name: string) => {
    for (const setting of drivers)
      add([...tableOf(name), 'options'], 'SystemdCgroup', driverOf(setting) === 'systemd', [setting])
  }

  if (drivers.length && !isCriO) {
    // Without its type a runtime that is named here is one of no type.
    add(tableOf('runc'), 'runtime_type', RUNC, drivers)
    addDriver('runc')
  }
  for (const setting of drivers) {
    const driver = driverOf(setting)
    plan.entries.push({ file: KUBELET_PATCH, table: [], key: 'cgroupDriver', value: driver, from: [setting] })
    if (isCriO) add(['crio', 'runtime'], 'cgroup_manager', driver, [setting])
    // The one place where conmon can be with it: crio.conf(5).
    if (isCriO && driver === 'cgroupfs') add(['crio', 'runtime'], 'conmon_cgroup', 'pod', [setting])
  }

  const known = new Set<string>()
  /** Runtimes of which two files say two things: without its program, one would be another. */
  const disputed = new Set(
    settings.flatMap(({ name, value }) =>
      settings.some(other => other.name === name && other.value !== value)
        ? (/^runtimes\.(.+?)\./.exec(name)?.[1] ?? [])
        : [],
    ),
  )
  for (const setting of settings) {
    const [, name, key] = /^runtimes\.(.{1,200}?)\.(path|runtimeType|runtimeArgs|options\..+)$/.exec(setting.name) ?? []
    if (name === undefined) continue
    const value = setting.value ?? ''
    if (!NAME.test(name))
      tell(
        plan,
        [setting],
        'by-hand',
        'Its name cannot be the handler of a RuntimeClass: give it one of lowercase letters, digits and hyphens.',
      )
    else if (key === 'path' && /(?:^|\/)docker-(?:runc|containerd-shim)[\w-]*$/.test(value))
      tell(plan, [setting], 'nothing', "It is Docker's own runc, which goes with Docker.")
    else if (key === 'path' && (isCriO ? value.startsWith('/') : value !== '') && isPlain(value)) {
      add(isCriO ? tableOf(name) : [...tableOf(name), 'options'], isCriO ? 'runtime_path' : 'BinaryName', value, [
        setting,
      ])
      if (disputed.has(name)) continue
      known.add(name)
      if (isCriO) {
        add(tableOf(name), 'runtime_type', 'oci', [setting])
        continue
      }
      add(tableOf(name), 'runtime_type', RUNC, [setting])
      addDriver(name)
    } else if (key === 'runtimeType' && !isCriO && /^io\.containerd(?:\.[\w-]+){1,5}$/.test(value)) {
      if (!disputed.has(name)) known.add(name)
      add(tableOf(name), 'runtime_type', value, [setting])
    } else
      tell(
        plan,
        [setting],
        'by-hand',
        key === 'path'
          ? 'Give the whole path of the program.'
          : `${isCriO ? 'CRI-O' : 'containerd'} takes it in another form: see its documentation of runtimes.`,
      )
  }
  carryDefault(settings, known, plan)
}

const DRIVER = /^native\.cgroupdriver=(?:systemd|cgroupfs)$/
const driverOf = ({ value = '' }: DockerSetting): string => value.slice('native.cgroupdriver='.length)

/** Whether a text is a path of the usual characters. */
const isPlain = (text: string): boolean => /^[\w./@+-]{1,500}$/.test(text)

function carryDefault(settings: readonly DockerSetting[], known: ReadonlySet<string>, plan: Plan): void {
  const isCriO = plan.target.runtime === 'cri-o'
  for (const setting of settings.filter(({ name }) => name === 'default-runtime')) {
    const value = setting.value ?? ''
    if (value === 'runc' || value === RUNC) tell(plan, [setting], 'nothing', 'It is the default.')
    else if (!known.has(value))
      tell(
        plan,
        [setting],
        'by-hand',
        `It is not known which program "${value}" is: define the runtime for ${isCriO ? 'CRI-O' : 'containerd'}, then make it the default.`,
      )
    else
      plan.entries.push({
        file: isCriO ? CRIO_DROP_IN : CONTAINERD_DROP_IN,
        table: isCriO ? ['crio', 'runtime'] : [...criTable(plan.target, 'runtime'), 'containerd'],
        key: isCriO ? 'default_runtime' : 'default_runtime_name',
        value,
        from: [setting],
      })
  }
}
