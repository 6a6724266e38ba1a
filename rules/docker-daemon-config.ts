import { editsDaemonConfig, keysSetBy } from '../src/evidence/daemon-edits.ts'
import {
  daemonValues,
  isGivenToContainer,
  isSetElsewhere,
  isSetInUnit,
  isWholeUnit,
} from '../src/evidence/daemon-settings.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import {
  counterpartTriggers,
  type DaemonSetting,
  daemonSetting,
  dockerdFlag,
  insteadOf,
} from '../src/knowledge/daemon-config.ts'
import { daemonVariable, isRuntimeUnit, unitLimit } from '../src/knowledge/docker-unit.ts'
import { guardsForDocker } from '../src/knowledge/guards.ts'
import { type Context, defineRule, type Fact, type FactOf, guardsOf, type Located, placeOf } from '../src/rule.ts'

/** Beginnings of settings and flags of dockerd that nothing else has. */
const KEYS =
  'registry-mirror insecure-regist log-opt log-driver exec-opt default-runtime data-root storage-driver storage-opt default-ulimit live-restore add-runtime userns-remap max-concurrent'.split(
    ' ',
  )

export default defineRule({
  id: 'docker-daemon-config',
  level: 'warning',
  summary: 'A setting of the Docker daemon has to go elsewhere for the new runtime',
  docs: {
    why: 'No runtime but Docker reads daemon.json or the flags of dockerd. What they set is silently lost: mirrors and insecure registries, the size of log files, the cgroup driver, the folder for images, proxies.',
    instead:
      "Set the same in the configuration of containerd or CRI-O, or of the kubelet. The message names the place. The finding goes away once the project's configuration has it.",
    bad: ['daemon.json', '{\n  "registry-mirrors": ["https://mirror.example.com"]\n}\n'],
    good: [
      'config.toml',
      'version = 3\n\n[plugins."io.containerd.cri.v1.images".registry]\nconfig_path = "/etc/containerd/certs.d"\n',
    ],
  },
  triggers: [
    ...KEYS,
    'native.cgroupdriver',
    'daemon.json',
    { word: 'docker', followedBy: /^[-_](?:args|network|storage|log|dns|ulimits?)[-_]?opt/i },
    ...['daemon', 'opts', 'options'].flatMap(what => [`docker_${what}`, `docker${what}`]),
    'dockerd',
    { word: 'engine', followedBy: /^[-_]?(?:opt|env|storage)/i },
    ...['insecure_regist', 'registry_mirror', 'insecureregist', 'registrymirror'],
    {
      word: 'docker',
      followedBy:
        /^[-_]?(?:daemon[-_])?(?:mirrors|log|storage|data|graph|default|live|userns|https?_?p|no_?p|exec|max_?c)/i,
    },
    { word: 'Environment', followedBy: /^=["'\s]*(?:https?|no)_proxy/i },
    ...['http', 'https', 'no'].map(what => ({ word: `${what}_proxy`, followedBy: /^\s{0,9}[=:]/ })),
    { word: 'Limit', followedBy: /^[A-Z]{2,10}\s{0,9}=/ },
    ...['TasksMax', 'MemoryMax', 'MemoryHigh', 'CPUQuota', 'OOMScoreAdjust'].map(word => ({
      word,
      followedBy: /^\s{0,9}=/,
    })),
    // What takes their place is looked for in other files.
    ...counterpartTriggers(),
  ],
  exceptWith: ['cri-dockerd'],
  across: ['setting', 'env'],
  keeps: fact =>
    (fact.kind === 'flag' && fact.program === 'dockerd') ||
    (fact.kind === 'pattern' && editsDaemonConfig(fact)) ||
    (fact.kind === 'setting' && KEPT.test(fact.program)) ||
    (fact.kind === 'env' && (fact.program === 'dockerd' || isRuntimeUnit(fact.program))),
  check: {
    env(fact, context) {
      if (fact.program !== 'dockerd') return
      const { name, value } = fact
      const setting = daemonVariable(name.value, value?.value)
      if (setting && !isSetInUnit(fact, name.value, context))
        judge(fact, name, `the variable "${name.value}" of its service`, setting, [value?.value ?? ''], context)
    },
    setting(fact, context) {
      if (fact.program === 'dockerd.service') limit(fact, context)
      if (fact.program !== 'dockerd' || fact.key.length !== 1) return
      const values = daemonValues(fact)
      // An empty list or map sets nothing.
      const setting = daemonSetting(fact.key, fact.value?.value ?? (values.length ? values.join(',') : ''))
      if (setting) judge(fact, fact.at, `the setting "${fact.key[0]}"`, setting, values, context)
    },
    pattern(fact, context) {
      for (const at of editsDaemonConfig(fact) ? keysSetBy(fact) : []) {
        const setting = daemonSetting([at.value])
        if (setting) judge(fact, at, `the setting "${at.value}"`, setting, [], context)
      }
    },
    flag(fact, context) {
      if (fact.program !== 'dockerd') return
      const value = fact.value?.value
      const key = dockerdFlag(fact.name, value)
      const setting = key && daemonSetting(key, value)
      if (setting) judge(fact, fact.flag, `the option "--${fact.name}"`, setting, [value ?? ''], context)
    },
  },
})

/** Programs whose settings are judged, or take the place of Docker's. */
const KEPT = /^(?:dockerd|containerd|containerd-hosts|cri-?o|registries|kubelet)(?:\.service)?$/

/** Limits that somebody has added to those that Docker's own unit brings. */
function limit(fact: FactOf<'setting'>, context: Context): void {
  const name = fact.key[1] ?? ''
  const value = fact.value?.value ?? ''
  const setting = unitLimit(name, value)
  if (setting && !isWholeUnit(fact) && !isSetInUnit(fact, name, context))
    judge(fact, fact.at, `the limit "${name}" of its service`, setting, [value], context)
}

function judge(
  fact: Fact,
  at: Located,
  what: string,
  setting: DaemonSetting,
  values: readonly string[],
  context: Context,
): void {
  const { report, settings } = context
  // A Docker in a pod or on a CI runner stays what it is.
  const place = placeOf(fact.scope)
  if (place === 'pod' || hasOwnDocker(fact) || isGivenToContainer(fact) || isSetElsewhere(fact, setting, context))
    return
  const level = setting.importance === 'neutral' || place === 'build' ? 'note' : 'warning'
  report(at, {
    what: `Only Docker reads ${what}${shown(values)}`,
    breaks:
      level === 'note'
        ? 'Without Docker Engine nothing reads it, and for pods nothing changes.'
        : 'Without Docker Engine nothing reads it, so it is silently lost when the node changes its runtime.',
    instead: insteadOf(setting, settings.runtime),
    level,
    // Beside a branch for another runtime somebody has thought of the move, though not of each setting.
    confidence: guardsForDocker(guardsOf(fact.scope)) ? 'medium' : 'high',
  })
}

/** The values, where they are short enough to be read in a sentence. */
function shown(values: readonly string[]): string {
  const text = values.filter(value => value !== '' && !/[\uE000$\n]|\{\{/.test(value)).join(', ')
  return text && text.length < 80 ? ` (${text})` : ''
}
