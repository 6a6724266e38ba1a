/** The volumes of a Drone pipeline: of the pod on a cluster, or of containers on the runner. Reference: https://docs.drone.io/pipeline/overview/ */
import type { Scope } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { at, itemsOf, type MapNode, textAt } from '../../text/tree.ts'

/**
 * Says the volumes of a pipeline, and what its steps mount. One of `type: kubernetes` runs as a pod, whose scope it gives; what
 * others mount is of the machine that the runner is on.
 */
export function droneVolumes(root: MapNode, reader: Reader): Scope | undefined {
  const inPod = textAt(root, 'type') === 'kubernetes'
  const scope = inPod
    ? reader.open('pod', { place: 'pod', because: 'the pipeline runs as a pod ("type: kubernetes")' })
    : reader.open('branch', { place: 'build', because: 'it is a pipeline of a CI service' })
  for (const volume of itemsOf(at(root, 'volumes'))) {
    const name = at(volume, 'name')
    const path = at(volume, 'host', 'path')
    if (path?.kind === 'scalar') {
      const { located } = path
      if (!inPod) reader.fact({ kind: 'path', path: located, access: 'used', by: 'Drone' }, scope)
      else if (name?.kind === 'scalar')
        reader.fact({ kind: 'volume', type: 'hostPath', name: name.located, path: located }, scope)
    } else if (inPod && name?.kind === 'scalar' && at(volume, 'temp'))
      reader.fact({ kind: 'volume', type: 'emptyDir', name: name.located }, scope)
  }
  if (!inPod) return undefined
  for (const list of [at(root, 'steps'), at(root, 'services')])
    for (const step of itemsOf(list)) {
      const container = reader.open('container', { name: textAt(step, 'name') }, scope)
      for (const mount of itemsOf(at(step, 'volumes'))) {
        const [volume, path] = [at(mount, 'name'), at(mount, 'path')]
        if (volume?.kind === 'scalar' && path?.kind === 'scalar')
          reader.fact({ kind: 'mount', volume: volume.located, path: path.located }, container)
      }
    }
  return scope
}
