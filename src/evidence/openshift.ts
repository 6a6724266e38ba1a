/**
 * Whether a file is for OpenShift, whose kubelets register with the old label and taint of the control plane beside the
 * new ones. Source: openshift/machine-config-operator, templates/master/01-master-kubelet/_base/units/kubelet.service.yaml;
 * pull request 6313.
 */
import { enclosing, type Fact, near, type Scope } from '../rule.ts'

/** Whether an object of the file is OpenShift's own. */
export function isForOpenShift(fact: Fact): boolean {
  const file = enclosing(fact.scope, 'file') ?? fact.scope
  const known = forOpenShift.get(file)
  if (known !== undefined) return known
  const found = near(fact, 'file', 'object').some(
    ({ apiVersion, namespace, annotations }) =>
      namespace?.value.startsWith('openshift-') ||
      /\.openshift\.io\//.test(apiVersion?.value ?? '') ||
      annotations.some(({ key }) => /\.openshift\.io\//.test(key.value)),
  )
  forOpenShift.set(file, found)
  return found
}

/** What is known of files: each is looked at once. */
const forOpenShift = new WeakMap<Scope, boolean>()
