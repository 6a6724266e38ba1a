/** Flags of kube-controller-manager. */
import { type Group, gone, type Refusal } from './flag.ts'

export const CONTROLLER_MANAGER_FLAGS: readonly Group[] = [
  { removedIn: '1.10', flags: [
    ['--service-sync-period', gone, 'flag registrations in 1.9 and 1.10'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.13', flags: [
    [
      '--insecure-experimental-approve-all-kubelet-csrs-for-group', 'Let RBAC say whose requests are approved.',
      'flag registrations in 1.12 and 1.13',
    ],
  ] },
  { deprecatedIn: '1.12', removedIn: '1.22', flags: [
    ['--horizontal-pod-autoscaler-use-rest-clients', 'Remove it. Heapster is gone.', 'CHANGELOG-1.22 #90368'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--address', 'Use --bind-address. The old flag has had no effect since Kubernetes 1.22.', 'CHANGELOG-1.22 #96216; CHANGELOG-1.24 #106860'],
    [
      '--port', 'Remove it, and use --secure-port (10257).',
      'CHANGELOG-1.22 #96216; CHANGELOG-1.24 #106860; CHANGELOG-1.23 #104157',
    ],
  ] },
  { deprecatedIn: '1.23', removedIn: '1.24', flags: [
    ['--deployment-controller-sync-period', gone, 'CHANGELOG-1.23 #103538; CHANGELOG-1.24 #107178'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.25', flags: [
    [
      '--experimental-cluster-signing-duration', 'Use --cluster-signing-duration.',
      'CHANGELOG-1.19 #91154; CHANGELOG-1.25 #108476',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.25', flags: [
    [
      ['--deleting-pods-qps', '--deleting-pods-burst', '--register-retry-count'], 'Remove it. It has no effect.',
      'CHANGELOG-1.25 #109612',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.26', values: ['openstack'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.26 #67782',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.27', values: ['aws'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'CHANGELOG-1.27 #116329 covers the credential provider',
    ],
  ] },
  { deprecatedIn: '1.25', removedIn: '1.27', flags: [
    [
      '--enable-taint-manager', 'Remove it. The taint manager is always on.',
      'CHANGELOG-1.25 #111411; CHANGELOG-1.27 #115840',
    ],
  ] },
  { deprecatedIn: '1.26', removedIn: '1.27', flags: [
    [
      '--pod-eviction-timeout',
      'Remove it. Use tolerationSeconds in pods, or --default-not-ready-toleration-seconds of kube-apiserver.',
      'CHANGELOG-1.26 #113710; CHANGELOG-1.27 #115840',
    ],
  ] },
  // DisableCloudProviders is on by default from 1.29 on; the code went in 1.30 and 1.31.
  { deprecatedIn: '1.20', removedIn: '1.29', values: ['azure', 'vsphere', 'gce'], flags: [
    [
      '--cloud-provider', 'Use --cloud-provider=external with the cloud-controller-manager of the provider.',
      'pkg/features/kube_features.go, pkg/kubelet/kubelet.go, cmd/kube-controller-manager/app/cloudproviders.go 1.29',
    ],
  ] },
  { deprecatedIn: '1.12', removedIn: '1.31', flags: [
    [
      ['--horizontal-pod-autoscaler-upscale-delay', '--horizontal-pod-autoscaler-downscale-delay'],
      'Use --horizontal-pod-autoscaler-downscale-stabilization.', 'CHANGELOG-1.31 #124948',
    ],
  ] },
  { deprecatedIn: '1.28', removedIn: '1.31', flags: [
    [
      ['--volume-host-cidr-denylist', '--volume-host-allow-local-loopback'], gone,
      'CHANGELOG-1.28 #118128; CHANGELOG-1.31 #124017',
    ],
  ] },
  { removedIn: '1.31', flags: [
    [
      ['--cloud-provider-gce-lb-src-cidrs', '--cloud-provider-gce-l7lb-src-cidrs'], gone,
      'cmd/kube-controller-manager/app/flags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { removedIn: '1.37', flags: [
    ['--concurrent-service-syncs', 'Remove it. It belongs to cloud-controller-manager.', 'CHANGELOG-1.37 #138002'],
  ] },
  { deprecatedIn: '1.20', flags: [
    ['--node-sync-period', 'Remove it. It has no effect.', 'cloud-provider/options/kubecloudshared.go 1.20..1.36'],
    [
      '--allow-untagged-cloud', 'Remove it, and tag the cloud resources with the cluster id.',
      'cloud-provider/options/kubecloudshared.go 1.20..1.36',
    ],
  ] },
  { deprecatedIn: '1.30', values: ['CloudAllocator'], flags: [
    ['--cidr-allocator-type', 'Use the external cloud provider.', 'CHANGELOG-1.30 #123011'],
  ] },
]

/** Flags whose values kube-controller-manager refuses while it still has them. */
export const CONTROLLER_MANAGER_REFUSALS: readonly Refusal[] = [
  {
    names: ['--port'],
    accepts: ['0'],
    from: '1.22',
    source: 'CHANGELOG-1.22 #96216',
  },
]
