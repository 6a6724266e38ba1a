/*
 * What becomes of a hostPath volume when nothing stands at its path.
 * Source: Kubernetes API, core/v1 HostPathType; the kubelet checks the type before the pod starts, and without one the runtime makes a directory.
 */
import { normalizePath } from './paths.ts'
import type { Verdict } from './verdict.ts'

/** Types that need something to be there. */
const REFUSING = new Set(['Socket', 'File', 'Directory', 'CharDevice', 'BlockDevice'])

/** Whether a pod with a volume of this type does not start when nothing stands at the path. */
export const refusesAbsence = (type: string | undefined): boolean => type !== undefined && REFUSING.has(type)

/** What happens on a node without Docker Engine when a pod mounts Docker's socket, with or without sockets of other runtimes beside it. */
export const absentSocket = (path: string, type: string | undefined, beside: boolean): string =>
  `${withoutSocket(path, type)}${beside ? ' The sockets of other runtimes are mounted beside it, so the program may manage without.' : ''}`

function withoutSocket(path: string, type: string | undefined): string {
  if (normalizePath(path).startsWith('//./pipe'))
    return 'A Windows node without Docker Engine has no such pipe: the container does not start, or its clients cannot connect.'
  if (refusesAbsence(type))
    return `On a node without Docker Engine the pod never starts: the kubelet waits for something of "type: ${type}" at that path (FailedMount).`
  if (type === 'FileOrCreate')
    return 'On a node without Docker Engine the kubelet silently creates an empty file there. The pod starts, and its clients fail with "connection refused".'
  const creator = type === 'DirectoryOrCreate' ? 'the kubelet' : 'the container runtime'
  return `On a node without Docker Engine ${creator} silently creates an empty directory named docker.sock. The pod starts, and its clients fail with "connection refused" or "not a socket".`
}

/** What becomes of a mount. */
export type Outcome = Pick<Verdict, 'breaks' | 'instead' | 'level'>

/** A mount of Docker's socket where only nodes with Docker take the branch. */
export const socketInBranch: Outcome = {
  breaks:
    'It is in a branch for Docker only. Nodes with another runtime have no such socket, and must not take this branch.',
  instead: 'Delete the branch once no node runs Docker Engine any more.',
  level: 'note',
}

/** A volume of Docker's socket that no container mounts. */
export const unusedSocket: Outcome = {
  breaks: 'No container of the pod mounts the volume, so nothing breaks: it is a leftover.',
  instead: 'Delete the volume.',
  level: 'note',
}

/** What happens when a pod mounts dockershim's socket. */
export const absentDockershim = (type: string | undefined): string =>
  refusesAbsence(type)
    ? 'Kubernetes 1.24 removed dockershim and its socket: the pod never starts (FailedMount).'
    : 'Kubernetes 1.24 removed dockershim and its socket. The pod starts with an empty directory in its place, and its clients cannot connect.'

/** What stands behind dockershim.sock on Bottlerocket. Source: bottlerocket-os/bottlerocket CHANGELOG, 1.23.0 and 1.25.0. */
export const bottlerocketSocket =
  "Bottlerocket had containerd's socket at this path up to its version 1.22, a link to it in 1.23 and 1.24, and nothing since."

/** What happens on a node without Docker Engine when a pod mounts its docker program. */
export const absentProgram = (type: string | undefined): string =>
  refusesAbsence(type)
    ? `On a node without Docker Engine the pod never starts: the kubelet waits for something of "type: ${type}" at that path (FailedMount).`
    : 'A node without Docker Engine has none. The pod starts with an empty directory in its place, and calls to docker fail.'
