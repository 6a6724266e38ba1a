/** What a container runs: commands, probes, hooks and scripts. */

import type { Scope, Via } from '../../facts.ts'
import type { Reader } from '../../reading/language.ts'
import { shellLine } from '../../reading/words.ts'
import { forward } from '../../text/progress.ts'
import { joinSources, partOf } from '../../text/source.ts'
import type { ScalarNode } from '../../text/tree.ts'

/** Shells that take a script after `-c`. */
const SHELLS = new Set(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'busybox'])
const POWERSHELLS = new Set(['powershell', 'pwsh'])
/** Init programs that run the words after them as they are. */
const INITS = new Set(['tini', 'tini-static', 'dumb-init', 'catatonit', 'docker-init'])

/** Programs that images are named for, when a container gives only the arguments. */
const COMPONENTS = new Set([
  'kube-apiserver',
  'kube-controller-manager',
  'kube-scheduler',
  'kube-proxy',
  'kubelet',
  'hyperkube',
  'cadvisor',
  'cri-dockerd',
  'cloud-controller-manager',
])

/** The name of a program without its folders and `.exe`. */
const baseName = (path: string): string => path.replace(/^.*[/\\]/, '').replace(/\.exe$/i, '')

/** What a call belongs to. */
export interface Caller {
  readonly reader: Reader
  /** The scope that the script of the call is opened in. */
  readonly scope: Scope
  /** `command`, `livenessProbe`, `postStart` … */
  readonly name: string
  readonly via?: Via | undefined
}

/** Reads the words of a call: a shell's script, or a program with its arguments. */
export function readCall(words: readonly ScalarNode[], caller: Caller): void {
  const call = withoutInit(words)
  if (call.length === 0) return
  const script = scriptIn(call)
  if (!script) {
    embedLine(call, caller, caller.via ?? 'container')
    return
  }
  // What runs the shell: `timeout 5 sh -c …`, `docker exec x sh -c …`.
  if (script.before.length > 0) embedLine(script.before, caller, caller.via ?? 'container')
  const scope = caller.reader.open('script', { name: caller.name, via: caller.via }, caller.scope)
  caller.reader.embed(script.powershell ? { file: 'script.ps1' } : { language: 'shell' }, script.node.content(), scope)
}

function embedLine(words: readonly ScalarNode[], { reader, scope, name }: Caller, via: Via, program?: string): void {
  const file = words[0]!.located.span.file
  const line = shellLine(
    file,
    words.map(word => word.content()),
  )
  const source = program === undefined ? line : joinSources(file, [`${program} `, line])
  reader.embed({ language: 'shell' }, source, reader.open('script', { name, via }, scope))
}

function withoutInit(words: readonly ScalarNode[]): readonly ScalarNode[] {
  let from = 0
  for (const moves = forward(); from < words.length && INITS.has(baseName(words[from]!.value)) && moves(from); ) {
    from++
    while (from < words.length && words[from]!.value.startsWith('-')) from++
  }
  return words.slice(from)
}

interface Script {
  readonly node: ScalarNode
  readonly before: readonly ScalarNode[]
  readonly powershell: boolean
}

/** The script that a shell in the words is given: `sh -ec script`, `bash -e -o pipefail -c -- script`. */
function scriptIn(words: readonly ScalarNode[]): Script | undefined {
  for (const [index, word] of words.entries()) {
    const name = baseName(word.value)
    const powershell = POWERSHELLS.has(name.toLowerCase())
    if (!powershell && !SHELLS.has(name)) continue
    const option = powershell ? /^[-/]c(ommand)?$/i : /^-[a-zA-Z]*c$/
    for (let next = index + 1; next < words.length; next++) {
      const { value } = words[next]!
      if (option.test(value)) {
        const node = words[words[next + 1]?.value === '--' ? next + 2 : next + 1]
        return node && { node, before: words.slice(0, index), powershell }
      }
      // Options, their operands (`-o pipefail`) and the applet of busybox may stand before it.
      if (!/^[-+/]/.test(value) && !/^[-+]/.test(words[next - 1]!.value) && !SHELLS.has(value)) break
    }
  }
  // Arguments alone, behind an entrypoint that is a shell.
  const [first, second] = words
  if (first && second && /^-[elux]*c$/.test(first.value) && /\s/.test(second.value.trim()))
    return { node: second, before: [], powershell: false }
  return undefined
}

/** Reads arguments whose program is the image's entrypoint. `image` is the image's name without its tag, `tag` its tag. */
export function readArguments(
  args: readonly ScalarNode[],
  image: string,
  tag: string | undefined,
  caller: Caller,
): void {
  const first = args[0]
  if (!first) return
  if (!first.value.startsWith('-') || scriptIn(args)) {
    readCall(args, caller)
    return
  }
  const base = baseName(image).replace(/-(amd64|arm64|arm|ppc64le|s390x)$/, '')
  const program = base === 'docker' && /dind/.test(tag ?? '') ? 'dockerd' : COMPONENTS.has(base) ? base : undefined
  if (program) embedLine(args, caller, caller.via ?? 'container', program)
  else sayFlags(args, caller)
}

/** Says the options of a program that is not known. */
function sayFlags(args: readonly ScalarNode[], { reader, scope }: Caller): void {
  for (const [index, { value, located }] of args.entries()) {
    const match = /^--?([A-Za-z0-9][\w.-]*)(=)?/.exec(value)
    if (!match) continue
    const name = match[1]!
    const next = args[index + 1]
    const given = match[2]
      ? partOf(located, match[0].length, value.length)
      : next?.value.startsWith('-')
        ? undefined
        : next?.located
    reader.fact({ kind: 'flag', program: undefined, flag: located, name, value: given }, scope)
  }
}

/** Reads a script that is given whole: its `#!` line decides the language, and without one it is shell. */
export function readScript(script: ScalarNode, { reader, scope, name, via }: Caller): void {
  const what = script.value.startsWith('#!') ? { file: 'script' } : { language: 'shell' }
  reader.embed(what, script.content(), reader.open('script', { name, via }, scope))
}

/** Whether the words run a shell by its name alone, as Argo's script templates do. */
export const runsShell = (words: readonly ScalarNode[]): boolean => SHELLS.has(baseName(words[0]?.value ?? ''))
