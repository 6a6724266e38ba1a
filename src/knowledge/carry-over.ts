/*
 * Where a setting of dockerd is written for another runtime, key by key, for those that are one value there too. Registries,
 * runtimes, proxies and limits take more than a row: src/carry-over/ has them.
 */

/** The runtimes that settings are written for; containerd 1.6 and 1.7 read other tables than 2. */
export type CarryTarget = 'containerd1' | 'containerd2' | 'criO' | 'kubelet'

/** What a value has to be like, so that it means the same elsewhere; a map gives each value another name, and has all that there are. */
export type Takes =
  | 'boolean'
  | 'number'
  | 'address'
  | 'path'
  | 'paths'
  | 'size'
  | 'count'
  | 'duration'
  | Readonly<Record<string, string>>

export interface CarryRow {
  readonly key: string
  readonly takes: Takes
  /** 'table … key', with spaces between the keys. */
  readonly to: Readonly<Partial<Record<CarryTarget, string>>>
  /** What else has to be set for it, with its value. */
  readonly also?: { readonly target: CarryTarget; readonly path: string; readonly value: string | boolean }
  /** A sentence for whoever reads the file. */
  readonly remark?: string
  readonly source: string
}

const LOG_LEVELS = { trace: 'trace', debug: 'debug', info: 'info', warn: 'warn', error: 'error', fatal: 'fatal' }

export const carryRows: readonly CarryRow[] = [
  {
    key: 'max-concurrent-downloads',
    takes: 'number',
    to: {
      containerd1: 'plugins io.containerd.grpc.v1.cri max_concurrent_downloads',
      containerd2: 'plugins io.containerd.transfer.v1.local max_concurrent_downloads',
    },
    remark: 'containerd 2.0 reads it below io.containerd.cri.v1.images.',
    source: 'containerd docs/cri/config.md, "Transfer Service for Image Pull"; config dump of 1.6 and 2.4',
  },
  {
    key: 'selinux-enabled',
    takes: 'boolean',
    to: {
      containerd1: 'plugins io.containerd.grpc.v1.cri enable_selinux',
      containerd2: 'plugins io.containerd.cri.v1.runtime enable_selinux',
      criO: 'crio runtime selinux',
    },
    source: 'containerd docs/cri/config.md; crio.conf(5)',
  },
  {
    key: 'cdi-spec-dirs',
    takes: 'paths',
    to: {
      containerd1: 'plugins io.containerd.grpc.v1.cri cdi_spec_dirs',
      containerd2: 'plugins io.containerd.cri.v1.runtime cdi_spec_dirs',
      criO: 'crio runtime cdi_spec_dirs',
    },
    // CDI is off in 1.7 and not there in 1.6.
    also: { target: 'containerd1', path: 'plugins io.containerd.grpc.v1.cri enable_cdi', value: true },
    source: 'containerd docs/cri/config.md 1.7 and 2.4; crio.conf(5)',
  },
  {
    key: 'storage-driver',
    takes: { btrfs: 'btrfs', zfs: 'zfs', vfs: 'native' },
    to: {
      containerd1: 'plugins io.containerd.grpc.v1.cri containerd snapshotter',
      containerd2: 'plugins io.containerd.cri.v1.images snapshotter',
    },
    source: 'containerd docs/snapshotters/README.md; config dump of 1.6 and 2.4',
  },
  {
    key: 'storage-driver',
    takes: { btrfs: 'btrfs', zfs: 'zfs', vfs: 'vfs' },
    to: { criO: 'crio storage_driver' },
    source: 'crio.conf(5); containers-storage.conf(5)',
  },
  {
    key: 'metrics-addr',
    takes: 'address',
    // containerd 2.3 and newer moves it to its server.v1.metrics plugin by itself, as config migrate shows.
    to: { containerd1: 'metrics address', containerd2: 'metrics address' },
    remark: 'The metrics have other names than those of Docker.',
    source: 'containerd docs/ops.md; config migrate of 2.4',
  },
  {
    key: 'log-level',
    takes: LOG_LEVELS,
    to: { containerd1: 'debug level', containerd2: 'debug level', criO: 'crio runtime log_level' },
    source: 'containerd docs/ops.md; crio.conf(5)',
  },
  {
    key: 'debug',
    takes: { true: 'debug' },
    to: { containerd1: 'debug level', containerd2: 'debug level', criO: 'crio runtime log_level' },
    source: 'dockerd reference, "--debug"; containerd docs/ops.md; crio.conf(5)',
  },
  {
    key: 'oom-score-adjust',
    takes: 'number',
    to: { containerd1: 'oom_score', containerd2: 'oom_score' },
    source: 'containerd docs/ops.md',
  },
  {
    key: 'log-driver',
    takes: { journald: 'true' },
    to: { criO: 'crio runtime log_to_journald' },
    remark: 'The files below /var/log/containers are written as well.',
    source: 'crio.conf(5)',
  },
  {
    key: 'seccomp-profile',
    takes: 'path',
    to: { criO: 'crio runtime seccomp_profile' },
    source: 'crio.conf(5)',
  },
  {
    key: 'log-opts.max-size',
    takes: 'size',
    to: { kubelet: 'containerLogMaxSize' },
    remark: 'Docker counts in units of 1024, too: 10m is 10Mi.',
    source: 'docker/go-units size.go, RAMInBytes; kubelet.config.k8s.io/v1beta1',
  },
  {
    key: 'log-opts.max-file',
    takes: 'count',
    to: { kubelet: 'containerLogMaxFiles' },
    source: 'kubelet.config.k8s.io/v1beta1; pkg/kubelet/logs/container_log_manager.go: at least 2',
  },
  {
    key: '--image-pull-progress-deadline',
    takes: 'duration',
    to: {
      containerd1: 'plugins io.containerd.grpc.v1.cri image_pull_progress_timeout',
      containerd2: 'plugins io.containerd.cri.v1.images image_pull_progress_timeout',
      criO: 'crio image pull_progress_timeout',
    },
    source: 'CHANGELOG-1.24 #106907; containerd docs/cri/config.md; crio.conf(5)',
  },
  {
    key: '--runtime-request-timeout',
    takes: 'duration',
    to: { kubelet: 'runtimeRequestTimeout' },
    source: 'kubelet.config.k8s.io/v1beta1',
  },
]

/** Resource limits by their names in Docker and in units. Source: docker/go-units ulimit.go; systemd.exec(5). */
export const limitDirectives: Readonly<Record<string, string>> = {
  core: 'LimitCORE',
  cpu: 'LimitCPU',
  data: 'LimitDATA',
  fsize: 'LimitFSIZE',
  locks: 'LimitLOCKS',
  memlock: 'LimitMEMLOCK',
  msgqueue: 'LimitMSGQUEUE',
  nice: 'LimitNICE',
  nofile: 'LimitNOFILE',
  nproc: 'LimitNPROC',
  rss: 'LimitRSS',
  rtprio: 'LimitRTPRIO',
  rttime: 'LimitRTTIME',
  sigpending: 'LimitSIGPENDING',
  stack: 'LimitSTACK',
}

/** Where docker.io is reached. Source: containerd docs/hosts.md. */
export const DOCKER_HUB = 'https://registry-1.docker.io'

/** The version from which kubelet's endpoint of the runtime stands in its configuration. Source: CHANGELOG-1.27 #112136. */
export const ENDPOINT_IN_CONFIGURATION = '1.27'
