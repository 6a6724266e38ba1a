/** Flags of kube-scheduler. */
import { type Group, gone, type Refusal } from './flag.ts'

export const SCHEDULER_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.8', removedIn: '1.15', flags: [
    ['--failure-domains', gone, 'flag registrations in 1.14 and 1.15'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.22', flags: [
    ['--algorithm-provider', 'Use KubeSchedulerConfiguration (--config).', 'CHANGELOG-1.22 #102239'],
    [
      '--hard-pod-affinity-symmetric-weight', 'Use pluginConfig InterPodAffinityArgs in KubeSchedulerConfiguration.',
      'CHANGELOG-1.22 #102805',
    ],
    ['--scheduler-name', 'Use profiles[].schedulerName in KubeSchedulerConfiguration.', 'CHANGELOG-1.22 #102805'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.23', flags: [
    [
      ['--policy-config-file', '--policy-configmap', '--policy-configmap-namespace', '--use-legacy-policy-config'],
      'Use KubeSchedulerConfiguration (--config).', 'CHANGELOG-1.23 #105424',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--address', 'Use --bind-address. The old flag has had no effect since Kubernetes 1.23.', 'CHANGELOG-1.23 #96345; CHANGELOG-1.24 #106865'],
    [
      '--port', 'Remove it, and use --secure-port (10259).',
      'CHANGELOG-1.23 #96345; CHANGELOG-1.23 #105034; CHANGELOG-1.24 #106865',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.28', flags: [
    ['--lock-object-namespace', 'Use --leader-elect-resource-namespace.', 'CHANGELOG-1.28 #119130'],
    ['--lock-object-name', 'Use --leader-elect-resource-name.', 'CHANGELOG-1.28 #119130'],
  ] },
  { deprecatedIn: '1.24', flags: [
    [
      '--pod-max-in-unschedulable-pods-duration', 'Remove it. It is deprecated and still accepted.',
      'CHANGELOG-1.24 #108017; CHANGELOG-1.30 #122013',
    ],
  ] },
]

/** Flags whose values kube-scheduler refuses while it still has them. */
export const SCHEDULER_REFUSALS: readonly Refusal[] = [
  { names: ['--port'], accepts: ['0'], from: '1.23', source: 'CHANGELOG-1.23 #96345' },
]
