/** Where a collector finds the same container logs whatever the runtime is: the kubelet links them all in one folder. */

const LOGS = '/var/log/containers'

/**
 * What takes the place of a path in Docker's directory that an input reads. The links are named POD_NAMESPACE_CONTAINER-ID.log:
 * kubernetes/kubernetes pkg/kubelet/kuberuntime/legacy.go. Undefined for a path of another form.
 */
export function linkedLogs(path: string): string | undefined {
  const rest =
    /^\/var\/lib\/docker\/containers(\/.*)?$/.exec(path)?.[1] ?? (path.endsWith('containers') ? '' : undefined)
  if (rest === undefined || !path.startsWith('/var/lib/docker/')) return undefined
  if (rest === '' || rest === '/') return `${LOGS}${rest}`
  const id = /^\/(\$\{[\w.]{1,100}\})\/[^/]*\.log$/.exec(rest)?.[1]
  if (id !== undefined) return `${LOGS}/*${id}.log`
  return /^\/\*{1,2}\/(?:\*{1,2}\/)?[*a-z-]{0,10}\.log\*?$/.test(rest) ? `${LOGS}/*.log` : undefined
}
