/*
 * Rotation of container logs: Docker's settings and logrotate's directives, and what the kubelet calls them.
 * Source: Kubernetes docs, "Logging Architecture", log rotation; pkg/kubelet/apis/config/v1beta1/defaults.go
 * (containerLogMaxSize 10Mi, containerLogMaxFiles 5, at least 2).
 */

/** A setting of kubelet: its name in KubeletConfiguration and as a flag. */
export interface KubeletRotation {
  readonly key: 'containerLogMaxSize' | 'containerLogMaxFiles'
  readonly flag: 'container-log-max-size' | 'container-log-max-files'
  /** What it is when nobody sets it. */
  readonly byDefault: string
}

const size: KubeletRotation = { key: 'containerLogMaxSize', flag: 'container-log-max-size', byDefault: '10Mi' }
const files: KubeletRotation = { key: 'containerLogMaxFiles', flag: 'container-log-max-files', byDefault: '5' }

/** What the kubelet calls an option of Docker's json-file log driver, or a directive of logrotate. */
export function kubeletRotation(option: string): KubeletRotation | undefined {
  if (/^(?:max-size|size|maxsize|minsize)$/.test(option)) return size
  return /^(?:max-file|rotate)$/.test(option) ? files : undefined
}

/** Docker's or logrotate's number as the kubelet writes it: `100m` is `100Mi`; one file becomes two, the least that the kubelet accepts. */
export function asKubeletWrites({ key }: KubeletRotation, value: string): string | undefined {
  const match = /^(\d{1,12})([kmg]?)b?$/i.exec(value.trim())
  if (!match) return undefined
  if (key === 'containerLogMaxFiles') return String(Math.max(2, Number(match[1])))
  return `${match[1]}${match[2] ? `${match[2].toUpperCase()}i` : ''}`
}
