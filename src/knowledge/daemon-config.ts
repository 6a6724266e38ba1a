/*
 * dockerd's settings, and where the same thing is set without Docker.
 * Sources: moby/moby daemon/config/config.go and config_linux.go (keys of daemon.json), daemon/command/config.go and
 * config_unix.go (flags); containerd/containerd docs/cri/config.md, docs/hosts.md, docs/ops.md; cri-o/cri-o
 * docs/crio.conf.5.md; containers/image docs/containers-registries.conf.5.md and containers-certs.d.5.md;
 * kubelet.config.k8s.io/v1beta1. A row's own source is more exact where it names one.
 */

/** 'carry-over': nodes behave otherwise unless it is set elsewhere. 'neutral': nothing to do, or built in. */
export type Importance = 'carry-over' | 'neutral'

/** A setting that shows that a dockerd setting has been carried over. */
export interface Counterpart {
  /** The configuration: containerd's config.toml or hosts.toml, crio.conf, registries.conf, or KubeletConfiguration. */
  readonly program: 'containerd' | 'containerd-hosts' | 'cri-o' | 'registries' | 'kubelet'
  /** '*' stands for any one key, such as a plugin id, a runtime's name or a list index. */
  readonly path: readonly string[]
}

/** What becomes of a setting of dockerd: see `daemonSetting`. */
export interface DaemonSetting {
  /** The key of daemon.json, with dots between levels: 'log-opts.max-size'. */
  readonly key: string
  readonly importance: Importance
  /** What it becomes with each runtime and in kubelet; absent if nothing there takes its place. */
  readonly containerd?: string
  readonly criO?: string
  readonly kubelet?: string
  readonly counterparts: readonly Counterpart[]
  readonly source: string
}

interface Row {
  readonly keys: readonly string[]
  readonly importance: Importance
  /** Values that need no carrying over, for they are the default without Docker too. */
  readonly neutral?: RegExp
  readonly containerd?: string
  readonly criO?: string
  readonly kubelet?: string
  /** 'program: key path', with spaces between the keys. */
  readonly shownBy?: readonly string[]
  readonly source: string
}

const cni = 'Set it in the CNI configuration: the Docker bridge carries no pod.'
const podSpec = 'Nothing replaces it for the whole node.'
const agent = 'Runtimes have no log drivers: run a log agent on the nodes that reads /var/log/containers.'
const proxyDropIn = (unit: string): string =>
  `Set HTTP_PROXY, HTTPS_PROXY and NO_PROXY in a drop-in of ${unit} (/etc/systemd/system/${unit}.d).`

const rows: readonly Row[] = [
  {
    keys: ['registry-mirrors'],
    importance: 'carry-over',
    neutral: /^\[?\s*\]?$/,
    containerd:
      'Write /etc/containerd/certs.d/docker.io/hosts.toml. '
      + 'Before containerd 2.2, point registry.config_path at /etc/containerd/certs.d.',
    criO: 'Write a [[registry.mirror]] below the docker.io [[registry]] in /etc/containers/registries.conf.',
    shownBy: [
      'containerd: plugins * registry config_path',
      'containerd: plugins * registry mirrors',
      'containerd-hosts: host',
      'registries: registry * mirror',
    ],
    source: 'containerd docs/hosts.md, internal/cri/config/config_unix.go 2.2; containers-registries.conf(5)',
  },
  {
    keys: ['insecure-registries'],
    importance: 'carry-over',
    neutral: /^\[?\s*\]?$/,
    containerd: 'Write hosts.toml of the registry with an http:// host, or with skip_verify = true.',
    criO: 'Write insecure = true at the [[registry]] in /etc/containers/registries.conf.',
    shownBy: [
      'containerd: plugins * registry config_path',
      'containerd: plugins * registry configs',
      'containerd-hosts: host',
      // Not insecure_registries of crio.conf, which CRI-O ignores from 1.35 on.
      'registries: registry * insecure',
    ],
    source: 'containerd docs/hosts.md; containers-registries.conf(5); cri-o docs/crio.conf.5.md 1.34 and 1.35',
  },
  {
    // json-file is Docker's own default: nothing is lost with it.
    keys: ['log-driver'],
    importance: 'carry-over',
    neutral: /^json-file$/,
    containerd: agent,
    criO: `${agent} log_to_journald also writes to the journal.`,
    shownBy: ['cri-o: crio runtime log_to_journald'],
    source: 'Kubernetes docs, "Logging Architecture"; crio.conf(5)',
  },
  {
    keys: ['log-opts.max-size'],
    importance: 'carry-over',
    kubelet: 'Set containerLogMaxSize (default: 10Mi; "100m" becomes "100Mi").',
    shownBy: ['kubelet: containerLogMaxSize'],
    source: 'Kubernetes docs, "Logging Architecture", log rotation',
  },
  {
    keys: ['log-opts.max-file'],
    importance: 'carry-over',
    kubelet: 'Set containerLogMaxFiles (default: 5; at least 2).',
    shownBy: ['kubelet: containerLogMaxFiles'],
    source: 'Kubernetes docs, "Logging Architecture", log rotation',
  },
  {
    keys: ['log-opts.compress', 'log-opts.mode', 'log-opts.max-buffer-size'],
    importance: 'neutral',
    kubelet: 'Nothing to do: the kubelet compresses rotated logs by itself.',
    source: 'pkg/kubelet/logs/container_log_manager.go',
  },
  {
    keys: ['log-opts.labels', 'log-opts.labels-regex', 'log-opts.env', 'log-opts.env-regex', 'log-opts.tag'],
    importance: 'carry-over',
    containerd: "Log lines carry no labels: take them from the log agent's Kubernetes metadata.",
    criO: "Log lines carry no labels: take them from the log agent's Kubernetes metadata.",
    source: 'design doc of the CRI logging format, kubernetes/design-proposals-archive node/kubelet-cri-logging.md',
  },
  {
    keys: ['log-opts'],
    importance: 'carry-over',
    neutral: /^\{?\s*\}?$/,
    containerd: agent,
    criO: agent,
    kubelet: 'For json-file, set containerLogMaxSize and containerLogMaxFiles.',
    shownBy: ['kubelet: containerLogMaxSize', 'kubelet: containerLogMaxFiles'],
    source: 'Kubernetes docs, "Logging Architecture"',
  },
  {
    keys: ['exec-opts'],
    importance: 'carry-over',
    neutral: /^\[?\s*\]?$/,
    containerd: 'Set SystemdCgroup in the options of the runc runtime (true for systemd, false for cgroupfs).',
    criO: 'Set cgroup_manager (default: systemd).',
    kubelet: 'Set cgroupDriver to the same. From 1.31 on the kubelet asks the runtime.',
    shownBy: [
      'containerd: plugins * containerd runtimes * options SystemdCgroup',
      'cri-o: crio runtime cgroup_manager',
    ],
    source: 'containerd docs/cri/config.md, "Cgroup Driver"; crio.conf(5); CHANGELOG-1.31 #125828',
  },
  {
    keys: ['default-runtime'],
    importance: 'carry-over',
    neutral: /^(?:runc|io\.containerd\.runc\.v2)$/,
    containerd:
      'Set containerd.default_runtime_name. '
      + 'For NVIDIA: `nvidia-ctk runtime configure --runtime=containerd --set-as-default`.',
    criO:
      'Set default_runtime below [crio.runtime]. '
      + 'For NVIDIA: `nvidia-ctk runtime configure --runtime=crio --set-as-default`.',
    kubelet: 'Or choose the runtime for each pod with a RuntimeClass.',
    shownBy: ['containerd: plugins * containerd default_runtime_name', 'cri-o: crio runtime default_runtime'],
    source: 'containerd docs/cri/config.md; crio.conf(5); NVIDIA Container Toolkit, "Installation Guide"',
  },
  {
    keys: ['runtimes'],
    importance: 'carry-over',
    neutral: /^\{?\s*\}?$/,
    containerd: 'Write the runtime below containerd.runtimes.NAME.',
    criO: 'Write the runtime below [crio.runtime.runtimes.NAME].',
    kubelet: 'Give pods a RuntimeClass of that handler.',
    shownBy: ['containerd: plugins * containerd runtimes *', 'cri-o: crio runtime runtimes *'],
    source: 'containerd docs/cri/config.md; crio.conf(5)',
  },
  {
    keys: ['data-root', 'graph'],
    importance: 'carry-over',
    neutral: /^\/var\/lib\/docker\/?$/,
    containerd: 'Set root at the top of config.toml (default: /var/lib/containerd).',
    criO: 'Set root below [crio] (default: /var/lib/containers/storage).',
    kubelet: 'Check that the imagefs eviction thresholds fit the new disk.',
    shownBy: ['containerd: root', 'cri-o: crio root'],
    source: 'containerd docs/ops.md; crio.conf(5)',
  },
  {
    keys: ['storage-driver'],
    importance: 'carry-over',
    neutral: /^overlay2?$/,
    containerd: 'Set snapshotter (default: overlayfs; devmapper, zfs and btrfs exist, aufs only before 2.0).',
    criO: 'Set storage_driver (default: overlay).',
    shownBy: [
      'containerd: plugins * snapshotter',
      'containerd: plugins * containerd snapshotter',
      'cri-o: crio storage_driver',
    ],
    source: 'containerd docs/cri/config.md, "Snapshotter"; crio.conf(5)',
  },
  {
    keys: ['storage-opts'],
    importance: 'carry-over',
    neutral: /^\[?\s{0,80}"?(?:overlay2\.override_kernel_check=\w+)?"?\s{0,80}\]?$/,
    containerd: "Set it in the snapshotter's own section. There is no size limit for containers.",
    criO: 'Set storage_option below [crio].',
    kubelet: 'For a size limit, give containers an ephemeral-storage limit.',
    shownBy: ['cri-o: crio storage_option'],
    source: 'containerd docs/snapshotters; crio.conf(5)',
  },
  {
    keys: ['default-ulimits'],
    importance: 'carry-over',
    neutral: /^\{?\s*\}?$/,
    containerd: 'Set LimitNOFILE and the like in a drop-in of containerd.service, or base_runtime_spec with rlimits.',
    criO: 'Set default_ulimits below [crio.runtime].',
    shownBy: ['containerd: plugins * containerd runtimes * base_runtime_spec', 'cri-o: crio runtime default_ulimits'],
    source: 'containerd docs/cri/config.md and RELEASES.md; crio.conf(5)',
  },
  {
    keys: ['max-concurrent-downloads'],
    importance: 'carry-over',
    neutral: /^3$/,
    containerd:
      'Set max_concurrent_downloads (default: 3): '
      + 'in io.containerd.transfer.v1.local from 2.1, in the CRI images plugin before.',
    kubelet: 'Images are pulled one by one unless serializeImagePulls is false (maxParallelImagePulls limits it).',
    shownBy: [
      'containerd: plugins * max_concurrent_downloads',
      'kubelet: serializeImagePulls',
      'kubelet: maxParallelImagePulls',
    ],
    source: 'containerd docs/cri/config.md, "Transfer Service for Image Pull"',
  },
  {
    keys: ['userns-remap'],
    importance: 'carry-over',
    neutral: /^$/,
    kubelet: 'Set hostUsers: false in the pods. Nothing replaces it for the whole node.',
    shownBy: ['kubelet: userNamespaces'],
    source: 'Kubernetes docs, "User Namespaces"',
  },
  {
    keys: ['selinux-enabled'],
    importance: 'carry-over',
    neutral: /^false$/,
    containerd: 'Set enable_selinux = true.',
    criO: 'Set selinux = true below [crio.runtime].',
    shownBy: ['containerd: plugins * enable_selinux', 'cri-o: crio runtime selinux'],
    source: 'containerd docs/cri/config.md; crio.conf(5)',
  },
  {
    keys: ['seccomp-profile'],
    importance: 'carry-over',
    neutral: /^(?:builtin)?$/,
    containerd: 'Copy your profile to the seccomp folder of the kubelet, and name it in the pods. The default is built in.',
    criO: 'Set seccomp_profile below [crio.runtime].',
    kubelet: 'Set seccompDefault to use the default profile of the runtime for every pod.',
    shownBy: ['cri-o: crio runtime seccomp_profile', 'kubelet: seccompDefault'],
    source: 'crio.conf(5); Kubernetes docs, "Restrict a Container\'s Syscalls with seccomp"',
  },
  {
    keys: ['no-new-privileges'],
    importance: 'carry-over',
    neutral: /^false$/,
    kubelet: `Set allowPrivilegeEscalation: false in the pods. ${podSpec}`,
    source: 'Kubernetes docs, "Configure a Security Context"',
  },
  {
    keys: ['init'],
    importance: 'carry-over',
    neutral: /^false$/,
    kubelet: `Put tini into the image, or set shareProcessNamespace in the pod. ${podSpec}`,
    source: 'Kubernetes docs, "Share Process Namespace between Containers"',
  },
  {
    keys: ['default-shm-size'],
    importance: 'carry-over',
    neutral: /^64[mM]i?[bB]?$/,
    kubelet: `Mount an emptyDir with medium: Memory at /dev/shm. ${podSpec}`,
    source: 'Kubernetes docs, "Volumes", emptyDir',
  },
  {
    keys: ['http-proxy', 'https-proxy', 'no-proxy', 'proxies', 'proxies.*'],
    importance: 'carry-over',
    neutral: /^$/,
    containerd: proxyDropIn('containerd.service'),
    criO: proxyDropIn('crio.service'),
    source: 'containerd docs/cri/registry.md and crio docs: both use Go\'s net/http ProxyFromEnvironment',
  },
  {
    keys: ['hosts'],
    importance: 'carry-over',
    neutral: /^(?!.*(?:tcp|https?):)/,
    containerd: 'The Docker API goes away, and no runtime has it on the network. Ask the Kubernetes API.',
    criO: 'The Docker API goes away, and no runtime has it on the network. Ask the Kubernetes API.',
    source: 'dockerd reference, "Daemon socket option"',
  },
  {
    keys: ['tls', 'tlsverify', 'tlscacert', 'tlscert', 'tlskey', 'group'],
    importance: 'neutral',
    containerd: 'Nothing to do: the socket of containerd is for root only, and not the Docker API.',
    criO: 'Nothing to do: the socket of CRI-O is for root only, and not the Docker API.',
    source: 'containerd docs/ops.md; crio.conf(5)',
  },
  {
    keys: ['authorization-plugins'],
    importance: 'carry-over',
    neutral: /^\[?\s*\]?$/,
    kubelet: 'Use admission control of Kubernetes: no runtime has authorization plugins.',
    source: 'Kubernetes docs, "Admission Control"',
  },
  {
    keys: ['metrics-addr'],
    importance: 'carry-over',
    neutral: /^$/,
    containerd: 'Set address below [metrics] (from containerd 2.3 on below [plugins."io.containerd.server.v1.metrics"]). '
      + 'The metrics have other names.',
    criO: 'Set enable_metrics below [crio.metrics]. The metrics have other names.',
    shownBy: [
      'containerd: metrics address',
      'containerd: plugins io.containerd.server.v1.metrics address',
      'cri-o: crio metrics enable_metrics',
    ],
    source: 'containerd docs/ops.md, docs/man/containerd-config.toml.5.md 2.3; crio.conf(5)',
  },
  {
    keys: ['debug', 'log-level', 'log-format', 'raw-logs'],
    importance: 'neutral',
    containerd: 'Set level below [debug] (from containerd 2.3 on below [plugins."io.containerd.server.v1.debug"]).',
    criO: 'Set log_level below [crio.runtime].',
    shownBy: [
      'containerd: debug level',
      'containerd: plugins io.containerd.server.v1.debug level',
      'cri-o: crio runtime log_level',
    ],
    source: 'containerd docs/ops.md, docs/man/containerd-config.toml.5.md 2.3; crio.conf(5)',
  },
  {
    keys: ['oom-score-adjust'],
    importance: 'neutral',
    containerd: 'Set oom_score at the top of config.toml.',
    criO: 'Set OOMScoreAdjust in crio.service.',
    shownBy: ['containerd: oom_score'],
    source: 'containerd docs/ops.md',
  },
  {
    keys: ['live-restore'],
    importance: 'neutral',
    containerd: 'Built in: containers outlive a restart of containerd.',
    criO: 'Built in: containers outlive a restart of CRI-O.',
    source: 'containerd docs/ops.md (KillMode=process); cri-o conmon',
  },
  {
    keys: [
      'bip', 'bip6', 'fixed-cidr', 'fixed-cidr-v6', 'bridge', 'mtu', 'ipv6', 'icc', 'iptables', 'ip6tables', 'ip-masq',
      'ip', 'default-gateway', 'default-gateway-v6', 'default-address-pools', 'default-network-opts',
      'allow-direct-routing', 'bridge-accept-fwmark', 'firewall-backend',
      'host-gateway-ip', 'host-gateway-ips', 'network-control-plane-mtu', 'network-diagnostic-port',
      'ip-forward-no-drop',
    ],
    importance: 'neutral',
    containerd: cni,
    criO: cni,
    source: 'Kubernetes docs, "Network Plugins"',
  },
  {
    keys: ['userland-proxy', 'userland-proxy-path'],
    importance: 'neutral',
    kubelet: "Nothing takes its place: kube-proxy and the CNI plugin portmap publish the ports of pods, without a proxy of the runtime's.",
    source: 'Kubernetes docs, "Network Plugins", "Support hostPort"',
  },
  {
    keys: ['ip-forward'],
    importance: 'neutral',
    kubelet: 'Set net.ipv4.ip_forward = 1 with sysctl: dockerd did it, no runtime does.',
    source: 'Kubernetes docs, "Container Runtimes", "Enable IPv4 packet forwarding"',
  },
  {
    keys: ['dns', 'dns-opts', 'dns-search', 'resolv-conf'],
    importance: 'neutral',
    kubelet: 'The kubelet writes resolv.conf of pods: set clusterDNS or resolvConf, or dnsConfig in the pod.',
    shownBy: ['kubelet: clusterDNS', 'kubelet: resolvConf'],
    source: 'Kubernetes docs, "DNS for Services and Pods"',
  },
  {
    keys: ['cgroup-parent'],
    importance: 'neutral',
    kubelet: 'Set cgroupRoot: the kubelet chooses the cgroup of pods.',
    shownBy: ['kubelet: cgroupRoot'],
    source: 'kubelet.config.k8s.io/v1beta1',
  },
  {
    keys: ['cdi-spec-dirs'],
    importance: 'neutral',
    containerd: 'Set cdi_spec_dirs (default: /etc/cdi and /var/run/cdi).',
    criO: 'Set cdi_spec_dirs below [crio.runtime].',
    shownBy: ['containerd: plugins * cdi_spec_dirs', 'cri-o: crio runtime cdi_spec_dirs'],
    source: 'containerd docs/cri/config.md; crio.conf(5)',
  },
  {
    keys: [
      'default-cgroupns-mode', 'default-ipc-mode', 'default-stop-timeout', 'shutdown-timeout', 'labels', 'features',
    ],
    importance: 'neutral',
    containerd: 'Nothing to do: the pod decides, or nobody reads it.',
    criO: 'Nothing to do: the pod decides, or nobody reads it.',
    source: 'moby/moby daemon/config/config.go',
  },
  {
    keys: [
      'max-concurrent-uploads', 'max-download-attempts', 'allow-nondistributable-artifacts', 'experimental', 'builder',
      'containerd', 'containerd-namespace', 'containerd-plugin-namespace', 'cri-containerd', 'exec-root', 'pidfile',
      'init-path', 'default-init', 'min-api-version', 'node-generic-resources', 'nri-opts', 'rootless', 'api-cors-header',
      'cpu-rt-period', 'cpu-rt-runtime', 'cluster-store', 'cluster-store-opts', 'cluster-advertise',
      'disable-legacy-registry', 'deprecated-key-path', 'swarm-default-advertise-addr', 'swarm-raft-election-tick',
      'swarm-raft-heartbeat-tick', '$schema',
    ],
    importance: 'neutral',
    containerd: 'Nothing to do: it is about Docker itself.',
    criO: 'Nothing to do: it is about Docker itself.',
    source: 'moby/moby daemon/config/config.go',
  },
]

const settings = new Map<string, Row>()
for (const row of rows) for (const key of row.keys) settings.set(key, row)

/** Every key of daemon.json that the tables know, with dots between levels. */
export const DAEMON_KEYS: readonly string[] = [...settings.keys()]

/**
 * What becomes of a setting in daemon.json: `key` is its path (['log-opts', 'max-size']). The value, as text, settles
 * settings where only some values matter (log-driver json-file, an empty list). An unknown value counts as one that
 * does.
 */
export function daemonSetting(key: readonly string[], value?: string): DaemonSetting | undefined {
  const name = key.slice(0, 2).join('.')
  const found = [name, `${key[0] ?? ''}.*`, key[0] ?? ''].find(one => settings.has(one))
  const row = found === undefined ? undefined : settings.get(found)
  if (found === undefined || !row) return undefined
  const { importance, neutral, containerd, criO, kubelet, shownBy = [], source } = row
  const isNeutral = value !== undefined && !/[\uE000$]/.test(value) && neutral?.test(value.trim())
  return {
    key: found.endsWith('.*') ? name : found,
    importance: isNeutral ? 'neutral' : importance,
    ...(containerd !== undefined && { containerd }),
    ...(criO !== undefined && { criO }),
    ...(kubelet !== undefined && { kubelet }),
    counterparts: shownBy.map(counterpart),
    source,
  }
}

/** What to write instead of a setting, for the runtime that the cluster moves to. */
export function insteadOf({ containerd, criO, kubelet }: DaemonSetting, runtime: string): string {
  const own = runtime === 'cri-o' ? criO : containerd
  return [own, kubelet].filter(Boolean).join(' ') || 'Remove it with Docker; nothing replaces it.'
}

function counterpart(text: string): Counterpart {
  const [program = '', path = ''] = text.split(': ')
  return { program: program as Counterpart['program'], path: path.split(' ') }
}

/** How a key stands in TOML, alone or as a part of a table's name, and in the YAML or JSON of kubelet. */
const inToml = /^["']?\s*(?:=|\]|\.["'{])/
const inKubelet = /^["']?\s*[:=]/

/** What the configuration of a program must hold, or its name: without it a file is not told to be of that program. */
const TOLD_BY: Readonly<Record<Counterpart['program'], readonly string[] | undefined>> = {
  containerd: ['.toml'],
  'containerd-hosts': ['hosts.toml'],
  'cri-o': ['crio'],
  registries: ['registries'],
  kubelet: undefined,
}

/** A word with what has to follow it and to stand beside it, as a rule names it. */
interface CounterpartTrigger {
  readonly word: string
  readonly followedBy: RegExp
  readonly beside?: readonly string[]
}

/** What a file must hold that shows of a setting that it has been carried over: the last key of a counterpart. */
export function counterpartTriggers(): readonly CounterpartTrigger[] {
  const found = new Map<string, CounterpartTrigger>()
  for (const { importance, shownBy = [] } of rows)
    for (const { program, path } of importance === 'carry-over' ? shownBy.map(counterpart) : []) {
      const word = path.findLast(key => key !== '*') ?? ''
      const beside = TOLD_BY[program]
      const followedBy = program === 'kubelet' ? inKubelet : inToml
      found.set(`${program} ${word}`, { word, followedBy, ...(beside && { beside }) })
    }
  return [...found.values()]
}

/** Flags of dockerd whose key in daemon.json is not the flag's own name. */
const keyOfFlag: Readonly<Record<string, string>> = {
  'registry-mirror': 'registry-mirrors',
  'insecure-registry': 'insecure-registries',
  'log-opt': 'log-opts',
  'exec-opt': 'exec-opts',
  'storage-opt': 'storage-opts',
  'dns-opt': 'dns-opts',
  label: 'labels',
  feature: 'features',
  'authorization-plugin': 'authorization-plugins',
  'default-ulimit': 'default-ulimits',
  'default-address-pool': 'default-address-pools',
  'default-network-opt': 'default-network-opts',
  'add-runtime': 'runtimes',
  'cdi-spec-dir': 'cdi-spec-dirs',
  'cluster-store-opt': 'cluster-store-opts',
  'node-generic-resource': 'node-generic-resources',
  'containerd-plugins-namespace': 'containerd-plugin-namespace',
  host: 'hosts',
  H: 'hosts',
  graph: 'data-root',
  g: 'data-root',
  s: 'storage-driver',
  b: 'bridge',
  G: 'group',
  D: 'debug',
  l: 'log-level',
  p: 'pidfile',
}

/**
 * The key of daemon.json that a flag of dockerd sets, as `daemonSetting` takes it; undefined for a flag that sets none.
 * The value of --log-opt and --storage-opt ('max-size=10m') adds its own key.
 */
export function dockerdFlag(name: string, value?: string): readonly string[] | undefined {
  const plain = name.replace(/^-+/, '').split('=', 1)[0] ?? ''
  const key = Object.hasOwn(keyOfFlag, plain) ? keyOfFlag[plain] ?? plain : plain
  if (!settings.has(key)) return undefined
  const option = key === 'log-opts' ? /^["']?([\w-]+)=/.exec(value ?? '')?.[1] : undefined
  return option === undefined ? [key] : [key, option]
}
