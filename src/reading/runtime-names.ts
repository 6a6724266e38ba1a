/**
 * Words by which files name a container runtime, or an image for nodes that has one: what chooses the runtime of a cluster, or
 * of a program in it, is a key and one of them.
 */
import type { Source } from '../text/source.ts'
import { type FlagWord, flagWords } from './flag-words.ts'

/** Longer texts are no names, and no command lines. */
const LONGEST_NAME = 300
const LONGEST_TEXT = 10_000

/** Images for nodes that are called by their operating system alone. Source: GKE docs, "Node images". */
const NODE_IMAGE = /^(?:cos|ubuntu|windows_(?:ltsc|sac))$/i

/** A text with a slash is a name where it is an address of a socket, a file of settings or a charm of Juju. */
const PATH = /\.(?:sock|json)$|^[a-z]+:(?:unix:|~[\w-]{1,60}\/docker(?:-\d+)?$)/i

/** Whether a value names a runtime: `docker`, `dockerd`, `DockerContainerFactory`, `/run/dockershim.sock`, `COS`. */
export const namesRuntime = (value: string): boolean =>
  value.length <= LONGEST_NAME &&
  !value.includes('\n') &&
  (NODE_IMAGE.test(value) || (/docker/i.test(value) && (!value.includes('/') || PATH.test(value))))

/** Whether a key is named for Docker, so that its being there, or being true, chooses it: `docker: {}`, `enable_cri_dockerd: false`. */
export const isRuntimeKey = (key: string): boolean => key.length <= LONGEST_NAME && /docker/i.test(key)

/** Keys whose values hold a runtime's name as a part of something else: where images come from, and what people read. */
export const isNoChoice = (key: string): boolean =>
  /images?$|repositor(?:y|ies)$|registr(?:y|ies)$|^(?:hub|url|description|comment|help|title|pattern|regex)$/i.test(key)

/** Whether a value is one of a switch. */
export const isSwitch = (value: string): boolean => /^(?:true|false|yes|no|on|off)$/i.test(value)

/** The options in a text whose value, or whose own name, names a runtime: `--container-runtime dockerd --max-pods 20`. */
export const runtimeOptions = (source: Source): readonly FlagWord[] =>
  source.text.length <= LONGEST_TEXT && /(?:^|[\s"'])--?[a-z]/i.test(source.text) && WORTH.test(source.text)
    ? flagWords(source).filter(
        ({ name, value }) => isRuntimeKey(name) || (value !== undefined && namesRuntime(value.value)),
      )
    : []

const WORTH = /docker|[= ]["']?(?:cos|ubuntu|windows_)/i
