/** What the containers of a pod do with its volumes, as far as the files show it. */
import { dockerHost, isDockerProgram } from '../knowledge/docker-cli.ts'
import { dockershimSocket, joinsDockerSocket, otherRuntimeSocket } from '../knowledge/paths.ts'
import { type Context, enclosing, type FactOf, isUnknown, type Located, type Scope } from '../rule.ts'

type Volume = FactOf<'volume'>

/** The mounts of a volume by the containers of its pod. */
export const mountsOf = (volume: Volume, context: Context): readonly FactOf<'mount'>[] =>
  (volume.name && mountsAround(volume, context).get(volume.name.value)) ?? []

/** Whether the pod stands whole in the file, so that a volume without a mount is an unused one. */
export function showsAllMounts(volume: Volume, context: Context): boolean {
  const pod = enclosing(volume.scope, 'pod')
  return (
    volume.name !== undefined &&
    !isUnknown(volume.name.value) &&
    pod?.children.some(child => child.kind === 'container') === true &&
    ![...mountsAround(volume, context).keys()].some(isUnknown)
  )
}

/** Whether a volume of the pod that is not this one is a socket of another runtime. */
export const hasOtherRuntime = (volume: Volume, { near }: Context): boolean =>
  once(runtimeSockets, volume, () =>
    near(volume, 'pod', 'volume').filter(({ path }) => path && otherRuntimeSocket(path.value) !== undefined),
  ).some(({ name }) => name?.span.start !== volume.name?.span.start || name?.value !== volume.name?.value)

/** Whether dockershim.sock is the name that Bottlerocket gives to containerd's socket: then the pod uses it as containerd's. */
export function isBottlerocket(volume: Volume, context: Context): boolean {
  const { near } = context
  const told = [
    volume.name?.value ?? '',
    ...mountsOf(volume, context).map(mount => mount.path.value),
    ...near(volume, 'pod', 'env')
      .filter(env => env.value && dockershimSocket(env.value.value))
      .map(env => env.name.value),
    ...near(volume, 'pod', 'flag')
      .filter(flag => flag.value && dockershimSocket(flag.value.value))
      .map(flag => flag.name),
    ...near(volume, 'pod', 'image').map(image => (/bottlerocket/.test(image.name) ? 'containerd' : '')),
  ]
  return told.some(text => /containerd|bottlerocket/i.test(text))
}

/** The text of a container that names the Docker socket through its mount of a directory of the node. */
export function socketUsedBelow(volume: Volume, path: Located, context: Context): ContainerText | undefined {
  for (const mount of mountsOf(volume, context)) {
    const used =
      textsOf(mount, context).find(text => joinsDockerSocket(path.value, mount.path.value, text.value)) ??
      clientBeside(mount, path, context)
    if (used) return used
  }
  return undefined
}

/** A docker client beside a mount, which connects by default to the socket that stands in it. */
function clientBeside(mount: FactOf<'mount'>, path: Located, { near }: Context): ContainerText | undefined {
  const around = near(mount, 'container', 'image').length + near(mount, 'container', 'command').length > 0
  const where = around ? 'container' : 'pod'
  const told = near(mount, where, 'env').find(({ name }) => name.value === 'DOCKER_HOST')?.value?.value
  const sees = (root: string): boolean =>
    joinsDockerSocket(path.value, mount.path.value, root ? `${root}${DEFAULT_SOCKET}` : (told ?? DEFAULT_SOCKET))
  for (const { name, args, wrappers, scope } of near(mount, where, 'command')) {
    const words = args.map(arg => arg.value)
    if (isDockerProgram(name.value, words) !== 'docker' || dockerHost(words) !== undefined) continue
    // `chroot /host docker ps` finds the socket below the mount.
    if (sees('') || (wrappers.includes('chroot') && sees(mount.path.value.replace(/(?<!\/)\/+$/, ''))))
      return { value: name.value, at: name, scope }
  }
  const client = sees('') ? near(mount, where, 'image').find(({ name }) => CLIENT_IMAGE.test(name)) : undefined
  return client && { value: client.name, at: client.image, scope: client.scope }
}

const DEFAULT_SOCKET = '/var/run/docker.sock'

/** Docker's own image, which holds the client. */
const CLIENT_IMAGE = /^(?:docker\.io\/)?(?:library\/)?docker$/

/** The mounts of a pod by the names of their volumes. */
const mountsAround = (volume: Volume, { near }: Context): ReadonlyMap<string, readonly FactOf<'mount'>[]> =>
  once(mountsByName, volume, () => {
    const byName = new Map<string, FactOf<'mount'>[]>()
    for (const mount of near(volume, 'pod', 'mount')) {
      const known = byName.get(mount.volume.value)
      if (known) known.push(mount)
      else byName.set(mount.volume.value, [mount])
    }
    return byName
  })

// What is known of pods: a pod of thousands of volumes is looked through once, and not for each of them.
const mountsByName = new WeakMap<Scope, ReadonlyMap<string, readonly FactOf<'mount'>[]>>()
const runtimeSockets = new WeakMap<Scope, readonly Volume[]>()

function once<T>(known: WeakMap<Scope, T>, { scope }: Volume, make: () => T): T {
  const around = enclosing(scope, 'pod') ?? enclosing(scope, 'file') ?? scope
  const made = known.get(around) ?? make()
  known.set(around, made)
  return made
}

/** A text of a container. */
interface ContainerText {
  readonly value: string
  readonly at: Located
  readonly scope: Volume['scope']
}

/** The texts of a mount's container that speak of Docker and may name a path: values of variables and options, arguments, tests. */
function textsOf(mount: FactOf<'mount'>, { near }: Context): readonly ContainerText[] {
  const texts: { text: Located | undefined; scope: Volume['scope'] }[] = [
    ...near(mount, 'container', 'env').map(({ value, scope }) => ({ text: value, scope })),
    ...near(mount, 'container', 'flag').map(({ value, scope }) => ({ text: value, scope })),
    ...near(mount, 'container', 'test').map(({ operand, scope }) => ({ text: operand, scope })),
    ...near(mount, 'container', 'path').map(({ path, scope }) => ({ text: path, scope })),
    ...near(mount, 'container', 'command').flatMap(({ args, scope }) => args.map(text => ({ text, scope }))),
  ]
  return texts.flatMap(({ text, scope }) => {
    if (!text?.value.includes('docker')) return []
    // `--host=unix:///var/run/docker.sock` is one word.
    const value = text.value.replace(/^--?[\w-]+=/, '')
    return [{ value, at: text, scope }]
  })
}
