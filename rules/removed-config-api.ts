import { documentOf } from '../src/evidence/config-document.ts'
import { containerdTriggers, lostContainerdSetting } from '../src/knowledge/containerd-config.ts'
import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { called } from '../src/knowledge/kubernetes/called.ts'
import { flagStatus } from '../src/knowledge/kubernetes/change.ts'
import { type ConfigApi, findConfigApi } from '../src/knowledge/kubernetes/config-apis.ts'
import { findConfigField } from '../src/knowledge/kubernetes/config-fields.ts'
import { type Renamed, renamedConfigMap } from '../src/knowledge/kubernetes/control-plane-names.ts'
import { remedyOf } from '../src/knowledge/remedies.ts'
import { compareVersions } from '../src/knowledge/versions.ts'
import {
  type Context,
  defineRule,
  type Fact,
  type FactOf,
  type Fix,
  guardsOf,
  type Level,
  type Located,
  remove,
  replace,
} from '../src/rule.ts'

export default defineRule({
  id: 'removed-config-api',
  level: 'error',
  summary: 'A configuration uses an apiVersion, field or name that the target version no longer has',
  docs: {
    why: 'kubeadm, the kubelet, kube-scheduler and kube-proxy refuse a configuration of an apiVersion that they no longer know, and most of them refuse a field that they do not know. What kubeadm wrote under an old name is no longer found.',
    instead:
      'Write the apiVersion, field or name that the message says. `kubeadm config migrate` converts files of kubeadm.',
    bad: ['kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta2\nkind: ClusterConfiguration\nclusterName: lab\n'],
    good: ['kubeadm.yaml', 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\nclusterName: lab\n'],
  },
  triggers: [
    ...['audit.k8s.io/v1', 'kubeadm.k8s.io/v1'].map(word => ({ word, followedBy: /^(?:alpha|beta)/ })),
    'kubescheduler.config.k8s.io',
    'kubelet.config.k8s.io',
    'kubeproxy.config.k8s.io',
    'kubelet-config-1.',
    ...containerdTriggers,
    { word: 'kind', followedBy: /^['"]?\s*:\s*['"]?Policy\b/ },
  ],
  check: {
    object(fact, context) {
      const { apiVersion, type, name } = fact
      const api = apiVersion && findConfigApi(apiVersion.value, type.value)
      if (api) {
        const breaks = `${type.value} of this version is refused`
        const shown = `"${type.value}" of ${apiVersion.value}`
        tell(fact, apiVersion, shown, { change: api, breaks }, context, 'error', versionFix(apiVersion, api))
      }
      const renamed = name && renamedConfigMap(type.value, name.value)
      if (renamed) tell(fact, name, `ConfigMap name "${name.value}"`, renamed, context)
    },
    setting(fact, context) {
      if (fact.program === 'containerd') checkContainerd(fact, context)
      else checkField(fact, context)
    },
  },
})

function checkContainerd({ key, at, value }: FactOf<'setting'>, { settings, report }: Context): void {
  const verdict = settings.runtime === 'containerd' && lostContainerdSetting(key, value?.value)
  if (verdict) report(at, verdict)
}

function checkField(fact: FactOf<'setting'>, context: Context): void {
  const { program, key, at, value } = fact
  if (key.length === 1 && key[0] === 'apiVersion') checkLoneVersion(fact, context)
  // Most settings are in no table; only for the others the document is looked at.
  const text = value?.value
  if (!findConfigField(program, key, { value: text }) && !findConfigField(program, key, { form: 'map' })) return
  const { apiVersion, kind, isMap } = documentOf(fact)
  // A document of an old version has to be converted as a whole, and its fields with it.
  const api = findConfigApi(apiVersion ?? '', kind ?? '')
  if (api && flagStatus(api, context.settings.targetVersion) !== 'valid') return
  const form = value === undefined && isMap ? 'map' : undefined
  const change = findConfigField(program, key, { apiVersion, kind, value: text, form })
  if (!change) return
  const breaks = change.ignored
    ? `${called(program)} logs that it does not know it, and starts without it`
    : `${called(program)} refuses the configuration and does not start`
  const name = change.value === undefined ? '' : ` with the value "${change.value}"`
  tell(
    fact,
    at,
    `${program} setting "${key.join('.')}"${name}`,
    { change, breaks },
    context,
    change.ignored,
    fieldFix(fact, change),
  )
}

/** A component as a sentence names it. */

/** The line that a task writes into a configuration: the version stands alone, and no document says what it is of. */
function checkLoneVersion(fact: FactOf<'setting'>, context: Context): void {
  const api = fact.value && documentOf(fact).kind === undefined && findConfigApi(fact.value.value, '')
  if (!api) return
  const breaks = `${called(fact.program)} refuses a configuration of this version`
  tell(fact, fact.value, `apiVersion "${fact.value.value}"`, { change: api, breaks }, context, 'warning')
}

/** Writes the apiVersion that differs in nothing but its name. Clusters with dockershim know only those from before 1.24. */
const versionFix = (at: Located, { sameAs }: ConfigApi): Fix | undefined =>
  sameAs && replace(at, sameAs.apiVersion, compareVersions(sameAs.since, '1.24') < 0 ? 'both' : 'after')

/** Takes a field away that the table says to remove. */
function fieldFix({ key, at, value }: FactOf<'setting'>, change: { readonly replacement: string }): Fix | undefined {
  const remedy = remedyOf(change)
  return value && remedy ? remove(key.join('.'), [at, value], remedy.applies) : undefined
}

function tell(
  fact: Fact,
  at: Located,
  shown: string,
  { change, breaks }: Renamed,
  { settings, report }: Context,
  level: Level = 'error',
  fix?: Fix,
): void {
  const status = flagStatus(change, settings.targetVersion)
  if (status === 'valid') return
  const { deprecatedIn, removedIn, replacement: instead } = change
  const gone = status === 'removed'
  const old = guardsOldVersion(guardsOf(fact.scope), removedIn ?? settings.targetVersion)
  report(at, {
    what: gone
      ? `The ${shown} was removed in Kubernetes ${removedIn}`
      : `The ${shown} ${deprecatedIn ? `has been deprecated since Kubernetes ${deprecatedIn}` : 'is deprecated'}`,
    breaks: old
      ? `The condition around it leaves it out from Kubernetes ${removedIn} on, so nothing breaks.`
      : gone
        ? `From Kubernetes ${removedIn} on, ${breaks}.`
        : `It still works${removedIn ? `; Kubernetes ${removedIn} removes it` : ''}.`,
    instead,
    level: old || !gone ? 'note' : level,
    fix: old ? undefined : fix,
  })
}
