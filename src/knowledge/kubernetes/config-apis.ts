/** apiVersions and kinds of the components' configuration files. */
import type { Change } from './change.ts'

/** An apiVersion by which another one may be replaced, and since when Kubernetes knows it. */
export interface SameSchema {
  readonly apiVersion: string
  readonly since: string
  readonly source: string
}

/** An apiVersion or kind of a component's configuration file: see `findConfigApi`. */
export interface ConfigApi extends Change {
  readonly apiVersion: string
  /** The change is about this kind only. */
  readonly kind?: string
  /** The apiVersion that has all fields of this one with the same meaning and defaults, so that nothing but the name has to change. */
  readonly sameAs?: SameSchema
}

const schedulerV1 = 'Use kubescheduler.config.k8s.io/v1.'
const kubeadmV1beta4 =
  'Use kubeadm.k8s.io/v1beta4. `kubeadm config migrate` converts the file: run it with a version that knows both.'
const kubeadmStepwise =
  'Use kubeadm.k8s.io/v1beta4. `kubeadm config migrate` converts the file step by step: each version names the one before.'
const oldApis = 'oldKnownAPIVersions in cmd/kubeadm/app/util/config/common.go 1.37'
const auditV1 = 'Use audit.k8s.io/v1.'
const auditPolicyV1: SameSchema = {
  apiVersion: 'audit.k8s.io/v1', since: '1.12',
  source: 'Policy in apiserver/pkg/apis/audit/{v1,v1beta1,v1alpha1}/types.go 1.23: the same fields; CHANGELOG-1.12 #65891',
}
const auditInstall = 'apiserver/pkg/apis/audit/install/install.go in 1.23 and 1.24'
const outputV1alpha3 = 'Use output.kubeadm.k8s.io/v1alpha3.'
const removedApi = { stillValid: false } as const

/** Every apiVersion and kind of component configuration that the tables know. */
export const CONFIG_APIS: readonly ConfigApi[] = [
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1alpha1', deprecatedIn: '1.18', removedIn: '1.19',
    replacement: schedulerV1, source: 'CHANGELOG-1.19 #89298',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1alpha2', removedIn: '1.19', replacement: schedulerV1,
    source: 'CHANGELOG-1.19 #91420; pkg/scheduler/apis/config 1.19',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta1', deprecatedIn: '1.22', removedIn: '1.23',
    replacement: schedulerV1, source: 'pkg/scheduler/apis/config in 1.22 and 1.23',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta2', deprecatedIn: '1.25', removedIn: '1.28',
    replacement: schedulerV1, source: 'CHANGELOG-1.25 #111547; CHANGELOG-1.28 #117649',
  },
  {
    ...removedApi, apiVersion: 'kubescheduler.config.k8s.io/v1beta3', deprecatedIn: '1.26', removedIn: '1.29',
    replacement: schedulerV1, source: 'CHANGELOG-1.29 #119994; kube-scheduler/config in 1.28 and 1.29',
    sameAs: {
      apiVersion: 'kubescheduler.config.k8s.io/v1', since: '1.25',
      source: 'kube-scheduler/config/{v1,v1beta3} and the defaults in pkg/scheduler/apis/config 1.28: v1 only has more fields',
    },
  },
  {
    ...removedApi, apiVersion: 'v1', kind: 'Policy', deprecatedIn: '1.20', removedIn: '1.23',
    replacement: 'Use KubeSchedulerConfiguration.', source: 'CHANGELOG-1.23 #105424',
  },
  {
    ...removedApi, apiVersion: 'audit.k8s.io/v1alpha1', kind: 'Policy', deprecatedIn: '1.21', removedIn: '1.24',
    replacement: auditV1, sameAs: auditPolicyV1,
    source: auditInstall,
  },
  {
    ...removedApi, apiVersion: 'audit.k8s.io/v1beta1', kind: 'Policy', deprecatedIn: '1.21', removedIn: '1.24',
    replacement: auditV1, sameAs: auditPolicyV1,
    source: auditInstall,
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1alpha1', removedIn: '1.12', replacement: kubeadmStepwise,
    source: `${oldApis}, v1.11 is the last`,
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1alpha2', removedIn: '1.13', replacement: kubeadmStepwise,
    source: `${oldApis}, v1.12 is the last`,
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1alpha3', removedIn: '1.15', replacement: kubeadmStepwise,
    source: `${oldApis}, v1.14 is the last`,
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta1', removedIn: '1.22', replacement: kubeadmV1beta4,
    source: 'CHANGELOG-1.22 #101129',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta2', deprecatedIn: '1.24', removedIn: '1.27',
    replacement: kubeadmV1beta4, source: 'CHANGELOG-1.24 #107013; CHANGELOG-1.27 #114540',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta3', deprecatedIn: '1.31', removedIn: '1.37',
    replacement: kubeadmV1beta4, source: 'CHANGELOG-1.31 #125029; CHANGELOG-1.37 #136016',
  },
  {
    ...removedApi, apiVersion: 'output.kubeadm.k8s.io/v1alpha1', deprecatedIn: '1.23', removedIn: '1.24',
    replacement: outputV1alpha3, source: 'CHANGELOG-1.23 #105295; CHANGELOG-1.24 #107468',
  },
  {
    ...removedApi, apiVersion: 'output.kubeadm.k8s.io/v1alpha2', deprecatedIn: '1.30', removedIn: '1.31',
    replacement: outputV1alpha3, source: 'CHANGELOG-1.30 #123372; CHANGELOG-1.31 #124496',
  },
  {
    ...removedApi, apiVersion: 'kubeadm.k8s.io/v1beta3', kind: 'ClusterStatus', removedIn: '1.22',
    replacement: 'Remove the document. kubeadm finds the control planes by the annotations of the etcd pods.',
    source: 'CHANGELOG-1.22 #101915',
  },
]

/** What the versions do to the apiVersion and kind of a component's configuration file. */
export function findConfigApi(apiVersion: string, kind: string): ConfigApi | undefined {
  const rows = CONFIG_APIS.filter(row => row.apiVersion === apiVersion)
  return rows.find(row => row.kind === kind) ?? rows.find(row => row.kind === undefined)
}
