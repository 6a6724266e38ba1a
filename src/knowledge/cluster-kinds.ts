/** What of a cluster is asked for: the kinds that say how nodes and pods are made, and what watches them. */

/** A kind of the API. Of several versions the first that the cluster serves is asked. */
export interface ClusterKind {
  readonly versions: readonly string[]
  readonly resource: string
  readonly kind: string
  /** Whether its objects are in no namespace. */
  readonly isClusterWide?: boolean
  /** Whether what it makes holds the same pod template: nothing of that is told twice. Source: the controllers of Kubernetes. */
  readonly isCopied?: boolean
}

/** Owners stand before what they make. Source: kubernetes.io/docs/reference/kubernetes-api; CronJob was batch/v1beta1 before 1.21. */
export const CLUSTER_KINDS: readonly ClusterKind[] = [
  { versions: ['v1'], resource: 'nodes', kind: 'Node', isClusterWide: true },
  { versions: ['apps.openshift.io/v1'], resource: 'deploymentconfigs', kind: 'DeploymentConfig', isCopied: true },
  { versions: ['apps/v1'], resource: 'deployments', kind: 'Deployment', isCopied: true },
  { versions: ['apps/v1'], resource: 'daemonsets', kind: 'DaemonSet', isCopied: true },
  { versions: ['apps/v1'], resource: 'statefulsets', kind: 'StatefulSet', isCopied: true },
  { versions: ['batch/v1', 'batch/v1beta1'], resource: 'cronjobs', kind: 'CronJob', isCopied: true },
  { versions: ['v1'], resource: 'replicationcontrollers', kind: 'ReplicationController', isCopied: true },
  { versions: ['apps/v1'], resource: 'replicasets', kind: 'ReplicaSet', isCopied: true },
  { versions: ['batch/v1'], resource: 'jobs', kind: 'Job', isCopied: true },
  { versions: ['v1'], resource: 'pods', kind: 'Pod' },
  { versions: ['v1'], resource: 'podtemplates', kind: 'PodTemplate' },
  { versions: ['v1'], resource: 'persistentvolumes', kind: 'PersistentVolume', isClusterWide: true },
  { versions: ['v1'], resource: 'configmaps', kind: 'ConfigMap' },
]

/** Asked for only where the user wants it. */
export const SECRETS: ClusterKind = { versions: ['v1'], resource: 'secrets', kind: 'Secret' }

/**
 * Groups of custom resources that hold pod templates, scripts, or settings of nodes, log collectors or monitoring. Source: the
 * custom resource definitions of each project.
 */
export const CUSTOM_GROUPS: ReadonlySet<string> = new Set([
  'actions.github.com',
  'actions.summerwind.dev',
  'agent.k8s.elastic.co',
  'apps.kruise.io',
  'argoproj.io',
  'batch.volcano.sh',
  'beat.k8s.elastic.co',
  'bootstrap.cluster.x-k8s.io',
  'build.openshift.io',
  'chaos-mesh.org',
  'controlplane.cluster.x-k8s.io',
  'datadoghq.com',
  'fluentbit.fluent.io',
  'fluentd.fluent.io',
  'helm.cattle.io',
  'helm.toolkit.fluxcd.io',
  'jobset.x-k8s.io',
  'karpenter.k8s.aws',
  'karpenter.sh',
  'keda.sh',
  'kubeflow.org',
  'leaderworkerset.x-k8s.io',
  'litmuschaos.io',
  'logging.banzaicloud.io',
  'logging.extensions.banzaicloud.io',
  'machineconfiguration.openshift.io',
  'monitoring.coreos.com',
  'opentelemetry.io',
  'operator.victoriametrics.com',
  'ray.io',
  'serving.knative.dev',
  'sources.knative.dev',
  'sparkoperator.k8s.io',
  'tekton.dev',
  'upgrade.cattle.io',
])
