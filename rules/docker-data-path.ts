import { hasOwnDocker } from '../src/evidence/surroundings.ts'
import { guardsForDocker, guardsPresence } from '../src/knowledge/guards.ts'
import { dockerConfigPath, dockerDataPath, isContainerLog, normalizePath } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  type Level,
  type Located,
  placeOf,
  written,
} from '../src/rule.ts'

type Volume = FactOf<'volume'>

export default defineRule({
  id: 'docker-data-path',
  level: 'error',
  summary: "Something reads Docker's own directories on the node",
  docs: {
    why: "/var/lib/docker is Docker Engine's private directory, with container logs in /var/lib/docker/containers. Other runtimes keep their data elsewhere. A pod that mounts it gets an empty directory, or does not start; a log collector that reads it silently reads nothing.",
    instead:
      'Read container logs from /var/log/pods or /var/log/containers, which kubelet writes on every runtime, and mount /var/log. Delete the mount of /var/lib/docker/containers.',
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
    // A switch of Alloy's chart, which mounts the folder without naming it.
    { word: 'dockercontainers', followedBy: /^['"]?\s*:/ },
  ],
  exceptWith: ['cri-dockerd'],
  check: {
    volume(volume, context) {
      if (!volume.path) return
      const verdict = verdictOn(volume, volume.path, context)
      if (!verdict) return
      if (guardsForDocker(guardsOf(volume.scope)))
        context.report(volume.path, {
          what: verdict.what,
          breaks:
            'It stands in a branch that is for Docker only. Nodes with another runtime must not take this branch.',
          instead: 'Delete the branch once no node runs Docker Engine any more.',
          level: 'note',
        })
      else context.report(volume.path, verdict)
    },
    path(use, context) {
      const verdict = verdictOnUse(use, context)
      if (!verdict) return
      const quiet = guardsForDocker(guardsOf(use.scope)) || placeOf(use.scope) === 'build'
      context.report(use.path, { ...verdict, level: quiet ? 'note' : verdict.level })
    },
    env(env, context) {
      const path = env.value
      const data = path && PATH.test(path.value) ? dockerDataPath(path.value) : undefined
      if (!path || !data || !isInCluster(env) || hasOwnDocker(env)) return
      // Where the folder is mounted, that is said of the volume.
      if (context.near(env, 'pod', 'volume').some(volume => volume.path && dockerDataPath(volume.path.value))) return
      context.report(path, {
        what: `Sets ${env.name.value} to "${path.value}", Docker's own directory`,
        breaks:
          'On a node without Docker Engine the directory is empty or missing: what the program does there finds nothing, without an error.',
        instead:
          'Give the program the directory of the runtime at hand (/var/lib/containerd, /var/lib/containers), or /var/log/pods where it wants container logs.',
        level: data === 'containers' && !guardsForDocker(guardsOf(env.scope)) ? 'warning' : 'note',
      })
    },
    flag(flag, { report }) {
      if (flag.program !== 'cadvisor' || !flag.value || !dockerDataPath(flag.value.value)) return
      report(flag.value, {
        what: `cAdvisor looks for Docker's data in "${flag.value.value}"`,
        breaks:
          'On a node without Docker Engine nothing is there; cAdvisor reports the containers of the other runtime without it.',
        instead:
          'Remove the option, and pass "--containerd=/run/containerd/containerd.sock" where the socket stands elsewhere.',
        level: 'note',
      })
    },
    setting({ program, key, at, value }, { report }) {
      if (program !== 'alloy' || key.at(-1) !== 'dockercontainers' || value?.value !== 'true') return
      report(at, {
        what: 'Mounts "/var/lib/docker/containers" into Grafana Alloy',
        breaks:
          'On a node without Docker Engine the directory is empty. Logs still arrive through /var/log: this mount is a leftover.',
        instead: 'Set it to false once no node runs Docker Engine any more.',
        level: 'note',
      })
    },
  },
})

/** The whole value is one path. */
const PATH = /^(?:\/|[A-Za-z]:\\)\S*$/

const isInCluster = ({ scope }: FactOf<'env'>): boolean =>
  enclosing(scope, 'object') !== undefined || enclosing(scope, 'pod') !== undefined

interface Verdict {
  readonly what: string
  readonly breaks: string
  readonly instead: string
  readonly level: Level
}

function verdictOn(volume: Volume, path: Located, context: Context): Verdict | undefined {
  const data = dockerDataPath(path.value)
  if (data === 'containers') return onLogs(volume, path, context)
  // A Docker Engine of the pod's own keeps its data there, whatever the node runs.
  if (data) return hasOwnDocker(volume) ? undefined : onData(volume, path)
  return dockerConfigPath(path.value) ? onConfig(volume, path) : undefined
}

/** A path that a collector is told to read, or that a script works on. */
function verdictOnUse(use: FactOf<'path'>, context: Context): Verdict | undefined {
  const { path, by, role, scope } = use
  const data = dockerDataPath(path.value)
  if (!data || role === 'exclude') return undefined
  const who = by ?? 'A program'
  const shown = path.value.length > 200 ? `${path.value.slice(0, 200)}…` : path.value
  const elsewhere = 'On a node without Docker Engine the directory is empty or missing'
  if (by === 'logrotate')
    return {
      what: `logrotate rotates "${shown}", where Docker keeps container logs`,
      breaks: `${elsewhere}, so nothing is rotated; the logs of other runtimes are rotated by kubelet.`,
      instead:
        'Remove the stanza and set containerLogMaxSize and containerLogMaxFiles in the kubelet configuration. Never point it at /var/log/pods: kubelet would lose its place in the files.',
      level: 'error',
    }
  if (by === 'Prometheus')
    return {
      what: `Watches the file system that is mounted at "${shown}", Docker's directory`,
      breaks: `On a node without Docker Engine nothing is mounted there: the query gives no data and no error, so an alert never fires.`,
      instead:
        "Watch the file system that holds the runtime's data (/var/lib/containerd, /var/lib/containers), or the root where they have none of their own.",
      level: 'note',
    }
  if (role === 'position')
    return {
      what: `${who} keeps its state in "${shown}", Docker's own directory`,
      breaks: 'The directory loses its owner: it may be missing on new nodes, and the state with it.',
      instead: 'Keep the state in a directory of its own, such as /var/lib/fluentd or /var/log.',
      level: 'note',
    }
  if (role === 'metadata')
    return {
      what: `${who} takes "${shown}" for the place of container logs`,
      breaks: `${elsewhere}, and paths of container logs no longer begin with it, so Kubernetes fields are silently missing from the records.`,
      instead: 'Use "/var/log/containers/", together with the paths of the input.',
      level: 'error',
    }
  if (role === 'data' && data === 'root')
    return {
      what: `Takes "${shown}" for Docker's data directory`,
      breaks: `${elsewhere}: what this setting is used for finds nothing there.`,
      instead:
        'Find out what uses it. Container logs stand in /var/log/pods on every runtime; remove the setting where only Docker used it.',
      level: 'note',
    }
  if (data !== 'containers' && !(data === 'root' && role === 'log')) return undefined
  if (role === undefined && guardsPresence(guardsOf(scope), path.value)) {
    const isDone = context
      .near(use, 'script', 'path')
      .some(other => other.by === by && other.role === undefined && LOGS_OF_ALL.test(normalizePath(other.path.value)))
    return {
      what: `${by ? `${by} uses` : 'Uses'} "${shown}", where Docker keeps container logs`,
      breaks: `${elsewhere}. The test for it fails then, and this is skipped without a word.`,
      instead: `${isDone ? 'Delete' : 'Do the same for /var/log/pods, and delete'} this branch once no node runs Docker Engine any more.`,
      level: isDone ? 'note' : 'warning',
    }
  }
  return {
    what: `${role === 'log' ? `${who} reads container logs from` : by ? `${who} uses` : 'Uses'} "${shown}", where Docker keeps container logs`,
    breaks: `${elsewhere}, so ${role === 'log' ? 'no log is collected' : 'nothing is found there'}, without an error.`,
    instead:
      role === 'log'
        ? `Read /var/log/containers/*.log or /var/log/pods, which kubelet writes on every runtime, and parse the CRI format.${by === 'Filebeat' ? ' With add_kubernetes_metadata, set the matcher "logs_path: /var/log/containers/" too: its default is still Docker\'s directory.' : ''} The position files do not match the new files, so lines are read again or skipped once.`
        : 'Use /var/log/pods or /var/log/containers, or `crictl logs`. kubelet rotates these files: see containerLogMaxSize.',
    level: role === 'log' || placeOf(scope) !== 'unknown' ? 'error' : 'warning',
  }
}

/** Where kubelet keeps the logs of every runtime's containers. */
const LOGS_OF_ALL = /^\/var\/log\/(?:pods|containers)(?:\/|$)/

const refuses = (volume: Volume): boolean => volume.check?.value === 'Directory' || volume.check?.value === 'File'

function onLogs(volume: Volume, path: Located, context: Context): Verdict {
  const what = `Mounts "${written(path.span)}", where Docker keeps container logs`
  const instead =
    'Mount /var/log, read container logs from /var/log/pods or /var/log/containers, and delete this mount.'
  if (refuses(volume))
    return {
      what,
      breaks: `On a node without Docker Engine the pod never starts: kubelet waits for something of "type: ${volume.check?.value}" at that path (FailedMount).`,
      instead,
      level: 'error',
    }
  const others = context
    .near(volume, 'pod', 'volume')
    .flatMap(other => (other.path ? [normalizePath(other.path.value)] : []))
  const beside = others.find(carriesLogs)
  if (beside !== undefined)
    return {
      what,
      breaks: `On a node without Docker Engine the directory is empty. Logs still arrive through the mount of "${beside}" beside it: this one is a leftover.`,
      instead: 'Delete the volume and its mounts once no node runs Docker Engine any more.',
      level: 'note',
    }
  // A part of a pod, as the values of a chart hold it: the chart may mount /var/log itself.
  const whole = enclosing(volume.scope, 'pod')?.children.some(child => child.kind === 'container') ?? false
  return {
    what,
    breaks:
      'On a node without Docker Engine the directory is empty, and the links in /var/log/containers lead to /var/log/pods, which is not mounted. The collector silently reads nothing.',
    instead,
    level: whole ? 'error' : 'warning',
  }
}

/** Directories through which the real files of container logs are seen: /var/log/pods and what holds it. */
const carriesLogs = (path: string): boolean =>
  ['/', '/var', '/var/log', 'c:/var', 'c:/var/log'].includes(path) ||
  (isContainerLog(path) && /\/log\/pods(\/|$)/.test(path))

function onData(volume: Volume, path: Located): Verdict {
  return {
    what: `Mounts "${written(path.span)}", Docker's data directory`,
    breaks: refuses(volume)
      ? `On a node without Docker Engine the pod never starts: kubelet waits for something of "type: ${volume.check?.value}" at that path (FailedMount).`
      : 'On a node without Docker Engine the directory is empty, without an error: images, layers and container statistics are not found there.',
    instead:
      "Ask the runtime through the CRI socket or kubelet's API for what stood there; containerd's own directory is /var/lib/containerd, CRI-O's /var/lib/containers. Delete the mount where only logs were read.",
    level: refuses(volume) ? 'error' : 'warning',
  }
}

function onConfig(volume: Volume, path: Located): Verdict {
  return {
    what: `Mounts "${written(path.span)}", Docker's configuration`,
    breaks: `Other runtimes do not read it: what a pod writes there has no effect, and what it reads there is empty${refuses(volume) ? ', or the pod does not start (FailedMount)' : ''}.`,
    instead:
      'Use the configuration of the runtime: /etc/containerd/config.toml with /etc/containerd/certs.d for registries, or /etc/crio and /etc/containers/registries.conf.',
    level: 'warning',
  }
}
