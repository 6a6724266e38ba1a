import { areOfOtherSystems, isOnlyOfTests, sameProject } from '../src/evidence/project.ts'
import { asKubeletWrites, type KubeletRotation, kubeletRotation } from '../src/knowledge/log-rotation.ts'
import { dockerDataPath } from '../src/knowledge/paths.ts'
import { type Context, defineRule, type Fact, type FactOf, isUnknown, type Located } from '../src/rule.ts'

const BREAKS =
  "Docker's rotation ends with Docker Engine. From then on the kubelet rotates container logs, at 10Mi and 5 files by default, so logs are kept shorter or longer than before, without an error."

export default defineRule({
  id: 'log-rotation-gap',
  level: 'warning',
  summary: "Docker's log rotation is configured, the kubelet's is not",
  docs: {
    why: "With Docker the size and number of log files come from the log-opts max-size and max-file of daemon.json, or from logrotate. containerd and CRI-O have no such settings: the kubelet rotates, by its own configuration. Where that says nothing, its defaults (10Mi, 5 files) replace Docker's numbers.",
    instead:
      'Write the same numbers as containerLogMaxSize and containerLogMaxFiles into the KubeletConfiguration: "100m" becomes "100Mi", and one file becomes two, the least that the kubelet accepts. Remove logrotate stanzas for container logs.',
    bad: ['docker.logrotate', '/var/lib/docker/containers/*/*.log {\n  rotate 5\n  size 50M\n  copytruncate\n}\n'],
    good: [
      'kubelet-config.yaml',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\ncontainerLogMaxSize: 100Mi\ncontainerLogMaxFiles: 3\n',
    ],
  },
  triggers: [
    'max-size',
    'max-file',
    'containerLogMax',
    'container-log-max',
    'KubeletConfiguration',
    'docker/containers',
  ],
  exceptWith: ['cri-dockerd'],
  across: ['setting', 'flag', 'object'],
  keeps: fact =>
    (fact.kind === 'setting' && (rotates(fact) !== undefined || fact.key[0]?.startsWith('containerLogMax') === true)) ||
    (fact.kind === 'flag' && fact.name.startsWith('container-log-max')) ||
    (fact.kind === 'object' && fact.type.value === 'KubeletConfiguration'),
  check: {
    // The place to write it is kubelet's configuration, where that is among the files.
    object(object, context) {
      if (object.type.value !== 'KubeletConfiguration') return
      const docker = context
        .everywhere('setting')
        .filter(
          setting =>
            setting.program === 'dockerd' &&
            rotates(setting) &&
            sameProject(setting, object) &&
            !isOnlyOfTests(setting, object) &&
            !areOfOtherSystems(setting, object),
        )
      const missing = docker.filter(setting => !isSet(object, rotates(setting)!, context))
      if (missing.length === 0) return
      context.report(object.type, {
        what: `The kubelet is not told how to rotate container logs, but Docker is (${shown(missing)})`,
        breaks: BREAKS,
        instead: `Add ${[...new Set(missing.map(advice))].join(' and ')} to this configuration.`,
        related: missing.map(({ at, value }) => ({ at: value ?? at, message: "Docker's setting" })),
      })
    },
    setting(setting, context) {
      const rotation = rotates(setting)
      if (!rotation || isSet(setting, rotation, context)) return
      const elsewhere = context
        .everywhere('object')
        .some(
          object =>
            object.type.value === 'KubeletConfiguration' &&
            sameProject(object, setting) &&
            !areOfOtherSystems(setting, object),
        )
      if (setting.program === 'dockerd' && elsewhere) return
      context.report(setting.value ?? setting.at, {
        what: `${setting.program === 'dockerd' ? 'Docker' : 'logrotate'} limits container logs (${shown([setting])}); no kubelet configuration among these files does`,
        breaks: BREAKS,
        instead: `Set ${advice(setting)} in the KubeletConfiguration of the nodes.`,
        level: 'note',
      })
    },
  },
})

/** What the kubelet calls a setting that limits Docker's log files; undefined for any other. */
function rotates({ program, key, value }: FactOf<'setting'>): KubeletRotation | undefined {
  const option = key.at(-1)
  if (option === undefined || !value) return undefined
  if (program === 'dockerd') return key.length === 2 && key[0] === 'log-opts' ? kubeletRotation(option) : undefined
  return program === 'logrotate' && dockerDataPath(key[0] ?? '') ? kubeletRotation(option) : undefined
}

/** Whether any kubelet of the project is told it. */
const isSet = (fact: Fact, { key, flag }: KubeletRotation, { everywhere }: Context): boolean =>
  everywhere('setting').some(other => other.key.includes(key) && sameProject(fact, other)) ||
  everywhere('flag').some(other => other.name === flag && sameProject(fact, other))

const nameOf = ({ key }: FactOf<'setting'>): string => key.at(-1) ?? ''
const numberOf = (value: Located | undefined): string => (value && !isUnknown(value.value) ? value.value : '')

const shown = (settings: readonly FactOf<'setting'>[]): string =>
  [...new Set(settings.map(setting => `${nameOf(setting)} ${numberOf(setting.value)}`.trim()))].join(', ')

function advice(setting: FactOf<'setting'>): string {
  const rotation = rotates(setting)!
  const value = asKubeletWrites(rotation, numberOf(setting.value))
  return value ? `"${rotation.key}: ${value}"` : `"${rotation.key}"`
}
