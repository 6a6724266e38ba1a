/*
 * docker0, the bridge that dockerd makes on its host. Pods have never been on it with a CNI plugin, and without dockerd it is gone.
 * Sources: docs.docker.com, "Bridge network driver"; ip(8), ifconfig(8), iptables(8), firewall-cmd(1), containernetworking/plugins
 * (the plugin "bridge" makes cni0).
 */

const BRIDGE = /^docker0$/

/** Programs that filter what goes through an interface. */
const FILTERS = /^(?:ip6?tables(?:-legacy|-nft)?|firewall-cmd|ufw|nft)$/
/** Words of `ip` and `ifconfig` that take an interface away, or change one that has to be there already. */
const CHANGES = /^(?:del|delete|down|flush|add|up|set|change|replace)$/

/** Where a command asks for the address of Docker's bridge, or filters what goes through it: the argument's index. */
export function bridgeUse(program: string, args: readonly string[]): number | undefined {
  const at = args.findIndex(arg => BRIDGE.test(arg))
  if (at < 0) return undefined
  const name = program.replace(/^.*\//, '')
  if (FILTERS.test(name)) return args.some(arg => /^(?:-D|--delete|--remove-rule|delete)$/.test(arg)) ? undefined : at
  const asks = (name === 'ip' || name === 'ifconfig') && !args.some(arg => CHANGES.test(arg))
  return asks ? at : undefined
}

export const bridgeBreaks =
  "Docker's daemon makes this interface. On a node without Docker Engine there is none: its address is empty, and a rule for it silently matches no packet."
export const bridgeInstead =
  'Name the interface of the CNI plugin, such as "cni0" or "cali+", or take the range of the pods from the configuration of the cluster.'
