import { besideThatCarriesLogs, isWholePod, readsLogsOfAll } from '../src/evidence/container-logs.ts'
import { knownPath } from '../src/evidence/known.ts'
import { filebeatFix } from '../src/evidence/parser-fixes.ts'
import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { linkedLogs } from '../src/knowledge/collector-paths.ts'
import {
  alloyMount,
  cadvisorRoot,
  configMount,
  dataMount,
  dataUse,
  dataVariable,
  diskUse,
  dockerBranch,
  filledIn,
  isLogsUse,
  loggingMount,
  logsIfPresent,
  logsMount,
  logsUse,
  rancherRoot,
} from '../src/knowledge/docker-data.ts'
import { guardsForDocker, guardsPresence } from '../src/knowledge/guards.ts'
import { dockerConfigPath, dockerDataPath, isDataOfOtherRuntime } from '../src/knowledge/paths.ts'
import { removesFiles } from '../src/knowledge/socket-clients.ts'
import type { Verdict } from '../src/knowledge/verdict.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  type Located,
  levelOf,
  placeOf,
  replace,
  written,
} from '../src/rule.ts'

export default defineRule({
  id: 'docker-data-path',
  level: 'error',
  summary: "Something reads Docker's own directories on the node",
  docs: {
    why: "/var/lib/docker is Docker Engine's private directory, with container logs in /var/lib/docker/containers. Other runtimes keep their data elsewhere. A pod that mounts it gets an empty directory, or does not start; a log collector that reads it silently reads nothing.",
    instead:
      'Read container logs from /var/log/pods or /var/log/containers, which the kubelet writes on every runtime, and mount /var/log. Delete the mount of /var/lib/docker/containers.',
    bad: [
      'collector.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: collector\nspec:\n  containers:\n    - name: collector\n      image: example.com/collector:1\n      volumeMounts:\n        - name: logs\n          mountPath: /logs\n  volumes:\n    - name: logs\n      hostPath:\n        path: /var/lib/docker/containers\n',
    ],
    good: [
      'collector.yaml',
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: collector\nspec:\n  containers:\n    - name: collector\n      image: example.com/collector:1\n      volumeMounts:\n        - name: logs\n          mountPath: /var/log\n  volumes:\n    - name: logs\n      hostPath:\n        path: /var/log\n',
    ],
  },
  triggers: [
    { word: '/docker', followedBy: /^(?![\w.:@-])/ },
    { word: '\\docker', followedBy: /^(?![\w.:@-])/ },
    '-json.log',
    // Filebeat's docker input, whose folder is Docker's where it names none.
    { word: 'type', followedBy: /^["']?\s*[:=]\s*["']?docker["']?\s*(?:[\r\n,}#]|$)/ },
    { word: 'dockerRootDirectory', followedBy: /^['"]?\s*:\s*['"]?[\w/]/ },
    // A switch of Alloy's chart, which mounts the folder without naming it.
    { word: 'dockercontainers', followedBy: /^['"]?\s*:/ },
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    volume(volume, context) {
      const verdict = onVolume(volume, context) ?? ownMount(volume, context)
      if (!volume.path || !verdict) return
      const guarded = guardsForDocker(guardsOf(volume.scope))
      context.report(volume.path, guarded ? dockerBranch(verdict.what) : verdict)
    },
    path(use, context) {
      const verdict = onUse(use, context) ?? ownUse(use, context)
      if (!verdict) return
      const quiet = guardsForDocker(guardsOf(use.scope)) || placeOf(use.scope) === 'build'
      const linked = use.role === 'log' ? linkedLogs(use.path.value) : undefined
      const input = use.by === 'Filebeat' ? inputOf(use, context) : undefined
      const fix =
        linked === undefined ? undefined : ((input && filebeatFix(input)) ?? replace(use.path, linked, 'both'))
      context.report(use.path, { ...verdict, level: quiet ? 'note' : verdict.level, fix })
    },
    env(env, context) {
      const path = env.value
      const data = path && ONE_PATH.test(path.value) ? dockerDataPath(path.value) : undefined
      if (!path || !data || !isInCluster(env) || hasOwnDocker(env)) return
      // Where the folder is mounted, that is said of the volume.
      if (context.near(env, 'pod', 'volume').some(volume => volume.path && dockerDataPath(volume.path.value))) return
      const verdict = dataVariable(env.name.value, path.value, data)
      context.report(path, { ...verdict, level: guardsForDocker(guardsOf(env.scope)) ? 'note' : verdict.level })
    },
    flag({ program, value }, { report }) {
      if (program === 'cadvisor' && value && dockerDataPath(value.value)) report(value, cadvisorRoot(value.value))
    },
    setting({ program, key, at, value }, { report }) {
      if (program === 'alloy' && key.at(-1) === 'dockercontainers' && value?.value === 'true') report(at, alloyMount)
      if (program === 'rancher-logging' && value) report(at, rancherRoot(value.value))
      if (program === 'logging-operator' && value && dockerDataPath(value.value))
        report(value, loggingMount(value.value))
    },
  },
})

/** The whole value is one path. */
const ONE_PATH = /^(?:\/|[A-Za-z]:\\)\S*$/

const isInCluster = ({ scope }: FactOf<'env'>): boolean =>
  enclosing(scope, 'object') !== undefined || enclosing(scope, 'pod') !== undefined

function onVolume(volume: FactOf<'volume'>, context: Context): Verdict | undefined {
  if (!volume.path) return undefined
  const { value, span } = volume.path
  const data = dockerDataPath(value)
  const type = volume.check?.value
  if (data === 'containers')
    return logsMount(written(span), { type, beside: besideThatCarriesLogs(volume, context), whole: isWholePod(volume) })
  // A Docker Engine of the pod's own keeps its data there, whatever the node runs.
  if (data)
    return hasOwnDocker(volume) ? undefined : dataMount(written(span), type, dataOfOtherRuntime(volume, context))
  return dockerConfigPath(value) ? configMount(written(span), type) : undefined
}

/** A path that the user knows. */
const ownMount = (volume: FactOf<'volume'>, { settings }: Context): Verdict | undefined =>
  volume.path && !hasOwnDocker(volume)
    ? knownPath(settings, volume.path.value, `Mounts "${written(volume.path.span)}" of the node`, 'error')
    : undefined

const ownUse = (fact: FactOf<'path'>, { settings }: Context): Verdict | undefined =>
  fact.role === 'exclude' || removesFiles(fact.by) || hasOwnDocker(fact)
    ? undefined
    : knownPath(settings, fact.path.value, `Uses "${fact.path.value}"`, levelOf(fact))

/** The directory of another runtime that the pod has too. */
const dataOfOtherRuntime = (volume: FactOf<'volume'>, { near }: Context): string | undefined =>
  near(volume, 'pod', 'volume').find(({ path }) => path && isDataOfOtherRuntime(path.value))?.path?.value

/** The input that a path is read by. */
const inputOf = (use: FactOf<'path'>, { near }: Context): FactOf<'log-input'> | undefined =>
  near(use, 'file', 'log-input').find(({ paths }) =>
    paths.some(({ span }) => span.start === use.path.span.start && span.end === use.path.span.end),
  )

/** A hostPath of a manifest in the same script, whose beginning is filled in there. */
const filledMount = (fact: FactOf<'path'>, { near }: Context): Located | undefined =>
  placeOf(fact.scope) === 'pod' || enclosing(fact.scope, 'object') || near(fact, 'file', 'command').length === 0
    ? undefined
    : near(fact, 'file', 'volume').find(({ path }) => path && FILLED_IN.test(path.value))?.path

/** `<root>/containers`, `__ROOT__/containers`, `{{ROOT}}`, and what a variable of the shell left. */
const FILLED_IN = /^(?:\uE000+|[<{@%$_][\w\s.{}<>@%$-]{0,80})(?:\/|$)/

/** A path that a collector is told to read, or that a script works on. */
function onUse(fact: FactOf<'path'>, context: Context): Verdict | undefined {
  const { by, role, scope } = fact
  const path = fact.path.value
  const data = dockerDataPath(path)
  if (!data || role === 'exclude') return undefined
  const use = { path, data, by, role }
  const filled = by === undefined ? filledMount(fact, context) : undefined
  if (filled) return filledIn(path, filled.value)
  const verdict = dataUse(use) ?? (guardsPresence(guardsOf(scope), path) ? undefined : diskUse(use))
  if (verdict || !isLogsUse(use)) return verdict
  return role === undefined && guardsPresence(guardsOf(scope), path)
    ? logsIfPresent(use, readsLogsOfAll(fact, context))
    : logsUse(use, placeOf(scope) !== 'unknown')
}
