/**
 * A call of docker as one of crictl or ctr, where every word carries over. Sources: kubernetes-sigs/cri-tools cmd/crictl;
 * containerd/containerd cmd/ctr/commands/images; Kubernetes docs, "Mapping from dockercli to crictl".
 */
import { dockerReplacement } from './docker-cli.ts'

/** Another call: the program, what takes the place of each argument (undefined: the argument stays; empty: it goes). */
export interface RuntimeCall {
  readonly program: 'crictl' | 'ctr'
  readonly args: readonly (string | undefined)[]
}

/** What crictl calls a command. */
const CRICTL: Readonly<Record<string, string>> = {
  ps: 'ps',
  'container ls': 'ps',
  'container list': 'ps',
  'container ps': 'ps',
  images: 'images',
  'image ls': 'images',
  'image list': 'images',
  info: 'info',
  'system info': 'info',
  version: 'version',
  logs: 'logs',
  'container logs': 'logs',
  inspect: 'inspect',
  'container inspect': 'inspect',
  'image inspect': 'inspecti',
  exec: 'exec',
  'container exec': 'exec',
  stop: 'stop',
  'container stop': 'stop',
  rm: 'rm',
  'container rm': 'rm',
  rmi: 'rmi',
  'image rm': 'rmi',
  pull: 'pull',
  'image pull': 'pull',
  stats: 'stats',
  'container stats': 'stats',
}

/** Commands whose first argument is a container: docker takes its name, crictl only its ID. */
const BY_ID = new Set(['logs', 'inspect', 'exec', 'stop', 'rm'])

/** A word that may be an ID: one that is written out, or a variable or call that is not known. */
const MAYBE_ID = /^[0-9a-f]{12,64}$|[$`\uE000]/

/** A reference with its registry and tag, which ctr does not complete. */
const WHOLE_REFERENCE = /^(?:[\w-]+(?:\.[\w-]+)+(?::\d+)?|localhost(?::\d+)?|[\w-]+:\d+)\/[^\s:@]+[:@]\S+$/

/** The same call for a runtime; undefined where a flag is lost or a word means something else. */
export function runtimeCall(args: readonly string[], runtime: string): RuntimeCall | undefined {
  const { subcommand, lostFlags } = dockerReplacement(args)
  const words = subcommand.split(' ')
  if (subcommand === '' || words.some((word, index) => args[index] !== word)) return undefined
  const rest = args.slice(words.length)
  const last = words.at(-1)!
  if (runtime === 'containerd' && /^(?:image )?(?:load|save|tag)$/.test(subcommand))
    return ctr(last, words.length, rest)
  const twin = CRICTL[subcommand]
  if (twin === undefined || lostFlags.length || !/^(?:containerd|cri-o)$/.test(runtime)) return undefined
  const given = rest.filter(
    (word, index) =>
      !word.startsWith('-') && !/^(?:-t|-n|--(?:tail|since|time|timeout|last))$/.test(rest[index - 1] ?? ''),
  )
  const named = twin === 'exec' || twin === 'logs' ? given.slice(0, 1) : given
  if (BY_ID.has(twin) && !named.every(word => MAYBE_ID.test(word))) return undefined
  return {
    program: 'crictl',
    args: [...words.slice(1).map(() => ''), twin === last ? undefined : twin, ...rest.map(() => undefined)],
  }
}

function ctr(command: string, words: number, rest: readonly string[]): RuntimeCall | undefined {
  const group = (call: string, others: readonly (string | undefined)[]): RuntimeCall => ({
    program: 'ctr',
    args: [...Array.from({ length: words - 1 }, () => ''), `-n k8s.io images ${call}`, ...others],
  })
  if (command === 'tag')
    return rest.length === 2 && rest.every(word => WHOLE_REFERENCE.test(word))
      ? group('tag', [undefined, undefined])
      : undefined
  const flag = command === 'load' ? /^(?:-i|--input)$/ : /^(?:-o|--output)$/
  const [first = '', ...others] = rest
  const isFile = flag.test(first)
  const images = isFile ? others.slice(1) : rest
  if (images.some(word => word.startsWith('-')) || (isFile && others.length === 0)) return undefined
  if (command === 'load') {
    if (images.length) return undefined
    return group(`import${isFile ? '' : ' -'}`, isFile ? ['', undefined] : [])
  }
  if (images.length === 0 || !images.every(word => WHOLE_REFERENCE.test(word))) return undefined
  const kept = images.map(() => undefined)
  return isFile ? group('export', ['', undefined, ...kept]) : group('export -', kept)
}
