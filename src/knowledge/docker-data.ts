/*
 * What becomes of Docker's own directories on a node without Docker Engine, by what is done with them.
 * Sources: Kubernetes docs, "Logging Architecture" (container logs in /var/log/pods on every runtime); core/v1
 * HostPathType; docs of Filebeat, add_kubernetes_metadata ("logs_path" is /var/lib/docker/containers/ by default).
 */
import { readInstead } from './log-remedies.ts'
import { type DockerData, isContainerLog, normalizePath } from './paths.ts'
import type { Verdict } from './verdict.ts'

const GONE = 'On a node without Docker Engine the directory is empty or missing'

/** Whether a path is one of a Windows node, also as it is written between quotes. */
const isWindows = (path: string): boolean => normalizePath(path.replaceAll('\\\\', '\\')).startsWith('c:/')

/** Whether a hostPath of this type needs something to be there, or the pod does not start. */
const refuses = (type: string | undefined): boolean => type === 'Directory' || type === 'File'

const neverStarts = (type: string | undefined): string =>
  `On a node without Docker Engine the pod never starts: the kubelet waits for something of "type: ${type}" at that path (FailedMount).`

/** A pod's mount of the container logs: its hostPath type, a mount beside it that carries the logs, and whether the whole pod is in view. */
export function logsMount(
  shown: string,
  { type, beside, whole }: { type: string | undefined; beside: string | undefined; whole: boolean },
): Verdict {
  const what = `Mounts "${shown}", where Docker keeps container logs`
  const instead = isWindows(shown)
    ? 'Mount C:\\var\\log, read container logs from C:\\var\\log\\pods or C:\\var\\log\\containers, and delete this mount.'
    : 'Mount /var/log, read container logs from /var/log/pods or /var/log/containers, and delete this mount.'
  if (refuses(type)) return { what, breaks: neverStarts(type), instead, level: 'error' }
  if (beside !== undefined)
    return {
      what,
      breaks: `On a node without Docker Engine the directory is empty. Logs still arrive through the mount of "${beside}" beside it: this one is a leftover.`,
      instead: 'Delete the volume and its mounts once no node runs Docker Engine any more.',
      level: 'note',
    }
  return {
    what,
    breaks: isWindows(shown)
      ? 'On a node without Docker Engine the directory is empty. The collector silently reads nothing.'
      : 'On a node without Docker Engine the directory is empty, and the links in /var/log/containers lead to /var/log/pods, which is not mounted. The collector silently reads nothing.',
    instead,
    level: whole ? 'error' : 'warning',
  }
}

/** Directories through which the real files of container logs are seen: /var/log/pods and what holds it. */
export const carriesLogs = (path: string): boolean =>
  ['/', '/var', '/var/log', 'c:/var', 'c:/var/log'].includes(path) ||
  (isContainerLog(path) && /\/log\/pods(\/|$)/.test(path))

/** Whether it is where the kubelet keeps the logs of every runtime's containers. */
export const isLogsOfAll = (path: string): boolean =>
  /^\/var\/log\/(?:pods|containers)(?:\/|$)/.test(normalizePath(path))

/** A pod's mount of the data directory, or of a part of it that holds no logs. */
export const dataMount = (shown: string, type: string | undefined, beside: string | undefined): Verdict => ({
  what: `Mounts "${shown}", Docker's data directory`,
  breaks: refuses(type)
    ? neverStarts(type)
    : beside
      ? `On a node without Docker Engine the directory is empty, without an error. The directory of another runtime, "${beside}", is mounted beside it, so the program may manage without.`
      : 'On a node without Docker Engine the directory is empty, without an error: images, layers and container statistics are not found there.',
  instead: beside
    ? 'Delete the volume and its mounts once no node runs Docker Engine any more.'
    : `Ask the runtime through the CRI socket, or the kubelet's API, for what was there. ${isWindows(shown) ? 'The directory of containerd is C:\\ProgramData\\containerd.' : "containerd's own directory is /var/lib/containerd, CRI-O's /var/lib/containers."} Delete the mount where only logs were read.`,
  level: refuses(type) ? 'error' : beside ? 'note' : 'warning',
})

/** A pod's mount of /etc/docker or what is in it. */
export const configMount = (shown: string, type: string | undefined): Verdict => ({
  what: `Mounts "${shown}", Docker's configuration`,
  breaks: `Other runtimes do not read it: what a pod writes there has no effect, and what it reads there is empty${refuses(type) ? ', or the pod does not start (FailedMount)' : ''}.`,
  instead:
    'Use the configuration of the runtime: /etc/containerd/config.toml with /etc/containerd/certs.d for registries, or /etc/crio and /etc/containers/registries.conf.',
  level: 'warning',
})

/** What a path that stands in a branch for Docker only means; `what` is what would be said of it without. */
export const dockerBranch = (what: string): Verdict => ({
  what,
  breaks: 'It is in a branch for Docker only. Nodes with another runtime must not take this branch.',
  instead: 'Delete the branch once no node runs Docker Engine any more.',
  level: 'note',
})

/** A directory that a script fills into the hostPath of a manifest, which is shown as it stands there. */
export const filledIn = (path: string, hostPath: string): Verdict => ({
  what: `Fills "${path}", Docker's own directory, into the hostPath "${hostPath}"`,
  breaks: `${GONE}: the pod finds nothing there, without an error.`,
  instead: "Mount /var/log and read container logs from /var/log/pods, or mount the directory of the node's runtime.",
  level: 'warning',
})

/** A variable in a cluster that gives one of the directories. */
export const dataVariable = (name: string, path: string, data: DockerData): Verdict => ({
  what: `Sets ${name} to "${path}", Docker's own directory`,
  breaks: `${GONE}: what the program does there finds nothing, without an error.`,
  instead:
    "Give the program the directory of the node's runtime (/var/lib/containerd, /var/lib/containers), or /var/log/pods where it wants container logs.",
  level: data === 'containers' ? 'warning' : 'note',
})

/** cAdvisor told of a data directory. Source: google/cadvisor docs/runtime_options.md. */
export const cadvisorRoot = (path: string): Verdict => ({
  what: `cAdvisor looks for Docker's data in "${path}"`,
  breaks:
    'On a node without Docker Engine nothing is there; cAdvisor reports the containers of the other runtime without it.',
  instead: 'Remove the option, and pass "--containerd=/run/containerd/containerd.sock" where the socket is elsewhere.',
  level: 'note',
})

/** The switch of the chart that mounts the container logs. Source: grafana/alloy operations/helm/charts/alloy/values.yaml, alloy.mounts.dockercontainers. */
export const alloyMount: Verdict = {
  what: 'Mounts "/var/lib/docker/containers" into Grafana Alloy',
  breaks:
    'On a node without Docker Engine the directory is empty. Logs still arrive through /var/log: this mount is a leftover.',
  instead: 'Set it to false once no node runs Docker Engine any more.',
  level: 'note',
}

/** The data directory that the chart is told of. Source: rancher/charts, rancher-logging values.yaml, global.dockerRootDirectory. */
export const rancherRoot = (path: string): Verdict => ({
  what: `Rancher's logging chart mounts Docker's data directory "${path}"`,
  breaks:
    'On a node without Docker Engine the directory is empty. Logs still arrive through /var/log: this mount is a leftover.',
  instead:
    'Remove it once no node runs Docker Engine any more; a containerd that keeps its data elsewhere needs no setting here.',
  level: 'note',
})

/** The folder of Docker's logs that the logging operator is told to mount. Source: kube-logging/logging-operator pkg/resources/fluentbit/daemonset.go. */
export const loggingMount = (path: string): Verdict => ({
  what: `The logging operator mounts "${path}" as the folder of Docker's container logs`,
  breaks:
    'On a node without Docker Engine the directory is empty. Logs still arrive through /var/log: this mount is a leftover.',
  instead: 'Remove it, or set "disableVarLibDockerContainers: true", once no node runs Docker Engine any more.',
  level: 'note',
})

/** What somebody does with a path. */
export interface PathUse {
  readonly path: string
  readonly data: DockerData
  /** The program, as people call it. */
  readonly by: string | undefined
  readonly role: string | undefined
}

/** Programs that go into a directory, or say how large it and its file system are. */
const MEASURES = /^(?:cd|pushd|df|du|ncdu|xfs_growfs|mountpoint)$/

/** What a script does with the data directory when it measures it, or gives it a file system of its own. */
export function diskUse({ path, data, by = '', role }: PathUse): Verdict | undefined {
  if (data === 'containers' || role !== undefined) return undefined
  if (by === 'mount')
    return {
      what: `Mounts a file system at "${shorten(path)}", Docker's data directory`,
      breaks:
        'Another runtime keeps images and layers elsewhere. On a node without Docker Engine this file system stays empty, and the root file system fills up.',
      instead: 'Mount it where the runtime keeps its data: /var/lib/containerd, or /var/lib/containers for CRI-O.',
      level: 'warning',
    }
  return MEASURES.test(by)
    ? {
        what: `${by} looks at "${shorten(path)}", Docker's data directory`,
        breaks: `${GONE}, so the script fails or measures the wrong place.`,
        instead: 'Look at the directory of the runtime: /var/lib/containerd, or /var/lib/containers for CRI-O.',
        level: 'warning',
      }
    : undefined
}

/** A path that a program is told to use; undefined where it is of no account. Logs that are read have `logsRead`. */
export function dataUse({ path, data, by, role }: PathUse): Verdict | undefined {
  const who = by ?? 'A program'
  const shown = shorten(path)
  if (by === 'logrotate')
    return {
      what: `logrotate rotates "${shown}", where Docker keeps container logs`,
      breaks: `${GONE}, so the stanza does nothing. The kubelet rotates the logs of other runtimes: nothing breaks.`,
      instead:
        'Remove the stanza and set containerLogMaxSize and containerLogMaxFiles in the kubelet configuration. Never point it at /var/log/pods: the kubelet would lose its place in the files.',
      level: 'note',
    }
  if (by === 'kubelet' && role === undefined && data === 'root')
    return {
      what: `Gives "${shown}", Docker's directory, to the kubelet's container`,
      breaks: `${GONE}. The kubelet needs the directory of the runtime that the node has, to tell the size of images and the free space.`,
      instead: 'Mount /var/lib/containerd or /var/lib/containers in its place.',
      level: 'warning',
    }
  if (by === 'Prometheus')
    return {
      what: `Watches the file system that is mounted at "${shown}", Docker's directory`,
      breaks:
        'On a node without Docker Engine nothing is mounted there: the query gives no data and no error, so an alert never fires.',
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
      breaks: `${GONE}, and paths of container logs no longer begin with it, so Kubernetes fields are silently missing from the records.`,
      instead: 'Use "/var/log/containers/", together with the paths of the input.',
      level: 'error',
    }
  if (role === 'data' && data === 'root')
    return {
      what: `Takes "${shown}" for Docker's data directory`,
      breaks: `${GONE}: what this setting is used for finds nothing there.`,
      instead:
        'Find out what uses it. Container logs are in /var/log/pods on every runtime; remove the setting where only Docker used it.',
      level: 'note',
    }
  return undefined
}

/** Whether the path is one where container logs are looked for. */
export const isLogsUse = ({ data, role }: PathUse): boolean =>
  data === 'containers' || (data === 'root' && role === 'log')

/** Logs that are used only where the directory is there; `isDone` when the same script looks at the logs of every runtime too. */
export const logsIfPresent = ({ path, by }: PathUse, isDone: boolean): Verdict => ({
  what: `${by ? `${by} uses` : 'Uses'} "${shorten(path)}", where Docker keeps container logs`,
  breaks: `${GONE}. The test for it fails then, and this part is silently skipped.`,
  instead: `${isDone ? 'Delete' : 'Do the same for /var/log/pods, and delete'} this branch once no node runs Docker Engine any more.`,
  level: isDone ? 'note' : 'warning',
})

/** Container logs that a program reads or works on. */
export function logsUse({ path, by, role }: PathUse, isSure: boolean): Verdict {
  const reads = role === 'log'
  return {
    what: `${reads ? `${by ?? 'A program'} reads container logs from` : by ? `${by} uses` : 'Uses'} "${shorten(path)}", where Docker keeps container logs`,
    breaks: `${GONE}, so ${reads ? 'no log is collected' : 'nothing is found there'}, without an error.`,
    instead: reads
      ? `${readInstead(by)}${by === 'Filebeat' ? FILEBEAT : ''} The position files do not match the new files, so lines are read again or skipped once.`
      : 'Use /var/log/pods or /var/log/containers, or `crictl logs`. The kubelet rotates these files: see containerLogMaxSize.',
    level: reads || isSure ? 'error' : 'warning',
  }
}

const FILEBEAT =
  ' With add_kubernetes_metadata, set the matcher "logs_path: /var/log/containers/" too: its default is still Docker\'s directory.'

const shorten = (path: string): string => (path.length > 200 ? `${path.slice(0, 200)}…` : path)
