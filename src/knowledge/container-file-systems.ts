/*
 * Metrics of containers' file systems, which the kubelet has with Docker and CRI-O, and not with containerd.
 * Sources: kubernetes.io "Check whether dockershim removal affects you", known issues ("Some filesystem metrics are missing");
 * google/cadvisor container/containerd/handler.go has no file systems, container/crio/handler.go and docker/handler.go do.
 */

const NAMES = new Set([
  'container_fs_inodes_free',
  'container_fs_inodes_total',
  'container_fs_io_current',
  'container_fs_io_time_seconds_total',
  'container_fs_io_time_weighted_seconds_total',
  'container_fs_limit_bytes',
  'container_fs_read_seconds_total',
  'container_fs_reads_merged_total',
  'container_fs_sector_reads_total',
  'container_fs_sector_writes_total',
  'container_fs_usage_bytes',
  'container_fs_write_seconds_total',
  'container_fs_writes_merged_total',
])

/** Whether the kubelet has no series of that metric for containers that containerd runs. */
export const isContainerFileSystem = (name: string): boolean => NAMES.has(name)

/** Those of a container's devices, which containerd has as well: what a pattern may still find. */
const KEPT = [
  'container_fs_reads_bytes_total',
  'container_fs_reads_total',
  'container_fs_writes_bytes_total',
  'container_fs_writes_total',
]

/** Whether all metrics that begin so are such: `container_fs_usage.*`. */
export const beginContainerFileSystem = (beginning: string): boolean =>
  !KEPT.some(name => name.startsWith(beginning)) && [...NAMES].some(name => name.startsWith(beginning))

/**
 * Whether the series of a cgroup of the node itself are enough, which are there with any runtime: `{id="/"}`, and a list of
 * nodes, as in `label_values(container_fs_limit_bytes, instance)`.
 */
export const isNodeItself = (label: string, operator: string, value: string): boolean =>
  operator === 'label_values'
    ? /^(?:instance|node|host(?:name)?|kubernetes_io_hostname|cluster(?:_id|_name)?|job|device)$/.test(label)
    : label === 'id' && (operator === '=' || operator === '=~') && /^\^?\/\$?$/.test(value)
