/** Whose an endpoint is, and on which system. */
import type { NodeOs } from '../knowledge/endpoints.ts'
import { dockershimSocket } from '../knowledge/paths.ts'
import { type Context, type Fact, type FactOf, type Located, partOf, placeOf } from '../rule.ts'
import { pathOf } from './project.ts'

/** In a pod an option or variable is for the container's own program, which may have names in common with kubelet or crictl. */
export const ownerOf = (fact: Fact, owner: string): string | undefined =>
  placeOf(fact.scope) === 'pod' ? undefined : owner

/** The operating system of the node that an endpoint is for, told by its spelling and its file. */
export const osOf = (fact: Fact, value: string): NodeOs =>
  /^npipe:|pipe[\\/]/i.test(value) || /\.(?:ps1|psm1|psd1|bat|cmd)(?:\.\w+)?$/i.test(pathOf(fact)) ? 'windows' : 'linux'

/** The part of a value that is dockershim's socket: `--connect /run/dockershim.sock,other:/run/x.sock` gives several. */
export function dockershimIn(value: Located): Located | undefined {
  if (value.value.length > LONGEST_VALUE || !value.value.includes('dockershim')) return undefined
  const found = /[^,;=\s"']{0,200}[/\\]dockershim\.sock(?![\w.])/.exec(value.value)
  const part = found && partOf(value, found.index, found.index + found[0].length)
  return part && dockershimSocket(part.value.replace(UNDER_HOST, '')) ? part : undefined
}

const LONGEST_VALUE = 2_000

/** Where agents see the file system of the node. */
const UNDER_HOST = /^(?:unix:\/\/)?\/(?:host|rootfs|hostfs|node|mnt\/host)(?=\/)/

/** Whether the pod mounts dockershim's socket itself: then the mount is the mistake, and what names it follows. */
export const mountsDockershim = (fact: Fact, { near }: Context): boolean =>
  placeOf(fact.scope) === 'pod' &&
  near(fact, 'pod', 'volume').some(({ path }) => path !== undefined && dockershimSocket(path.value))

/** Lists of what is left out, and fields of a pod that have a rule of their own. */
const NO_ENDPOINT = /exclu|ignore|den(?:y|ied)|forbid|skip|^allowed|^(?:hostPath|mountPath|subPath|\w*containers)$/i

/** Whether a setting gives a program an address. */
export const givesAddress = ({ key }: FactOf<'setting'>): boolean =>
  !key.some(name => NO_ENDPOINT.test(name)) &&
  /sock|endpoint|cri|runtime|addr|path$|url$|connect/i.test(key.at(-1) ?? '')

/** The endpoint that `kubectl annotate` gives a node for kubeadm. */
export const annotated = (fact: FactOf<'command'>, annotation: string): readonly Located[] =>
  fact.args.flatMap(arg =>
    arg.value.startsWith(`${annotation}=`) ? [partOf(arg, annotation.length + 1, arg.value.length)] : [],
  )
