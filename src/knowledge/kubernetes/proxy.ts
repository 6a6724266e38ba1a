/** Flags of kube-proxy. */
import { type Group, gone } from './flag.ts'

export const PROXY_FLAGS: readonly Group[] = [
  { deprecatedIn: '1.8', removedIn: '1.15', flags: [
    ['--cleanup-iptables', 'Use --cleanup.', 'flag registrations in 1.14 and 1.15'],
    ['--conntrack-max', 'Use --conntrack-max-per-core and --conntrack-min.', 'flag registrations in 1.14 and 1.15'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.16', flags: [
    ['--resource-container', gone, 'flag registrations in 1.15 and 1.16'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.21', flags: [
    ['--cleanup-ipvs', 'Use --cleanup.', 'CHANGELOG-1.21 #97336'],
  ] },
  { deprecatedIn: '1.23', removedIn: '1.26', values: ['userspace'], flags: [
    [
      '--proxy-mode', 'Use iptables or nftables (Linux), kernelspace (Windows).',
      'CHANGELOG-1.23 #104631; CHANGELOG-1.26 #112133',
    ],
  ] },
  { removedIn: '1.26', flags: [
    ['--udp-timeout', 'Remove it. It was for the userspace mode only.', 'CHANGELOG-1.26 #112133'],
  ] },
  { deprecatedIn: '1.29', removedIn: '1.31', flags: [
    ['--proxy-port-range', gone, 'CHANGELOG-1.31 #126293; MarkDeprecated in cmd/kube-proxy/app 1.29'],
  ] },
  { deprecatedIn: '1.19', flags: [
    ['--healthz-port', 'Use --healthz-bind-address.', 'MarkDeprecated in the source of 1.19..1.36'],
    ['--metrics-port', 'Use --metrics-bind-address.', 'MarkDeprecated in the source of 1.19..1.36'],
  ] },
  { deprecatedIn: '1.35', values: ['ipvs'], flags: [
    ['--proxy-mode', 'Use nftables or iptables.', 'CHANGELOG-1.35 #134539; CHANGELOG-1.37 #139397'],
  ] },
]
