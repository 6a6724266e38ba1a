/** What the containers of a pod do with its volumes, as far as the files show it. */
import { type Context, enclosing, type FactOf, isUnknown, type Located } from './rule.ts'

type Volume = FactOf<'volume'>

/** The mounts of a volume by the containers of its pod. */
export const mountsOf = (volume: Volume, { near }: Context): readonly FactOf<'mount'>[] =>
  near(volume, 'pod', 'mount').filter(mount => mount.volume.value === volume.name?.value)

/** Whether the pod stands whole in the file, so that a volume without a mount is an unused one. */
export function showsAllMounts(volume: Volume, { near }: Context): boolean {
  const pod = enclosing(volume.scope, 'pod')
  return (
    volume.name !== undefined &&
    !isUnknown(volume.name.value) &&
    pod?.children.some(child => child.kind === 'container') === true &&
    !near(volume, 'pod', 'mount').some(mount => isUnknown(mount.volume.value))
  )
}

/** A text of a container. */
export interface ContainerText {
  readonly value: string
  readonly at: Located
  readonly scope: Volume['scope']
}

/** The texts of a mount's container that speak of Docker and may name a path: values of variables and options, arguments, tests. */
export function textsOf(mount: FactOf<'mount'>, { near }: Context): readonly ContainerText[] {
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
