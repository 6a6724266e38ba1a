import { guardsForDocker } from '../src/knowledge/guards.ts'
import { dockerConfigPath, dockerDataPath, isContainerLog, normalizePath } from '../src/knowledge/paths.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type FactOf,
  guardsOf,
  type Level,
  type Located,
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
  triggers: ['docker'],
  exceptWith: ['cri-dockerd'],
  check: {
    volume(volume, context) {
      if (!volume.path) return
      const verdict = verdictOn(volume, volume.path, context)
      if (!verdict) return
      const level = guardsForDocker(guardsOf(volume.scope)) ? 'note' : verdict.level
      context.report(volume.path, { ...verdict, level })
    },
  },
})

interface Verdict {
  readonly what: string
  readonly breaks: string
  readonly instead: string
  readonly level: Level
}

function verdictOn(volume: Volume, path: Located, context: Context): Verdict | undefined {
  const data = dockerDataPath(path.value)
  if (data === 'containers') return onLogs(volume, path, context)
  if (data) return onData(volume, path)
  return dockerConfigPath(path.value) ? onConfig(volume, path) : undefined
}

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
  if (others.some(carriesLogs))
    return {
      what,
      breaks:
        'On a node without Docker Engine the directory is empty. Logs still arrive through the mount of /var/log beside it: this one is a leftover.',
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
