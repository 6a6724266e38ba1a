/**
 * Settings of containerd's config.toml that a version no longer reads, and which version a file is written for.
 * Source, where a row names no other: containerd/containerd RELEASES.md, "Deprecated features" and "Deprecated config properties".
 */
import type { Verdict } from './verdict.ts'

interface Row {
  /** The last keys of the setting; '*' stands for any one key. */
  readonly path: readonly string[]
  /** The values that are gone. Without it any that is not empty: `containerd config default` writes most keys. */
  readonly values?: readonly string[]
  readonly removedIn?: string
  /** The newest version that was seen to read it, where it is deprecated only (containerd config dump, 2.4.2). */
  readonly stillIn?: string
  /** What comes of it, as a sentence, where it is more than that nothing reads it. */
  readonly breaks?: string
  readonly instead: string
}

const rows: readonly Row[] = [
  {
    path: ['systemd_cgroup'],
    values: ['true'],
    removedIn: '2.0',
    // containerd/containerd#4900; pkg/cri/config/config.go 1.7, ValidatePluginConfig.
    breaks:
      'It does not give runc the systemd driver: containerd 2.0 and newer ignores it, and before that the CRI plugin does not load with it beside runc v2.',
    instead: 'Set SystemdCgroup = true in the options of the runc runtime.',
  },
  {
    path: ['untrusted_workload_runtime', 'runtime_type'],
    removedIn: '2.0',
    instead: 'Write a runtime below runtimes.untrusted.',
  },
  {
    path: ['default_runtime', 'runtime_type'],
    removedIn: '2.0',
    instead: 'Set default_runtime_name, and write the runtime below runtimes.',
  },
  { path: ['runtime_engine'], removedIn: '2.0', instead: "Set BinaryName in the runtime's options." },
  { path: ['runtime_root'], removedIn: '2.0', instead: "Set Root in the runtime's options." },
  {
    path: ['runtime_type'],
    values: ['io.containerd.runtime.v1.linux', 'io.containerd.runc.v1'],
    removedIn: '2.0',
    breaks: 'containerd 2.0 and newer has no such runtime, so no pod that uses it starts.',
    instead: 'Use io.containerd.runc.v2.',
  },
  {
    path: ['snapshotter'],
    values: ['aufs'],
    removedIn: '2.0',
    breaks: 'containerd 2.0 and newer has no such snapshotter, so no container starts.',
    instead: 'Use overlayfs.',
  },
  {
    path: ['registry', 'mirrors', '*'],
    stillIn: '2.4',
    instead: 'Write hosts.toml below /etc/containerd/certs.d, where config_path points.',
  },
  {
    path: ['registry', 'configs', '*'],
    stillIn: '2.4',
    instead: 'Write hosts.toml below /etc/containerd/certs.d, where config_path points, and use imagePullSecrets.',
  },
  { path: ['registry', 'auths', '*'], stillIn: '2.4', instead: 'Use imagePullSecrets.' },
]

/** Words of which one stands in a file with such a setting. */
export const containerdTriggers = [
  ...['systemd_cgroup', 'untrusted_workload_runtime', 'runtime_engine', 'runtime_root'],
  ...[
    'io.containerd.runtime.v1.linux',
    'io.containerd.runc.v1',
    'registry.mirrors',
    'registry.configs',
    'registry.auths',
  ],
  { word: 'default_runtime', followedBy: /^["']?\s*[\].]/ },
  { word: 'snapshotter', followedBy: /^["']?\s*=\s*["']aufs/ },
]

/** What is wrong with a setting of containerd, told by its key path and value. */
export function lostContainerdSetting(key: readonly string[], value: string | undefined): Verdict | undefined {
  const row = rows.find(one => endsWith(key, one.path) && isMeant(one, value))
  if (!row) return undefined
  const name = row.path.includes('*') ? row.path.slice(0, -1).join('.') : row.path.join('.')
  if (row.stillIn !== undefined)
    return {
      what: `The containerd setting "${name}" is deprecated`,
      breaks: `containerd ${row.stillIn} still reads it; a later version will remove it.`,
      instead: row.instead,
      level: 'note',
    }
  return {
    what: `The containerd setting "${name}"${row.values ? ` with the value "${value}"` : ''} was removed in containerd ${row.removedIn}`,
    breaks: row.breaks ?? `containerd ${row.removedIn} and newer ignores it, with a warning in its log only.`,
    instead: row.instead,
    level: 'warning',
  }
}

const endsWith = (key: readonly string[], path: readonly string[]): boolean =>
  key.length >= path.length &&
  path.every((part, index) => part === '*' || part === key[key.length - path.length + index])

const isMeant = ({ values, stillIn }: Row, value: string | undefined): boolean =>
  stillIn ? value === undefined : values ? values.includes(value ?? '') : !!value && !/[\uE000$]/.test(value)

/**
 * Whether a file is for containerd 2: its version is 3 or newer, or it names plugins that only containerd 2 has. An older
 * version says nothing, since containerd 2 reads it too. Source: containerd docs/man/containerd-config.toml.5.md.
 */
export const isForContainerd2 = (version: string | undefined, key: readonly string[]): boolean =>
  Number(version) >= 3 || key.some(part => part.startsWith('io.containerd.cri.v1.'))
