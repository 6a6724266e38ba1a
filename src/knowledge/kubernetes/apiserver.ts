/** Flags of kube-apiserver. */
import { type Group, gone, type Refusal } from './flag.ts'

const oldAudit = ['audit.k8s.io/v1alpha1', 'audit.k8s.io/v1beta1']

export const APISERVER_FLAGS: readonly Group[] = [
  { removedIn: '1.19', flags: [
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
      ['--insecure-bind-address', '--address'], 'Use --bind-address. It does nothing since 1.20.',
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
  { deprecatedIn: '1.21', removedIn: '1.25', values: ['PodSecurityPolicy'], flags: [
    [
      '--enable-admission-plugins', 'Remove it from the list, and use Pod Security admission.',
      'CHANGELOG-1.25 #109798',
    ],
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
    names: ['--insecure-port', '--port'],
    accepts: ['0'],
    from: '1.20',
    source: 'CHANGELOG-1.20 #95856',
  },
]
