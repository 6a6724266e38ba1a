/** What the status of a node tells of its runtime. */
import { criDockerdSocket } from '../knowledge/paths.ts'
import { compareVersions, parseVersion } from '../knowledge/versions.ts'
import type { FactOf, Located } from '../rule.ts'

/** A field of an object's status. */
export const statusOf = (object: FactOf<'object'>, name: string): Located | undefined =>
  object.status.find(({ key }) => key.value === name)?.value

/** Whether a node with Docker has a kubelet without dockershim, or one that was told to use cri-dockerd. */
export function isThroughCriDockerd(object: FactOf<'object'>): boolean {
  const socket = object.annotations.find(({ key }) => key.value === 'kubeadm.alpha.kubernetes.io/cri-socket')
  if (socket && criDockerdSocket(socket.value.value)) return true
  const kubelet = parseVersion(statusOf(object, 'nodeInfo.kubeletVersion')?.value ?? '')
  return kubelet !== undefined && compareVersions(kubelet, '1.24') >= 0
}
