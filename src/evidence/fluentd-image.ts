/** The configuration that a container of the fluentd-kubernetes-daemonset image reads, where it is not the image's own. */
import {
  fluentdConfigFolder,
  fluentdConfigVariable,
  fluentdParserVariable,
  parserReads,
} from '../knowledge/log-agents.ts'
import { normalizePath } from '../knowledge/paths.ts'
import { type Context, enclosing, type FactOf, isUnknown, type Located } from '../rule.ts'
import { readsContainerLogs } from './log-input.ts'
import { sameProject } from './project.ts'

/** How an image parses container logs, as far as it may be as Docker's lines. */
export interface ImageParser {
  /** The value that names the parser; without it, the image's own default holds. */
  readonly value: Located | undefined
  /** The path of a configuration mounted over the image's own that is not among the files. */
  readonly unseen: string | undefined
}

/** How the image parses container logs; undefined where it does not read Docker's lines only, or its configuration is judged itself. */
export function imageParser(image: FactOf<'image'>, context: Context): ImageParser | undefined {
  const set = context.near(image, 'container', 'env').find(env => env.name.value === fluentdParserVariable)
  const value = set?.value
  if (set && (!value || isUnknown(value.value) || parserReads(value.value) !== 'json-file')) return undefined
  const config = mountedConfig(image, context)
  return config?.isSeen ? undefined : { value, unseen: config?.path }
}

/** A configuration that is mounted over the image's own. */
interface MountedConfig {
  readonly path: string
  /** Whether it is among the files, so that its inputs are judged themselves. */
  readonly isSeen: boolean
}

/** What is mounted in the place of the image's configuration, or undefined when the image reads its own. */
function mountedConfig(image: FactOf<'image'>, context: Context): MountedConfig | undefined {
  const folder = configFolderOf(image, context)
  const mount = context
    .near(image, 'container', 'mount')
    .find(
      ({ path }) => isWithin(path.value, folder) || (folder !== fluentdConfigFolder && isWithin(folder, path.value)),
    )
  return mount && { path: mount.path.value, isSeen: isSeen(mount, context) }
}

/** Where the configuration lies that the image is told to start with. */
function configFolderOf(image: FactOf<'image'>, { near }: Context): string {
  const named = near(image, 'container', 'env').find(env => env.name.value === fluentdConfigVariable)?.value?.value
  if (named === undefined || isUnknown(named)) return fluentdConfigFolder
  return normalizePath(`${fluentdConfigFolder}/${named}/..`)
}

const isWithin = (path: string, folder: string): boolean =>
  `${path}/`.startsWith(`${folder.replace(/(?<!\/)\/+$/, '')}/`)

/** Whether the configuration that is mounted there is among the files: the ConfigMap of the volume, where that is named. */
function isSeen(mount: FactOf<'mount'>, { near, everywhere }: Context): boolean {
  const inputs = everywhere('log-input').filter(
    input => input.agent === 'Fluentd' && readsContainerLogs(input) && sameProject(input, mount),
  )
  const from = near(mount, 'pod', 'volume').find(volume => volume.name?.value === mount.volume.value)?.from?.value
  if (from === undefined || isUnknown(from)) return inputs.length > 0
  return inputs.some(input => {
    const object = enclosing(input.scope, 'object')?.name
    return object === undefined || object.split(/[ /]/).at(-1) === from
  })
}
