/** Flags of the kubelet that a version deprecates or removes. */
import { type Group, gone, type Refusal } from './flag.ts'

const cadvisor = 'Remove it. It was a flag of the cAdvisor inside the kubelet.'

export const KUBELET_FLAGS: readonly Group[] = [
  { removedIn: '1.5', flags: [
    ['--configure-cbr0', 'Remove it. The runtime sets up pod networks through CNI.', 'CHANGELOG-1.5 #34906'],
  ] },
  { removedIn: '1.6', flags: [
    [
      ['--auth-path', '--reconcile-cidr', '--resource-container', '--system-container'], gone,
      'release notes of 1.6; #43765',
    ],
  ] },
  { removedIn: '1.7', flags: [
    ['--enable-cri', gone, 'CHANGELOG-1.7 #45194'],
    ['--babysit-daemons', gone, 'CHANGELOG-1.7 #44230'],
  ] },
  { deprecatedIn: '1.7', removedIn: '1.9', flags: [
    [
      '--network-plugin-dir', "Remove it, and set the folder of CNI plugins in the runtime's configuration.",
      'CHANGELOG-1.9 #53564',
    ],
  ] },
  { deprecatedIn: '1.4', removedIn: '1.8', flags: [
    ['--api-servers', 'Use --kubeconfig.', 'CHANGELOG-1.8 #40050'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.9', flags: [
    ['--docker-exec-handler', gone, 'cmd/kubelet/app/options in 1.8 and 1.9'],
  ] },
  { removedIn: '1.10', flags: [
    ['--init-config-dir', gone, 'cmd/kubelet/app/options in 1.9 and 1.10'],
  ] },
  { removedIn: '1.11', flags: [
    [
      '--experimental-allowed-unsafe-sysctls', 'Use allowedUnsafeSysctls in KubeletConfiguration.',
      'cmd/kubelet/app/options in 1.10 and 1.11',
    ],
    [
      '--experimental-qos-reserved', 'Use qosReserved in KubeletConfiguration.',
      'cmd/kubelet/app/options in 1.10 and 1.11',
    ],
  ] },
  { removedIn: '1.10', flags: [
    ['--require-kubeconfig', 'Use --kubeconfig.', 'CHANGELOG-1.10 #58367'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.11', flags: [
    ['--rkt-stage1-image', gone, 'flag registrations in 1.10 and 1.11'],
  ] },
  { deprecatedIn: '1.9', removedIn: '1.11', flags: [
    ['--enable-custom-metrics', gone, 'CHANGELOG-1.9 #54154; flag registrations in 1.10 and 1.11'],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.11', flags: [
    [['--rkt-path', '--rkt-api-endpoint'], gone, 'flag registrations in 1.10 and 1.11'],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.12', flags: [
    ['--cadvisor-port', 'Remove it, and run cAdvisor as a DaemonSet.', 'CHANGELOG-1.12 #65707'],
    [
      '--docker-disable-shared-pid', 'Remove it, and use shareProcessNamespace in the pod.',
      'CHANGELOG-1.10; CHANGELOG-1.12 #66506',
    ],
  ] },
  { removedIn: '1.13', flags: [
    ['--google-json-key', 'Use an image credential provider plugin.', 'flag registrations in 1.12 and 1.13'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.14', flags: [
    ['--experimental-fail-swap-on', 'Use failSwapOn in KubeletConfiguration.', 'CHANGELOG-1.14 #69552'],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.15', flags: [
    [
      ['--allow-privileged', '--host-network-sources', '--host-pid-sources', '--host-ipc-sources'],
      'Remove it, and use Pod Security admission.', 'CHANGELOG-1.15 #77820',
    ],
  ] },
  { deprecatedIn: '1.14', removedIn: '1.16', flags: [
    ['--containerized', gone, 'CHANGELOG-1.14 #74267; CHANGELOG-1.16 #80043'],
  ] },
  { removedIn: '1.19', flags: [
    ['--bootstrap-checkpoint-path', gone, 'CHANGELOG-1.19 #91577'],
    ['--experimental-dockershim', 'Remove it. It was for tests.', 'flag registrations in 1.18 and 1.19'],
  ] },
  { deprecatedIn: '1.15', removedIn: '1.21', flags: [
    [
      '--enable-cadvisor-json-endpoints', 'Remove it, and read /metrics/cadvisor, /metrics/resource or /stats/summary.',
      'CHANGELOG-1.21 #99236; CHANGELOG-1.18 #87440',
    ],
  ] },
  { deprecatedIn: '1.18', removedIn: '1.22', flags: [
    [
      '--redirect-container-streaming', 'Remove it. It has had no effect since 1.20.',
      'CHANGELOG-1.18 #88290; CHANGELOG-1.20 #95935',
    ],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.22', flags: [
    ['--chaos-chance', gone, 'CHANGELOG-1.19 #90499; CHANGELOG-1.22 #101057'],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.23', flags: [
    ['--experimental-bootstrap-kubeconfig', 'Use --bootstrap-kubeconfig.', 'CHANGELOG-1.23 #103172'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.23', flags: [
    [
      '--seccomp-profile-root', 'Remove it, and put the profiles into the seccomp folder below --root-dir.',
      'CHANGELOG-1.19 #91182; CHANGELOG-1.23 #103941',
    ],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.24', flags: [
    ['--non-masquerade-cidr', 'Remove it. Set it in the CNI plugin, or in ip-masq-agent.', 'CHANGELOG-1.24 #107096'],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.24', flags: [
    [
      ['--docker', '--docker-env-metadata-whitelist', '--docker-only', '--docker-tls', '--docker-tls-ca',
      '--docker-tls-cert', '--docker-tls-key'], cadvisor,
      'cmd/kubelet/app/options/globalflags_linux.go in 1.23 and 1.24',
    ],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.24', flags: [
    [
      '--experimental-check-node-capabilities-before-mount', 'Remove it. CSI drivers do this check.',
      'CHANGELOG-1.19 #91373; CHANGELOG-1.24 #104732',
    ],
    ['--really-crash-for-testing', gone, 'CHANGELOG-1.19 #90499; CHANGELOG-1.24 #101719'],
  ] },
  { deprecatedIn: '1.21', removedIn: '1.24', flags: [
    [
      '--docker-endpoint',
      'Remove it, and point --container-runtime-endpoint at the runtime. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--image-pull-progress-deadline',
      'Remove it. The runtime has it: image_pull_progress_timeout in containerd, pull_progress_timeout in CRI-O. With '
        + 'cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--network-plugin',
      'Remove it. The runtime sets up pod networks through CNI, and kubenet is gone. With cri-dockerd, give it to '
        + 'cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--network-plugin-mtu',
      'Remove it, and set mtu in the CNI configuration. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--cni-bin-dir',
      'Remove it. The runtime has it: cni.bin_dirs in containerd (bin_dir before 2.1), plugin_dirs in CRI-O. With '
        + 'cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730; containerd RELEASES.md, deprecated config properties',
    ],
    [
      '--cni-conf-dir',
      'Remove it. The runtime has it: cni.conf_dir in containerd, network_dir in CRI-O. With cri-dockerd, give it to '
        + 'cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
    [
      '--cni-cache-dir', 'Remove it. With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #106907; CHANGELOG-1.21 #98730',
    ],
  ] },
  { deprecatedIn: '1.22', removedIn: '1.24', flags: [
    [
      '--dynamic-config-dir',
      'Remove it, and give the kubelet a file with --config. Dynamic kubelet configuration is gone.',
      'CHANGELOG-1.22 #102966; CHANGELOG-1.24 #106932',
    ],
  ] },
  { deprecatedIn: '1.24', removedIn: '1.24', flags: [
    ['--experimental-logging-sanitization', gone, 'CHANGELOG-1.24 #107207; CHANGELOG-1.20 #96370'],
  ] },
  { removedIn: '1.24', flags: [
    [
      '--experimental-dockershim-root-directory',
      'Remove it. With cri-dockerd, use --cri-dockerd-root-directory there.', 'CHANGELOG-1.24 #106907',
    ],
    ['--docker-root', cadvisor, 'cmd/kubelet/app/options/globalflags_linux.go in 1.23 and 1.24'],
  ] },
  { removedIn: '1.25', flags: [
    [
      '--experimental-kernel-memcg-notification', 'Use kernelMemcgNotification in KubeletConfiguration.',
      'CHANGELOG-1.25 #109388',
    ],
  ] },
  { deprecatedIn: '1.7', removedIn: '1.27', flags: [
    ['--master-service-namespace', gone, 'CHANGELOG-1.7 #44250; CHANGELOG-1.27 #116015'],
  ] },
  { deprecatedIn: '1.24', removedIn: '1.27', flags: [
    [
      '--container-runtime',
      'Remove it, and set --container-runtime-endpoint (from 1.27 also containerRuntimeEndpoint in '
        + 'KubeletConfiguration). Up to 1.26 the value "remote" is needed with it.',
      'CHANGELOG-1.24 #107094; CHANGELOG-1.27 #114017; ValidateKubeletFlags in 1.24 options.go',
    ],
  ] },
  { deprecatedIn: '1.28', removedIn: '1.30', flags: [
    [
      '--azure-container-registry-config',
      'Use acr-credential-provider through --image-credential-provider-config and --image-credential-provider-bin-dir.',
      'CHANGELOG-1.28 #118596; CHANGELOG-1.30 #122857 removes the Azure provider without naming the flag',
    ],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.31', flags: [
    ['--keep-terminated-pod-volumes', gone, 'CHANGELOG-1.31 #122082'],
  ] },
  { deprecatedIn: '1.28', removedIn: '1.31', flags: [
    [
      ['--iptables-masquerade-bit', '--iptables-drop-bit'], 'Remove it. It has had no effect since 1.28.',
      'CHANGELOG-1.31 #122363',
    ],
  ] },
  { deprecatedIn: '1.8', removedIn: '1.34', flags: [
    ['--register-schedulable', 'Use registerWithTaints in KubeletConfiguration.', 'CHANGELOG-1.34 #122384'],
  ] },
  { deprecatedIn: '1.19', removedIn: '1.34', flags: [
    [
      '--cloud-config', 'Remove it. The external cloud provider has its own configuration.',
      'CHANGELOG-1.19 #90408; CHANGELOG-1.34 #130161',
    ],
  ] },
  { deprecatedIn: '1.24', removedIn: '1.35', flags: [
    [
      '--pod-infra-container-image',
      'Remove it, and set the pause image in the runtime: sandbox (containerd 2), sandbox_image (containerd 1), '
        + 'pause_image (CRI-O). With cri-dockerd, give it to cri-dockerd.',
      'CHANGELOG-1.24 #108045; CHANGELOG-1.35 #133779',
    ],
  ] },
  { deprecatedIn: '1.10', removedIn: '1.37', flags: [
    [
      ['--application-metrics-count-limit', '--boot-id-file', '--container-hints', '--containerd',
      '--enable-load-reader', '--event-storage-age-limit', '--event-storage-event-limit',
      '--global-housekeeping-interval', '--log-cadvisor-usage', '--machine-id-file', '--storage-driver-user',
      '--storage-driver-password', '--storage-driver-host', '--storage-driver-db', '--storage-driver-table',
      '--storage-driver-secure', '--storage-driver-buffer-duration'],
      'Remove it. It was a flag of the cAdvisor inside the kubelet, and only --housekeeping-interval stays.',
      'CHANGELOG-1.37 #139870 (merged',
    ],
  ] },
  { deprecatedIn: '1.20', removedIn: '1.37', flags: [
    [
      '--containerd-namespace',
      'Remove it. It was a flag of the cAdvisor inside the kubelet, and only --housekeeping-interval stays.',
      'CHANGELOG-1.37 #139870 (merged',
    ],
  ] },
  { deprecatedIn: '1.8', flags: [
    [
      ['--minimum-container-ttl-duration', '--maximum-dead-containers-per-container', '--maximum-dead-containers'],
      'Use evictionHard or evictionSoft in KubeletConfiguration.',
      'cmd/kubelet/app/options/options.go 1.19..1.36 MarkDeprecated',
    ],
  ] },
  { deprecatedIn: '1.19', flags: [
    [
      '--runonce', 'Remove it. From 1.32 on the kubelet refuses to run once.',
      'CHANGELOG-1.32 #126336; pkg/kubelet/apis/config/validation/validation.go 1.36',
    ],
    [
      '--cloud-provider', 'Use "external" and a cloud-controller-manager, or leave it empty.',
      'CHANGELOG-1.19 #90408; CHANGELOG-1.32 #127711',
    ],
    [
      '--experimental-allocatable-ignore-eviction', 'Remove it. It is deprecated and still accepted.',
      'CHANGELOG-1.19 #91578',
    ],
    ['--experimental-mounter-path', 'Remove it. It is deprecated and still accepted.', 'CHANGELOG-1.19 #91373'],
  ] },
]

/** Flags whose values the kubelet refuses while it still has them. */
export const KUBELET_REFUSALS: readonly Refusal[] = [
  {
    names: ['--container-runtime'],
    accepts: ['remote'],
    from: '1.24',
    source: 'ValidateKubeletFlags in cmd/kubelet/app/options/options.go 1.24',
  },
  {
    names: ['--runonce'],
    accepts: ['false'],
    from: '1.32',
    source: 'CHANGELOG-1.32 #126336; pkg/kubelet/apis/config/validation/validation.go',
  },
]
