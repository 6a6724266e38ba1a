/**
 * The kinds of work that a migration is handed out by, and which of them each rule is about. Source: the rules' own pages.
 */

/** Nodes, what runs in pods, collectors of logs, metrics and alerts, builds. */
export const GROUPS = ['nodes', 'workloads', 'logging', 'monitoring', 'ci'] as const
export type Group = (typeof GROUPS)[number]

/** The groups of each rule, the one that it is mostly about first. */
export const RULE_GROUPS: Readonly<Record<string, readonly Group[]>> = {
  'docker-socket-mount': ['workloads', 'ci'],
  'docker-socket-reference': ['workloads', 'nodes', 'ci'],
  'docker-cli': ['nodes', 'workloads', 'ci'],
  'docker-probe': ['nodes', 'workloads', 'ci'],
  'docker-service': ['nodes', 'ci'],
  'docker-data-path': ['workloads', 'nodes', 'ci'],
  'docker-log-format': ['logging'],
  'docker-container-id': ['workloads', 'nodes', 'ci'],
  'removed-dockershim-metric': ['monitoring'],
  'docker-metric-label': ['monitoring'],
  'docker-node-runtime': ['nodes', 'ci'],
  'runtime-coupled-agent': ['workloads'],
  'log-rotation-gap': ['nodes'],
  'removed-kubelet-flag': ['nodes'],
  'removed-component-flag': ['nodes'],
  'removed-feature-gate': ['nodes'],
  'removed-node-label': ['workloads', 'nodes'],
  'removed-config-api': ['nodes'],
  'dockershim-endpoint': ['nodes', 'workloads'],
  'docker-daemon-config': ['nodes'],
  'cgroup-driver-mismatch': ['nodes'],
  'unused-suppression': ['ci'],
}

/** The group of code by where it runs. */
const OF_PLACE: Readonly<Record<string, Group>> = { node: 'nodes', pod: 'workloads', build: 'ci' }

/** The kind of work that a finding is: where its code runs decides, as far as its rule is about that. */
export function groupOf(rule: string, place: string): Group {
  const groups = RULE_GROUPS[rule] ?? ['workloads']
  return groups.find(group => group === OF_PLACE[place]) ?? groups[0]!
}
