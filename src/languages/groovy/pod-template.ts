/** Pods of Jenkins' agents: `podTemplate` and the volumes, containers and variables in it. */

import type { Scope } from '../../facts.ts'
import { argumentsAt, located } from './arguments.ts'
import type { File } from './file.ts'

/** `podTemplate(…)`: what follows describes another pod. */
export function podTemplate(file: File): void {
  file.pod = file.reader.open('pod', { place: 'pod' })
}

function podOf(file: File): Scope {
  file.pod ??= file.reader.open('pod', { place: 'pod' })
  return file.pod
}

/** `hostPathVolume(hostPath: '/x', mountPath: '/y')` of a podTemplate. */
export function hostPath(at: number, file: File): void {
  const named = argumentsAt(at, file)
  const path = named.get('hostPath')
  const mount = named.get('mountPath')
  if (!path) return
  const pod = podOf(file)
  file.reader.fact({ kind: 'volume', type: 'hostPath', name: located(path), path: located(path) }, pod)
  if (mount) file.reader.fact({ kind: 'mount', volume: located(path), path: located(mount) }, pod)
}

/** `containerTemplate(image: 'x:1')` */
export function container(at: number, file: File): void {
  const image = argumentsAt(at, file).get('image')
  const match = image && /^(.+?)(?::([\w.-]+))?$/.exec(image.text)
  if (!image || !match) return
  const pod = podOf(file)
  file.reader.fact({ kind: 'image', name: match[1]!, tag: match[2], image: located(image) }, pod)
}

/** `envVar(key: 'X', value: 'y')` */
export function variable(at: number, file: File): void {
  const named = argumentsAt(at, file)
  const key = named.get('key') ?? named.get('name')
  const value = named.get('value')
  if (!key || !value) return
  const pod = podOf(file)
  file.reader.fact({ kind: 'env', name: located(key), value: located(value) }, pod)
}
