/** What an ad-hoc call of Ansible or Salt does on other machines: `ansible all -m shell -a "docker ps"`, `salt '*' service.restart docker`. */
import { type Located, locate, type Source, sliceSource } from '../../text/source.ts'
import type { Word } from './tree.ts'
import { locatedOf, sourceOf, textOf } from './word.ts'

/** A value of an option, which may be joined to it: it begins so far into the word. */
export interface OptionValue {
  readonly word: Word
  readonly from: number
}

interface AdHocCall {
  /** The module's name without its collection. */
  readonly module: string
  readonly args?: OptionValue | undefined
}

function adHocCall(words: readonly Word[]): AdHocCall {
  let module = 'command'
  let args: OptionValue | undefined
  for (let i = 1; i < words.length; i++) {
    const text = textOf(words[i]!)
    const option = /^(?:-[bkKvCD]*([ma])=?|--(module-name|args)(?:=|$))/.exec(text)
    if (!option) continue
    const joined = text.length > option[0].length
    const word = joined ? words[i]! : words[++i]
    if (!word) break
    const from = joined ? option[0].length : 0
    if (option[1] === 'm' || option[2] === 'module-name') module = textOf(word).slice(from)
    else args = { word, from }
  }
  return { module: module.replace(/^ansible\.(?:builtin|windows)\./, ''), args }
}

/** The script that the call runs. */
export function ansibleShell(words: readonly Word[]): OptionValue | undefined {
  const { module, args } = adHocCall(words)
  return /^(?:shell|command|raw)$/.test(module) ? args : undefined
}

/** The service that the call manages, and what is done to it: `-m service -a "name=docker state=restarted"`. */
export function ansibleService(words: readonly Word[]): { unit: Located; action: string } | undefined {
  const { module, args } = adHocCall(words)
  if (!args || !/^(?:service|systemd|systemd_service|sysvinit|win_service)$/.test(module)) return undefined
  const source = sourceOf(args.word, 'masked')
  const name = /\bname=["']?([\w@.-]+)/.exec(source.text)
  const action = /\bstate=["']?(\w+)/.exec(source.text)?.[1] ?? enabling(source.text)
  if (!name || !action) return undefined
  const end = name.index + name[0].length
  return { unit: locate(source, end - name[1]!.length, end), action }
}

function enabling(text: string): string | undefined {
  const enabled = /\benabled=["']?(\w+)/i.exec(text)?.[1]
  return enabled && (/^(?:no|false|0|off)$/i.test(enabled) ? 'disabled' : 'enabled')
}

/** The file that the call changes, and what it writes there: `-m lineinfile -a "path=/etc/default/kubelet line='KUBELET_EXTRA_ARGS=…'"`. */
export function ansibleWrites(words: readonly Word[]): { file: string; text: Source } | undefined {
  const { module, args } = adHocCall(words)
  if (!args || !/^(?:win_)?(?:lineinfile|blockinfile|copy|replace)$/.test(module)) return undefined
  const source = sourceOf(args.word, 'masked')
  const file = /(?:^|\s)(?:path|dest|destfile)=["']?([^\s"']{1,300})/.exec(source.text)?.[1]
  const found = /(?:^|\s)(?:line|block|content|replace)=(?:"([^"]{1,2000})"|'([^']{1,2000})'|(\S{1,2000}))/.exec(
    source.text,
  )
  const text = found?.[1] ?? found?.[2] ?? found?.[3]
  if (!file || !found || text === undefined) return undefined
  const end = found.index + found[0].length - (found[3] === undefined ? 1 : 0)
  return { file, text: sliceSource(source, end - text.length, end) }
}

/** What functions of Salt do with services. */
const SALT: Readonly<Record<string, string>> = {
  'service.start': 'started',
  'service.restart': 'restarted',
  'service.reload': 'reloaded',
  'service.stop': 'stopped',
  'service.enable': 'enabled',
  'service.disable': 'disabled',
}

/** The service that a call of Salt manages. */
export function saltService(words: readonly Word[]): { unit: Located; action: string } | undefined {
  const at = words.findIndex(word => Object.hasOwn(SALT, textOf(word)))
  const unit = at > 0 ? words[at + 1] : undefined
  return unit && { unit: locatedOf(unit), action: SALT[textOf(words[at]!)]! }
}
