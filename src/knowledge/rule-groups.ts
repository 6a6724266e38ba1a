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

/** Whether a name with `*` fits a rule. Names are short: each part is looked for once, behind the one before. */
function fits(pattern: string, rule: string): boolean {
  if (pattern === rule || !pattern.includes('*')) return pattern === rule
  const [first = '', ...parts] = pattern.split('*')
  const last = parts.pop() ?? ''
  if (!rule.startsWith(first) || !rule.endsWith(last)) return false
  let at = first.length
  for (const part of parts) {
    const found = rule.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= rule.length - last.length
}

/** Whether a name means a finding: the name of its rule, a pattern such as `docker-*`, or the kind of work that it is. */
export const means = (name: string, rule: string, group: string | undefined): boolean =>
  fits(name, rule) || name === group

/** Whether a name may mean some finding of a rule. */
export const mayMean = (name: string, rule: string): boolean =>
  fits(name, rule) || (RULE_GROUPS[rule] ?? []).some(group => group === name)

/** Whether a name is one of these rules, a group, or a pattern that fits one of them. */
export const isRuleName = (name: string, rules: readonly string[]): boolean =>
  GROUPS.some(group => group === name) || rules.some(rule => fits(name, rule))

/** The best of the entries that mean a finding: a name before a pattern, and that before a group. */
export function bestOf<T>(
  entries: readonly (readonly [string, T])[],
  rule: string,
  group: string | undefined,
): T | undefined {
  const rank = (name: string): number => (name === rule ? 0 : name === group ? 2 : 1)
  let best: readonly [string, T] | undefined
  for (const entry of entries)
    if (means(entry[0], rule, group) && (!best || rank(entry[0]) <= rank(best[0]))) best = entry
  return best?.[1]
}
