/** What was found, and where in a cluster: `Mounts "…" (DaemonSet kube-system/agent, spec.volumes[0].hostPath.path)`. No full stop. */
import type { Diagnostic } from '../diagnostic.ts'

/** The object and, where no line can be edited, the field. */
export function headline({
  what,
  object,
  location: { field },
}: Pick<Diagnostic, 'what' | 'object' | 'location'>): string {
  const place = [object, field].filter(part => part !== undefined).join(', ')
  return place ? `${what} (${place})` : what
}
