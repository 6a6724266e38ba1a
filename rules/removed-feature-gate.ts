import { gateFix } from '../src/evidence/flag-fixes.ts'
import { guardsOldVersion } from '../src/knowledge/guards.ts'
import { called } from '../src/knowledge/kubernetes/called.ts'
import { type GateProblem, gateProblem } from '../src/knowledge/kubernetes/feature-gates.ts'
import { type Context, defineRule, type Fact, type Fix, guardsOf, type Located, partOf, remove } from '../src/rule.ts'

export default defineRule({
  id: 'removed-feature-gate',
  level: 'error',
  summary: 'A component or kubeadm is given a feature gate that the target version no longer knows or has locked',
  docs: {
    why: 'A component stops at once when it is given a feature gate that it does not know. Kubernetes removes the gate of a feature two or three versions after the feature became stable or was dropped: 1.25 removed "TTLAfterFinished", 1.27 "CSIMigration" and "EphemeralContainers", 1.28 "DevicePlugins". Before that the gate is locked, and the component stops at any other value.',
    instead: 'Remove the gate. Its feature is now always on, or gone; the message says which.',
    bad: [
      'kubelet.yaml',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  CSIMigration: true\n',
    ],
    good: [
      'kubelet.yaml',
      'apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nfeatureGates:\n  KubeletInUserNamespace: true\n',
    ],
  },
  triggers: [
    { word: 'feature-gates', followedBy: /^(?!\s*(?:\{\s*\}|""|''))/ },
    // An empty map, as in the values of most charts, and the schema of one have no gate.
    ...['featureGates', 'feature_gates'].map(word => ({
      word,
      followedBy: /^\\?['"]?\]?\s*[:={](?!\s*(?:\[\s*\]|\{\s*\}|""|''|null\b|description:|additionalProperties:))/,
    })),
  ],
  check: {
    flag(fact, context) {
      const { program, name, value } = fact
      if (name.replaceAll('_', '-') !== 'feature-gates' || !value || !isKnown(program)) return
      for (const { index, 1: gate = '', 2: set } of value.value.matchAll(GATE))
        check(fact, program, partOf(value, index, index + gate.length), set, context, gateFix(fact, gate))
    },
    setting(fact, context) {
      const { program, key, at, value } = fact
      if (key.length !== 2 || key[0] !== 'featureGates' || !isKnown(program)) return
      check(fact, program, at, value?.value, context, value && remove(at.value, [at, value], 'after'))
    },
  },
})

const GATE = /\b([A-Za-z][A-Za-z0-9]{2,99})\s{0,9}=\s{0,9}(\w{1,9})?/g

/** Who reads gates. `kubernetes` is what hands them to every component: kind, minikube, kubespray and others. */
const PROGRAMS = [
  'kubelet',
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubeadm',
  'kubernetes',
  'minikube',
] as const

const isKnown = (program: string | undefined): program is (typeof PROGRAMS)[number] =>
  PROGRAMS.some(known => known === program)

function check(
  fact: Fact,
  program: string,
  gate: Located,
  value: string | undefined,
  context: Context,
  fix?: Fix,
): void {
  const problem = gateProblem(program, gate.value, value, context.settings.targetVersion)
  if (!problem) return
  const old = guardsOldVersion(guardsOf(fact.scope), problem.since)
  context.report(gate, {
    what: whatOf(gate.value, problem),
    breaks: old
      ? `The condition around it leaves it out from Kubernetes ${problem.since} on, so nothing breaks.`
      : breaksOf(program, problem),
    instead: problem.replacement,
    level: old ? 'note' : 'error',
    fix: old || !problem.replacement.startsWith('Remove it') ? undefined : fix,
  })
}

const whatOf = (name: string, { kind, since, lockedTo }: GateProblem): string =>
  kind === 'removed'
    ? `The feature gate "${name}" was removed in Kubernetes ${since}`
    : `The feature gate "${name}" has been locked to ${lockedTo} since Kubernetes ${since}`

function breaksOf(program: string, { kind, since }: GateProblem): string {
  if (program === 'kubeadm')
    return `From Kubernetes ${since} on, kubeadm fails with it: it is no longer a feature gate.`
  const says = kind === 'removed' ? 'unrecognized feature gate' : 'cannot set feature gate'
  const who = program === 'kubernetes' || program === 'minikube' ? 'each component stops' : `${called(program)} stops`
  return `From Kubernetes ${since} on, ${who} at once: "${says}".`
}
