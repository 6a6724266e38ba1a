/** Flags of kube-apiserver. */
import { type Group, gone, type Refusal } from './flag.ts'

const oldAudit = ['audit.k8s.io/v1alpha1', 'audit.k8s.io/v1beta1']

/** The lists of plugins that kube-apiserver turns on and off: it stops at a name that it does not know, in either. */
const pluginLists = ['--enable-admission-plugins', '--disable-admission-plugins', '--admission-control']
const pluginSource = (before: string, since: string): string =>
  `pkg/kubeapiserver/options/plugins.go in ${before} and ${since}; apiserver/pkg/server/options/admission.go`

export const APISERVER_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.8', removedIn: '1.9', flags: [
    ['--portal-net', 'Use --service-cluster-ip-range.', 'flag registrations in 1.8 and 1.9'],
    ['--service-node-ports', 'Use --service-node-port-range.', 'flag registrations in 1.8 and 1.9'],
    ['--experimental-bootstrap-token-auth', 'Use --enable-bootstrap-token-auth.', 'flag registrations in 1.8 and 1.9'],
  ] },
  { removedIn: '1.10', flags: [
    [
      ['--experimental-keystone-url', '--experimental-keystone-ca-file'], 'Use OIDC or a webhook.',
      'flag registrations in 1.9 and 1.10',
    ],
    ['--public-address-override', 'Use --bind-address.', 'flag registrations in 1.9 and 1.10'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.11', flags: [
    ['--tls-ca-file', 'Remove it, and use --client-ca-file.', 'flag registrations in 1.10 and 1.11'],
    [
      '--authorization-rbac-super-user', 'Bind cluster-admin to the group system:masters.',
      'flag registrations in 1.10 and 1.11',
    ],
    ['--storage-version', gone, 'flag registrations in 1.10 and 1.11'],
  ] },
  { deprecatedIn: '1.9', removedIn: '1.13', flags: [
    ['--etcd-quorum-read', gone, 'flag registrations in 1.12 and 1.13'],
  ] },
  { deprecatedIn: '1.12', removedIn: '1.14', flags: [
    [['--repair-malformed-updates', '--storage-versions'], gone, 'flag registrations in 1.13 and 1.14'],
  ] },
  { removedIn: '1.18', flags: [
    ['--enable-inflight-quota-handler', gone, 'apiserver/pkg/server/options/server_run_options.go in 1.17 and 1.18'],
  ] },
  { removedIn: '1.19', flags: [
    [
      '--audit-dynamic-configuration', 'Remove it, and use --audit-webhook-config-file.',
      'apiserver/pkg/server/options/audit.go in 1.18 and 1.19',
    ],
    ['--basic-auth-file', 'Use another authenticator, such as OIDC or client certificates.', 'CHANGELOG-1.19 #89069'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.22', flags: [
    ['--kubelet-https', 'Remove it. The connection is always https.', 'CHANGELOG-1.19 #91630'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.22', flags: [
    [
      ['--ssh-user', '--ssh-keyfile'], 'Remove it, and use Konnectivity (--egress-selector-config-file).',
      'CHANGELOG-1.22 #102297',
    ],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.24', flags: [
    [
      ['--insecure-bind-address', '--address'], 'Use --bind-address. The old flag has had no effect since Kubernetes 1.20.',
      'CHANGELOG-1.24 #106859; CHANGELOG-1.20 #95856',
    ],
    [
      ['--insecure-port', '--port'], 'Remove it, and use --secure-port.',
      'CHANGELOG-1.24 #106859; CHANGELOG-1.20 #95856',
    ],
  ] },
  { deprecatedIn: '1.13', removedIn: '1.24', flags: [
    ['--experimental-encryption-provider-config', 'Use --encryption-provider-config.', 'CHANGELOG-1.24 #108423'],
    ['--deserialization-cache-size', gone, 'CHANGELOG-1.24 #108448'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.24', flags: [
    ['--target-ram-mb', gone, 'CHANGELOG-1.19 #91818; CHANGELOG-1.24 #108457'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.24', flags: [
    ['--enable-swagger-ui', gone, 'apiserver/pkg/server/options/feature.go in 1.23 and 1.24'],
  ] },
  { deprecatedIn: '1.21', removedIn: '1.24', values: oldAudit, flags: [
    [
      ['--audit-log-version', '--audit-webhook-version'], 'Use audit.k8s.io/v1.',
      'CHANGELOG-1.21 #98858; CHANGELOG-1.24 #108092',
    ],
  ] },
  { deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.25', flags: [
    ['--service-account-api-audiences', 'Use --api-audiences.', 'CHANGELOG-1.25 #108624'],
  ] },
  { removedIn: '1.20', values: ['PodPreset'], flags: [
    [pluginLists, 'Remove it from the list.', pluginSource('1.19', '1.20')],
  ] },
  // To turn off what is deprecated is no mistake as long as its name is known.
  { deprecatedIn: '1.21', removedIn: '1.25', values: ['PodSecurityPolicy'], flags: [
    [
      ['--enable-admission-plugins', '--admission-control'],
      'Remove it from the list, and use Pod Security admission.', 'CHANGELOG-1.25 #109798',
    ],
  ] },
  { removedIn: '1.25', values: ['PodSecurityPolicy'], flags: [
    ['--disable-admission-plugins', 'Remove it from the list.', 'CHANGELOG-1.25 #109798'],
  ] },
  { deprecatedIn: '1.27', removedIn: '1.30', values: ['SecurityContextDeny'], flags: [
    [pluginLists, 'Remove it from the list, and use Pod Security admission.', pluginSource('1.29', '1.30')],
  ] },
  { removedIn: '1.31', values: ['PersistentVolumeLabel'], flags: [
    [pluginLists, 'Remove it from the list: the cloud-controller-manager labels volumes.', pluginSource('1.30', '1.31')],
  ] },
  { removedIn: '1.26', flags: [
    [
      ['--identity-lease-duration-seconds', '--identity-lease-renew-interval-seconds'], gone,
      'flag registrations in 1.25 and 1.26',
    ],
  ] },
  { deprecatedIn: '1.26', removedIn: '1.27', flags: [
    ['--master-service-namespace', gone, 'CHANGELOG-1.26 #112797; CHANGELOG-1.27 #114446'],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.31', flags: [
    [
      '--cloud-provider-gce-lb-src-cidrs', gone,
      'cmd/kube-apiserver/app/options/globalflags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { removedIn: '1.31', flags: [
    [
      '--cloud-provider-gce-l7lb-src-cidrs', gone,
      'cmd/kube-apiserver/app/options/globalflags_providers.go in 1.30 and 1.31',
    ],
  ] },
  { deprecatedIn: '1.29', removedIn: '1.33', flags: [
    [['--cloud-provider', '--cloud-config'], gone, 'CHANGELOG-1.29 #120903; CHANGELOG-1.33 #130162'],
  ] },
  { deprecatedIn: '1.20', flags: [
    [
      '--admission-control', 'Use --enable-admission-plugins and --disable-admission-plugins.',
      'MarkDeprecated in the source of 1.20..1.36',
    ],
    [['--kubelet-port', '--kubelet-read-only-port'], gone, 'MarkDeprecated in the source of 1.20..1.36'],
    [
      '--audit-webhook-batch-initial-backoff', 'Use --audit-webhook-initial-backoff.',
      'MarkDeprecated in the source of 1.20..1.36',
    ],
  ] },
  { deprecatedIn: '1.24', flags: [
    ['--apiserver-count', 'Remove it: the lease reconciler is the default.', 'CHANGELOG-1.24 #108062'],
  ] },
  { deprecatedIn: '1.24', values: ['master-count'], flags: [
    ['--endpoint-reconciler-type', 'Use lease, the default.', 'CHANGELOG-1.24 #108062'],
  ] },
  { deprecatedIn: '1.25', flags: [
    [
      '--default-watch-cache-size', 'Remove it: the size is found automatically.',
      'MarkDeprecated in the source of 1.25..1.36',
    ],
  ] },
  // still valid: kube-apiserver
  { deprecatedIn: '1.15', stillValid: true, flags: [
    [
      '--enable-logs-handler', 'It stays; it is off by default from 1.31.',
      'CHANGELOG-1.31 #125787; CHANGELOG-1.37 #138915',
    ],
  ] },
]

/** Flags whose values kube-apiserver refuses while it still has them. */
export const APISERVER_REFUSALS: readonly Refusal[] = [
  {
    names: ['--cloud-provider'],
    accepts: ['external', ''],
    from: '1.29',
    source: 'pkg/kubeapiserver/options/cloudprovider.go 1.29, where DisableCloudProviders is on by default',
  },
  {
    names: ['--insecure-port', '--port'],
    accepts: ['0'],
    from: '1.20',
    source: 'CHANGELOG-1.20 #95856',
  },
]
