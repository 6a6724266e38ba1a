import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { type Change, flagStatus } from '../src/knowledge/kubernetes/change.ts'
import { findConfigApi } from '../src/knowledge/kubernetes/config-apis.ts'
import { findConfigField } from '../src/knowledge/kubernetes/config-fields.ts'
import {
  type Context,
  defineRule,
  enclosing,
  type Fact,
  type FactOf,
  guardsOf,
  type Located,
  near,
  type Scope,
} from '../src/rule.ts'

export default defineRule({
  id: 'removed-config-api',
  level: 'error',
  summary: 'A configuration uses an apiVersion, field or name that the target version no longer has',
  docs: {
    why: 'kubeadm, kubelet, kube-scheduler and kube-proxy refuse a configuration of an apiVersion that they no longer know, and most of them refuse a field that they do not know. What kubeadm wrote under an old name is not found: nodes have no label "node-role.kubernetes.io/master" from 1.24 on, so a pod that asks for it stays pending.',
    instead:
      'Write the apiVersion, field or name that the message says. `kubeadm config migrate` converts files of kubeadm.',
    bad: ['kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\nclusterName: lab\n'],
    good: ['kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: lab\n'],
  },
  triggers: [
    ...['kubescheduler.config.k8s.io/v1', 'kubeadm.k8s.io/v1'].map(word => ({ word, followedBy: /^(?:alpha|beta)/ })),
    'kubelet.config.k8s.io',
    'kubeproxy.config.k8s.io',
    'node-role.kubernetes.io/master',
    'kubelet-config-1.',
    { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Policy\b/ },
  ],
  check: { object: checkObject, setting: checkSetting, command: checkCommand },
})

function checkObject(fact: FactOf<'object'>, context: Context): void {
  const { apiVersion, type, name, labels } = fact
  const api = apiVersion && findConfigApi(apiVersion.value, type.value)
  // Other kinds of the name Policy have a group.
  if (api)
    tell(
      fact,
      apiVersion,
      api,
      `"${type.value}" of ${apiVersion.value}`,
      `${type.value} of this version is refused`,
      context,
    )
  if (name && /^(?:ConfigMap|Role|RoleBinding)$/.test(type.value) && /(?:^|:)kubelet-config-1\.\d+$/.test(name.value))
    tell(
      fact,
      name,
      KUBELET_CONFIG_MAP,
      `ConfigMap name "${name.value}"`,
      'kubeadm and kubelet read the ConfigMap kubelet-config',
      context,
    )
  for (const { key } of labels)
    if (type.value === 'Node' && key.value === MASTER) tellMaster(fact, key, 'label', context)
}

const MASTER = 'node-role.kubernetes.io/master'
const MASTER_LABEL: Change = {
  deprecatedIn: '1.20',
  removedIn: '1.24',
  replacement: 'Use node-role.kubernetes.io/control-plane.',
  source: 'CHANGELOG-1.20 #95382; CHANGELOG-1.24 #107533',
  stillValid: false,
}
const MASTER_TAINT: Change = { ...MASTER_LABEL, removedIn: '1.25', source: 'CHANGELOG-1.25 #110095' }
const KUBELET_CONFIG_MAP: Change = {
  deprecatedIn: '1.23',
  removedIn: '1.24',
  replacement: 'Use the name kubelet-config, and the RBAC role kubeadm:kubelet-config.',
  source: 'CHANGELOG-1.24 #108027; CHANGELOG-1.25 #110327',
  stillValid: false,
}

function checkSetting(fact: FactOf<'setting'>, context: Context): void {
  const { program, key, at, value } = fact
  if (program === 'pod') {
    if (key.at(-1) === MASTER) tellMaster(fact, at, key[0] === 'tolerations' ? 'taint' : 'label', context)
    return
  }
  // Most settings are in no table; only for the others the document is looked at.
  const text = value?.value
  if (!findConfigField(program, key, { value: text }) && !findConfigField(program, key, { form: 'map' })) return
  const document = near(fact, 'object', 'setting')
  const topLevel = (name: string) =>
    document.find(other => other.key.length === 1 && other.key[0] === name)?.value?.value
  const kind = topLevel('kind')
  // A document of an old version has to be converted as a whole, and its fields with it.
  const api = findConfigApi(topLevel('apiVersion') ?? '', kind ?? '')
  if (api && flagStatus(api, context.settings.targetVersion) !== 'valid') return
  const form = value === undefined && isMap(fact, document) ? 'map' : undefined
  const field = findConfigField(program, key, { kind, value: text, form })
  if (field)
    tell(fact, at, field, `${program} setting "${key.join('.')}"`, `${program} refuses it or does without it`, context)
}

/** Whether settings below this one have a key, and not an index. */
const isMap = ({ key }: FactOf<'setting'>, document: readonly FactOf<'setting'>[]): boolean =>
  document.some(
    other =>
      other.key.length === key.length + 1 &&
      key.every((part, index) => other.key[index] === part) &&
      !/^\d+$/.test(other.key.at(-1)!),
  )

/** `kubectl taint nodes --all node-role.kubernetes.io/master-` and `kubectl get nodes -l node-role.kubernetes.io/master`. */
function checkCommand(fact: FactOf<'command'>, context: Context): void {
  if (!/(^|[/\\])kubectl(\.exe)?$/.test(fact.name.value)) return
  const verb = fact.args[0]?.value
  for (const arg of fact.args) {
    const name = /^!?node-role\.kubernetes\.io\/master(?=[-=:,]|$)/.exec(arg.value.replace(/^--?(?:l|selector)=/, ''))
    if (name) tellMaster(fact, arg, verb === 'taint' ? 'taint' : 'label', context)
  }
}

/**
 * Whether a file is for OpenShift, whose kubelets register with the old label and taint beside the new ones. Source:
 * openshift/machine-config-operator, templates/master/01-master-kubelet/_base/units/kubelet.service.yaml; pull request 6313.
 */
function isForOpenShift(fact: Fact): boolean {
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

function tellMaster(fact: Fact, at: Located, what: 'label' | 'taint', context: Context): void {
  if (isForOpenShift(fact)) return
  const breaks =
    what === 'label'
      ? 'nodes that kubeadm sets up do not have this label, and a selector for it matches nothing, silently'
      : 'control plane nodes that kubeadm sets up have the taint node-role.kubernetes.io/control-plane instead'
  tell(fact, at, what === 'label' ? MASTER_LABEL : MASTER_TAINT, `${what} "${MASTER}"`, breaks, context, 'warning')
}

function tell(
  fact: Fact,
  at: Located,
  row: Change,
  shown: string,
  breaks: string,
  { settings, report }: Context,
  level: 'error' | 'warning' = 'error',
): void {
  const status = flagStatus(row, settings.targetVersion)
  if (status === 'valid') return
  const old = guardsOldVersion(guardsOf(fact.scope), row.removedIn ?? settings.targetVersion)
  report(at, {
    what:
      status === 'removed'
        ? `The ${shown} was removed in Kubernetes ${row.removedIn}`
        : `The ${shown} is deprecated${row.deprecatedIn ? ` since Kubernetes ${row.deprecatedIn}` : ''}`,
    breaks: old
      ? `The condition around it leaves it out from Kubernetes ${row.removedIn} on, so nothing breaks.`
      : status === 'removed'
        ? `From Kubernetes ${row.removedIn} on, ${breaks}.`
        : `It still works${row.removedIn ? `; Kubernetes ${row.removedIn} removes it` : ''}.`,
    instead: row.replacement,
    level: old || status === 'deprecated' ? 'note' : level,
  })
}
