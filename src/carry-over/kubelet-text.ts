/** Settings of kubelet as a patch that kubeadm takes: kubeadm init, join or upgrade with --patches. */
import { commentsOf } from './comments.ts'
import type { Entry } from './plan.ts'

/** The text of the patch. Texts stand in it as in JSON, which is YAML, too. */
export const kubeletText = (entries: readonly Entry[]): string =>
  [
    'apiVersion: kubelet.config.k8s.io/v1beta1',
    'kind: KubeletConfiguration',
    ...entries.flatMap(entry => [...commentsOf(entry), `${entry.key}: ${JSON.stringify(entry.value)}`]),
  ]
    .join('\n')
    .concat('\n')
