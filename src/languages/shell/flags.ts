/** The options of programs: in calls, in what sed writes into files, in variables. */
import type { Scope } from '../../facts.ts'
import { componentProgram, handsOptionsOn } from '../../reading/component-names.ts'
import { programOfFile } from '../../reading/flag-words.ts'
import { programGiven } from '../../reading/kept-options.ts'
import { baseName } from '../../reading/path-words.ts'
import { isUnknown, locate, type Source, sliceSource } from '../../text/source.ts'
import { valuesOf } from './definitions.ts'
import { saysWrittenSettings } from './edits.ts'
import type { Here, Script } from './here.ts'
import { componentOfImage, isLongOption, optionsIn } from './options.ts'
import { sedExpressions, unescapedBySed, writtenBySed } from './patterns.ts'
import type { Word } from './tree.ts'
import { locatedOf, sourceOf, textOf, variableOf } from './word.ts'

/** Programs that run the component whose name stands among their arguments. */
const CARRIERS =
  /^(docker|podman|nerdctl|rkt|hyperkube|systemd-run|start-stop-daemon|daemon|supervise|k3s|rke2|microk8s|setsid|runit|chpst|s6-setuidgid)$/

/** Whether a call runs a component of its arguments; also that of a program which a template names: `{{ rkt.bin }} run …`. */
const isCarrier = (base: string, words: readonly Word[]): boolean =>
  CARRIERS.test(base) || (isUnknown(base) && words[1] !== undefined && textOf(words[1]) === 'run')

/** Options of crictl by one letter. Source: cri-tools docs/crictl.md. */
const CRICTL_SHORT: Readonly<Record<string, string>> = { '-r': 'runtime-endpoint', '-i': 'image-endpoint' }

/** The options of a call. Those behind the name of a component belong to it: `docker run … hyperkube kubelet --x`. */
export function saysFlags(base: string, words: readonly Word[], { script, scope, definitions }: Here): void {
  let program = componentProgram(base) ?? base
  const carries = isCarrier(base, words)
  for (let i = 1; i < words.length; i++) {
    const each = words[i]!
    const text = textOf(each)
    if (carries) program = carriedProgram(text) ?? program
    // Whatever runs it: `daemonize -p /run/kubelet.pid /usr/bin/kubelet --v=2`.
    else if (startsComponent(text, words[i + 1])) program = componentProgram(text) ?? program
    const variable = variableOf(each)
    const [held] = variable && carries ? (valuesOf(definitions, variable.name)[0]?.words ?? []) : []
    // `DAEMON=/usr/bin/kubelet; start-stop-daemon --exec $DAEMON -- $OPTS`
    if (held) program = carriedProgram(textOf(held)) ?? program
    if (variable) script.options.usedBy.set(variable.name, program)
    const short = base === 'crictl' && CRICTL_SHORT[text]
    if (short && words[i + 1]) {
      const value = locatedOf(words[++i]!)
      script.reader.fact({ kind: 'flag', program, flag: locatedOf(each), name: short, value }, scope)
      continue
    }
    if (!text.startsWith('-') || !isLongOption(text)) continue
    const source = sourceOf(each)
    const equals = text.indexOf('=')
    const next = words[i + 1]
    const name = (equals >= 0 ? text.slice(0, equals) : text).replace(/^-+/, '')
    // One word of several options is the command line of another program: `--k3s-extra-args '--docker --kubelet-arg v=2'`.
    const handsOn = handsOptionsOn(name) || (next !== undefined && /^--[\w-]+\s+\S/.test(textOf(next)))
    const value =
      equals >= 0
        ? locate(source, equals + 1, text.length)
        : next && (!textOf(next).startsWith('-') || handsOn)
          ? locatedOf(next)
          : undefined
    if (handsOn && equals < 0) i++
    script.reader.fact({ kind: 'flag', program, flag: locatedOf(each), name, value }, scope)
  }
}

/** Whether a word is the program of a component, with an option behind it. */
const startsComponent = (text: string, next: Word | undefined): boolean =>
  next !== undefined && /^--[a-z]/.test(textOf(next)) && !text.startsWith('-') && componentProgram(text) !== undefined

/** The component that a call runs in a container or under another program: kubelet of `podman run … example.com/kubelet:v1`. */
export function carriedBy(base: string, words: readonly Word[]): string | undefined {
  if (!isCarrier(base, words)) return undefined
  let found: string | undefined
  for (const word of words.slice(1)) {
    const text = textOf(word)
    const program = carriedProgram(text)
    // hyperkube is all of them: the word behind it says which.
    if (program && !/(?:^|\/)hyperkube(?:$|[:@])/.test(program)) return program
    found ??= program
  }
  return found
}

/** The program that a word of a carrier's call names: a component, an image of one, or any with `--exec=/kubelet` of rkt. */
function carriedProgram(text: string): string | undefined {
  const [, option, given] = /^--(exec|entrypoint)=(.+)$/.exec(text) ?? []
  // Behind it docker still has options of its own.
  if (given !== undefined) return componentProgram(given) ?? (option === 'exec' ? baseName(given) : undefined)
  return text.startsWith('-') ? undefined : (componentProgram(text) ?? componentOfImage(text))
}

/** Options that sed writes into a file. */
export function saysWrittenOptions(words: readonly Word[], here: Here): void {
  const target =
    words
      .slice(1)
      .map(textOf)
      .filter(text => !text.startsWith('-'))
      .at(-1) ?? ''
  for (const expression of sedExpressions(words)) {
    const source = sourceOf(expression)
    for (const { start, end } of writtenBySed(source.text)) {
      const text = unescapedBySed(sliceSource(source, start, end))
      saysOptions(text, 0, text.text.length, programOfFile(target), here.scope, here.script)
      saysVersion(text, here)
      if (CONTAINERD_FILE.test(target)) saysSwitches(text, here)
      saysWrittenSettings(text, here)
    }
  }
}

/** The file of which `containerd config default` writes every switch, which scripts then turn. */
const CONTAINERD_FILE = /containerd\/config\.toml/
const SWITCH = /(?:^|\s)([A-Za-z_]\w{2,60})\s{0,9}=\s{0,9}(true|false)\b/g

/** Says the switches of containerd that are turned: `SystemdCgroup = true`. */
function saysSwitches(source: Source, { script, scope }: Here): void {
  for (const { index, 0: found, 1: name = '', 2: given = '' } of source.text.matchAll(SWITCH)) {
    const from = index + found.indexOf(name)
    const end = index + found.length
    const value = locate(source, end - given.length, end)
    const at = locate(source, from, from + name.length)
    script.reader.fact({ kind: 'setting', program: 'containerd', key: [name], at, value }, scope)
  }
}

const VERSION = /(?<![\w.])(kubeadm|kubelet|kubeproxy|kubescheduler)(?:\.config)?\.k8s\.io\/v\d\w{0,20}/g

/** Says the version of a component's configuration that is written into a file. */
function saysVersion(source: Source, { script, scope }: Here): void {
  for (const { index, 0: found, 1: name = '' } of source.text.matchAll(VERSION)) {
    const value = locate(source, index, index + found.length)
    const program = name.replace(/^kube(?=proxy|scheduler)/, 'kube-')
    script.reader.fact({ kind: 'setting', program, key: ['apiVersion'], at: value, value }, scope)
  }
}

/** Says the options between two offsets of a text. */
function saysOptions(
  source: Source,
  start: number,
  end: number,
  program: string | undefined,
  scope: Scope,
  { reader }: Script,
): void {
  for (const found of optionsIn(source.text.slice(start, end)))
    reader.fact(
      {
        kind: 'flag',
        program,
        flag: locate(source, start + found.start, start + found.end),
        name: found.name,
        value: found.value && locate(source, start + found.value.start, start + found.value.end),
      },
      scope,
    )
}

/** Says the options in variables, when the whole script has told whose they are. */
export function saysKeptOptions(script: Script): void {
  for (const { variable, scope, source } of script.options.texts) {
    const program = programGiven(script.options, variable)
    const component = program && (componentProgram(program) ?? program)
    saysOptions(source, 0, source.text.length, component, scope, script)
  }
}
